import { both, none, type Piece } from './pieces.ts';

/** Combinations looked at per question; past it the analysis says that it did not finish. */
export const STEPS_MAX = 200_000;

/**
 * Looks for combinations of pieces, one a column, in which none of some rules matches: a gap, or a case that the rules
 * above leave to a rule below. A piece that keeps no more rules alive than another is always the better choice, so
 * whether there is such a combination is asked of the least pieces only; no set of rules is asked about twice; and a
 * rule that nothing further down can exclude ends a branch at once.
 */
export class FreeSearch {
  readonly #columns: readonly (readonly Piece[])[];
  /** By column: the rules that every piece of it and of those after it matches. */
  readonly #lasting: readonly Int32Array[];
  /** Sets of rules, by the column reached, that no combination of the columns after it frees. */
  readonly #covered = new Set<string>();
  #steps = 0;

  /** @param columns the pieces of each column that the question allows */
  constructor(columns: readonly (readonly Piece[])[], all: Int32Array) {
    this.#columns = columns;
    const lasting = [all];
    for (const pieces of columns.toReversed())
      lasting.unshift(pieces.reduce((rules, piece) => both(rules, piece.rules), lasting[0] ?? all));
    this.#lasting = lasting;
  }

  /** Whether some combination frees all the rules; null when that was not established within the steps. */
  isFree(rules: Int32Array): boolean | null {
    return this.#freeFrom(0, rules);
  }

  /**
   * Calls `found` with combinations that free all the rules, as far as the columns needed for it, until it returns false.
   * @returns false when it was not established that there are no more
   */
  visitFree(rules: Int32Array, found: (path: readonly Piece[]) => boolean): boolean {
    let wanted = true;
    const visit = (depth: number, left: Int32Array, path: readonly Piece[]): boolean => {
      if (none(left)) {
        wanted = found(path);
        return true;
      }
      for (const piece of this.#columns[depth] ?? []) {
        if (!wanted) return true;
        const rest = both(left, piece.rules);
        const free = this.#freeFrom(depth + 1, rest);
        if (free === null || (free && !visit(depth + 1, rest, [...path, piece]))) return false;
      }
      return true;
    };
    return visit(0, rules, []);
  }

  #freeFrom(depth: number, left: Int32Array): boolean | null {
    if (none(left)) return true;
    const pieces = this.#columns[depth];
    if (!pieces || !none(both(left, this.#lasting[depth] as Int32Array))) return false;
    const key = `${depth}:${left.join()}`;
    if (this.#covered.has(key)) return false;
    for (const rest of leastOf(pieces.map((piece) => both(left, piece.rules)))) {
      if (++this.#steps > STEPS_MAX) return null;
      const free = this.#freeFrom(depth + 1, rest);
      if (free !== false) return free;
    }
    this.#covered.add(key);
    return false;
  }
}

/** The sets that hold no other of them, those of fewest rules first. */
const leastOf = (sets: readonly Int32Array[]): Int32Array[] => {
  const least: Int32Array[] = [];
  for (const { set } of sets.map((set) => ({ set, size: sizeOf(set) })).sort((a, b) => a.size - b.size))
    if (!least.some((smaller) => smaller.every((word, at) => (word & ~(set[at] as number)) === 0))) least.push(set);
  return least;
};

const sizeOf = (set: Int32Array): number => {
  let size = 0;
  for (const word of set) for (let rest = word; rest !== 0; rest &= rest - 1) size += 1;
  return size;
};
