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
    const deed = this.#same.map((field) => partOf(fieldOf(seen, field))).join('\u0000');
    const lastAt = this.#lastAt.get(deed);
    this.#lastAt.set(deed, seen.at);
    if (this.#lastAt.size >= this.#sweepAt) this.#sweep(seen.at);
    return lastAt !== undefined && seen.at - lastAt <= this.#withinMs;
  }

  #sweep(now: number): void {
    this.#lastAt = new Map([...this.#lastAt].filter(([, at]) => now - at <= this.#withinMs));
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#lastAt.size);
  }
}

/** A word “null” is not the lack of one. */
const partOf = (value: FieldValue): string => (value === null ? '' : `=${String(value)}`);
