import type { CompiledFeature } from './compile.ts';
import type { Seen } from './stream.ts';

/**
 * What a set of events comes to, whatever their order. Events are taken in as they enter a window and given back as they
 * leave it, so that a window which moves on costs what moved and not what it holds.
 */
export interface Total {
  /** When the newest event in it happened; null for none. */
  readonly latest: number | null;
  /** Takes in an event that the feature's filter lets through. */
  add(seen: Seen): void;
  /** Takes in all that another total of the same feature holds. */
  addAll(other: Total): void;
  /** Gives back an event that was taken in; false when only the events that are left can say what they come to. */
  giveBack(seen: Seen): boolean;
  /** Null for nothing. */
  result(): number | null;
}

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
const numberOf = (of: CompiledFeature, seen: Seen): bigint | null => {
  const value = of.valueOf(seen);
  return typeof value === 'bigint' ? value : typeof value === 'number' ? BigInt(value) : null;
};
const ofTwoKinds = (of: CompiledFeature): Error => new Error(`feature ${of.name} joins totals of two kinds`);

class Count implements Total {
  readonly #of: CompiledFeature;
  #count = 0;
  latest: number | null = null;
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    this.#count += 1;
    this.latest = later(this.latest, seen.at);
  }
  addAll(other: Total): void {
    if (!(other instanceof Count)) throw ofTwoKinds(this.#of);
    this.#count += other.#count;
    this.latest = later(this.latest, other.latest);
  }
  giveBack(seen: Seen): boolean {
    this.#count -= 1;
    if (this.#count === 0) this.latest = null;
    // What was newest before it, only the events themselves can say.
    return seen.at !== this.latest;
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
    if (!(other instanceof Sum)) throw ofTwoKinds(this.#of);
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.latest = later(this.latest, other.latest);
  }
  giveBack(seen: Seen): boolean {
    const value = this.#shareOf(seen);
    if (value === null) return true;
    this.#count -= 1;
    this.#sum -= value;
    if (this.#count === 0) this.latest = null;
    return seen.at !== this.latest;
  }
  result(): number | null {
    return this.#count === 0 ? null : Number(this.#sum);
  }
  #shareOf(seen: Seen): bigint | null {
    const value = numberOf(this.#of, seen);
    return value === null || this.#of.aggregate === 'sum' ? value : value * value;
  }
}

/** Smallest or largest. What was second, only the events can say. */
class Extreme implements Total {
  readonly #of: CompiledFeature;
  #value: number | null = null;
  latest: number | null = null;
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = numberOf(this.#of, seen);
    if (value !== null) this.#take(Number(value), seen.at);
  }
  addAll(other: Total): void {
    const value = other.result();
    if (value !== null) this.#take(value, other.latest);
  }
  giveBack(seen: Seen): boolean {
    const value = numberOf(this.#of, seen);
    return value === null || (Number(value) !== this.#value && seen.at !== this.latest);
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

/** How often each value was seen: how many there are, or how often the most frequent one was. */
class Tally implements Total {
  readonly #of: CompiledFeature;
  readonly #counts = new Map<string, number>();
  /** Of the most frequent value; null where it has to be looked for. */
  #most: number | null = 0;
  latest: number | null = null;
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = this.#of.valueOf(seen);
    if (value === null) return;
    this.#take(String(value), 1);
    this.latest = later(this.latest, seen.at);
  }
  addAll(other: Total): void {
    if (!(other instanceof Tally)) throw ofTwoKinds(this.#of);
    for (const [key, count] of other.#counts) this.#take(key, count);
    this.latest = later(this.latest, other.latest);
  }
  giveBack(seen: Seen): boolean {
    const value = this.#of.valueOf(seen);
    if (value === null) return true;
    const key = String(value);
    const count = this.#counts.get(key) ?? 0;
    if (count === this.#most) this.#most = null;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
    if (this.#counts.size === 0) this.latest = null;
    return seen.at !== this.latest;
  }
  result(): number | null {
    if (this.#counts.size === 0) return null;
    if (this.#of.aggregate === 'distinct') return this.#counts.size;
    this.#most ??= Math.max(...this.#counts.values());
    return this.#most;
  }
  #take(key: string, more: number): void {
    const count = (this.#counts.get(key) ?? 0) + more;
    this.#counts.set(key, count);
    if (this.#most !== null && count > this.#most) this.#most = count;
  }
}

/** A total of nothing yet; null for aggregates to which the order of events matters. */
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
