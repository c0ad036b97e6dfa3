import { DEMO_LENDER, whatIf } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { ALL_FAULTS } from '../world/faults.ts';
import { simulateBook, type WorldSettings } from '../world/simulate-book.ts';

const lived = (change: Partial<WorldSettings> = {}) =>
  simulateBook(
    {
      seed: 5,
      borrowers: 12,
      days: 90,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: defaultPolicies(),
      faults: ALL_FAULTS,
      eventsPerDay: 0.3,
      asksPerDay: 0.1,
      ...change,
    },
    0,
  );
const found = (change: Partial<WorldSettings>): string =>
  lived(change)
    .findings.map(({ guarantee, detail }) => `${guarantee} ${detail}`)
    .join('\n');

describe('“what if”, asked by borrowers on their own data (G6, B58)', () => {
  it('comes true, and asking leaves nothing behind', () => {
    const { findings, deeds } = lived();
    expect(findings).toEqual([]);
    expect(deeds.asked_what_if).toBeGreaterThan(20);
  });

  it('is found when the review does otherwise than was promised', () => {
    const rosy: typeof whatIf = (file, actions, context) => {
      const told = whatIf(file, actions, context);
      if (!told.ok) return told;
      return { ok: true, value: { ...told.value, after: { action: 'RAISE_LIMIT', limitFen: 1n, reasons: [] } } };
    };
    expect(found({ whatIf: rosy })).toMatch(/G6 decision \S+ ends in \S+ fen where 1 were promised/);
  });

  it('is found when asking is held against whoever asks', () => {
    const nosy: typeof whatIf = (file, actions, context) => {
      Object.assign(file.behaviour, { asked: true });
      return whatIf(file, actions, context);
    };
    expect(found({ whatIf: nosy, days: 40 })).toMatch(/G6 “what if” left something behind/);
  });
});
