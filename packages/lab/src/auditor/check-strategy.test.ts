import type { Fact, FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { seenRestriction } from '../testing/seen.ts';
import { BorrowerRecord } from './borrower-record.ts';
import { checkStrategyBegun, checkStrategyEffect, seeDrawn, type ToldStrategy } from './check-strategy.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-06-01T08:00:00.000Z');
const STRATEGY: ToldStrategy = {
  id: 's',
  effect: 'REDUCE',
  reduceToPercent: 50,
  minLimitFen: 1_000_000n,
  dormantMonths: 2,
  lineKind: 'CONSUMER',
  noticeDays: 10,
};
const BEGUN = {
  id: 'r',
  kind: 'LIMIT_REDUCED',
  causeFamily: 'STRATEGY',
  strategyId: 's',
  approvedBy: ['A1', 'A2'],
  limitAfterFen: 1_000_000n,
};

const lineOf = (limitFen: bigint, drawnFen = 0n, lastDrawDaysAgo: number | null = null): BorrowerRecord => {
  const record = new BorrowerRecord('b');
  record.lineState = 'ACTIVE';
  record.lineKind = 'CONSUMER';
  record.grantedFen = limitFen;
  record.principalFen = drawnFen;
  record.lastDrawAtMs = lastDrawDaysAgo === null ? null : NOW_MS - lastDrawDaysAgo * DAY_MS;
  return record;
};
const begun = (change: object, record = lineOf(2_000_000n), agreed: object = {}): string => {
  const found: string[] = [];
  const told = new Map([['s', { ...STRATEGY, ...agreed }]]);
  checkStrategyBegun(record, { ...BEGUN, ...change } as never, told, NOW_MS, (g, detail) =>
    found.push(`${g} ${detail}`),
  );
  return found.join('\n');
};
const inForce = (record: BorrowerRecord, announcedDaysAgo: number, limitAfterFen = 1_000_000n): string => {
  const found: string[] = [];
  const restriction = seenRestriction({
    family: 'STRATEGY',
    strategyId: 's',
    limitAfterFen,
    firstAnnouncedAtMs: NOW_MS - announcedDaysAgo * DAY_MS,
  });
  checkStrategyEffect(record, 'r', restriction, new Map([['s', STRATEGY]]), NOW_MS, (g, detail) =>
    found.push(`${g} ${detail}`),
  );
  return found.join('\n');
};

describe('a cut for the lender’s own reasons (G11, B55)', () => {
  it('is let be where it is what two people agreed to', () => {
    expect(begun({})).toBe('');
    expect(begun({ causeFamily: 'ELIGIBILITY', strategyId: null, approvedBy: [] })).toBe('');
    expect(inForce(lineOf(2_000_000n), 10)).toBe('');
  });

  it.each([
    ['of no strategy that was agreed to', { strategyId: 'other' }, {}, /G11 .* nobody agreed to/],
    ['with one person behind it', { approvedBy: ['A1', 'A1'] }, {}, /G3 .* fewer than two people/],
    ['harder than what was agreed to', { kind: 'DRAW_SUSPENDED', limitAfterFen: null }, {}, /G11 .* DRAW_SUSPENDED/],
    ['deeper than what was agreed to', { limitAfterFen: 999_999n }, {}, /G11 .* less than was agreed to/],
    ['of another kind of line', {}, { lineKind: 'BUSINESS' }, /G11 .* outside what was agreed to/],
    ['of a line too small for it', {}, { minLimitFen: 2_000_001n }, /G11 .* below what was agreed to/],
  ] as const)('is found when it is %s', (_what, change, agreed, finding) => {
    expect(begun(change, lineOf(2_000_000n), agreed)).toMatch(finding);
  });

  it('is found when it comes twice, of a line in use, or below what is drawn', () => {
    const record = lineOf(2_000_000n);
    expect(begun({}, record) + begun({ id: 'r2' }, record)).toMatch(/G11 restriction r2 applies s a second time/);
    expect(begun({}, lineOf(2_000_000n, 0n, 20))).toMatch(/G11 .* drawn on 20 days before/);
    expect(begun({}, lineOf(2_000_000n, 1_000_001n))).toMatch(/G7 strategy’s cut r announces/);
  });

  it('is found when it takes effect too soon, on a line used since, or below what was drawn since (N101, N149)', () => {
    expect(inForce(lineOf(2_000_000n), 9)).toMatch(/G11 .* sooner after its notice/);
    expect(inForce(lineOf(2_000_000n, 0n, 3), 10)).toMatch(/G11 .* drawn on since its notice/);
    expect(inForce(lineOf(2_000_000n, 1_000_001n), 10)).toMatch(/G7 strategy’s cut r leaves 1000000 fen/);
  });

  it('knows what is drawn from postings and from draws on their way', () => {
    const record = lineOf(2_000_000n);
    const see = (body: object): void =>
      seeDrawn(record, { body: body as FactBody, occurredAt: '2026-06-01T08:00:00.000Z' } as Fact);
    see({ type: 'draw.requested', loanId: 'l', terms: { principalFen: 500_000n } });
    expect([record.drawnFen(), record.lastDrawAtMs]).toEqual([500_000n, NOW_MS]);
    const posting = { account: 'LOAN_PRINCIPAL', debitFen: 500_000n, creditFen: 0n };
    see({ type: 'draw.paid', loanId: 'l', postings: [posting] });
    see({ type: 'repayment.received', postings: [{ ...posting, debitFen: 0n, creditFen: 200_000n }] });
    expect(record.drawnFen()).toBe(300_000n);
  });
});
