import type { CompiledFeature } from './compile.ts';
import type { Seen, TileMemo } from './stream.ts';

/**
 * What a set of events comes to. A total in the making takes in events and other totals in place; one that a tile keeps is
 * copied before anything is added. Those that can be undone also give an event back, which is how a corrected event
 * leaves a tile without the tile being added up again.
 */
export interface Total extends TileMemo {
  /** When the newest event in it happened; null for none. */
  readonly latest: number | null;
  add(seen: Seen): void;
  addAll(other: Total): void;
  /** Null for nothing. */
  result(): number | null;
}

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
const numberOf = (of: CompiledFeature, seen: Seen): bigint | null => {
  const value = of.valueOf(seen);
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : null;
};

class Count implements Total {
  readonly #of: CompiledFeature;
  #count = 0;
  latest: number | null = null;

  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    if (!this.#of.takes(seen)) return;
    this.#count += 1;
    this.latest = later(this.latest, seen.at);
  }
  addAll(other: Total): void {
    this.#count += other.result() ?? 0;
    this.latest = later(this.latest, other.latest);
  }
  plus(seen: Seen): Count {
    const copy = new Count(this.#of);
    copy.addAll(this);
    copy.add(seen);
    return copy;
  }
  minus(seen: Seen): Count | null {
    if (!this.#of.takes(seen)) return this;
    // What was newest before it, only the events themselves can say.
    if (seen.at === this.latest) return null;
    const copy = new Count(this.#of);
    copy.addAll(this);
    copy.#count -= 1;
    return copy;
  }
  result(): number | null {
    return this.#count === 0 ? null : this.#count;
  }
}

/** Sum or sum of squares. Exact: amounts are bigint until the end. */
class Sum implements Total {
  readonly #of: CompiledFeature;
  #count = 0;
  #sum = 0n;
  latest: number | null = null;

  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = this.#shareOf(seen);
    if (value === null) return;
    this.#count += 1;
    this.#sum += value;
    this.latest = later(this.latest, seen.at);
  }
  addAll(other: Total): void {
    if (!(other instanceof Sum)) throw new Error(`feature ${this.#of.name} joins totals of two kinds`);
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.latest = later(this.latest, other.latest);
  }
  plus(seen: Seen): Sum {
    const copy = this.#copy();
    copy.add(seen);
    return copy;
  }
  minus(seen: Seen): Sum | null {
    const value = this.#shareOf(seen);
    if (value === null) return this;
    if (seen.at === this.latest) return null;
    const copy = this.#copy();
    copy.#count -= 1;
    copy.#sum -= value;
    return copy;
  }
  result(): number | null {
    return this.#count === 0 ? null : Number(this.#sum);
  }
  #shareOf(seen: Seen): bigint | null {
    const value = this.#of.takes(seen) ? numberOf(this.#of, seen) : null;
    return value === null || this.#of.aggregate === 'sum' ? value : value * value;
  }
  #copy(): Sum {
    const copy = new Sum(this.#of);
    copy.addAll(this);
    return copy;
  }
}

/** Smallest or largest. Cannot be undone. */
class Extreme implements Total {
  readonly #of: CompiledFeature;
  #value: number | null = null;
  latest: number | null = null;

  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = this.#of.takes(seen) ? numberOf(this.#of, seen) : null;
    if (value !== null) this.#take(Number(value), seen.at);
  }
  addAll(other: Total): void {
    const value = other.result();
    if (value !== null) this.#take(value, other.latest);
  }
  plus(seen: Seen): Extreme {
    const copy = new Extreme(this.#of);
    copy.addAll(this);
    copy.add(seen);
    return copy;
  }
  minus(seen: Seen): Extreme | null {
    return this.#of.takes(seen) ? null : this;
  }
  result(): number | null {
    return this.#value;
  }
  #take(value: number, at: number | null): void {
    const pick = this.#of.aggregate === 'min' ? Math.min : Math.max;
    this.#value = this.#value === null ? value : pick(this.#value, value);
    this.latest = later(this.latest, at);
  }
}

/** How often each value was seen. Cannot be undone. */
class Tally implements Total {
  readonly #of: CompiledFeature;
  readonly #counts = new Map<string, number>();
  latest: number | null = null;

  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = this.#of.takes(seen) ? this.#of.valueOf(seen) : null;
    if (value === null) return;
    this.#take(String(value), 1);
    this.latest = later(this.latest, seen.at);
  }
  addAll(other: Total): void {
    if (!(other instanceof Tally)) throw new Error(`feature ${this.#of.name} joins totals of two kinds`);
    for (const [key, count] of other.#counts) this.#take(key, count);
    this.latest = later(this.latest, other.latest);
  }
  plus(seen: Seen): Tally {
    const copy = new Tally(this.#of);
    copy.addAll(this);
    copy.add(seen);
    return copy;
  }
  minus(seen: Seen): Tally | null {
    return this.#of.takes(seen) ? null : this;
  }
  result(): number | null {
    if (this.#counts.size === 0) return null;
    return this.#of.aggregate === 'distinct' ? this.#counts.size : Math.max(...this.#counts.values());
  }
  #take(key: string, count: number): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }
}

/** A total of nothing yet; null for aggregates that look at events one by one. */
export const newTotal = (feature: CompiledFeature): Total | null => {
  switch (feature.aggregate) {
    case 'count':
      return new Count(feature);
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
