import { toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';
import type { Streams } from './counting.ts';
import { type Follower, rankOf, type Seen, type StreamEvent, type StreamKind } from './stream.ts';
import { eventsIn } from './window.ts';

/** The newest event of a stream, by the date it speaks of where it has one, then by when it was reported. */
class Newest implements Follower {
  event: StreamEvent;
  /** Others that speak of the very same moment. */
  beside: readonly StreamEvent[] = NONE;
  #rank: string;

  constructor([first, ...others]: readonly Seen[]) {
    if (first === undefined) throw new Error('of no events none is the newest');
    this.event = first.event;
    this.#rank = rankOf(first.event);
    // Of two of one moment the later in the stream counts.
    for (const { event } of others) if (rankOf(event) >= this.#rank) this.#take(event);
  }

  added({ event }: Seen, isNewest: boolean): boolean {
    const rank = rankOf(event);
    if (rank > this.#rank || (rank === this.#rank && isNewest)) this.#take(event);
    else if (rank === this.#rank) return false;
    return true;
  }

  removed({ event }: Seen): boolean {
    return event !== this.event && !this.beside.includes(event);
  }

  #take(event: StreamEvent): void {
    const rank = rankOf(event);
    this.beside = rank === this.#rank ? [...this.beside, this.event] : NONE;
    this.event = event;
    this.#rank = rank;
  }
}

const NONE: readonly StreamEvent[] = [];

/** Whoever asks for it asks at every event of a feed, so it goes along with the stream. */
const NEWEST = {};

const followed = (streams: Streams, kind: StreamKind): Newest | null => {
  const stream = streams[kind];
  if (stream === undefined || stream.tiles.length === 0) return null;
  let newest = stream.followerOf(NEWEST) as Newest | undefined;
  if (newest === undefined) {
    newest = new Newest(stream.tiles.flatMap(({ seen }) => seen));
    stream.follow(NEWEST, newest);
  }
  return newest;
};

/** As an instant had it: who looks back at a decision sees none of what happened since. */
const followedUntil = (streams: Streams, kind: StreamKind, until: number): Newest | null => {
  const stream = streams[kind];
  const newest = stream?.tiles.at(-1)?.seen.at(-1);
  if (stream === undefined || newest === undefined || newest.at <= until) return followed(streams, kind);
  const seen = eventsIn(stream, Number.NEGATIVE_INFINITY, until);
  return seen.length === 0 ? null : new Newest(seen);
};

type Of<K extends StreamKind> = Extract<StreamEvent, { kind: K }>;

/** What is newest of its kind, and what speaks of the very same moment beside it: where that says something else, neither can be believed. */
interface NewestOf<K extends StreamKind> {
  readonly event: Of<K>;
  readonly beside: readonly Of<K>[];
}
export const newestUntil = <K extends StreamKind>(streams: Streams, kind: K, until: Instant): NewestOf<K> | null =>
  followedUntil(streams, kind, toMs(until)) as NewestOf<K> | null;

export const newestOf = <K extends StreamKind>(streams: Streams, kind: K): Of<K> | null =>
  (followed(streams, kind)?.event ?? null) as Of<K> | null;

/** Events beside the newest one that speak of the very same moment: where they say something else, neither can be believed. */
export const besideNewest = <K extends StreamKind>(streams: Streams, kind: K): readonly Of<K>[] =>
  (followed(streams, kind)?.beside ?? NONE) as readonly Of<K>[];
