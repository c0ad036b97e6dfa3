import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_LENDER } from '../lender.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { Story } from '../testing/story.ts';
import { dateOf } from '../time.ts';
import { lookFor } from './look.ts';
import { lookAt } from './record.ts';

const step = fc.record({
  login: fc.boolean(),
  device: fc.constantFrom('d1', 'd1', 'd2', 'd3'),
  success: fc.boolean(),
  n: fc.integer({ min: 0, max: 4 }),
  hours: fc.constantFrom(0, 0, 1, 25, 24 * 31),
});

describe('N91: a look', () => {
  it('finds something exactly where a judgement would find a rule that matches, or a value in doubt', () => {
    const policies = defaultPolicies();
    const look = lookFor(policies, 'EVENT_MONITOR', 'CONSUMER');
    const seen = { nothing: 0, something: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const story = new Story().openLine();
        for (const { login, device, success, n, hours } of steps) {
          story.later({ hours });
          if (login) story.login(device, `p${n}`, success);
          // A report at odds with itself is in doubt: no account overdue, yet an amount that is.
          else story.bureau({ unsettledLenders: n * 2, overdueAmountFen: n === 4 ? 1n : 0n, overdueAccounts: 0 });
          const { file, now } = story;
          const actor = { kind: 'machine', name: 'monitor' } as const;
          const context = { now, businessDate: dateOf(now), commandId: 'c', actor, lender: DEMO_LENDER, policies };
          const whole = lookAt('EVENT_MONITOR', 'CONSUMER', file, { ...context, lastClosedDate: null }, []);
          const found = whole.ruleIds.length > 0 || whole.inputs.some(({ trouble }) => trouble !== undefined);
          expect(look(file, now, dateOf(now))).toBe(found);
          seen[found ? 'something' : 'nothing'] += 1;
        }
      }),
      { numRuns: 20 },
    );
    expect(Math.min(seen.nothing, seen.something)).toBeGreaterThan(5);
  });
});
