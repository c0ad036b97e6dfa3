import {
  inputNamesFor,
  judge,
  type JudgementContext,
  plusMs,
  type PolicySet,
  type RecordedInput,
} from '@clearline/line';

const RUNS = 2_000;
/** Of each window a busy borrower lets so many events go one by one; a decision records no more of them. */
const DECAY_STEPS = 64;

/**
 * What explaining costs: reasons, counterfactuals put through the decision again, and the day on which time alone changes
 * it, in milliseconds, on monitoring decisions about a busy borrower in which several rules fire at once.
 */
export const explanationMs = (policies: PolicySet): number[] => {
  const names = inputNamesFor(policies, 'EVENT_MONITOR', 'CONSUMER');
  const now = '2026-11-01T04:00:00.000Z';
  const troubled: Readonly<Record<string, number | boolean>> = {
    draws_24h: 5,
    draws_30d: 9,
    overdue_days_max: 40,
    overdue_amount: 300_000,
    unsettled_lenders: 6,
    new_lenders_3m: 3,
    debt_service_ratio: 7_500,
  };
  const decayOf = (value: number, window: number): NonNullable<RecordedInput['decay']> =>
    Array.from({ length: DECAY_STEPS }, (_step, n) => ({
      at: plusMs(now, (n + 1) * 3_600_000 + window),
      value: Math.max(0, value - n - 1),
    }));
  const inputs: RecordedInput[] = names.map((name, place) => {
    const value = troubled[name] ?? (policies.inputs[name]?.type === 'boolean' ? null : 0);
    const isWindow = typeof value === 'number' && policies.features.features[name]?.declaration.window != null;
    const source = policies.inputs[name]?.source ?? '';
    const input = { name, value, source, observedAt: now, fresh: true };
    return isWindow ? { ...input, decay: decayOf(value, place) } : input;
  });
  const moments = new Set(inputs.flatMap(({ decay = [] }) => decay.map(({ at }) => at)));
  if (moments.size < 10 * DECAY_STEPS) throw new Error(`only ${moments.size} moments: no busy borrower`);
  const context: JudgementContext = {
    businessDate: '2026-11-01',
    goodStanding: true,
    grantedLimitFen: 5_000_000n,
    effectiveLimitFen: 5_000_000n,
    usedFen: 0n,
    suppressedRuleIds: [],
    standing: [],
    people: 0,
  };
  const time = (explain: boolean): number => {
    const started = performance.now();
    const judged = judge('EVENT_MONITOR', 'CONSUMER', inputs, context, policies, { explain });
    if (judged.firedRuleIds.length < 5) throw new Error(`only ${judged.firedRuleIds.join()} fired`);
    return performance.now() - started;
  };
  for (let n = 0; n < RUNS; n += 1) time(n % 2 === 0);
  return Array.from({ length: RUNS }, () => {
    const bare = time(false);
    return Math.max(0, time(true) - bare);
  });
};
