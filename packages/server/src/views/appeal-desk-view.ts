import {
  actorName,
  type Appeal,
  type BorrowerFile,
  daysPastDueOf,
  decidersOf,
  type DecisionRecord,
  effectiveLimitOf,
  inGoodStanding,
  informationAwaitedUntil,
  instantText,
  type LocalText,
  type PolicySet,
  redecide,
  replayDecision,
  usedOf,
  repaymentsOf,
} from '@clearline/line';
import type { AppealDesk as Contract } from '../contract/staff.ts';
import type { StaffCaller } from '../http/handler.ts';
import { appealView } from './appeal-view.ts';
import { decisionDetail, inputView } from './decision-view.ts';
import type { Moment } from './line-view.ts';
import { noticeView } from './notice-view.ts';
import { restrictionView } from './restriction-view.ts';
import type { ViewOf } from './view-of.ts';
import { reasonViews } from './words.ts';

type Desk = ViewOf<typeof Contract>;

/** Values that the evidence is said to show, until a reviewer has accepted or corrected them. */
const assumedEvidence = (appeal: Appeal) =>
  appeal.proposal?.acceptedEvidence ??
  appeal.evidence.flatMap(({ id, declared }) => declared.map(({ input, value }) => ({ evidenceId: id, input, value })));

/** The original inputs with the evidence applied, run again; and once more with the contested rules set aside. */
function redecisionOf(appeal: Appeal, record: DecisionRecord, policies: PolicySet, now: string): Desk['redecision'] {
  const evidence = assumedEvidence(appeal);
  const again = redecide(record, evidence, appeal.proposal?.mistakenRuleIds ?? [], policies, now);
  const without = redecide(record, evidence, record.firedRuleIds, policies, now);
  const inputs = again?.inputs ?? record.inputs;
  const changed = inputs.filter(
    (input) => record.inputs.find(({ name }) => name === input.name)?.value !== input.value,
  );
  return {
    inputs: inputs.map((input) => inputView(input, policies)),
    action: again?.judgement.action ?? record.action,
    reasons: reasonViews(again?.judgement.reasons ?? record.reasons, policies),
    changedInputs: changed.map(({ name }) => name),
    outcomeWithoutRule: without?.judgement.action ?? 'NONE',
  };
}

const decided: LocalText = {
  zh: '您参与了原决定，不能复核这份申诉（G8）。',
  en: 'You took part in the decision and may not review this appeal (G8).',
};
const proposed: LocalText = {
  zh: '结论由您提出，需由另一位工作人员批准。',
  en: 'You proposed the outcome; another person must approve it.',
};
const elsewhere = (assignee: string): LocalText => ({
  zh: `这份申诉由 ${assignee} 负责。`,
  en: `This appeal is with ${assignee}.`,
});

const waiting = (until: LocalText): LocalText => ({
  zh: `正在等待借款人补充材料，${until.zh}起可以按已有材料复核。`,
  en: `Information is awaited from the borrower; from ${until.en} on the case can be reviewed on what there is.`,
});

/** What this person may do with the case, and why not; the core decides again when it is done. */
function permissionsOf(
  appeal: Appeal,
  deciders: readonly string[],
  { staffNo, roles }: StaffCaller,
  now: string,
): Pick<Desk, 'mayReview' | 'mayTakeOver' | 'mayApprove' | 'blockedBecause'> {
  const no = { mayReview: false, mayTakeOver: false, mayApprove: false } as const;
  const onDesk = roles.includes('reviewer') || roles.includes('second_approver');
  const open = appeal.outcome === null;
  if (!onDesk || !open) return { ...no, blockedBecause: null };
  if (deciders.includes(staffNo)) return { ...no, blockedBecause: decided };
  if (appeal.state === 'second_approval') {
    const own = appeal.proposal?.by === staffNo;
    return {
      ...no,
      mayApprove: !own && roles.includes('second_approver'),
      blockedBecause: own ? proposed : null,
    };
  }
  const awaited = informationAwaitedUntil(appeal);
  if (awaited !== null && now < awaited) return { ...no, blockedBecause: waiting(instantText(awaited)) };
  const taken = appeal.state === 'in_review' && appeal.assignee !== null && appeal.assignee !== staffNo;
  return {
    ...no,
    mayReview: !taken,
    mayTakeOver: taken,
    blockedBecause: taken ? elsewhere(appeal.assignee ?? '') : null,
  };
}

/** All that an appeal’s decision needs, on one screen. */
export function appealDeskView(
  file: BorrowerFile,
  appeal: Appeal,
  caller: StaffCaller,
  moment: Moment,
  policies: PolicySet,
): Desk {
  const { now, businessDate } = moment;
  const record = file.decisions[appeal.decisionId];
  if (record === undefined)
    throw new Error(`appeal ${appeal.id} is about decision ${appeal.decisionId}, which is not in the file`);
  const restriction = appeal.restrictionId === null ? undefined : file.restrictions[appeal.restrictionId];
  const noticeId =
    restriction?.noticeId ?? Object.values(file.notices).find((notice) => notice.decisionId === record.id)?.id;
  return {
    appeal: appealView(appeal, now, policies),
    borrower: {
      id: file.borrowerId,
      maskedName: file.maskedName ?? file.maskedPhone ?? '',
      goodStanding: inGoodStanding(file, businessDate),
      daysPastDue: daysPastDueOf(file, businessDate),
      limitFen: effectiveLimitOf(file, now),
      usedFen: usedOf(file),
      onTimePayments: repaymentsOf(file).onTime,
      latePayments: repaymentsOf(file).late,
    },
    decision: decisionDetail(file, record, policies),
    replay: { decisionId: record.id, ...replayDecision(record, policies) },
    restriction: restriction === undefined ? null : restrictionView(restriction, file, policies),
    notice: noticeId === undefined ? null : noticeView(file, noticeId),
    redecision: redecisionOf(appeal, record, policies, now),
    proposal: appeal.proposal,
    decider: actorName(record.actor),
    ...permissionsOf(appeal, decidersOf(file, appeal), caller, now),
  };
}
