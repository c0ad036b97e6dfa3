import {
  amendedId,
  type Amendment,
  type BehaviourEvent,
  CLOCK_SKEW_MS,
  daySpokenOf,
  isAmendment,
  maySpeakOf,
  OBSERVED_KINDS,
  type ObservedEvent,
} from '../behaviour-event.ts';
import {
  addTo,
  EMPTY_STREAM,
  findIn,
  prune,
  removeFrom,
  seenOf,
  type StreamEvent,
  type StreamKind,
} from '../features/stream.ts';
import { withNewest } from '../by-id.ts';
import type { DataDoubt } from '../fact.ts';
import type { Amended, Behaviour } from '../file.ts';
import { dateOf, plusMs, toMs } from '../time.ts';
import type { Instant } from '../vocabulary.ts';

/** Amendments remembered in case their event, or an older amendment, is still on its way. */
const AMENDMENTS_KEPT = 200;

/**
 * Takes an event into what the monitoring looks at.
 *
 * @param about what an amendment is about, where this has let it go
 */
export const observe = (behaviour: Behaviour, event: BehaviourEvent, at: Instant, about?: ObservedEvent): Behaviour => {
  const seenEventIds = behaviour.seenEventIds.with(event.eventId);
  const isAhead = !isAmendment(event) && speaksAhead(event, at);
  if (!isAmendment(event) && !isAhead && !hasAny(behaviour.amendments))
    return { ...addEvent(behaviour, event, at), seenEventIds };
  const next = { ...behaviour, seenEventIds };
  if (isAmendment(event)) return amend(next, event, at, about);
  const known = behaviour.amendments[event.eventId];
  // What counts for nothing is remembered all the same: a correction may give it its true day.
  if (known === undefined)
    return isAhead ? remember(next, event.eventId, { amendments: [], original: event }) : addEvent(next, event, at);
  // Its amendment came first; the event itself is kept too, in case a still later amendment speaks of it.
  const last = lastOf(known.amendments.filter((amendment) => maySpeakOf(event, amendment)));
  const amendments = last === null ? [] : [last];
  return addEvent(remember(next, event.eventId, { amendments, original: event }), amended(event, last), at);
};

/** Almost nobody’s events are amended, and to look a fresh id up by name costs more than to see that. */
const hasAny = (amendments: Behaviour['amendments']): boolean => {
  for (const _id in amendments) return true;
  return false;
};

/** Doubts remembered, so that each is put on record once. */
const DOUBTS_KEPT = 50;

export const doubtKey = ({ kind, source, about }: DataDoubt): string => [kind, source, ...about].join(' ');
export const doubt = (behaviour: Behaviour, seen: DataDoubt): Behaviour => ({
  ...behaviour,
  doubts: [...behaviour.doubts.slice(1 - DOUBTS_KEPT), doubtKey(seen)],
});

/**
 * Whether a report speaks of a day that had not come when it was recorded. None is taken in any more (N173); one from before that
 * would stand above every true report until its day, and is no truer then (N180).
 */
const speaksAhead = (event: StreamEvent, at: Instant): boolean => {
  const spokenOf = daySpokenOf(event);
  return spokenOf !== null && spokenOf.value > dateOf(plusMs(at, CLOCK_SKEW_MS));
};

/** Takes in what our own book did, for features over it. */
export const addEvent = (behaviour: Behaviour, event: StreamEvent | null, at: Instant): Behaviour => {
  if (event === null || speaksAhead(event, at)) return behaviour;
  const stream = behaviour.streams[event.kind] ?? EMPTY_STREAM;
  return withStream(behaviour, event.kind, prune(addTo(stream, seenOf(event, at)), toMs(at)));
};

/** Takes back what our own book did (a draw that the rail failed). */
export const dropEvent = (behaviour: Behaviour, kind: StreamKind, eventId: string): Behaviour => {
  const stream = behaviour.streams[kind] ?? EMPTY_STREAM;
  const found = findIn(stream, eventId);
  return found === null ? behaviour : withStream(behaviour, kind, removeFrom(stream, found));
};

const withStream = (behaviour: Behaviour, kind: StreamKind, stream: (typeof behaviour.streams)[StreamKind]) => ({
  ...behaviour,
  streams: { ...behaviour.streams, [kind]: stream },
});

/** An event as the amendment that counts leaves it: corrected, or null when it did not take place. */
const amended = (event: ObservedEvent, amendment: Amendment | null): ObservedEvent | null => {
  if (amendment === null) return event;
  return amendment.kind === 'REVERSAL' ? null : { ...amendment.replacement, eventId: event.eventId };
};

const amend = (behaviour: Behaviour, amendment: Amendment, at: Instant, about?: ObservedEvent): Behaviour => {
  const id = amendedId(amendment);
  const known = behaviour.amendments[id];
  const found = find(behaviour, id);
  const original = known?.original ?? found?.event ?? about ?? null;
  if (original === null)
    return remember(behaviour, id, { amendments: withLast(known?.amendments ?? [], amendment), original });
  // What may not speak of the event changes nothing, least of all what its own feed said of it.
  if (!maySpeakOf(original, amendment)) return behaviour;
  const last = lastOf([...(known?.amendments ?? []), amendment]);
  if (last !== amendment) return behaviour;
  const next = remember(behaviour, id, { amendments: [amendment], original });
  const without = found === null ? next : dropEvent(next, original.kind, id);
  return addEvent(without, amended(original, amendment), at);
};

/** Whether an amendment says of its event, under an id of its own, what its feed said last; when it says so is no matter. */
export const isSaidAgain = ({ amendments }: Behaviour, amendment: Amendment): boolean =>
  amendments[amendedId(amendment)]?.amendments.some(
    (last) => speechOf(last) === speechOf(amendment) && isSameReport(replacementIn(last), replacementIn(amendment)),
  ) ?? false;

/** Whether the event that an amendment is about is still at hand, so that nobody need say again what it said. */
export const isAtHand = (behaviour: Behaviour, amendment: Amendment): boolean => {
  const id = amendedId(amendment);
  return (behaviour.amendments[id]?.original ?? null) !== null || find(behaviour, id) !== null;
};

const replacementIn = (amendment: Amendment): ObservedEvent | null =>
  amendment.kind === 'CORRECTION' ? amendment.replacement : null;

/** A replacement’s own id counts for nothing: the event keeps the one that it has. */
const isSameReport = (a: ObservedEvent | null, b: ObservedEvent | null): boolean => {
  if (a === null || b === null) return a === b;
  const [left, right] = [a, b].map((each) => new Map<string, unknown>(Object.entries({ ...each, eventId: '' })));
  return left?.size === right?.size && [...(left ?? [])].every(([field, value]) => right?.get(field) === value);
};

/** Amendments of an event that is still on its way: the last of each feed and kind, of so many feeds and kinds at most. */
const withLast = (waiting: readonly Amendment[], amendment: Amendment): Amendment[] => {
  const isAlike = (other: Amendment): boolean => speechOf(other) === speechOf(amendment);
  const last = lastOf([...waiting.filter(isAlike), amendment]) ?? amendment;
  return [...waiting.filter((other) => !isAlike(other)), last].slice(-WAITING_KEPT);
};
const WAITING_KEPT = 20;

/** Whose word it is, and of what kind of event it can be. */
const speechOf = (amendment: Amendment): string =>
  `${amendment.kind === 'REVERSAL' ? 'REVERSAL' : amendment.replacement.kind} ${amendment.source}`;

const find = (behaviour: Behaviour, eventId: string): { readonly event: ObservedEvent } | null => {
  for (const kind of OBSERVED_KINDS) {
    const found = findIn(behaviour.streams[kind] ?? EMPTY_STREAM, eventId);
    if (found !== null) return { event: found.event as ObservedEvent };
  }
  return null;
};

const remember = (behaviour: Behaviour, eventId: string, amendment: Amended): Behaviour => ({
  ...behaviour,
  amendments: withNewest(behaviour.amendments, eventId, amendment, AMENDMENTS_KEPT),
});

const lastOf = (amendments: readonly Amendment[]): Amendment | null => {
  let last: Amendment | null = null;
  for (const amendment of amendments) if (last === null || isLater(amendment, last)) last = amendment;
  return last;
};

/** The later of two amendments of one event counts, whichever arrived first; as text, 12:00:00Z would come after 12:00:00.5Z. */
const isLater = (a: Amendment, b: Amendment): boolean => {
  const by = toMs(a.occurredAt) - toMs(b.occurredAt);
  return by > 0 || (by === 0 && a.eventId > b.eventId);
};
