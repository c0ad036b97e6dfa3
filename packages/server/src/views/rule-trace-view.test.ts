import { fileURLToPath } from 'node:url';
import { compilePolicySet, type DecisionRecord, newestParameterDate } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { expect, it } from 'vitest';
import { ruleTraceView } from './rule-trace-view.ts';

it('cuts the value of a ratio, so that one short of its line does not read as on it, and names both of its inputs', async () => {
  const files = await readPolicyFiles(fileURLToPath(new URL('../../../../policies', import.meta.url)));
  const compiled = compilePolicySet(files, newestParameterDate(files));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  const { policies } = compiled;
  const values = {
    strategy_stops_draws: false,
    strategy_reduce_to_percent: 50,
    strategy_dormant_months: 0,
    strategy_least_limit: 2_000_000,
    months_since_last_draw: 1,
    effective_limit: 1_999_999,
    dormant_line_kept: false,
  };
  const record = {
    tableId: 'consumer_strategy',
    versions: { policy: policies.version },
    inputs: Object.entries(values).map(([name, value]) => ({ name, value })),
    firedRuleIds: [],
    points: null,
  } as unknown as DecisionRecord;
  const rule = ruleTraceView(record, policies).find(({ ruleId }) => ruleId === 'S5');
  expect(rule?.cells).toContainEqual({
    input: 'effective_limit / strategy_least_limit',
    condition: '>= 1',
    value: '0.99',
    matched: false,
  });
  expect(rule?.ruleText.zh).toContain('总额度 / 策略针对的最低额度 >= 1');
});
