import { ACCOUNT_CODES } from '@clearline/lending';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourcedPosting } from '../project/project.ts';
import { balanceOf, post, type LedgerTotals } from './running.ts';

const transfer = fc.record({
  from: fc.constantFrom(...ACCOUNT_CODES),
  to: fc.constantFrom(...ACCOUNT_CODES),
  fen: fc.bigInt({ min: 1n, max: 10n ** 15n }),
});
const postingsOf = (
  transfers: readonly {
    from: SourcedPosting['posting']['account'];
    to: SourcedPosting['posting']['account'];
    fen: bigint;
  }[],
) =>
  transfers.flatMap(({ from, to, fen }, seq): SourcedPosting[] => {
    const of = {
      businessDate: '2026-03-02',
      recordedAt: '2026-03-02T00:00:00.000Z',
      source: 'draw.paid',
      borrowerId: 'b',
      factSeq: seq,
    };
    return [
      { ...of, postingNo: 0, posting: { account: to, debitFen: fen, creditFen: 0n } },
      { ...of, postingNo: 1, posting: { account: from, debitFen: 0n, creditFen: fen } },
    ];
  });

describe('S20: entries are numbered gap-free and carry their balance', () => {
  it('however the postings are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(transfer, { maxLength: 30 }), fc.nat(60), (transfers, cut) => {
        const postings = postingsOf(transfers);
        const at = Math.min(cut - (cut % 2), postings.length);
        const whole = post(new Map(), postings);
        const first = post(new Map(), postings.slice(0, at));
        const second = post(first.totals, postings.slice(at));
        expect([...first.entries, ...second.entries]).toEqual(whole.entries);
        expect(Object.fromEntries(second.totals)).toEqual(Object.fromEntries(whole.totals));
        let sum = 0n;
        for (const account of whole.totals.keys()) {
          const own = whole.entries.filter((entry) => entry['account'] === account);
          expect(own.map((entry) => entry['seq'])).toEqual(own.map((_, i) => BigInt(i + 1)));
          expect(own.at(-1)?.['balance_after_fen']).toBe(balanceOf(whole.totals, account));
          sum += balanceOf(whole.totals, account);
        }
        expect(sum).toBe(0n);
      }),
    );
  });

  it('leaves the totals it started from alone, so that a failed batch leaves nothing', () => {
    const before: LedgerTotals = new Map([['FUNDS', { lastSeq: 4n, debitFen: 9n, creditFen: 2n }]]);
    post(before, postingsOf([{ from: 'FUNDS', to: 'LOAN_PRINCIPAL', fen: 5n }]));
    expect([...before]).toEqual([['FUNDS', { lastSeq: 4n, debitFen: 9n, creditFen: 2n }]]);
  });

  it('refuses postings of one fact that do not balance, even when two facts together would', () => {
    const [debit, credit] = postingsOf([{ from: 'FUNDS', to: 'LOAN_PRINCIPAL', fen: 5n }]);
    if (debit === undefined || credit === undefined) throw new Error('two postings expected');
    expect(() => post(new Map(), [debit])).toThrow('5 fen out of balance');
    expect(() => post(new Map(), [debit, { ...credit, factSeq: 1 }])).toThrow('out of balance');
  });
});
