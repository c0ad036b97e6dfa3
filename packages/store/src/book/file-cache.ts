import { getHeapStatistics } from 'node:v8';
import { emptyFile, evolveAll, type BorrowerFile, type Fact } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { readFacts } from './read-facts.ts';

/** A share of the heap that this process may have is for files; what they hold takes some 700 bytes a piece, measured. */
const HEAP_SHARE = 1 / 8;
const BYTES_A_PIECE = 700;
const PIECES_MAX = Math.floor((getHeapStatistics().heap_size_limit * HEAP_SHARE) / BYTES_A_PIECE);
/** What a file weighs before it holds anything of length. */
const BARE_FILE = 5;
/** Decisions and notices carry their inputs and words. */
const RECORD_WEIGHT = 5;

/** How much a file holds. Not how many facts made it: of a feed’s events it forgets all but the last hundred days. */
const weightOf = ({ version, behaviour, decisions, notices, loans, payments }: BorrowerFile): number => {
  if (version === 0) return 0;
  let weight = BARE_FILE + behaviour.seenEventIds.size / 10;
  for (const stream of Object.values(behaviour.streams)) weight += stream.count;
  const records = Object.keys(decisions).length + Object.keys(notices).length;
  return weight + RECORD_WEIGHT * records + Object.keys(loans).length + Object.keys(payments).length;
};

/** A file, and what it weighed when it was so many facts old. */
interface Kept {
  readonly file: BorrowerFile;
  readonly weight: number;
  readonly weighedAt: number;
}
/** A few facts more hardly change what a file weighs, and to weigh it at each would cost as much as to keep it. */
const WEIGHED_EVERY = 16;

/** Files as last committed, the most recently used ones; a file that is not here is made from its facts. */
export class FileCache {
  readonly #files = new Map<string, Kept>();
  readonly #on: Queryable;
  readonly #bookId: string;
  readonly #piecesMax: number;
  #pieces = 0;

  constructor(on: Queryable, bookId: string, piecesMax: number = PIECES_MAX) {
    this.#on = on;
    this.#bookId = bookId;
    this.#piecesMax = piecesMax;
  }

  /** Whether reading more would soon push out what is here. */
  get isMostlyFull(): boolean {
    return this.#pieces > this.#piecesMax * 0.75;
  }

  /** Only from memory. */
  peek(borrowerId: string): BorrowerFile | undefined {
    return this.#files.get(borrowerId)?.file;
  }

  async load(borrowerIds: Iterable<string>): Promise<Map<string, BorrowerFile>> {
    const wanted = [...new Set(borrowerIds)];
    const missing = wanted.filter((id) => !this.#files.has(id));
    const streams: ReadonlyMap<string, readonly Fact[]> =
      missing.length === 0 ? new Map() : await readFacts(this.#on, this.#bookId, missing);
    const files = new Map<string, BorrowerFile>();
    for (const id of wanted) {
      // A commit may have come in while the facts were read; then its file is here and is the newer one.
      const file = this.peek(id) ?? evolveAll(emptyFile(id), streams.get(id) ?? []);
      files.set(id, file);
    }
    for (const file of files.values()) this.put(file);
    return files;
  }

  put(file: BorrowerFile): void {
    const before = this.#files.get(file.borrowerId);
    if (before !== undefined && before.file.version > file.version) return;
    this.#drop(file.borrowerId);
    if (file.version === 0) return;
    const isWeighed = before !== undefined && file.version - before.weighedAt < WEIGHED_EVERY;
    const weight = isWeighed ? before.weight : weightOf(file);
    this.#files.set(file.borrowerId, { file, weight, weighedAt: isWeighed ? before.weighedAt : file.version });
    this.#pieces += weight;
    while (this.#pieces > this.#piecesMax && this.#files.size > 1) {
      const oldest = this.#files.keys().next().value;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  #drop(borrowerId: string): void {
    this.#pieces -= this.#files.get(borrowerId)?.weight ?? 0;
    this.#files.delete(borrowerId);
  }
}
