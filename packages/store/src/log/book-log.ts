import type { Instant } from '@clearline/line';
import { EMPTY_RANGE, planRoot, rootOf, signCheckpoint, type CompactRange, type NoteSigner } from '@clearline/receipts';
import type { Queryable } from '../db/sql.ts';
import { RowSet } from '../project/row-set.ts';
import { appendEntries, type BorrowerEntry } from './append.ts';
import { freshChains, readChains, type Chains } from './chains.ts';
import { holdKey } from './keys.ts';
import { readNodes } from './nodes.ts';
import type { SecretBox } from './secret-box.ts';

/** What a lender’s logs are kept with. */
export interface LogSettings {
  readonly box: SecretBox;
  /** Names the lender in every log’s origin, e.g. `lender.example/log`. */
  readonly origin: string;
}

/** Growth of a log that is signed but not yet committed; nobody sees it before that. */
export interface LogDraft {
  /** To be written before all that rests on them. */
  readonly rows: RowSet;
  readonly range: CompactRange;
}

/**
 * The log of one book in the hands of its writer. The checkpoint over a batch is signed before the batch commits and is
 * written in the same transaction, so what is in force is logged, and what is not committed was never published.
 */
export class BookLog {
  readonly #bookId: string;
  readonly #box: SecretBox;
  readonly #signer: NoteSigner;
  #range: CompactRange;

  private constructor(bookId: string, box: SecretBox, signer: NoteSigner, range: CompactRange) {
    this.#bookId = bookId;
    this.#box = box;
    this.#signer = signer;
    this.#range = range;
  }

  /** To be opened by who holds the book’s lease: the log has no other writer. */
  static async open(on: Queryable, settings: LogSettings, bookId: string): Promise<BookLog> {
    const { signer } = await holdKey(on, settings.box, bookId, `${settings.origin}/${bookId}`);
    return new BookLog(bookId, settings.box, signer, await readRange(on, bookId));
  }

  get size(): number {
    return this.#range.size;
  }

  /** Draws up the leaves of a batch and signs the checkpoint over them; null when there is nothing to log. */
  async draft(on: Queryable, entries: readonly BorrowerEntry[], at: Instant): Promise<LogDraft | null> {
    if (entries.length === 0) return null;
    const ids = [...new Set(entries.map(({ borrowerId }) => borrowerId))];
    return this.#draw(entries, await readChains(on, this.#box, this.#bookId, ids), at);
  }

  /** The same for borrowers of whom nothing is logged yet, without asking the database. */
  draftFresh(entries: readonly BorrowerEntry[], at: Instant): LogDraft | null {
    if (entries.length === 0) return null;
    const ids = new Set(entries.map(({ borrowerId }) => borrowerId));
    return this.#draw(entries, freshChains(this.#box, this.#bookId, ids), at);
  }

  /** Goes on from a draft that is known to be committed. */
  settle(draft: LogDraft): void {
    this.#range = draft.range;
  }

  #draw(entries: readonly BorrowerEntry[], { chains, made }: Chains, at: Instant): LogDraft {
    const { range, leaves, nodes } = appendEntries(this.#range, entries, chains);
    const rows = new RowSet();
    for (const row of made) rows.add('log_secrets', row);
    const root = rootOf(range);
    rows.add('log_checkpoints', {
      size: range.size,
      root: Buffer.from(root),
      signed_at: at,
      note: signCheckpoint({ origin: this.#signer.key.name, size: range.size, root }, [this.#signer]),
    });
    for (const { borrowerId, entry, index, data, hash } of leaves)
      rows.add('log_leaves', {
        leaf_index: index,
        checkpoint_size: range.size,
        borrower_id: borrowerId,
        fact_seq: entry.factSeq,
        notice_id: entry.notice?.id ?? null,
        leaf: Buffer.from(data).toString('utf8'),
        leaf_hash: Buffer.from(hash),
      });
    for (const { level, index, hash } of nodes)
      rows.add('log_nodes', { level, node_index: index, hash: Buffer.from(hash) });
    return { rows, range };
  }
}

/** The range that a log goes on from, of the nodes that are stored. */
export const readRange = async (on: Queryable, bookId: string): Promise<CompactRange> => {
  const [last] = await on.query<{ size: bigint }>(
    'SELECT size FROM log_checkpoints WHERE book_id = $1 ORDER BY size DESC LIMIT 1',
    [bookId],
  );
  if (last === undefined) return EMPTY_RANGE;
  const size = Number(last.size);
  const plan = planRoot(size);
  const hashAt = await readNodes(on, bookId, [plan]);
  return { size, hashes: plan.flat().map(hashAt) };
};
