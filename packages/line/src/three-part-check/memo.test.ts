import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromJson, toJson } from '../json.ts';
import { FINDINGS, HOUSE, STATEMENT } from '../testing/business.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { coverOf } from './cover.ts';
import { CROSS_CHECKS, crossChecksOf, gapOf } from './cross-checks.ts';
import { creditMemoOf, memoHashOf } from './memo.ts';
import { type CheckParameters, checkParametersOf } from './parameters.ts';
import { type RecordedStatement, SECURITY_KINDS, type ThreePartCheck } from './parts.ts';
import { RATIO_NAMES, ratioOf, ratiosOf } from './ratios.ts';

const read = checkParametersOf(defaultPolicies());
if (!read.ok) throw new Error(`the default policy lacks ${read.missing}`);
const parameters: CheckParameters = read.value;
const recorded: RecordedStatement = { ...STATEMENT, bookSalesFen: null };

/** Amounts that prefer the edges: nothing, one fen, equal ones, and more than any business has. */
const amount = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0n, 1n, 9_999n, 10_000n, 10_001n, 365_000_000n, 90_071_992_547_409n) },
  { weight: 2, arbitrary: fc.bigInt(0n, 1_000_000_000_000n) },
);
const signed = fc.tuple(amount, fc.boolean()).map(([fen, negative]) => (negative ? -fen : fen));
const day = fc.integer({ min: 0, max: 900 }).map((n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10));
const statement: fc.Arbitrary<RecordedStatement> = fc
  .record({
    periodFrom: day,
    days: fc.integer({ min: 0, max: 365 }),
    basis: fc.constantFrom('AUDITED' as const, 'MANAGEMENT' as const, 'TAX_RETURN' as const),
    revenueFen: amount,
    costOfSalesFen: amount,
    netProfitFen: signed,
    interestExpenseFen: amount,
    depreciationFen: amount,
    cashFen: amount,
    accountsReceivableFen: amount,
    inventoriesFen: amount,
    totalCurrentAssetsFen: amount,
    totalAssetsFen: amount,
    totalCurrentLiabilitiesFen: amount,
    totalLiabilitiesFen: amount,
    totalEquityFen: signed,
    debtServiceFen: amount,
    taxDeclaredSalesFen: fc.option(amount),
    bankInflowsFen: fc.option(amount),
    bookSalesFen: fc.option(amount),
  })
  .map(({ days, ...figures }) => ({
    ...figures,
    periodTo: new Date(Date.parse(figures.periodFrom) + days * 86_400_000).toISOString().slice(0, 10),
  }));

describe('N138 ratios', () => {
  it('are those of the formulas, rounded down', () => {
    expect(ratiosOf(STATEMENT)).toEqual({
      currentRatio: 16_000,
      quickRatio: 11_000,
      debtToAsset: 4_500,
      grossMargin: 3_150,
      debtServiceCover: 20_000,
      receivableDays: 30,
      inventoryDays: 36,
    });
  });

  it('cannot be told where what they are over is nothing, and a loss is rounded down too', () => {
    expect(ratioOf('currentRatio', { ...STATEMENT, totalCurrentLiabilitiesFen: 0n })).toBeNull();
    const loss = { ...STATEMENT, netProfitFen: -10_000_001n, debtServiceFen: 30_000_000n };
    expect(ratioOf('debtServiceCover', { ...loss, interestExpenseFen: 0n, depreciationFen: 0n })).toBe(-3_334);
  });

  it('never throw and are whole numbers or nothing, whatever the figures', () => {
    fc.assert(
      fc.property(statement, (one) => {
        const ratios = ratiosOf(one);
        for (const name of RATIO_NAMES) expect(ratios[name] === null || Number.isSafeInteger(ratios[name])).toBe(true);
      }),
    );
  });

  it('are below a line exactly where part over whole is', () => {
    fc.assert(
      fc.property(statement, fc.integer({ min: -30_000, max: 30_000 }), (one, line) => {
        const ratio = ratioOf('debtServiceCover', one);
        if (ratio === null) return;
        const earned = one.netProfitFen + one.interestExpenseFen + one.depreciationFen;
        expect(ratio < line).toBe(earned * 10_000n < BigInt(line) * one.debtServiceFen);
      }),
    );
  });
});

describe('N139 cross-checks', () => {
  const outcomes = (change: Partial<RecordedStatement>) =>
    Object.fromEntries(crossChecksOf({ ...recorded, ...change }, parameters).map((one) => [one.check, one.outcome]));

  it('agree, differ from the tolerance on, and cannot be made where a figure is not known', () => {
    expect(outcomes({})).toEqual({
      REVENUE_TAX: 'AGREES',
      REVENUE_BANK: 'AGREES',
      REVENUE_BOOK: 'NOT_POSSIBLE',
      BALANCE_SHEET: 'AGREES',
      CURRENT_ASSETS: 'AGREES',
    });
    // 15% of the larger: 365.00 against 310.25 is on the line, one fen more is within it.
    const revenueFen = 36_500n;
    expect(outcomes({ revenueFen, taxDeclaredSalesFen: 31_025n })['REVENUE_TAX']).toBe('DIFFERS');
    expect(outcomes({ revenueFen, taxDeclaredSalesFen: 31_026n })['REVENUE_TAX']).toBe('AGREES');
    expect(outcomes({ taxDeclaredSalesFen: null })['REVENUE_TAX']).toBe('NOT_POSSIBLE');
    expect(outcomes({ bookSalesFen: 100_000_000n })['REVENUE_BOOK']).toBe('DIFFERS');
    expect(outcomes({ totalEquityFen: 100_000_000n })['BALANCE_SHEET']).toBe('DIFFERS');
    expect(outcomes({ cashFen: 60_000_000n })['CURRENT_ASSETS']).toBe('DIFFERS');
  });

  it('say the same whichever side a figure stands on, and nothing of two nothings', () => {
    fc.assert(
      fc.property(signed, signed, (a, b) => {
        expect(gapOf(a, b)).toBe(gapOf(b, a));
      }),
    );
    expect(gapOf(0n, 0n)).toBe(0);
    expect(gapOf(0n, 1n)).toBe(10_000);
  });

  it('never throw, and each is there for each period', () => {
    fc.assert(
      fc.property(statement, (one) => {
        expect(crossChecksOf(one, parameters).map(({ check }) => check)).toEqual([...CROSS_CHECKS]);
      }),
    );
  });
});

describe('N140 security', () => {
  it('counts at its value less the haircut and what others take first, and not at all when valued long ago', () => {
    const cover = coverOf([HOUSE, { ...HOUSE, valuedOn: '2025-01-01' }], 40_000_000n, '2026-03-02', parameters);
    expect(cover.securities.map(({ countedFen, outdated }) => [countedFen, outdated])).toEqual([
      [50_000_000n, false],
      [0n, true],
    ]);
    expect(cover.coverRatio4).toBe(12_500);
  });

  it('never counts for more than its value, nor for less than nothing', () => {
    const security = fc.record({
      kind: fc.constantFrom(...SECURITY_KINDS),
      text: fc.constant(''),
      valueFen: amount,
      valuer: fc.constant('OWNER' as const),
      valuedOn: day,
      priorChargesFen: amount,
    });
    fc.assert(
      fc.property(fc.array(security, { maxLength: 4 }), (securities) => {
        const cover = coverOf(securities, 1n, '2026-03-02', parameters);
        for (const { countedFen, valueFen } of cover.securities)
          expect(countedFen >= 0n && countedFen <= valueFen).toBe(true);
      }),
    );
  });
});

describe('N137 credit memo', () => {
  const by = { by: 'A2001', at: '2026-03-02T02:00:00.000Z' };
  const about = { applicationId: 'a', askedLimitFen: 80_000_000n, on: '2026-03-02' };
  const checkOf = (statements: readonly RecordedStatement[], findings = FINDINGS): ThreePartCheck => ({
    investigation: { ...by, findings },
    statements: { ...by, statements },
    security: { ...by, securities: [HOUSE] },
  });
  const recommendation = { outcome: 'APPROVE', limitFen: 50_000_000n, reasonCodes: [], text: 'sound' } as const;

  it('is the same in whatever order statements and findings were handed in, and after its JSON', () => {
    const distinct = fc
      .uniqueArray(statement, { selector: ({ periodFrom, periodTo }) => `${periodFrom} ${periodTo}`, maxLength: 4 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
      );
    fc.assert(
      fc.property(distinct, ([statements, shuffled]) => {
        const memo = creditMemoOf(about, checkOf(statements), parameters, recommendation);
        const other = creditMemoOf(about, checkOf(shuffled, FINDINGS.toReversed()), parameters, recommendation);
        expect(memoHashOf(other)).toBe(memoHashOf(memo));
        expect(memoHashOf(fromJson(toJson(memo)))).toBe(memoHashOf(memo));
      }),
    );
  });

  it('is another one where any figure is', () => {
    const memo = creditMemoOf(about, checkOf([recorded]), parameters, recommendation);
    const other = creditMemoOf(about, checkOf([{ ...recorded, cashFen: 20_000_001n }]), parameters, recommendation);
    expect(memoHashOf(other)).not.toBe(memoHashOf(memo));
    expect(memo.notLookedAt).toEqual([]);
    expect(creditMemoOf(about, checkOf([], []), parameters, null).notLookedAt).toHaveLength(6);
  });
});
