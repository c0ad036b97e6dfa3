import type { Loan } from '@clearline/client';
import { describe, expect, it } from 'vitest';
import { nextInstalment } from './next-instalment.ts';

const loan = (id: string, nextDueDate: string | null, nextDueFen: number, payoffFen: number): Loan => ({
  id,
  state: 'ACTIVE',
  purpose: 'DAILY',
  accountTail: '1234',
  drawnOn: '2026-11-01',
  amountFen: 100_000,
  tenorMonths: 3,
  method: 'EQUAL_INSTALMENT',
  annualRateSimplePpb: 109_500_000,
  principalOutstandingFen: payoffFen,
  interestAccruedFen: 0,
  penaltyAccruedFen: 0,
  dueFen: 0,
  overdueFen: 0,
  payoffFen,
  daysPastDue: 0,
  nextDueDate,
  nextDueFen,
  settledOn: null,
  feesDueFen: 0,
  creditFen: 0,
  writtenOffFen: 0,
  recoveredFen: 0,
  instalments: [],
  history: [],
});
const late = loan('late', '2026-12-20', 50_000, 150_000);
const soon = loan('soon', '2026-12-05', 34_105, 100_000);

describe('the instalment paid when nothing is due', () => {
  it('is the one that falls due first, of its own loan', () => {
    expect(nextInstalment([late, soon])).toEqual({ loanId: 'soon', mode: 'EARLY_PART', text: '341.05' });
  });
  it('is of the loan asked for', () => {
    expect(nextInstalment([late, soon], 'late')?.loanId).toBe('late');
  });
  it('settles the loan when it is the last', () => {
    expect(nextInstalment([loan('last', '2026-12-05', 34_105, 33_900)])?.mode).toBe('EARLY_FULL');
  });
  it('is none without a date to come', () => {
    expect(nextInstalment([loan('open', null, 0, 100_000)])).toBeNull();
  });
});
