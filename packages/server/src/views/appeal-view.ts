import { type Appeal, type Instant, type PolicySet, resumedClock } from '@clearline/line';
import type { Appeal as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';
import { actorText, inputLabel } from './words.ts';

const answered = new Set<Appeal['state']>(['decided', 'remedy_applied', 'closed', 'external_decided', 'implemented']);

const DAY_MS = 86_400_000;

/** Days until the answer is due or since it was, a started day counting whole; 0 once answered, negative when late. */
export function daysLeftOf(
  appeal: Pick<Appeal, 'state' | 'answerBy' | 'pausedSince' | 'submittedAt'>,
  now: Instant,
): number {
  if (answered.has(appeal.state)) return 0;
  // While information is awaited the clock stands, for the days that were given (N16, N227).
  const days = (Date.parse(resumedClock(appeal, now)) - Date.parse(now)) / DAY_MS;
  return days >= 0 ? Math.ceil(days) : Math.floor(days);
}

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
