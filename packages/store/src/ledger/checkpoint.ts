import type { IsoDate } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';

/** What the entries say, by account: up to the last checkpoint as it was proven, and beyond it entry by entry. */
interface Proven extends Record<string, unknown> {
  readonly account: string;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly agrees: boolean;
}

const PROVE = `WITH checkpoint AS (
    SELECT account, last_seq, debit_fen, credit_fen FROM ledger_checkpoints
    WHERE book_id = $1 AND date = (SELECT max(date) FROM ledger_checkpoints WHERE book_id = $1 AND date < $2::date)
  ), since AS (
    SELECT a.account, a.last_seq, a.debit_fen, a.credit_fen, a.balance_fen,
      coalesce(c.last_seq, 0) AS seq_before, coalesce(c.debit_fen, 0) AS debit_before, coalesce(c.credit_fen, 0) AS credit_before
    FROM ledger_accounts a LEFT JOIN checkpoint c ON c.account = a.account WHERE a.book_id = $1
  )
  SELECT s.account, (s.debit_before + e.debit)::bigint AS debit, (s.credit_before + e.credit)::bigint AS credit,
    s.last_seq = s.seq_before + e.entries AND s.last_seq = coalesce(e.last_seq, s.seq_before)
      AND s.debit_fen = s.debit_before + e.debit AND s.credit_fen = s.credit_before + e.credit
      AND s.balance_fen = coalesce((SELECT balance_after_fen FROM ledger_entries l
        WHERE l.book_id = $1 AND l.account = s.account AND l.seq = s.last_seq), 0) AS agrees
  FROM since s CROSS JOIN LATERAL (
    SELECT count(*) AS entries, max(seq) AS last_seq, coalesce(sum(debit_fen), 0) AS debit, coalesce(sum(credit_fen), 0) AS credit
    FROM ledger_entries l WHERE l.book_id = $1 AND l.account = s.account AND l.seq > s.seq_before
  ) e ORDER BY s.account`;

/**
 * Two proofs of a close: Σ debits = Σ credits, and each account’s totals, number of entries and balance = its entries.
 * Entries are only ever added, so what an earlier close proved is not added up again: a close costs what the day brought,
 * however old the book. `audit` proves the whole from the first entry.
 */
export const proveSince = async (
  on: Queryable,
  bookId: string,
  date: IsoDate,
): Promise<{
  readonly debitsFen: bigint;
  readonly creditsFen: bigint;
  readonly balanced: boolean;
  readonly balancesMatchEntries: boolean;
}> => {
  const accounts = await on.query<Proven>(PROVE, [bookId, date]);
  const debitsFen = accounts.reduce((sum, account) => sum + account.debit, 0n);
  const creditsFen = accounts.reduce((sum, account) => sum + account.credit, 0n);
  return {
    debitsFen,
    creditsFen,
    balanced: debitsFen === creditsFen,
    balancesMatchEntries: accounts.every((account) => account.agrees),
  };
};

/** Keeps where every account stands, for the next close to prove from. Only what was proven may be kept. */
export const saveCheckpoint = async (tx: Queryable, bookId: string, date: IsoDate): Promise<void> => {
  await tx.query(
    `INSERT INTO ledger_checkpoints (book_id, date, account, last_seq, debit_fen, credit_fen)
     SELECT book_id, $2::date, account, last_seq, debit_fen, credit_fen FROM ledger_accounts WHERE book_id = $1`,
    [bookId, date],
  );
};
