import { DEMO_LENDER, type DecisionRecord, isAdverse } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import type { Committed } from './book-disk.ts';
import { NO_FAULTS } from './faults.ts';
import { proveDecision } from './prove.ts';
import { simulateBook } from './simulate-book.ts';
import { Tally } from './tally.ts';

const policies = defaultPolicies();
const settings = { lender: DEMO_LENDER, policies };
const commits: Committed[] = [];
// Printed changes are rare: most of what is held against people, time alone lifts.
const world = {
  ...settings,
  seed: 1,
  borrowers: 200,
  days: 200,
  from: '2026-01-01',
  faults: NO_FAULTS,
  eventsPerDay: 0,
  goesWrong: 0,
};
for (const book of [0, 1, 2, 3]) simulateBook(world, book, (commit) => commits.push(commit));
const decisions = commits.flatMap(({ facts }) =>
  facts.flatMap(({ body }) => (body.type === 'decision.recorded' ? [body.decision] : [])),
);
const oneOf = (what: string, wanted: (decision: DecisionRecord) => boolean): DecisionRecord => {
  const found = decisions.find(wanted);
  if (found === undefined) throw new Error(`the book holds no ${what}`);
  return found;
};

describe('a decision done again (B11)', () => {
  it('is identical, and any altered one is not', () => {
    const decision = oneOf('decision with an input', ({ inputs }) => inputs.length > 0);
    expect(proveDecision(decision, policies).identical).toBe(true);
    const altered = { ...decision, firedRuleIds: [...decision.firedRuleIds, 'M999'] };
    expect(proveDecision(altered, policies).differences).toContain('firedRuleIds');
  });

  it('falls with each printed change; a change that leaves the value where it was is counted', () => {
    // A security check asked for beside it would lift the decision whatever the values are.
    const decision = oneOf(
      'counterfactual without a security check',
      ({ counterfactuals }) =>
        counterfactuals.length > 0 && counterfactuals.every(({ steps }) => !steps?.includes('VERIFY_IDENTITY')),
    );
    expect(proveDecision(decision, policies).unflipped).toBe(0);
    const counterfactuals = decision.counterfactuals.map((each) => ({
      ...each,
      changes: each.changes.map((change) => ({ ...change, to: change.from })),
    }));
    expect(proveDecision({ ...decision, counterfactuals }, policies).unflipped).toBe(counterfactuals.length);
  });

  it('is lifted by time on the day it names, and on no other that it could name', () => {
    const decision = oneOf('day', ({ timeAloneOn }) => timeAloneOn !== null);
    expect(proveDecision(decision, policies).liftsOnDay).toBe(true);
    for (const timeAloneOn of [decision.at.slice(0, 10), '2027-01-01'])
      expect(proveDecision({ ...decision, timeAloneOn }, policies).liftsOnDay).toBe(false);
  });

  it('is undone by what its reasons name, and not by a reason that names another value', () => {
    const decision = oneOf(
      'hold',
      (each) => each.action === 'DRAW_HOLD' && !isAdverse(proveDecision(each, policies).withReasonsMet ?? 'DRAW_HOLD'),
    );
    const reasons = decision.reasons.map((reason) => ({ ...reason, input: 'months_on_book' }));
    expect(isAdverse(proveDecision({ ...decision, reasons }, policies).withReasonsMet ?? 'NONE')).toBe(true);
  });

  it('finds a notice that prints fewer changes than the decision found', () => {
    const brokenWith = (keep: number): number => {
      const tally = new Tally(settings);
      for (const commit of commits)
        tally.committed({
          ...commit,
          facts: commit.facts.map((fact) => {
            if (fact.body.type !== 'notice.issued') return fact;
            const { notice } = fact.body;
            const counterfactuals = notice.counterfactuals.slice(0, keep);
            return { ...fact, body: { ...fact.body, notice: { ...notice, counterfactuals } } };
          }),
        });
      return tally.broken.length;
    };
    expect(brokenWith(99)).toBe(0);
    expect(brokenWith(0)).toBeGreaterThan(0);
  });
});
