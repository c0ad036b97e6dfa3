import { addDays, type IsoDate } from '@clearline/lending';
import { bulkLoad, type BorrowerHistory } from '@clearline/store';
import { loanLife, TABLES } from '@clearline/store/bench';
import type { BenchServer } from './lending-server.ts';

/** Days back over which the loans began: each has 10 to 12 instalments left, and none, one or two behind it. */
const AGES = 62;
/** Of every hundred loans. */
const LATE_PERCENT = 5;

interface Template {
  readonly token: string;
  readonly copies: number;
}

/**
 * Fills a book with loans of one borrower each, as if it had lived to the end of a date and its close was still to come.
 * A life of each age, paid on time or late, is decided by the domain and loaded by the product; the rest are copies of those under
 * other names, made inside the database. Late ones have paid nothing.
 */
export const fillBook = async (
  server: BenchServer,
  o: {
    readonly bookId: string;
    readonly loans: number;
    readonly through: IsoDate;
    readonly onProgress: (done: string) => void;
  },
): Promise<void> => {
  const { sql } = server.store;
  const from = `template-of-${o.bookId}`;
  const { templates, streams } = livesOf(server, o.loans, o.through);
  await bulkLoad(server.store, { bookId: from, from: addDays(o.through, -AGES), through: o.through, streams });
  await sql.query(
    'INSERT INTO books (book_id, tables_version) SELECT $1, tables_version FROM books WHERE book_id = $2',
    [o.bookId, from],
  );
  await sql.query(
    `INSERT INTO ledger_accounts (book_id, account, last_seq, debit_fen, credit_fen, balance_fen)
     SELECT DISTINCT $1, account, 0, 0, 0, 0 FROM ledger_entries WHERE book_id = $2`,
    [o.bookId, from],
  );
  const filled = [...LIVED, 'ledger_accounts'];
  // Indexes other than keys are made once, sorted, after the rows: the same indexes in a fraction of the time.
  const indexes = await sql.query<{ name: string; definition: string }>(
    `SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i WHERE i.tablename = ANY($1::text[])
       AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`,
    [filled],
  );
  for (const { name } of indexes) await sql.query(`DROP INDEX ${name}`);
  // The lives in tables of their own: looked up among their growing copies, each copy would cost more than the one before.
  for (const table of LIVED)
    await sql.query(`CREATE TABLE lived_${table} AS SELECT * FROM ${table} WHERE book_id = '${from}'`);
  // Two connections, as the server makes rows on one core each.
  let made = 0;
  for (const template of templates) {
    await Promise.all([copyRows(server, from, o.bookId, template), copyEntries(server, from, o.bookId, template)]);
    made += template.copies;
    o.onProgress(`${made.toLocaleString('en')} of ${o.loans.toLocaleString('en')} loans copied`);
  }
  for (const table of LIVED) await sql.query(`DROP TABLE lived_${table}`);
  o.onProgress(`${indexes.length} indexes to make`);
  const halves = [indexes.filter((_, k) => k % 2 === 0), indexes.filter((_, k) => k % 2 === 1)];
  await Promise.all(
    halves.map(async (half) => {
      for (const { definition } of half) await sql.query(definition);
    }),
  );
  o.onProgress('indexes made; gathering statistics');
  for (const table of filled) await sql.query(`VACUUM (ANALYZE) ${table}`);
  await sql.query('CHECKPOINT');
  await sql.query('UPDATE books SET last_closed_date = $2 WHERE book_id = $1', [o.bookId, addDays(o.through, -1)]);
};

const livesOf = (
  server: BenchServer,
  loans: number,
  through: IsoDate,
): { templates: Template[]; streams: BorrowerHistory[] } => {
  const { policies } = server;
  const mayBeLate = (age: number): boolean => age >= 32;
  const agesLate = Array.from({ length: AGES }, (_, age) => age).filter(mayBeLate).length;
  const late = Math.round((loans * LATE_PERCENT) / 100);
  const templates: Template[] = [];
  const streams: BorrowerHistory[] = [];
  const add = (age: number, paid: number, copies: number): void => {
    if (copies === 0) return;
    const token = `L${String(templates.length).padStart(4, '0')}`;
    const facts = loanLife({ borrowerId: token, policies, startDate: addDays(through, -age), paid, through });
    templates.push({ token, copies });
    streams.push({ borrowerId: token, facts, personal: {} });
  };
  let lateLeft = late;
  let timelyLeft = loans - late;
  let agesLeft = agesLate;
  for (let age = 0; age < AGES; age += 1) {
    const timely = Math.round(timelyLeft / (AGES - age));
    add(age, 12, timely);
    timelyLeft -= timely;
    if (!mayBeLate(age)) continue;
    const missed = Math.round(lateLeft / agesLeft);
    add(age, 0, missed);
    lateLeft -= missed;
    agesLeft -= 1;
  }
  return { templates, streams };
};

const COPIED = ['facts', 'borrowers', 'lines', 'loans', 'payments'] as const;
const LIVED = [...COPIED, 'ledger_entries'] as const;

const copyRows = async (server: BenchServer, from: string, to: string, { token, copies }: Template): Promise<void> => {
  const { sql } = server.store;
  const named = (column: string): string => `replace(${column}, $3, $3 || '-' || to_char(n, 'FM000000'))`;
  for (const table of COPIED) {
    const columns = Object.entries(TABLES[table].columns);
    const texts = columns.filter(([, type]) => type === 'text').map(([name]) => name);
    const [naming] = await sql.query<Record<string, boolean | null>>(
      `SELECT ${texts.map((name) => `bool_or(${name} LIKE '%' || $2 || '%') AS ${name}`).join(', ')}
       FROM lived_${table} WHERE book_id = $1 AND borrower_id = $2`,
      [from, token],
    );
    const values = columns.map(([name]) => (naming?.[name] === true ? named(name) : name));
    await sql.query(
      `INSERT INTO ${table} (book_id, ${columns.map(([name]) => name).join(', ')})
       SELECT $2, ${values.join(', ')} FROM lived_${table} CROSS JOIN generate_series(1, $4::integer) AS n
       WHERE book_id = $1 AND borrower_id = $3`,
      [from, to, token, copies],
    );
  }
};

/** Entries are numbered, and balances carried, as if the copies had been posted one after the other. */
const copyEntries = async (
  server: BenchServer,
  from: string,
  to: string,
  { token, copies }: Template,
): Promise<void> => {
  const { sql } = server.store;
  const named = (column: string): string => `replace(${column}, $3, $3 || '-' || to_char(n, 'FM000000'))`;
  await sql.query(
    `INSERT INTO ledger_entries (book_id, account, seq, debit_fen, credit_fen, balance_after_fen, business_date, recorded_at,
       source, borrower_id, fact_seq, posting_no, loan_id)
     SELECT $2, e.account, a.last_seq + (n - 1) * e.entries + e.k, e.debit_fen, e.credit_fen,
       a.balance_fen + (n - 1) * e.net + e.running, e.business_date, e.recorded_at, e.source, ${named('e.borrower_id')},
       e.fact_seq, e.posting_no, ${named('e.loan_id')}
     FROM (SELECT *, count(*) OVER whole AS entries, sum(debit_fen - credit_fen) OVER whole AS net,
             row_number() OVER part AS k, sum(debit_fen - credit_fen) OVER part AS running
           FROM lived_ledger_entries WHERE book_id = $1 AND borrower_id = $3
           WINDOW whole AS (PARTITION BY account), part AS (PARTITION BY account ORDER BY fact_seq, posting_no)) AS e
     JOIN ledger_accounts a ON a.book_id = $2 AND a.account = e.account
     CROSS JOIN generate_series(1, $4::integer) AS n`,
    [from, to, token, copies],
  );
  await sql.query(
    `UPDATE ledger_accounts a SET last_seq = a.last_seq + e.entries * $4, debit_fen = a.debit_fen + e.debit * $4,
       credit_fen = a.credit_fen + e.credit * $4, balance_fen = a.balance_fen + (e.debit - e.credit) * $4
     FROM (SELECT account, count(*) AS entries, sum(debit_fen)::bigint AS debit, sum(credit_fen)::bigint AS credit
           FROM lived_ledger_entries WHERE book_id = $1 AND borrower_id = $3 GROUP BY account) AS e
     WHERE a.book_id = $2 AND a.account = e.account`,
    [from, to, token, copies],
  );
};
