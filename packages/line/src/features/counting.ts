import { type CompiledFeature, fieldOf } from './compile.ts';
import type { Seen, Stream, StreamKind } from './stream.ts';
import { eventsIn, hasBefore } from './window.ts';

export type Streams = Readonly<Partial<Record<StreamKind, Stream>>>;

/** What an event of the window is to a feature. */
export type Standing = 'counts' | 'repeats' | 'passed over';

/** Whether an event counts: let through by the filter, not a deed sent twice, and following what it must follow. */
export const standingOf = (feature: CompiledFeature, streams: Streams, seen: Seen): Standing => {
  if (!feature.takes(seen)) return 'passed over';
  const { once } = feature.declaration;
  if (once !== undefined && isRepeat(feature, once, streams[feature.kind] as Stream, seen)) return 'repeats';
  return isInPlace(feature, streams, seen) ? 'counts' : 'passed over';
};

/** Whether an event follows what it must follow. */
export const isInPlace = ({ declaration: { after } }: CompiledFeature, streams: Streams, seen: Seen): boolean =>
  after === undefined || follows(seen, after, streams);

/**
 * Whether an event is like an earlier one within reach. That does not depend on where the window begins, so it looks back
 * past its edge.
 */
const isRepeat = (
  feature: CompiledFeature,
  { same, withinSeconds }: NonNullable<CompiledFeature['declaration']['once']>,
  stream: Stream,
  seen: Seen,
): boolean =>
  hasBefore(
    stream,
    seen,
    seen.at - withinSeconds * 1000 - 1,
    (one) => same.every((field) => fieldOf(one, field) === fieldOf(seen, field)) && feature.takes(one),
  );

const follows = (
  seen: Seen,
  after: NonNullable<CompiledFeature['declaration']['after']>,
  streams: Streams,
): boolean => {
  const stream = streams[after.event];
  return stream !== undefined && eventsIn(stream, seen.at - after.withinMinutes * 60_000 - 1, seen.at).length > 0;
};
