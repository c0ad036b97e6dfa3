import type { CompiledFeature } from './compile.ts';
import type { Seen, TileMemo } from './stream.ts';

/**
 * What a set of events comes to. Each total can take in an event or another total; those that can be undone also give
 * one back, which is how a corrected event leaves a tile without the tile being added up again.
 */
export interface Total extends TileMemo {
  /** When the newest event in it happened; null for none. */
  readonly latest: number | null;
  plus(seen: Seen): Total;
  minus(seen: Seen): Total | null;
  join(other: Total): Total;
  /** Null for nothing. */
  result(): number | null;
}

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

/** Count, sum and sum of squares. Exact: amounts are bigint until the end. */
class Sum implements Total {
  readonly #of: CompiledFeature;
  readonly #count: number;
  readonly #sum: bigint;
  readonly #squares: bigint;
  readonly latest: number | null;

  constructor(of: CompiledFeature, count = 0, sum = 0n, squares = 0n, latest: number | null = null) {
    this.#of = of;
    this.#count = count;
    this.#sum = sum;
    this.#squares = squares;
    this.latest = latest;
  }
  plus(seen: Seen): Sum {
    const value = this.#valueOf(seen);
    if (value === null) return this;
    const latest = later(this.latest, seen.at);
    return new Sum(this.#of, this.#count + 1, this.#sum + value, this.#squares + value * value, latest);
  }
  minus(seen: Seen): Sum | null {
    const value = this.#valueOf(seen);
    if (value === null) return this;
    // What was newest before it, only the events themselves can say.
    if (seen.at === this.latest) return null;
    return new Sum(this.#of, this.#count - 1, this.#sum - value, this.#squares - value * value, this.latest);
  }
  join(other: Total): Sum {
    if (!(other instanceof Sum)) throw new Error(`feature ${this.#of.name} joins totals of two kinds`);
    const latest = later(this.latest, other.latest);
    return new Sum(
      this.#of,
      this.#count + other.#count,
      this.#sum + other.#sum,
      this.#squares + other.#squares,
      latest,
    );
  }
  result(): number | null {
    if (this.#count === 0) return null;
    if (this.#of.aggregate === 'count') return this.#count;
    return Number(this.#of.aggregate === 'sum' ? this.#sum : this.#squares);
  }
  #valueOf(seen: Seen): bigint | null {
    if (!this.#of.takes(seen)) return null;
    if (this.#of.aggregate === 'count') return 0n;
    const value = this.#of.valueOf(seen);
    return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : null;
  }
}

/** Smallest or largest. Cannot be undone. */
class Extreme implements Total {
  readonly #of: CompiledFeature;
  readonly #value: number | null;
  readonly latest: number | null;

  constructor(of: CompiledFeature, value: number | null = null, latest: number | null = null) {
    this.#of = of;
    this.#value = value;
    this.latest = latest;
  }
  plus(seen: Seen): Extreme {
    const value = this.#of.takes(seen) ? this.#of.valueOf(seen) : null;
    if (typeof value !== 'number' && typeof value !== 'bigint') return this;
    return new Extreme(this.#of, this.#pick(Number(value)), later(this.latest, seen.at));
  }
  minus(seen: Seen): Extreme | null {
    return this.#of.takes(seen) ? null : this;
  }
  join(other: Total): Extreme {
    const value = other.result();
    return value === null ? this : new Extreme(this.#of, this.#pick(value), later(this.latest, other.latest));
  }
  result(): number | null {
    return this.#value;
  }
  #pick(value: number): number {
    if (this.#value === null) return value;
    return this.#of.aggregate === 'min' ? Math.min(this.#value, value) : Math.max(this.#value, value);
  }
}

/** How often each value was seen. Cannot be undone. */
class Tally implements Total {
  readonly #of: CompiledFeature;
  readonly #counts: ReadonlyMap<string, number>;
  readonly latest: number | null;

  constructor(of: CompiledFeature, counts: ReadonlyMap<string, number> = new Map(), latest: number | null = null) {
    this.#of = of;
    this.#counts = counts;
    this.latest = latest;
  }
  plus(seen: Seen): Tally {
    const value = this.#of.takes(seen) ? this.#of.valueOf(seen) : null;
    if (value === null) return this;
    const key = String(value);
    const counts = new Map(this.#counts).set(key, (this.#counts.get(key) ?? 0) + 1);
    return new Tally(this.#of, counts, later(this.latest, seen.at));
  }
  minus(seen: Seen): Tally | null {
    return this.#of.takes(seen) ? null : this;
  }
  join(other: Total): Tally {
    if (!(other instanceof Tally)) throw new Error(`feature ${this.#of.name} joins totals of two kinds`);
    const counts = new Map(this.#counts);
    for (const [key, count] of other.#counts) counts.set(key, (counts.get(key) ?? 0) + count);
    return new Tally(this.#of, counts, later(this.latest, other.latest));
  }
  result(): number | null {
    if (this.#counts.size === 0) return null;
    return this.#of.aggregate === 'distinct' ? this.#counts.size : Math.max(...this.#counts.values());
  }
}

/** The empty total of an aggregate that adds up; null for those that look at events one by one. */
export const emptyTotal = (feature: CompiledFeature): Total | null => {
  switch (feature.aggregate) {
    case 'count':
    case 'sum':
    case 'sumsq':
      return new Sum(feature);
    case 'min':
    case 'max':
      return new Extreme(feature);
    case 'distinct':
    case 'most_of_one':
      return new Tally(feature);
    default:
      return null;
  }
};
