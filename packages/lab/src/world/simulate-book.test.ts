import { DEMO_LENDER } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { addDeeds, noDeeds } from './deeds.ts';
import { ALL_FAULTS, FAULT_KINDS, type FaultKind, NO_FAULTS } from './faults.ts';
import { simulateBook, type WorldSettings } from './simulate-book.ts';

const settings: WorldSettings = {
  seed: 11,
  borrowers: 30,
  days: 120,
  from: '2026-01-01',
  lender: DEMO_LENDER,
  policies: defaultPolicies(),
  faults: ALL_FAULTS,
  eventsPerDay: 0.3,
};

describe('the whole system under faults (B8)', () => {
  const injected = new Map<FaultKind, number>();
  const deeds = noDeeds();
  for (const seed of [1, 2, 3])
    it(`breaks no guarantee, loses nothing and books nothing twice: seed ${seed}`, () => {
      const outcome = simulateBook({ ...settings, seed, faults: { ...ALL_FAULTS, intensity: 4 } }, 0);
      expect(outcome.findings).toEqual([]);
      expect(outcome.violations).toBe(0);
      for (const kind of FAULT_KINDS) injected.set(kind, (injected.get(kind) ?? 0) + outcome.injected[kind]);
      addDeeds(deeds, outcome.deeds);
      const { actions, ...kept } = outcome.adverse;
      expect(actions).toBeGreaterThan(0);
      for (const [promise, count] of Object.entries(kept)) expect(count, promise).toBe(actions);
      expect(outcome.identical).toBe(outcome.decisions);
      expect(outcome.justice.counterfactualsFlip).toBe(outcome.justice.counterfactuals);
      expect(outcome.justice.daysRight).toBe(outcome.justice.daysNamed);
      expect(outcome.justice.goodCutByMachineAlone).toBe(0);
    });

  it('has met every fault that there is', () => {
    for (const kind of FAULT_KINDS) expect(injected.get(kind), kind).toBeGreaterThan(0);
  });

  it('has gone the ways that it says it went: holds made longer, lines exchanged, applications decided, and refusals of each', () => {
    for (const deed of ['made_longer', 'not_made_longer', 'exchanged', 'not_exchanged', 'decided_by_people'] as const)
      expect(deeds[deed], deed).toBeGreaterThan(0);
  });

  it('is the same for the same seed, and another for another (B9)', () => {
    const few = { ...settings, borrowers: 6, days: 60 };
    const first = simulateBook(few, 0);
    expect(simulateBook(few, 0)).toEqual(first);
    expect(simulateBook({ ...few, seed: 12 }, 0).digest).not.toBe(first.digest);
    expect(simulateBook({ ...few, faults: NO_FAULTS }, 0).retries).toBe(0);
  });
});
