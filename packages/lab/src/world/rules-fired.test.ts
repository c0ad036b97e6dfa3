import type { DecisionRecord } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { addFired, countFired, noRulesFired } from './rules-fired.ts';

const made = (kind: string, firedRuleIds: readonly string[]): DecisionRecord =>
  ({ kind, tableId: 'consumer_monitoring', firedRuleIds }) as unknown as DecisionRecord;

describe('which rules fired (B45)', () => {
  it('knows every rule of the tables that decide, and those that only price not at all', () => {
    const none = noRulesFired(defaultPolicies());
    expect(Object.keys(none)).toContain('business_strategy');
    expect(Object.keys(none).filter((id) => id.endsWith('pricing'))).toEqual([]);
    expect(none['consumer_monitoring']).toMatchObject({ M1: 0, M29: 0 });
  });

  it('counts a decision as first made, not done again, and adds books up', () => {
    const [one, other] = [noRulesFired(defaultPolicies()), noRulesFired(defaultPolicies())];
    countFired(one, made('EVENT_MONITOR', ['M1', 'M44']));
    countFired(one, made('APPEAL_REDECISION', ['M1']));
    countFired(one, made('ROLL_BACK_REDECISION', ['M1']));
    countFired(one, { ...made('LIMIT', ['M1']), tableId: 'HUMAN' });
    // U27 is a rule of business lines alone; U1 is one of two tables, and which is not on record.
    countFired(one, { ...made('UNDERWRITING', ['U27', 'U1']), tableId: 'HUMAN' });
    countFired(other, made('EVENT_MONITOR', ['M1']));
    addFired(one, other);
    expect(one['consumer_monitoring']).toMatchObject({ M1: 2, M44: 1, M2: 0 });
    expect(one['business_underwriting']).toMatchObject({ U27: 1, U1: 0 });
    expect(one).not.toHaveProperty('HUMAN');
  });
});
