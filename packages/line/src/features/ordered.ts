import { startOfDate } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import { type CompiledFeature, fieldOf, testOf } from './compile.ts';
import { type Found, zeroOf } from './observed.ts';
import { hasPlace, speedBetween } from './speed.ts';
import type { Seen } from './stream.ts';

/** What the events of a window come to where their order matters: taken in as the stream has them, oldest first. */
export interface Ordered {
  /** Takes in an event that the feature's filter lets through, newer than all before. */
  add(seen: Seen): void;
  /** Gives the oldest one back; false when only the events that are left can say what they come to. */
  giveBack(seen: Seen): boolean;
  found(): Found;
}

export const newOrdered = (feature: CompiledFeature): Ordered => {
  switch (feature.aggregate) {
    case 'last':
      return new Last(feature);
    case 'hours_since_last':
      return new SinceLast();
    case 'hours_since_new':
      return new SinceNew(feature);
    default:
      return new Fastest(feature);
  }
};

/** The newest event’s value. Two that speak of the same moment and differ, or one at odds with itself, say nothing (G5). */
class Last implements Ordered {
  readonly #of: CompiledFeature;
  #last: Seen | null = null;
  #rank = '';
  #differs = false;
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const rank = this.#rankOf(seen);
    if (this.#last !== null && rank < this.#rank) return;
    // Of the events of one moment each is held against the first: all are alike, or some differ.
    const isTwin = this.#last !== null && rank === this.#rank;
    this.#differs = isTwin && (this.#differs || this.#of.valueOf(seen) !== this.#of.valueOf(this.#last as Seen));
    this.#last = seen;
    this.#rank = rank;
  }
  giveBack(seen: Seen): boolean {
    return this.#last !== null && this.#rankOf(seen) < this.#rank;
  }
  found(): Found {
    const { by, contradictions = [], zero } = this.#of.declaration;
    const last = this.#last;
    const value = last === null ? null : this.#of.valueOf(last);
    if (last === null || value === null) return { value: zero, observedAt: null };
    const observedAt = by === undefined ? last.event.occurredAt : startOfDate(String(fieldOf(last, by)));
    const atOdds = contradictions.some((tests) => tests.every((test) => testOf(test)(last)));
    const trouble = this.#differs || atOdds ? ({ trouble: 'CONTRADICTORY' } as const) : {};
    return { value: typeof value === 'bigint' ? Number(value) : value, observedAt, ...trouble };
  }
  #rankOf(seen: Seen): string {
    const { by } = this.#of.declaration;
    return `${by === undefined ? '' : String(fieldOf(seen, by))} ${seen.event.occurredAt}`;
  }
}

const sinceOf = (since: Seen | null): Found => ({
  value: null,
  observedAt: null,
  ...(since === null ? {} : { since }),
});

class SinceLast implements Ordered {
  #last: Seen | null = null;
  add(seen: Seen): void {
    this.#last = seen;
  }
  giveBack(seen: Seen): boolean {
    if (seen === this.#last) this.#last = null;
    return true;
  }
  found(): Found {
    return sinceOf(this.#last);
  }
}

/** Since the field last took a value never seen before in the window; the very first one is not new. */
class SinceNew implements Ordered {
  readonly #of: CompiledFeature;
  readonly #values = new Set<string>();
  #newest: Seen | null = null;
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    const value = String(this.#of.valueOf(seen));
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#newest = seen;
  }
  giveBack(): boolean {
    return false;
  }
  found(): Found {
    return sinceOf(this.#values.size > 1 ? this.#newest : null);
  }
}

/** The fastest journey between two sign-ins that follow each other. */
class Fastest implements Ordered {
  readonly #of: CompiledFeature;
  #before: Seen | null = null;
  #kmh: number | null = null;
  #at: Instant = '';
  constructor(of: CompiledFeature) {
    this.#of = of;
  }
  add(seen: Seen): void {
    if (!hasPlace(seen)) return;
    const before = this.#before;
    this.#before = seen;
    if (before === null) return;
    const kmh = speedBetween(before, seen);
    if (this.#kmh !== null && kmh <= this.#kmh) return;
    this.#kmh = kmh;
    this.#at = seen.event.occurredAt;
  }
  giveBack(seen: Seen): boolean {
    return !hasPlace(seen);
  }
  found(): Found {
    return this.#kmh === null ? zeroOf(this.#of) : { value: this.#kmh, observedAt: this.#at };
  }
}
