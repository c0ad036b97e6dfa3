import {
  type BorrowerFile,
  FAMILY_NAMES,
  isKeepable,
  KIND_EFFECTS,
  KIND_TITLES,
  type LocalText,
  type PolicySet,
  type Restriction,
  reasonText,
} from '@clearline/line';
import type { Restriction as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** Who stands behind a restriction. */
export function deciderOf(restriction: Restriction): 'MACHINE' | 'PEOPLE' | 'BORROWER' {
  if (restriction.causeFamily === 'BORROWER_REQUEST') return 'BORROWER';
  return restriction.approvedBy.length > 0 ? 'PEOPLE' : 'MACHINE';
}

/** One sentence with the leading reason’s own value and line, never “policy” or “score” alone (G1). */
function summaryOf(restriction: Restriction, file: BorrowerFile, policies: PolicySet): LocalText {
  const told = restriction.noticeId === null ? undefined : file.notices[restriction.noticeId]?.reasons[0];
  const recorded = file.decisions[restriction.decisionId]?.reasons[0];
  const reason = told ?? (recorded === undefined ? undefined : reasonText(recorded, policies));
  if (reason === undefined) {
    const family = FAMILY_NAMES[restriction.causeFamily];
    const effect = KIND_EFFECTS[restriction.kind];
    return { zh: `${effect.zh}原因：${family.zh}。`, en: `${effect.en} Cause: ${family.en}.` };
  }
  return {
    zh: `${reason.whatWeSaw.zh}${reason.ourLine.zh}`,
    en: `${reason.whatWeSaw.en} ${reason.ourLine.en}`,
  };
}

export function restrictionView(
  restriction: Restriction,
  file: BorrowerFile,
  policies: PolicySet,
): ViewOf<typeof Contract> {
  const notice = restriction.noticeId === null ? undefined : file.notices[restriction.noticeId];
  const appeal = Object.values(file.appeals).findLast(({ restrictionId }) => restrictionId === restriction.id);
  return {
    ...restriction,
    singleDrawCapFen: restriction.singleDrawCapFen ?? null,
    // Before it takes effect the notice’s own title says that it is still to come.
    title: restriction.state === 'pre_notice' && notice ? notice.title : KIND_TITLES[restriction.kind],
    summary: summaryOf(restriction, file, policies),
    keepable: isKeepable(restriction),
    appealableUntil: notice?.appealBy ?? null,
    appealId: appeal?.id ?? null,
    decidedBy: deciderOf(restriction),
  };
}
