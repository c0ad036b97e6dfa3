import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_CODES, CHART } from './chart.ts';
import {
  imbalanceOf,
  postingsForAccrual,
  postingsForCollection,
  postingsForDisbursement,
  postingsForFee,
  postingsForFunding,
  postingsForProvision,
  postingsForRecovery,
  postingsForRefund,
  postingsForRepayment,
  postingsForWriteOff,
  reversalOf,
} from './postings.ts';
import type { Posting } from './postings.ts';

const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
const change = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const state = fc.constantFrom('PENDING' as const, 'POSTED' as const, 'VOID' as const);
const loanId = 'loan';

/** Every list that this package makes. */
const anyPostings: fc.Arbitrary<Posting[]> = fc.oneof(
  fc.tuple(amount, state).map(([amountFen, to]) => postingsForDisbursement({ loanId, amountFen, state: to })),
  fc.tuple(amount, state).map(([amountFen, to]) => postingsForCollection({ amountFen, state: to })),
  fc.tuple(amount, amount, amount, amount, amount).map(([feesFen, penaltyFen, interestFen, principalFen, creditFen]) =>
    postingsForRepayment({
      loanId,
      allocation: { feesFen, penaltyFen, interestFen, principalFen, creditFen, perInstalment: [] },
    }),
  ),
  fc.tuple(change, change).map(([interestFen, penaltyFen]) => postingsForAccrual({ loanId, interestFen, penaltyFen })),
  change.map((amountFen) => postingsForFee({ loanId, amountFen })),
  change.map(postingsForProvision),
  amount.map(postingsForFunding),
  amount.map((amountFen) => postingsForRecovery({ loanId, amountFen })),
  fc.tuple(amount, state).map(([amountFen, to]) => postingsForRefund({ loanId, amountFen, state: to })),
  fc
    .tuple(amount, amount, amount, amount)
    .map(([principalFen, interestFen, penaltyFen, feesFen]) =>
      postingsForWriteOff({ loanId, principalFen, interestFen, penaltyFen, feesFen }),
    ),
);

describe('ledger', () => {
  it('L70: every account has a name in both languages and a normal side', () => {
    for (const code of ACCOUNT_CODES) {
      const { zh, en, side } = CHART[code];
      expect(zh.length > 0 && en.length > 0 && ['DEBIT', 'CREDIT'].includes(side)).toBe(true);
    }
  });

  it('L71: debits equal credits, each posting has one side, and none is negative or zero', () => {
    fc.assert(
      fc.property(anyPostings, (postings) => {
        expect(imbalanceOf(postings)).toBe(0n);
        for (const { debitFen, creditFen } of postings) {
          expect(debitFen >= 0n && creditFen >= 0n).toBe(true);
          expect(debitFen === 0n).toBe(creditFen > 0n);
        }
      }),
    );
  });

  it('L72: a reversal undoes every account', () => {
    fc.assert(
      fc.property(anyPostings, (postings) => {
        const all = [...postings, ...reversalOf(postings)];
        for (const code of ACCOUNT_CODES)
          expect(imbalanceOf(all.filter((posting) => posting.account === code))).toBe(0n);
      }),
    );
  });

  it('L72: a payment that failed leaves no trace in any balance', () => {
    const amountFen = 5_000n;
    const all = [
      ...postingsForDisbursement({ loanId, amountFen, state: 'PENDING' }),
      ...postingsForDisbursement({ loanId, amountFen, state: 'VOID' }),
      ...postingsForCollection({ amountFen, state: 'PENDING' }),
      ...postingsForCollection({ amountFen, state: 'VOID' }),
    ];
    for (const code of ACCOUNT_CODES) expect(imbalanceOf(all.filter((posting) => posting.account === code))).toBe(0n);
  });
});
