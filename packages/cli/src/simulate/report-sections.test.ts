import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../policies.ts';
import { neverFired } from './report-sections.ts';
import { NEVER_FIRED_WHY } from './report-words.ts';

describe('why rules never fired', () => {
  it('is said of rules that the default policy has', async () => {
    const { models } = await loadPolicies(null);
    for (const { table, rules } of NEVER_FIRED_WHY) {
      const known = models[table]?.tables.flatMap((each) => each.rules.map(({ id }) => id));
      for (const id of rules) expect(known, `${table} ${id}`).toContain(id);
    }
  });

  it('is said of those alone that a run names as never fired, and of their table alone', () => {
    const rulesFired = { business_underwriting: { U10: 0, U25: 3, U32: 0 }, consumer_underwriting: { U26: 0 } };
    expect(neverFired({ rulesFired }).rows.map(({ label }) => label.en)).toEqual(['U10', 'U32']);
    expect(neverFired({ rulesFired: { business_underwriting: { U10: 1 } } }).rows).toEqual([]);
  });
});
