import {
  type BorrowerFile,
  type Consequence,
  consequencesOf,
  emptyFile,
  evolve,
  type Fact,
  leafOfEntry,
  type LogChain,
  type LogEntry,
} from '@clearline/line';
import {
  appendLeaf,
  type CompactRange,
  EMPTY_RANGE,
  hexOf,
  leafData,
  leafHashOf,
  noticeSalt,
  type NoteSigner,
  type ReceiptLeaf,
  rootOf,
  sha256Hex,
  signCheckpoint,
} from '@clearline/receipts';

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
  /** What the facts leave in the log, made by the core as live. */
  readonly entries: readonly LogEntry[];
}

/** What the disk shows of a commit once it is durable; the auditor sees this and nothing earlier. */
export interface Committed extends Commit {
  readonly leaves: readonly ReceiptLeaf[];
  readonly outboxRows: readonly OutboxRow[];
  /** The signed checkpoint over all leaves so far; null while the log is empty. */
  readonly checkpoint: string | null;
  /** What goes out with each notice to open its commitment, by notice. */
  readonly salts: ReadonlyMap<string, string>;
}

/** Facts beyond the last snapshot after which whoever reads a stream leaves a new one. */
const SNAPSHOT_EVERY = 64;

/** Secrets of a simulated borrower follow from the id, so that a run can be repeated; live ones are random. */
const secretOf = (borrowerId: string): string => sha256Hex(`simulated secret: ${borrowerId}`);

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
  readonly #chains = new Map<string, LogChain>();
  readonly #snapshots = new Map<string, BorrowerFile>();
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

  /** The file that a borrower’s facts make. Read from the newest snapshot on, or a year of crashes would be spent reading. */
  fileOf(borrowerId: string): BorrowerFile {
    const stream = this.stream(borrowerId);
    const from = this.#snapshots.get(borrowerId) ?? emptyFile(borrowerId);
    let file = from;
    for (let seq = from.version; seq < stream.length; seq += 1) file = evolve(file, stream[seq] as Fact);
    if (file.version - from.version >= SNAPSHOT_EVERY) this.#snapshots.set(borrowerId, file);
    return file;
  }

  /** The same from the first fact on, whatever snapshots say. */
  fileFromFacts(borrowerId: string): BorrowerFile {
    return this.stream(borrowerId).reduce(evolve, emptyFile(borrowerId));
  }

  /**
   * @param version what the writer believes the book’s version to be
   * @returns the new version
   * @throws Fenced when another took the book since
   */
  commit(version: number, commit: Commit): number {
    if (version !== this.version) throw new Fenced(`the book is at version ${this.version}, not ${version}`);
    const { borrowerId, facts, key, entries } = commit;
    const stream = this.streams.get(borrowerId) ?? [];
    const leaves = this.#log(borrowerId, entries);
    const consequences = facts.flatMap((fact) => consequencesOf(fact.body));
    const outboxRows = consequences.map((consequence) => ({
      seq: (this.#outboxSeq += 1),
      borrowerId,
      consequence,
      delivered: false,
      notBefore: '',
    }));
    if (key !== null) this.keys.set(`${borrowerId} ${key}`, { firstSeq: stream.length, factCount: facts.length });
    stream.push(...facts);
    this.streams.set(borrowerId, stream);
    this.outbox.push(...outboxRows);
    this.version += 1;
    const salts = new Map(
      entries.flatMap(({ notice }) =>
        notice === null ? [] : [[notice.id, noticeSalt(secretOf(borrowerId), notice.id)]],
      ),
    );
    this.#seen({ ...commit, leaves, outboxRows, checkpoint: this.checkpoint, salts });
    return this.version;
  }
  /** Appends a leaf for each entry and signs over all of them, as the store does before it commits. */
  #log(borrowerId: string, entries: readonly LogEntry[]): ReceiptLeaf[] {
    if (entries.length === 0) return [];
    let chain = this.#chains.get(borrowerId) ?? { secret: secretOf(borrowerId), sequence: 0, previous: null };
    const leaves = entries.map((entry) => {
      const leaf = leafOfEntry(borrowerId, entry, chain);
      const hash = leafHashOf(leafData(leaf));
      chain = { ...chain, sequence: leaf.sequence, previous: hexOf(hash) };
      this.range = appendLeaf(this.range, hash).range;
      return leaf;
    });
    this.#chains.set(borrowerId, chain);
    const { size } = this.range;
    this.checkpoint = signCheckpoint({ origin: this.#origin, size, root: rootOf(this.range) }, [this.#signer]);
    return leaves;
  }
}
