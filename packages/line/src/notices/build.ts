import { contentHash } from '@clearline/receipts';
import type { Context } from '../context.ts';
import { carryingReasons, type CureKind, type DecisionRecord, peopleOf } from '../decision-record.ts';
import { derivedId } from '../ids.ts';
import type { Notice, NoticeKind, RestoreAction } from '../notice.ts';
import { decidingRuleIds } from '../decision/grounds.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Restriction } from '../restriction.ts';
import { DORMANT, endsWithCause } from '../selectors.ts';
import { dateOf, plusDays } from '../time.ts';
import type { Instant, LocalText } from '../vocabulary.ts';
import { dateText, instantText, money } from './format.ts';
import { counterfactualText, noCounterfactualText, reasonText } from './reasons.ts';
import {
  ANSWER_DAYS,
  APPEAL_DAYS,
  AUTOMATION,
  KIND_EFFECTS,
  KIND_TITLES,
  LOANS_UNTOUCHED,
  NOT_REPORTED,
  OUTCOME_NOT_REPORTED,
  OUTSIDE_ROUTES,
  PRE_NOTICE_TITLES,
  RIGHTS,
} from './words.ts';

/** Makes notices. Words are fixed when the notice is issued; its hash is over all of them. */
type Draft = Partial<Omit<Notice, 'id' | 'contentHash'>> & { readonly kind: NoticeKind; readonly title: LocalText };

export const noticeOf = (draft: Draft, name: string, context: Context): Notice => {
  const notice: Omit<Notice, 'contentHash'> = {
    id: derivedId(context.commandId, `notice:${name}`),
    issuedAt: context.now,
    adverse: false,
    causeFamily: null,
    noFault: false,
    effectiveAt: null,
    preNoticeDays: 0,
    expiresAt: null,
    limitBeforeFen: null,
    limitAfterFen: null,
    effect: [],
    reportedToBureau: false,
    reasons: [],
    restore: null,
    counterfactuals: [],
    noCounterfactual: null,
    decidedBy: deciderOf(context),
    rights: [],
    appealBy: null,
    answerDays: ANSWER_DAYS,
    outsideRoutes: [],
    restrictionId: null,
    decisionId: null,
    appealId: null,
    ...draft,
  };
  return { ...notice, contentHash: contentHash(notice) };
};

/** Who stands behind a notice when nothing else is said: whoever gave the command. */
const deciderOf = (context: Context): Notice['decidedBy'] => {
  const { actor } = context;
  const kind = actor.kind === 'staff' ? 'PEOPLE' : actor.kind === 'borrower' ? 'BORROWER' : 'MACHINE';
  return {
    kind,
    people: actor.kind === 'staff' ? [actor.staffNo] : [],
    ruleIds: [],
    policyVersion: context.policies.version,
    automation: AUTOMATION[kind],
  };
};

/** What every adverse notice carries: reasons, counterfactuals, who decided, rights, clocks, outside routes. */
const adverseParts = (decision: DecisionRecord, people: readonly string[], context: Context): Partial<Notice> => ({
  adverse: true,
  causeFamily: decision.causeFamily,
  noFault: decision.causeFamily === 'STRATEGY' || decision.causeFamily === 'TECHNICAL',
  reasons: decision.reasons.map((reason) => reasonText(reason, context.policies)),
  counterfactuals: decision.counterfactuals.map((record) => counterfactualText(record, context.policies)),
  noCounterfactual: decision.counterfactuals.length === 0 ? noCounterfactualText(decision) : null,
  decidedBy: {
    kind: people.length > 0 ? 'PEOPLE' : 'MACHINE',
    people,
    ruleIds: basisOf(decision, context.policies),
    policyVersion: decision.versions.policy,
    automation: people.length > 0 ? AUTOMATION.PEOPLE : AUTOMATION.MACHINE,
  },
  rights: RIGHTS,
  appealBy: plusDays(context.now, APPEAL_DAYS),
  outsideRoutes: OUTSIDE_ROUTES,
  decisionId: decision.id,
});

/** The rules that decided, and not those that only looked; before them the strategy, where one was applied. */
const basisOf = (decision: DecisionRecord, policies: PolicySet): readonly string[] => {
  const ruleIds = decidingRuleIds(decision, policies);
  const { strategyId } = decision.context;
  return strategyId === undefined ? ruleIds : [`strategy:${strategyId}`, ...ruleIds];
};

/** The notice of a restriction: announced days ahead, or taking effect with it (G2). */
export const restrictionNotice = (
  restriction: Restriction,
  decision: DecisionRecord,
  when: {
    readonly effectiveAt: Instant;
    readonly expiresAt: Instant | null;
    readonly announcedDays: number;
    readonly because?: LocalText | null;
  },
  context: Context,
): Notice => {
  const announced = when.announcedDays > 0;
  const effect: LocalText[] = [...amountsOf(restriction), KIND_EFFECTS[restriction.kind]];
  if (announced) {
    const from = instantText(when.effectiveAt);
    effect.push({
      zh: `自${from.zh}起生效，在此之前一切照旧。`,
      en: `It takes effect from ${from.en}; until then nothing changes.`,
    });
    if (restriction.kind === 'LIMIT_REDUCED')
      effect.push(restriction.causeFamily === 'STRATEGY' ? NOT_BELOW : NO_RECALL);
  }
  effect.push(LOANS_UNTOUCHED, NOT_REPORTED);
  if (when.because)
    effect.unshift({ zh: `我们为什么这样做：${when.because.zh}`, en: `Why we do this: ${when.because.en}` });
  if (decision.causeFamily === 'STRATEGY')
    effect.unshift({
      zh: '这是我们的业务调整，与您的用款和还款无关，您没有做错什么。',
      en: 'This is a change of our business, not about your borrowing or repayment; you did nothing wrong.',
    });
  return noticeOf(
    {
      kind: announced ? 'PRE_NOTICE' : 'RESTRICTION',
      title: (announced ? PRE_NOTICE_TITLES : KIND_TITLES)[restriction.kind],
      ...adverseParts(decision, restriction.approvedBy, context),
      ...endsFirst(decision, when.expiresAt),
      ...(canBeKept(restriction, when.expiresAt) ? { noCounterfactual: KEEP_IT } : {}),
      causeFamily: restriction.causeFamily,
      effectiveAt: when.effectiveAt,
      preNoticeDays: when.announcedDays,
      expiresAt: when.expiresAt,
      limitBeforeFen: restriction.limitBeforeFen,
      limitAfterFen: restriction.limitAfterFen,
      effect,
      restore: restoreOf(restriction, decision, when.expiresAt),
      restrictionId: restriction.id,
    },
    restriction.id,
    context,
  );
};

/** What becomes of draws between the notice and its day (N149): a strategy's cut stops at them; other cuts leave their plan. */
const NOT_BELOW: LocalText = {
  zh: '到那天，总额度不会低于您已借未还的金额。',
  en: 'On that day the limit will not go below what you then owe.',
};
const NO_RECALL: LocalText = {
  zh: '到那天已借未还的高于新额度，也不需要提前还，只是暂时不能再借。',
  en: 'Should you then owe more than the new limit, nothing falls due sooner; you just cannot draw then.',
};

/** What it comes to in money, first of all that is said: the message quotes the first line of a notice (H88). */
const amountsOf = ({ limitBeforeFen, limitAfterFen, singleDrawCapFen }: Restriction): LocalText[] => {
  if (singleDrawCapFen !== undefined) {
    const cap = money(singleDrawCapFen);
    return [{ zh: `每笔最多借${cap.zh}。`, en: `Each draw may be ${cap.en} at most.` }];
  }
  return limitBeforeFen === null || limitAfterFen === null ? [] : [limitText(limitBeforeFen, limitAfterFen)];
};

/** From which limit to which. */
export const limitText = (beforeFen: bigint, afterFen: bigint): LocalText => {
  const [before, after] = [money(beforeFen), money(afterFen)];
  return { zh: `总额度由${before.zh}调整为${after.zh}。`, en: `The limit goes from ${before.en} to ${after.en}.` };
};

/** That people made a hold or a cap last longer: the whole notice again, with the former and the new end. */
export const renewalNotice = (
  restriction: Restriction,
  decision: DecisionRecord,
  by: string,
  until: Instant,
  context: Context,
): Notice => {
  const { contentHash: _whole, ...notice } = restrictionNotice(
    { ...restriction, approvedBy: [...new Set([...restriction.approvedBy, by])] },
    decision,
    { effectiveAt: context.now, expiresAt: until, announcedDays: 0 },
    context,
  );
  const title = KIND_TITLES[restriction.kind];
  const [former, end] = [instantText(restriction.expiresAt ?? context.now), instantText(until)];
  const longer: LocalText = {
    zh: `经工作人员核查，原定${former.zh}结束，现延长至${end.zh}。`,
    en: `A member of staff looked at it: it was to end on ${former.en} and now lasts until ${end.en}.`,
  };
  const renewed = {
    ...notice,
    title: { zh: `${title.zh}（延长）`, en: `${title.en} (made longer)` },
    effect: [longer, ...notice.effect],
  };
  return { ...renewed, contentHash: contentHash(renewed) };
};

/** Where nothing is to be done, and it ends by itself before time alone would decide otherwise, its end is the day that counts. */
const endsFirst = (
  { counterfactuals, timeAloneOn }: DecisionRecord,
  expiresAt: Instant | null,
): Pick<Notice, 'noCounterfactual'> | Record<string, never> => {
  if (counterfactuals.length > 0 || expiresAt === null) return {};
  const ends = dateOf(expiresAt);
  if (timeAloneOn !== null && timeAloneOn <= ends) return {};
  const date = dateText(ends);
  return {
    noCounterfactual: {
      zh: `不需要您做什么：随时间推移，${date.zh}自动解除。`,
      en: `Nothing is needed from you: it ends by itself on ${date.en}.`,
    },
  };
};

/** What restores the line and when: verification, waiting for the end of a hold, evidence, payment, or the appeal. */
const restoreOf = (
  restriction: Restriction,
  decision: DecisionRecord,
  expiresAt: Instant | null,
): Notice['restore'] => {
  if (restriction.stepUpLifts)
    return {
      text: { zh: '验证本人，通过后立即恢复。', en: 'Verify that it is you; the line is restored at once.' },
      earliestDate: null,
      action: 'STEP_UP',
    };
  if (canBeKept(restriction, expiresAt)) return { text: KEEP_IT, earliestDate: null, action: 'NONE' };
  const carrying = carryingReasons(decision);
  const first = carrying.find((reason) => reason.changeable);
  // Each reason that carries keeps it in force: where they are mended in different ways, none of them alone restores (N166).
  const isMixed = new Set(carrying.map(({ cure }) => cure)).size > 1;
  if (expiresAt !== null) {
    const cure = endsWithCause(restriction) ? first?.cure : undefined;
    return endsItself(cure === undefined || !isMixed ? cure : 'EVIDENCE', expiresAt);
  }
  if (isMixed && endsWithCause(restriction)) return { text: ALL_GONE, earliestDate: null, action: 'EVIDENCE' };
  const action: RestoreAction = first?.cure === 'PAY' ? 'PAY' : first?.cure === 'EVIDENCE' ? 'EVIDENCE' : 'APPEAL';
  const words: Record<'PAY' | 'EVIDENCE' | 'APPEAL', LocalText> = {
    PAY: { zh: '还清所列欠款，到账后立即恢复。', en: 'Pay what is listed; the line is restored once it arrives.' },
    EVIDENCE: {
      zh: '提交证明材料，由人工复核后恢复。',
      en: 'Hand in evidence; a person reviews it and restores the line.',
    },
    APPEAL: { zh: '您可以申诉，由另一位工作人员复核。', en: 'You can contest it; another person reviews it.' },
  };
  const text = endsWithCause(restriction) && action !== 'PAY' ? ONCE_GONE[action] : words[action];
  return { text, earliestDate: decision.timeAloneOn, action };
};

/** What ends with its cause ends without anybody being asked (N19, N248): said before what else can be done. */
const ONCE_GONE: Readonly<Record<'EVIDENCE' | 'APPEAL', LocalText>> = {
  EVIDENCE: {
    zh: '新的数据显示原因消失后，立即恢复。也可以提交证明材料，由人工复核后恢复。',
    en: 'The line is restored as soon as new data shows that the reason is gone. You can also hand in evidence; a person reviews it and restores the line.',
  },
  APPEAL: {
    zh: '新的数据显示原因消失后，立即恢复。不同意可以申诉，由另一位工作人员复核。',
    en: 'The line is restored as soon as new data shows that the reason is gone. If you disagree, contest it; another person reviews it.',
  },
};

/** Said where several reasons carry a restriction and are mended in different ways. */
const ALL_GONE: LocalText = {
  zh: '新的数据显示所列原因都消失后，立即恢复。也可以提交证明材料，由人工复核。',
  en: 'The line is restored as soon as new data shows that all the reasons listed are gone. You can also hand in evidence for a person to review.',
};

/** A line that lies unused is kept with a tap: that is the change that leads to another outcome, and what to do (N188). */
const canBeKept = (restriction: Restriction, expiresAt: Instant | null): boolean =>
  restriction.reasonCodes.includes(DORMANT) && expiresAt === null;

/** Said where a line lies unused: the page has the button, until the day announced. */
const KEEP_IT: LocalText = {
  zh: '想保留，在生效前打开通知书点“保留我的额度”，额度就不变。',
  en: 'To keep it, open the notice before that day and tap “Keep my limit”; then nothing changes.',
};

/** What restores before a hold or cap ends by itself, where it ends with its cause (N19); else nothing need be done. */
const endsItself = (cure: CureKind | undefined, expiresAt: Instant): Notice['restore'] => {
  const end = instantText(expiresAt);
  const sooner: Partial<Record<CureKind, LocalText>> = {
    UPDATE: { zh: '更新后立即恢复', en: 'Bring it up to date and the line is restored at once' },
    PAY: { zh: '还清所列欠款，到账后立即恢复', en: 'Pay what is listed; the line is restored once it arrives' },
    EVIDENCE: {
      zh: '新的数据显示原因消失后，立即恢复',
      en: 'The line is restored as soon as new data shows that the reason is gone',
    },
  };
  const text = cure === undefined ? undefined : sooner[cure];
  if (text !== undefined && (cure === 'UPDATE' || cure === 'PAY' || cure === 'EVIDENCE'))
    return {
      text: {
        zh: `${text.zh}；这项限制最迟${end.zh}结束。`,
        en: `${text.en}; this ends by ${end.en} at the latest.`,
      },
      earliestDate: dateOf(expiresAt),
      action: cure,
    };
  return {
    text: {
      zh: `到期自动恢复，最迟${end.zh}，您不需要做什么。`,
      en: `It lifts itself by ${end.en} at the latest; you need do nothing.`,
    },
    earliestDate: dateOf(expiresAt),
    action: 'WAIT',
  };
};

/** Said to whoever applied for a business line while a consumer line is open. */
const LINE_GOES_ON: LocalText = {
  zh: '您现在的消费额度照常使用，一切不变。',
  en: 'Your consumer line goes on as it is; nothing about it changes.',
};

/** Declining an application: same anatomy, nothing restricted. */
export const declineNotice = (
  decision: DecisionRecord,
  reapplyFrom: string,
  context: Context,
  hasLine = false,
): Notice => {
  const again = dateText(reapplyFrom);
  return noticeOf(
    {
      kind: 'DECLINE',
      title: { zh: '本次未能开通额度', en: 'No line this time' },
      ...adverseParts(decision, peopleOf(decision), context),
      effect: [
        {
          zh: '本次申请没有开通额度，不影响您的其他账户。',
          en: 'This application opened no line; nothing else of yours is affected.',
        },
        ...(hasLine ? [LINE_GOES_ON] : []),
        OUTCOME_NOT_REPORTED,
      ],
      restore: {
        text: { zh: `${again.zh}起可以再次申请。`, en: `You can apply again from ${again.en}.` },
        earliestDate: reapplyFrom,
        action: 'WAIT',
      },
    },
    'decline',
    context,
  );
};

/** News that takes nothing away; `name` keeps ids apart within one command. */
export const plainNotice = (
  kind: NoticeKind,
  name: string,
  title: LocalText,
  effect: readonly LocalText[],
  context: Context,
  more: Partial<Notice> = {},
): Notice => noticeOf({ kind, title, effect, ...more }, name, context);
