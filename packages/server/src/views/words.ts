import {
  type Action,
  type DecisionKind,
  type LocalText,
  type PolicySet,
  type ReasonRecord,
  reasonText,
} from '@clearline/line';
import type { Reason } from '../contract/common.ts';
import type { ViewOf } from './view-of.ts';

const same = (text: string): LocalText => ({ zh: text, en: text });

/** How an actor’s recorded name is shown to people. */
export function actorText(actor: string): LocalText {
  if (actor === 'borrower') return { zh: '借款人', en: 'borrower' };
  if (actor === 'rail') return { zh: '支付通道', en: 'payment rail' };
  if (actor.startsWith('machine')) return { zh: '系统', en: 'system' };
  return { zh: `工作人员 ${actor}`, en: `staff ${actor}` };
}

const actions: Readonly<Record<Action, LocalText>> = {
  NONE: { zh: '不变', en: 'no change' },
  ABSTAIN: { zh: '数据不足，不作决定', en: 'abstain: the data cannot carry a decision' },
  APPROVE: { zh: '通过', en: 'approve' },
  DECLINE: { zh: '不通过', en: 'decline' },
  REFER: { zh: '转人工', en: 'refer to a person' },
  ALLOW: { zh: '允许借款', en: 'allow the draw' },
  REFUSE_DRAW: { zh: '不允许借款', en: 'refuse the draw' },
  RAISE_LIMIT: { zh: '上调额度', en: 'raise the limit' },
  REVIEW: { zh: '人工查看', en: 'a person looks' },
  STEP_UP: { zh: '要求验证本人', en: 'ask for verification' },
  SINGLE_DRAW_CAP: { zh: '设单笔限额', en: 'cap each draw' },
  DRAW_HOLD: { zh: '暂停借款', en: 'hold draws' },
  LIMIT_REDUCED: { zh: '下调额度', en: 'reduce the limit' },
  DRAW_SUSPENDED: { zh: '停用借款', en: 'suspend draws' },
  FROZEN: { zh: '冻结', en: 'freeze' },
  CLOSURE: { zh: '关闭额度', en: 'close the line' },
};

/** What a decision does, in words; one that is not known keeps its name. */
export const actionText = (action: string): LocalText =>
  (actions as Readonly<Record<string, LocalText>>)[action] ?? same(action);

const kinds: Readonly<Record<DecisionKind, LocalText>> = {
  UNDERWRITING: { zh: '授信', en: 'underwriting' },
  DRAW: { zh: '借款', en: 'draw' },
  EVENT_MONITOR: { zh: '行为监测', en: 'event monitoring' },
  SCHEDULED_REVIEW: { zh: '定期评估', en: 'scheduled review' },
  LIMIT: { zh: '额度', en: 'limit' },
  STRATEGY: { zh: '策略', en: 'strategy' },
  APPEAL_REDECISION: { zh: '申诉重评', en: 're-decision after an appeal' },
  ROLL_BACK_REDECISION: { zh: '回滚重评', en: 're-decision after a roll-back' },
};

/** What a decision was about. */
export const decisionKindText = (kind: DecisionKind): LocalText => kinds[kind];

/** Inputs that only people’s and strategies’ decisions name, which no policy declares. */
const extraLabels: Readonly<Record<string, LocalText>> = {
  effective_limit: { zh: '总额度', en: 'limit' },
  application_points: { zh: '申请评分', en: 'application points' },
};
const extraSources: Readonly<Record<string, LocalText>> = {
  own_ledger: { zh: '本机构账务', en: 'our own ledger' },
  evidence: { zh: '您提交并经采纳的材料', en: 'accepted evidence' },
  scorecard: { zh: '评分卡', en: 'scorecard' },
};

/** The label of an input, or of a ratio `a / b` of two. */
export const inputLabel = (name: string, policies: PolicySet): LocalText => {
  const [first = name, over] = name.split(' / ');
  if (over === undefined) return policies.inputs[name]?.label ?? extraLabels[name] ?? same(name);
  const [a, b] = [inputLabel(first, policies), inputLabel(over, policies)];
  return { zh: `${a.zh} / ${b.zh}`, en: `${a.en} / ${b.en}` };
};
export const inputUnit = (name: string, policies: PolicySet) =>
  policies.inputs[name]?.unit ?? (name === 'effective_limit' ? 'fen' : 'count');
export const sourceText = (source: string, policies: PolicySet): LocalText =>
  policies.sources[source] ?? extraSources[source] ?? same(source);

/** Reasons in words, from the policy’s catalogue. */
export const reasonViews = (reasons: readonly ReasonRecord[], policies: PolicySet): ViewOf<typeof Reason>[] =>
  reasons.map((reason) => reasonText(reason, policies));

/** Rules on the points as a whole name no reason of their own: the scorecard’s characteristics are the reasons (G1). */
const SCORE_TITLE: LocalText = { zh: '申请评分低于标准', en: 'Application points below our line' };

/** The title of a reason, or its code where the live policy no longer carries it. */
export const reasonTitle = (code: string, policies: PolicySet): LocalText =>
  policies.reasons[code]?.title ?? (code === 'SCORE' ? SCORE_TITLE : same(code));
