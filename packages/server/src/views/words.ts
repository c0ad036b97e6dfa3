import { type LocalText, type PolicySet, type ReasonRecord, reasonText } from '@clearline/line';
import type { Reason } from '../contract/common.ts';
import type { ViewOf } from './view-of.ts';

/** How an actor’s recorded name is shown to people. */
export function actorText(actor: string): LocalText {
  if (actor === 'borrower') return { zh: '借款人', en: 'borrower' };
  if (actor === 'rail') return { zh: '支付通道', en: 'payment rail' };
  if (actor.startsWith('machine')) return { zh: '系统', en: 'system' };
  return { zh: `工作人员 ${actor}`, en: `staff ${actor}` };
}

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
const same = (text: string): LocalText => ({ zh: text, en: text });

export const inputLabel = (name: string, policies: PolicySet): LocalText =>
  policies.inputs[name]?.label ?? extraLabels[name] ?? same(name);
export const inputUnit = (name: string, policies: PolicySet) =>
  policies.inputs[name]?.unit ?? (name === 'effective_limit' ? 'fen' : 'count');
export const sourceText = (source: string, policies: PolicySet): LocalText =>
  policies.sources[source] ?? extraSources[source] ?? same(source);

/** Reasons in words, from the policy’s catalogue. */
export const reasonViews = (reasons: readonly ReasonRecord[], policies: PolicySet): ViewOf<typeof Reason>[] =>
  reasons.map((reason) => reasonText(reason, policies));

/** The title of a reason, or its code where the live policy no longer carries it. */
export const reasonTitle = (code: string, policies: PolicySet): LocalText =>
  policies.reasons[code]?.title ?? same(code);
