import { expect, it } from 'vitest';
import { DEMO_LENDER } from './lender.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { toJson } from './json.ts';
import { warmUp } from './warm-up.ts';

it('N108: the warm-up goes through explained decisions, restrictions, proposals and notices of both kinds of line, and gives the same again', () => {
  const run = () => warmUp({ lender: DEMO_LENDER, policies: defaultPolicies() }, '2026-11-01T04:00:00.000Z');
  const facts = [...run()];
  const types = new Set(facts.flatMap((bodies) => bodies.map(({ type }) => type)));
  expect([...types].sort()).toEqual(
    [
      'behaviour.observed',
      'decision.recorded',
      'notice.issued',
      'restriction.effective',
      'restriction.proposed',
    ].sort(),
  );
  // Each step comes to a decision: a policy that no longer reacts to these signs would warm nothing.
  const decisions = facts.map((bodies) =>
    bodies.flatMap((body) => (body.type === 'decision.recorded' ? [body.decision] : [])),
  );
  expect(decisions.every(({ length }) => length > 0)).toBe(true);
  expect(new Set(decisions.flat().map(({ tableId }) => tableId)).size).toBe(2);
  expect(decisions.flat().some(({ counterfactuals }) => counterfactuals.length > 0)).toBe(true);
  let step = 0;
  for (const again of run()) {
    expect(toJson(again)).toBe(toJson(facts[step]));
    if ((step += 1) === 6) break;
  }
});
