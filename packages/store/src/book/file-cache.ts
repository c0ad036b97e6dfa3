import { emptyFile, evolve, type BorrowerFile } from '@clearline/line';
import type { Queryable } from '../db/sql.ts';
import { readFacts } from './read-facts.ts';

const FILES_MAX = 5_000;

/** Files as last committed, the most recently used ones; a file that is not here is made from its facts. */
export class FileCache {
  readonly #files = new Map<string, BorrowerFile>();
  readonly #on: Queryable;
  readonly #bookId: string;

  constructor(on: Queryable, bookId: string) {
    this.#on = on;
    this.#bookId = bookId;
  }

  /** Only from memory. */
  peek(borrowerId: string): BorrowerFile | undefined {
    return this.#files.get(borrowerId);
  }

  async load(borrowerIds: Iterable<string>): Promise<Map<string, BorrowerFile>> {
    const wanted = [...new Set(borrowerIds)];
    const missing = wanted.filter((id) => !this.#files.has(id));
    if (missing.length > 0) {
      const streams = await readFacts(this.#on, this.#bookId, missing);
      for (const id of missing) {
        const file = (streams.get(id) ?? []).reduce(evolve, emptyFile(id));
        // A commit may have come in while the facts were read; the newer file stays.
        if ((this.#files.get(id)?.version ?? -1) < file.version) this.put(file);
      }
    }
    return new Map(wanted.map((id) => [id, this.#files.get(id) ?? emptyFile(id)]));
  }

  put(file: BorrowerFile): void {
    this.#files.delete(file.borrowerId);
    this.#files.set(file.borrowerId, file);
    if (this.#files.size > FILES_MAX) {
      const oldest = this.#files.keys().next().value;
      if (oldest !== undefined) this.#files.delete(oldest);
    }
  }
}
