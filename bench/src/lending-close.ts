import { addDays } from '@clearline/lending';
import type { DayCloseRow } from '@clearline/store';
import { copyOut, openWriter, sumAccounts } from '@clearline/store/bench';
import { fillBook } from './lending-fill.ts';
import type { BenchServer } from './lending-server.ts';
import { peakMemory, printLine, ratio, secondsOf, type Line } from './lending-table.ts';

const THROUGH = '2026-06-15';
const say = (line: Line): Line => {
  printLine(line);
  return line;
};

const bookOf = (loans: number): string => `close-${loans}`;
const isFilled = async (server: BenchServer, bookId: string): Promise<boolean> => {
  const [row] = await server.store.sql.query<{ date: string | null }>(
    'SELECT last_closed_date AS date FROM books WHERE book_id = $1',
    [bookId],
  );
  if (row === undefined) return false;
  if (row.date === addDays(THROUGH, -1)) return true;
  throw new Error(`the kept book ${bookId} was closed by an earlier run, or not filled whole; remove the kept folder`);
};

/** Says where a long part has come to, every ten seconds at most, beside the table of results. */
const everySoOften = (): ((done: string) => void) => {
  const begun = performance.now();
  let said = begun;
  return (done) => {
    const now = performance.now();
    if (now - said < 10_000) return;
    said = now;
    console.log(`  ${((now - begun) / 1000).toFixed(0)} s: ${done}`);
  };
};

/** Makes the book, unless a kept folder has it. */
export const fill = async (server: BenchServer, loans: number): Promise<Line[]> => {
  const bookId = bookOf(loans);
  if (await isFilled(server, bookId)) return [];
  const [seconds] = await secondsOf(() =>
    fillBook(server, { bookId, loans, through: THROUGH, onProgress: everySoOften() }),
  );
  return [
    say({
      what: `${loans.toLocaleString('en')} loans, 12 instalments each, 5% late: filled in`,
      value: seconds,
      unit: 's',
    }),
  ];
};

/** The close of a day over a large book, after the fill: the first proves the ledger from its first entry, the next is an ordinary day. */
export const dayClose = async (server: BenchServer, loans: number): Promise<Line[]> => {
  const bookId = bookOf(loans);
  const count = loans.toLocaleString('en');
  const lines = await fill(server, loans);
  console.log(`${count} loans, COPY out …`);
  const [copied, bytes] = await secondsOf(() =>
    copyOut(server.store.sql, `COPY (SELECT * FROM loans WHERE book_id = '${bookId}') TO STDOUT`),
  );
  lines.push(
    say({ what: `COPY of its loans out`, value: copied, unit: 's', note: `${(bytes / 2 ** 20).toFixed(0)} MB` }),
  );

  const writer = await openWriter(server.store, server.bookAt(bookId, '2026-07-31T02:00:00.000Z'));
  const days = [
    ['first close: proves the ledger from its first entry', 0],
    ['close of an ordinary day', 1],
    ['close of a day after which nobody due had paid', 2],
  ] as const;
  for (const [what, offset] of days) {
    const date = addDays(THROUGH, offset);
    const tell = everySoOften();
    console.log(`${count} loans, ${what} …`);
    const [peak, [seconds, [close]]] = await peakMemory(() =>
      secondsOf(() =>
        writer.closeDays({
          through: date,
          onProgress: ({ borrowers, finished }) =>
            tell(finished ? 'posted and proven' : `${borrowers} borrowers closed`),
        }),
      ),
    );
    requireProven(close, loans);
    const did = `${close?.borrowers ?? 0} borrowers looked at, ${close?.bucketMoves ?? 0} moved; peak ${peak.toFixed(0)} MB`;
    lines.push(
      say({
        what: `${count} loans, ${what}`,
        value: seconds,
        unit: 's',
        note: `${ratio(seconds, copied, 'COPY out')}; ${did}`,
      }),
    );
    if (offset === 1) {
      const [replayed, sums] = await secondsOf(() => sumAccounts(server.store.sql, bookId, date));
      if (sums.byAccount['LOAN_PRINCIPAL'] !== close?.principalFen)
        throw new Error('the replay of all accounts sums to another principal');
      if (sums.overdueFen !== close?.overdueFen)
        throw new Error('the replay of all accounts sums to another overdue amount');
      lines.push(
        say({
          what: `${count} loans, the same sums by replay of every account`,
          value: replayed,
          unit: 's',
          note: 'for comparison; equal to the fen',
        }),
      );
    }
  }
  await writer.close();
  return lines;
};

const requireProven = (close: DayCloseRow | undefined, loans: number): void => {
  const proof = close?.proof;
  if (!proof?.balanced || !proof.balancesMatchEntries || !proof.subLedgerMatches || close?.loans !== loans)
    throw new Error(
      `a close did not prove its book: ${JSON.stringify({ loans: close?.loans, ...proof }, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
    );
};
