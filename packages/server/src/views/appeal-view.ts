import { type Appeal, type Instant, type PolicySet, wholeDaysBetween } from '@clearline/line';
import type { Appeal as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';
import { actorText, inputLabel } from './words.ts';

const answered = new Set<Appeal['state']>(['decided', 'remedy_applied', 'closed', 'external_decided', 'implemented']);

/** Days until the answer is due, a started day counting whole; 0 once answered or due, negative when late. */
export const daysLeftOf = (appeal: Pick<Appeal, 'state' | 'answerBy'>, now: Instant): number =>
  answered.has(appeal.state) ? 0 : -wholeDaysBetween(appeal.answerBy, now);

export function appealView(appeal: Appeal, now: Instant, policies: PolicySet): ViewOf<typeof Contract> {
  return {
    ...appeal,
    daysLeft: daysLeftOf(appeal, now),
    pausedForInfo: appeal.pausedSince !== null,
    steps: appeal.steps.map((step) => ({ ...step, actor: actorText(step.actor) })),
    evidence: appeal.evidence.map((evidence) => ({
      ...evidence,
      declared: evidence.declared.map((item) => ({ ...item, label: inputLabel(item.input, policies) })),
    })),
  };
}
