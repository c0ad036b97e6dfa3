import { inputNamesFor, judge, type JudgementContext, type PolicySet, type RecordedInput } from '@clearline/line';

const RUNS = 2_000;

/**
 * What explaining costs: reasons, counterfactuals put through the decision again, and the day on which time alone changes
 * it, in milliseconds, on monitoring decisions in which several rules fire at once.
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
  const inputs: RecordedInput[] = names.map((name) => ({
    name,
    value: troubled[name] ?? (policies.inputs[name]?.type === 'boolean' ? null : 0),
    source: policies.inputs[name]?.source ?? '',
    observedAt: now,
    fresh: true,
    ...(name === 'draws_24h'
      ? { decay: [1, 2, 3, 4, 5].map((n) => ({ at: `2026-11-02T0${n}:00:00.000Z`, value: 5 - n })) }
      : {}),
  }));
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
