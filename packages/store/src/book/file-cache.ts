import { emptyFile, evolve, type BorrowerFile, type Fact } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { readFacts } from './read-facts.ts';

/** Files are kept as long as the facts in them number no more than this in all, some 2 KB of memory each. */
const FACTS_KEPT_MAX = 100_000;

/** Files as last committed, the most recently used ones; a file that is not here is made from its facts. */
export class FileCache {
  readonly #files = new Map<string, BorrowerFile>();
  readonly #on: Queryable;
  readonly #bookId: string;
  readonly #factsMax: number;
  #facts = 0;

  constructor(on: Queryable, bookId: string, factsMax: number = FACTS_KEPT_MAX) {
    this.#on = on;
    this.#bookId = bookId;
    this.#factsMax = factsMax;
  }

  /** Only from memory. */
  peek(borrowerId: string): BorrowerFile | undefined {
    return this.#files.get(borrowerId);
  }

  async load(borrowerIds: Iterable<string>): Promise<Map<string, BorrowerFile>> {
    const wanted = [...new Set(borrowerIds)];
    const missing = wanted.filter((id) => !this.#files.has(id));
    const streams: ReadonlyMap<string, readonly Fact[]> =
      missing.length === 0 ? new Map() : await readFacts(this.#on, this.#bookId, missing);
    const files = new Map<string, BorrowerFile>();
    for (const id of wanted) {
      // A commit may have come in while the facts were read; then its file is here and is the newer one.
      const file = this.#files.get(id) ?? (streams.get(id) ?? []).reduce(evolve, emptyFile(id));
      files.set(id, file);
    }
    for (const file of files.values()) this.put(file);
    return files;
  }

  put(file: BorrowerFile): void {
    const before = this.#files.get(file.borrowerId);
    if (before !== undefined && before.version > file.version) return;
    this.#drop(file.borrowerId);
    if (file.version === 0) return;
    this.#files.set(file.borrowerId, file);
    this.#facts += file.version;
    while (this.#facts > this.#factsMax && this.#files.size > 1) {
      const oldest = this.#files.keys().next().value;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  #drop(borrowerId: string): void {
    this.#facts -= this.#files.get(borrowerId)?.version ?? 0;
    this.#files.delete(borrowerId);
  }
}
