import { type Consequence, consequencesOf, type Fact } from '@clearline/line';
import {
  appendLeaf,
  type CompactRange,
  EMPTY_RANGE,
  leafData,
  leafHashOf,
  type NoteSigner,
  type ReceiptLeaf,
  rootOf,
  signCheckpoint,
} from '@clearline/receipts';
import { type Chain, leavesOf, NEW_CHAIN } from './leaves.ts';

/** A side effect that waits for its adapter. */
export interface OutboxRow {
  readonly seq: number;
  readonly borrowerId: string;
  readonly consequence: Consequence;
  delivered: boolean;
  /** Business date before which it is not tried again. */
  notBefore: string;
}

/** What one command writes, all of it or nothing. */
export interface Commit {
  readonly borrowerId: string;
  readonly key: string | null;
  readonly facts: readonly Fact[];
}

/** What the disk shows of a commit once it is durable; the auditor sees this and nothing earlier. */
export interface Committed extends Commit {
  readonly leaves: readonly ReceiptLeaf[];
  readonly outboxRows: readonly OutboxRow[];
  /** The signed checkpoint over all leaves so far; null while the log is empty. */
  readonly checkpoint: string | null;
}

export class Fenced extends Error {}
export class DiskFull extends Error {}

/**
 * All that survives a crash: facts, keys, outbox, log. It keeps the promises that the real store makes of PostgreSQL: a
 * commit is whole, and only the writer who holds the version can make one.
 */
export class BookDisk {
  readonly streams = new Map<string, Fact[]>();
  readonly keys = new Map<string, { readonly firstSeq: number; readonly factCount: number }>();
  /** Undelivered side effects; delivered ones are dropped. */
  outbox: OutboxRow[] = [];
  version = 0;
  range: CompactRange = EMPTY_RANGE;
  checkpoint: string | null = null;
  readonly #chains = new Map<string, Chain>();
  readonly #signer: NoteSigner;
  readonly #origin: string;
  readonly #seen: (committed: Committed) => void;
  #outboxSeq = 0;

  constructor(origin: string, signer: NoteSigner, seen: (committed: Committed) => void) {
    this.#origin = origin;
    this.#signer = signer;
    this.#seen = seen;
  }

  /** Takes the book over: whoever held it before is fenced off from here on. */
  takeLease(): number {
    this.version += 1;
    return this.version;
  }

  stream(borrowerId: string): readonly Fact[] {
    return this.streams.get(borrowerId) ?? [];
  }

  /**
   * @param version what the writer believes the book’s version to be
   * @returns the new version
   * @throws Fenced when another took the book since
   */
  commit(version: number, commit: Commit): number {
    if (version !== this.version) throw new Fenced(`the book is at version ${this.version}, not ${version}`);
    const { borrowerId, facts, key } = commit;
    const stream = this.streams.get(borrowerId) ?? [];
    const { leaves, chain } = leavesOf(borrowerId, this.#chains.get(borrowerId) ?? NEW_CHAIN, facts);
    const consequences = facts.flatMap((fact) => consequencesOf(fact.body));
    const outboxRows = consequences.map((consequence) => ({
      seq: (this.#outboxSeq += 1),
      borrowerId,
      consequence,
      delivered: false,
      notBefore: '',
    }));
    for (const leaf of leaves) this.range = appendLeaf(this.range, leafHashOf(leafData(leaf))).range;
    if (leaves.length > 0)
      this.checkpoint = signCheckpoint({ origin: this.#origin, size: this.range.size, root: rootOf(this.range) }, [
        this.#signer,
      ]);
    if (key !== null) this.keys.set(`${borrowerId} ${key}`, { firstSeq: stream.length, factCount: facts.length });
    this.#chains.set(borrowerId, chain);
    stream.push(...facts);
    this.streams.set(borrowerId, stream);
    this.outbox.push(...outboxRows);
    this.version += 1;
    this.#seen({ ...commit, leaves, outboxRows, checkpoint: this.checkpoint });
    return this.version;
  }
}
