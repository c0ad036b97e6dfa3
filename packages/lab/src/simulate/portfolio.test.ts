import { addDays } from '@clearline/lending';
import { auditGuarantees, dateOf, DEMO_LENDER, replayDecision, toJson } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import { simulateBorrower, simulatePortfolio } from './portfolio.ts';

const settings = {
  seed: 7,
  borrowers: 60,
  days: 240,
  from: '2026-01-01',
  lender: DEMO_LENDER,
  policies: defaultPolicies(),
};

describe('a simulated portfolio', () => {
  const all = [...simulatePortfolio(settings)];

  it('breaks no guarantee and replays every decision to the bit', () => {
    const violations = all.flatMap(({ borrowerId, facts }) =>
      auditGuarantees(borrowerId, facts, DEMO_LENDER.noticeDays),
    );
    expect(violations).toEqual([]);
    let decisions = 0;
    for (const { facts } of all)
      for (const { body } of facts)
        if (body.type === 'decision.recorded') {
          decisions += 1;
          expect(replayDecision(body.decision, settings.policies).differences).toEqual([]);
        }
    expect(decisions).toBeGreaterThan(300);
  });

  it('has lives worth looking at', () => {
    const seen = new Set(all.flatMap(({ facts }) => facts.map((fact) => fact.body.type)));
    for (const type of [
      'draw.paid',
      'repayment.received',
      'restriction.effective',
      'limit.changed',
      'loan.aged',
      'notice.issued',
    ] as const)
      expect(seen).toContain(type);
  });

  it('lets the machine see the burst of draws with which over-borrowing begins (B43)', () => {
    const emptied = all.flatMap(({ truth, facts }) => {
      if (truth.life !== 'OVER_BORROWING' || truth.turnsOnDay === null) return [];
      const date = addDays(settings.from, truth.turnsOnDay);
      const bodies = facts.filter(({ occurredAt }) => dateOf(occurredAt) === date).map(({ body }) => body);
      const draws = bodies.filter(({ type }) => type === 'draw.requested').length;
      const counted = bodies.flatMap((body) =>
        body.type === 'decision.recorded' && body.decision.kind === 'EVENT_MONITOR'
          ? body.decision.inputs.flatMap(({ name, value }) => (name === 'draws_24h' ? [Number(value)] : []))
          : [],
      );
      return draws >= 3 ? [{ draws, counted: Math.max(0, ...counted) }] : [];
    });
    expect(emptied.length).toBeGreaterThan(1);
    for (const { draws, counted } of emptied) expect(counted).toBeGreaterThanOrEqual(Math.min(draws, 3));
  });

  it('is the same for the same seed, borrower by borrower, and another for another', () => {
    expect(toJson(simulateBorrower(settings, 17).facts)).toBe(toJson(all[17]?.facts));
    expect(toJson(simulateBorrower({ ...settings, seed: 8 }, 17).facts)).not.toBe(toJson(all[17]?.facts));
  });
});
