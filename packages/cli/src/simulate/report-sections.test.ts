import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../policies.ts';
import { neverFired } from './report-sections.ts';
import { NEVER_FIRED_WHY } from './report-words.ts';

describe('why rules never fired', () => {
  it('is said of rules that the default policy has', async () => {
    const { models } = await loadPolicies(null);
    const known = new Set(
      Object.values(models).flatMap(({ tables }) => tables.flatMap(({ rules }) => rules.map(({ id }) => id))),
    );
    for (const { rules } of NEVER_FIRED_WHY) for (const id of rules) expect(known, id).toContain(id);
  });

  it('is said of those alone that a run names as never fired', () => {
    const rulesFired = { consumer_monitoring: { M4: 0, M5: 3, M40: 0 } };
    expect(neverFired({ rulesFired }).rows.map(({ label }) => label.en)).toEqual(['M4', 'M40']);
    expect(neverFired({ rulesFired: { consumer_monitoring: { M4: 1 } } }).rows).toEqual([]);
  });
});
