import type { Streams } from './counting.ts';
import type { Follower, Seen, Stream, StreamEvent, StreamKind } from './stream.ts';

/** The newest event of a stream, by the date it speaks of where it has one, then by when it was reported. */
class Newest implements Follower {
  event: StreamEvent;
  #rank: string;

  constructor({ tiles }: Stream) {
    const [first, ...others] = tiles.flatMap(({ seen }) => seen);
    if (first === undefined) throw new Error('a stream of no events has no newest one');
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
    return event !== this.event;
  }

  #take(event: StreamEvent): void {
    this.event = event;
    this.#rank = rankOf(event);
  }
}

const rankOf = (event: StreamEvent): string => `${'reportDate' in event ? event.reportDate : ''} ${event.occurredAt}`;

/** Whoever asks for it asks at every event of a feed, so it goes along with the stream. */
const NEWEST = {};

export const newestOf = <K extends StreamKind>(streams: Streams, kind: K): Extract<StreamEvent, { kind: K }> | null => {
  const stream = streams[kind];
  if (stream === undefined || stream.tiles.length === 0) return null;
  let newest = stream.followerOf(NEWEST) as Newest | undefined;
  if (newest === undefined) {
    newest = new Newest(stream);
    stream.follow(NEWEST, newest);
  }
  return newest.event as Extract<StreamEvent, { kind: K }>;
};
