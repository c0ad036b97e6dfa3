import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/dates.ts';
import { planLoan } from '../plan/schedule.ts';
import { arbitraryTerms } from '../reference/arbitrary.ts';
import { TERMS } from '../testing-terms.ts';
import { euApr, euAprPpb, nominalMonthlyCostPpb, pbocAnnualCostPpb } from './annual-cost.ts';
import { euInterval } from './eu-interval.ts';
import { nearestRoot, presentValue, solveRate } from './solve.ts';
import { firstInterval, usActuarialApr } from './us-actuarial.ts';

describe('annual cost', () => {
  it('L60: one year at 10% costs 10%; half a year twice as often costs more', () => {
    const lent = { date: '2025-01-01', amountFen: -100_000n };
    expect(pbocAnnualCostPpb([lent, { date: '2026-01-01', amountFen: 110_000n }])).toBe(100_000_000n);
    expect(pbocAnnualCostPpb([lent, { date: '2025-07-02', amountFen: 105_000n }])).toBe(102_796_000n);
  });

  it('L60: a fee taken at the start costs more than the same fee at the end', () => {
    const flows = (start: bigint, end: bigint): bigint | null =>
      pbocAnnualCostPpb([
        { date: '2025-01-01', amountFen: -100_000n + start },
        { date: '2026-01-01', amountFen: 110_000n + end },
      ]);
    expect((flows(2_000n, 0n) ?? 0n) > (flows(0n, 2_000n) ?? 0n)).toBe(true);
  });

  it('L60: no flows, no lending, or nothing back has no rate', () => {
    expect(pbocAnnualCostPpb([])).toBe(0n);
    expect(pbocAnnualCostPpb([{ date: '2025-01-01', amountFen: 100n }])).toBeNull();
    expect(pbocAnnualCostPpb([{ date: '2025-01-01', amountFen: -100n }])).toBeNull();
  });

  it('L60: the rate found makes the flows worth nothing, for any plan', () => {
    fc.assert(
      fc.property(arbitraryTerms, (terms) => {
        const plan = planLoan(terms);
        if (!plan.ok) throw new Error(plan.refusal.message);
        const flows = [
          { amount: -Number(terms.principalFen), time: 0 },
          ...plan.value.map((row, k) => ({ amount: Number(row.totalFen), time: (k + 1) / 12 })),
        ];
        const rate = solveRate(flows);
        expect(rate).not.toBeNull();
        const worth = flows.reduce((sum, flow) => sum + flow.amount * (1 + (rate ?? 0)) ** -flow.time, 0);
        expect(Math.abs(worth)).toBeLessThan(1e-6 * Number(terms.principalFen));
      }),
    );
  });

  it('L60: where amounts change sign once, the short way finds the same rate as the long one, to the last bit', () => {
    const amount = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1_000_000_000 }));
    const after = fc.oneof(fc.constant(1 / 365), fc.constant(1 / 12), fc.double({ min: 0.001, max: 30, noNaN: true }));
    const side = fc.array(fc.tuple(amount, after), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(side, side, fc.constantFrom(1, -1), (lent, repaid, sign) => {
        let time = 0;
        const flows = [
          ...lent.map(([sum, gap], k) => ({ amount: -sign * sum, time: (time += k === 0 ? 0 : gap) })),
          ...repaid.map(([sum, gap]) => ({ amount: sign * sum, time: (time += gap) })),
        ];
        const valueAt = presentValue(flows);
        const root = valueAt(0) === 0 ? 0 : nearestRoot(valueAt);
        expect(solveRate(flows)).toBe(root === null ? null : Math.expm1(root));
      }),
      { numRuns: 500 },
    );
  });

  it('L60: the monthly rate times twelve is close to the contract rate, the compounded one above it', () => {
    const plan = planLoan(TERMS);
    if (!plan.ok) throw new Error(plan.refusal.message);
    const flows = [
      { date: TERMS.startDate, amountFen: -TERMS.principalFen },
      ...plan.value.map((row) => ({ date: row.dueDate, amountFen: row.totalFen })),
    ];
    expect(Number(nominalMonthlyCostPpb(flows)) / 1e9).toBeCloseTo(0.1095, 3);
    expect(Number(pbocAnnualCostPpb(flows)) / 1e9).toBeCloseTo(0.1152, 3);
  });

  it('L61: the EU rate of the directive’s first example', () => {
    const flows = [
      { date: '1994-01-01', amountFen: -100_000n },
      { date: '1995-07-01', amountFen: 120_000n },
    ];
    expect(Number(euAprPpb(flows)) / 1e7).toBeCloseTo(12.96, 2);
    expect(euApr([])).toBeNull();
  });

  it('L61: intervals in days have no whole units; in others the days left are fewer than a unit', () => {
    expect(euInterval('2026-01-01', '2026-01-31', 'day')).toMatchObject({ wholeUnits: 0, days: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.constantFrom('year', 'month', 'week'), (days, unit) => {
        const interval = euInterval('2023-12-31', addDays('2023-12-31', days), unit as 'year');
        expect(interval.days).toBeLessThan({ year: 367, month: 32, week: 7 }[unit as 'year']);
        expect(interval.years).toBeCloseTo(days / 365.25, 1);
      }),
    );
  });

  it('L62: the first interval by Regulation Z’s own counting', () => {
    const month = { count: 1, unit: 'month' } as const;
    expect(firstInterval('1978-01-10', '1978-02-10', month)).toEqual({ wholeUnitPeriods: 1, oddFraction: 0 });
    expect(firstInterval('1978-02-10', '1978-04-01', month)).toEqual({ wholeUnitPeriods: 1, oddFraction: 19 / 30 });
    expect(firstInterval('1978-02-23', '1978-03-01', { count: 1, unit: 'half-month' })).toEqual({
      wholeUnitPeriods: 0,
      oddFraction: 0.4,
    });
    expect(firstInterval('1978-03-20', '1978-04-21', { count: 1, unit: 'week' })).toEqual({
      wholeUnitPeriods: 4,
      oddFraction: 4 / 7,
    });
    expect(firstInterval('2024-01-31', '2024-07-31', { count: 1, unit: 'quarter' })).toEqual({
      wholeUnitPeriods: 2,
      oddFraction: 0,
    });
  });

  it('L62: payments below the amount financed have no rate', () => {
    expect(usActuarialApr(1000, [400, 400], { wholeUnitPeriods: 1, oddFraction: 0 }, 12)).toBeNull();
    expect(usActuarialApr(1000, [1010], { wholeUnitPeriods: 1, oddFraction: 0 }, 12)).toBeCloseTo(0.12, 9);
  });
});
