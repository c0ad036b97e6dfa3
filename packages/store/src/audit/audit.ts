import {
  auditGuarantees,
  emptyFile,
  evolve,
  type BorrowerFile,
  compareFeatures,
  type Fact,
  type FeatureSet,
  type IsoDate,
  type PolicySet,
  type Violation,
} from '@clearline/line';
import { readFacts } from '../book/read-facts.ts';
import { sumAccounts } from '../close/sum-book.ts';
import type { LedgerProof } from '../close/day-close-row.ts';
import type { Queryable } from '../db/sql.ts';
import { auditChains } from '../log/audit-chains.ts';
import { auditTree, type LogProof } from '../log/audit-tree.ts';
import { LENDER_LOG } from '../log/lender-log.ts';
import type { SecretBox } from '../log/secret-box.ts';
import { accountsAtOdds, proveLedger } from '../ledger/prove.ts';
import { Projector } from '../project/project.ts';
import { RowSet } from '../project/row-set.ts';
import { DERIVED_TABLES, tableSpec, type TableName } from '../project/tables.ts';
import { BookedAfter } from './booked-after.ts';
import { compareEntries, compareAccruals, balancesCarriedWrong } from './audit-ledger.ts';
import { compareRows, storedRows, type Difference } from './compare.ts';

export interface AuditReport {
  readonly borrowers: number;
  readonly facts: number;
  /** Rows made again from facts, by table. */
  readonly rows: Readonly<Partial<Record<TableName | 'ledger_entries', number>>>;
  /** Values of features that serving and a plain reading of the facts were both asked for. */
  readonly featureValues: number;
  readonly differences: readonly Difference[];
  readonly violations: readonly Violation[];
  /** As of the last closed day; null before the first. */
  readonly ledger: LedgerProof | null;
  /** The log as hashed again (G12); null for a book that was never opened. */
  readonly log: LogProof | null;
  /** The same of the lender’s log of checkpoints. */
  readonly lenderLog: LogProof | null;
}
export interface AuditOptions {
  /** Days between a notice and its effect that the lender promises (G2). */
  readonly noticeDays: number;
  /** With every version that decided in the book: each decision is then run again as well (G10). */
  readonly policies?: PolicySet;
  readonly onProgress?: (progress: { readonly borrowers: number; readonly facts: number }) => void;
}

/** Borrowers whose files are held at a time. */
const PAGE = 200;
/** Compared over the whole book, because their rows belong to no one borrower. */
const BOOK_WIDE: readonly TableName[] = ['rule_records'];

/**
 * Makes every file and every table again from the facts and compares them with what is stored, proves the ledger, and
 * checks the guarantees over every recorded action, that it is logged, and the log itself. Reads only; memory stays flat.
 */
export const audit = async (
  sql: Queryable,
  box: SecretBox,
  bookId: string,
  options: AuditOptions,
): Promise<AuditReport> => {
  const differences: Difference[] = [];
  const violations: Violation[] = [];
  const rows: Partial<Record<TableName, number>> = {};
  const featureSets = featureSetsOf(options.policies);
  let featureValues = 0;
  const bookWide = new RowSet();
  let borrowers = 0;
  let facts = 0;
  const closedThrough = await lastClosedDate(sql, bookId);
  const later = closedThrough === null ? null : new BookedAfter(closedThrough);
  for await (const ids of borrowerPages(sql, bookId)) {
    const streams = await readFacts(sql, bookId, ids);
    const page = makeAgain(streams, differences, featureSets);
    featureValues += page.featureValues;
    for (const [borrowerId, stream] of streams) {
      facts += stream.length;
      if (later !== null) for (const fact of stream) later.add(fact);
      violations.push(...guaranteesOf(borrowerId, stream, options));
    }
    violations.push(...(await auditChains(sql, box, bookId, streams)));
    for (const table of BOOK_WIDE) for (const row of page.rows.rows(table)) bookWide.add(table, row);
    await comparePage(sql, bookId, ids, page, differences, rows);
    borrowers += ids.length;
    options.onProgress?.({ borrowers, facts });
  }
  differences.push(...(await rowsWithoutFacts(sql, bookId)));
  for (const table of BOOK_WIDE) differences.push(...(await compareWhole(sql, bookId, table, bookWide)));
  const ledger = await auditLedger(sql, bookId, differences, later);
  const log = await auditTree(sql, bookId, differences);
  const lenderLog = await auditTree(sql, LENDER_LOG, differences);
  return { borrowers, facts, rows, featureValues, differences, violations, ledger, log, lenderLog };
};

/** Ids of all who have facts, in pages. */
async function* borrowerPages(sql: Queryable, bookId: string): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const page = await sql.query<{ borrower_id: string }>(
      `SELECT DISTINCT borrower_id FROM facts WHERE book_id = $1 AND borrower_id > $2 ORDER BY borrower_id LIMIT ${PAGE}`,
      [bookId, after],
    );
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.map((row) => row.borrower_id);
    after = last.borrower_id;
  }
}

interface MadeAgain {
  featureValues: number;
  readonly rows: RowSet;
  readonly postings: Projector['postings'];
}

const makeAgain = (
  streams: ReadonlyMap<string, readonly Fact[]>,
  differences: Difference[],
  featureSets: readonly FeatureSet[],
): MadeAgain => {
  const made: MadeAgain = { featureValues: 0, rows: new RowSet(), postings: [] };
  for (const [borrowerId, stream] of streams)
    try {
      const projector = new Projector(borrowerId);
      let file: BorrowerFile = emptyFile(borrowerId);
      for (const fact of stream) {
        file = evolve(file, fact);
        projector.add(fact, file);
      }
      projector.finish(file);
      for (const set of featureSets) made.featureValues += compareServed(stream, file, set, differences);
      made.rows.addAll(projector.rows);
      made.postings.push(...projector.postings);
    } catch (error) {
      // A gap or a contradiction in a stream is what an audit looks for; the rest of the book is audited all the same.
      differences.push({
        where: 'facts',
        key: borrowerId,
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  return made;
};

/** Each set of declarations that any version of the policy had, once: a lender’s own policy is known by what the book kept. */
const featureSetsOf = (policies: PolicySet | undefined): FeatureSet[] => {
  if (policies === undefined) return [];
  const byText = new Map<string, FeatureSet>();
  for (const one of [...Object.values(policies.earlier), policies])
    byText.set(one.files['features.json'] ?? '', one.features);
  return [...byText.values()];
};

/** Notes features of which serving would say something else than a plain reading of all the borrower’s facts says. */
const compareServed = (
  stream: readonly Fact[],
  file: BorrowerFile,
  set: FeatureSet,
  differences: Difference[],
): number => {
  const { compared, disparities } = compareFeatures(stream, file, set, stream.at(-1)?.recordedAt ?? '');
  for (const { feature, served, expected } of disparities)
    differences.push({
      where: 'features',
      key: `${file.borrowerId}/${feature}`,
      detail: `serving says ${String(served)}, the facts say ${String(expected)}`,
    });
  return compared;
};

const guaranteesOf = (borrowerId: string, stream: readonly Fact[], options: AuditOptions): Violation[] => {
  try {
    return auditGuarantees(borrowerId, stream, options.noticeDays, options.policies ?? null);
  } catch {
    // The stream itself is damaged, which `makeAgain` has reported with its reason.
    return [];
  }
};

const comparePage = async (
  sql: Queryable,
  bookId: string,
  ids: readonly string[],
  made: MadeAgain,
  differences: Difference[],
  counts: Partial<Record<TableName, number>>,
): Promise<void> => {
  for (const table of DERIVED_TABLES) {
    if (BOOK_WIDE.includes(table)) continue;
    const spec = tableSpec(table);
    const expected = made.rows.rows(table);
    counts[table] = (counts[table] ?? 0) + expected.length;
    differences.push(...compareRows(spec, expected, await storedRows(sql, bookId, spec, ids)));
  }
  counts.ledger_entries = (counts.ledger_entries ?? 0) + made.postings.length;
  differences.push(...(await compareEntries(sql, bookId, ids, made.postings)));
};

/** Rows that speak of borrowers who have no facts at all, and so were in no page. */
const rowsWithoutFacts = async (sql: Queryable, bookId: string): Promise<Difference[]> => {
  const differences: Difference[] = [];
  for (const table of [...DERIVED_TABLES, 'ledger_entries', 'log_leaves'] as const) {
    if (BOOK_WIDE.includes(table)) continue;
    const rows = await sql.query<{ borrower_id: string; rows: bigint }>(
      `SELECT borrower_id, count(*) AS rows FROM ${table} t WHERE book_id = $1 AND borrower_id IS NOT NULL
         ${table === 'audit_entries' ? 'AND fact_seq IS NOT NULL' : ''}
         AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.book_id = t.book_id AND f.borrower_id = t.borrower_id)
       GROUP BY borrower_id ORDER BY borrower_id`,
      [bookId],
    );
    for (const row of rows)
      differences.push({
        where: table,
        key: row.borrower_id,
        detail: `the table has ${row.rows} rows of this borrower, of whom there are no facts`,
      });
  }
  return differences;
};

const compareWhole = async (sql: Queryable, bookId: string, table: TableName, rows: RowSet): Promise<Difference[]> => {
  const spec = tableSpec(table);
  const stored = await sql.query(
    `SELECT ${Object.keys(spec.columns).join(', ')} FROM ${spec.name} WHERE book_id = $1`,
    [bookId],
  );
  return compareRows(spec, rows.rows(table), stored);
};

const lastClosedDate = async (sql: Queryable, bookId: string): Promise<IsoDate | null> => {
  const [book] = await sql.query<{ last_closed_date: IsoDate | null }>(
    'SELECT last_closed_date FROM books WHERE book_id = $1',
    [bookId],
  );
  return book?.last_closed_date ?? null;
};

const auditLedger = async (
  sql: Queryable,
  bookId: string,
  differences: Difference[],
  later: BookedAfter | null,
): Promise<LedgerProof | null> => {
  for (const account of await accountsAtOdds(sql, bookId))
    differences.push({ where: 'ledger_accounts', key: account, detail: 'its totals are not what its entries say' });
  differences.push(...(await balancesCarriedWrong(sql, bookId)), ...(await compareAccruals(sql, bookId)));
  if (later === null) return null;
  const sums = await sumAccounts(sql, bookId, later.date, later);
  for (const { loanId, detail } of sums.unproven)
    differences.push({ where: 'loans', key: loanId, detail: `its balances cannot be worked out: ${detail}` });
  return proveLedger(sql, bookId, later.date, sums);
};
