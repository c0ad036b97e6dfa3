import { type CompiledFeature, fieldOf, type FieldValue } from './compile.ts';
import type { Seen, Stream } from './stream.ts';
import { eventsIn } from './window.ts';

/** Deeds are swept when so many are held, of which the late ones cannot be echoed any more. */
const SWEEP_AT = 64;

/** When each deed was last seen, for a feature to which one sent again counts once. Events are asked about in order. */
export class RecentDeeds {
  readonly #feature: CompiledFeature;
  readonly #same: readonly string[];
  readonly #withinMs: number;
  #lastAt = new Map<string, number>();
  #sweepAt = SWEEP_AT;
  /** The newest deed where nothing else is within reach of it: it is named only once something comes so shortly after it. */
  #alone: Seen | null = null;
  #newestAt = Number.NEGATIVE_INFINITY;

  constructor(feature: CompiledFeature, once: NonNullable<CompiledFeature['declaration']['once']>) {
    this.#feature = feature;
    this.#same = once.same;
    this.#withinMs = once.withinSeconds * 1000;
  }

  /** Takes note of what came before a window, since a moment, that a deed in the window could be the echo of. */
  learn(stream: Stream, since: number, from: number): void {
    for (const seen of eventsIn(stream, Math.max(since, from - this.#withinMs - 1), from))
      if (this.#feature.takes(seen)) this.isEcho(seen);
  }

  /** Whether the deed was seen a moment before; the filter has let it through. */
  isEcho(seen: Seen): boolean {
    // Almost every deed comes long after the last one: what a comparison of times shows needs no names.
    if (seen.at - this.#newestAt > this.#withinMs) {
      if (this.#lastAt.size > 0) this.#lastAt.clear();
      this.#sweepAt = SWEEP_AT;
      this.#alone = seen;
      this.#newestAt = seen.at;
      return false;
    }
    this.#nameTheOneAlone();
    const deed = this.#nameOf(seen);
    const lastAt = this.#lastAt.get(deed);
    this.#lastAt.set(deed, seen.at);
    this.#newestAt = seen.at;
    if (this.#lastAt.size >= this.#sweepAt) this.#sweep(seen.at);
    return lastAt !== undefined && seen.at - lastAt <= this.#withinMs;
  }

  /** Whether deeds from a moment on, none of them closer to the next than `least`, cannot be echoes of anything. */
  standApart(from: number, least: number): boolean {
    return from - this.#newestAt > this.#withinMs && least > this.#withinMs;
  }

  /** Takes note of a deed that is not the newest of its stream, with none like it within reach on either side (`standsApart`). */
  learnLate(seen: Seen): void {
    // The newest one is beyond its reach, and so is whatever comes after that.
    if (this.#newestAt - seen.at > this.#withinMs) return;
    if (seen.at >= this.#newestAt) {
      this.isEcho(seen);
      return;
    }
    this.#nameTheOneAlone();
    this.#lastAt.set(this.#nameOf(seen), seen.at);
  }

  /** Whether no other deed like this one is within reach of it, before or after. */
  standsApart(seen: Seen, stream: Stream): boolean {
    for (const one of eventsIn(stream, seen.at - this.#withinMs - 1, seen.at + this.#withinMs))
      if (
        one !== seen &&
        this.#feature.takes(one) &&
        this.#same.every((field) => fieldOf(one, field) === fieldOf(seen, field))
      )
        return false;
    return true;
  }

  #nameTheOneAlone(): void {
    if (this.#alone === null) return;
    this.#lastAt.set(this.#nameOf(this.#alone), this.#alone.at);
    this.#alone = null;
  }

  #nameOf(seen: Seen): string {
    return this.#same.map((field) => partOf(fieldOf(seen, field))).join('\u0000');
  }

  #sweep(now: number): void {
    this.#lastAt = new Map([...this.#lastAt].filter(([, at]) => now - at <= this.#withinMs));
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#lastAt.size);
  }
}

/** A word “null” is not the lack of one. */
const partOf = (value: FieldValue): string => (value === null ? '' : `=${String(value)}`);
