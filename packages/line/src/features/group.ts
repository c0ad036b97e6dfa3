import { toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import type { CompiledFeature, CompiledSignals, FeatureSet } from './compile.ts';
import type { Streams } from './counting.ts';
import { glimpse, type Glimpse, newGlimpse } from './evaluate.ts';
import type { Follower, Stream, StreamKind } from './stream.ts';

type Value = Glimpse['value'];
/** Puts what is seen of an input where it is told. */
type Glance = (streams: Streams, now: Instant, into: Glimpse) => void;

/** The one kind of events that a feature or signals rest on; null where it is not one kind of events alone. */
export const kindAlone = (name: string, { features, signals }: FeatureSet): StreamKind | null => {
  const feature = features[name];
  const parts = feature === undefined ? (signals[name]?.parts.map((part) => part.feature) ?? []) : [feature];
  const [first] = parts;
  if (first === undefined) return null;
  return parts.every(({ kind, declaration }) => kind === first.kind && declaration.after === undefined)
    ? first.kind
    : null;
};

/** What a group last came to over a stream, and when that holds. It goes along with the stream; an event makes it old. */
class Reading implements Follower {
  readonly values: Value[] = [];
  inDoubt = false;
  /** It speaks of the time from here, up to but without the end. */
  from = 0;
  until = 0;

  added(): boolean {
    this.until = Number.NEGATIVE_INFINITY;
    return true;
  }
  removed(): boolean {
    return this.added();
  }
}

/**
 * Inputs that rest on events of one kind, read together. An event of that kind, or time where it changes one of them,
 * makes them be read anew; while neither does, a look at the file costs one comparison for all of them.
 */
export class FeatureGroup {
  readonly kind: StreamKind;
  readonly #parts: { readonly place: number; readonly glance: Glance }[] = [];
  readonly #seen = newGlimpse();

  constructor(kind: StreamKind) {
    this.kind = kind;
  }

  /** @param place where `read` is to put its value */
  add(place: number, part: CompiledFeature | CompiledSignals): void {
    const glance =
      'parts' in part
        ? (streams: Streams, now: Instant, into: Glimpse) => glimpseOfSignals(part, streams, now, into)
        : (streams: Streams, now: Instant, into: Glimpse) => glimpse(part, streams, now, into);
    this.#parts.push({ place, glance });
  }

  /** Puts the values in their places; false where one of them is in doubt. */
  read(streams: Streams, now: Instant, into: Value[]): boolean {
    const { values, inDoubt } = this.#reading(streams, now);
    if (inDoubt) return false;
    for (let n = 0; n < values.length; n += 1) into[this.#parts[n]?.place as number] = values[n] as Value;
    return true;
  }

  #reading(streams: Streams, now: Instant): Reading {
    const stream: Stream | undefined = streams[this.kind];
    if (stream === undefined) return this.#nothing(now);
    const at = toMs(now);
    const known = stream.followerOf(this) as Reading | undefined;
    if (known !== undefined && at >= known.from && at < known.until) return known;
    const reading = known ?? new Reading();
    this.#fill(reading, streams, now);
    if (known === undefined) stream.follow(this, reading);
    return reading;
  }

  #fill(reading: Reading, streams: Streams, now: Instant): void {
    reading.inDoubt = false;
    reading.from = toMs(now);
    reading.until = Number.POSITIVE_INFINITY;
    this.#parts.forEach(({ glance }, n) => {
      glance(streams, now, this.#seen);
      reading.values[n] = this.#seen.value;
      reading.inDoubt ||= this.#seen.inDoubt;
      reading.until = Math.min(reading.until, this.#seen.until);
    });
  }

  /** Most kinds of events never came to an everyday borrower, and nothing stays nothing. */
  #nothing(now: Instant): Reading {
    if (this.#ofNothing === null) {
      this.#ofNothing = new Reading();
      this.#fill(this.#ofNothing, {}, now);
    }
    return this.#ofNothing;
  }
  #ofNothing: Reading | null = null;
}

const glimpseOfSignals = ({ parts }: CompiledSignals, streams: Streams, now: Instant, into: Glimpse): void => {
  let lit = 0;
  let inDoubt = false;
  let until = Number.POSITIVE_INFINITY;
  for (const { feature, atLeast } of parts) {
    glimpse(feature, streams, now, into);
    if (typeof into.value === 'number' && into.value >= atLeast) lit += 1;
    inDoubt ||= into.inDoubt;
    until = Math.min(until, into.until);
  }
  into.value = lit;
  into.inDoubt = inDoubt;
  into.until = until;
};
