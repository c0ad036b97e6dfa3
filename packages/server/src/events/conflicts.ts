import { type BehaviourEvent, differingFields } from '@clearline/line';
import type { Queries } from '@clearline/store';
import { type Refused, refused } from '../http/refused.ts';

/** An event whose id the book knew already. */
export interface KnownEvent {
  readonly index: number;
  readonly borrowerId: string;
  readonly event: BehaviourEvent;
}

/**
 * Of events under ids that the book knows, those that say something else than was reported first, by their place in the
 * request, with the refusal that names the fields (H93). What was reported under an id is looked up only here, so that
 * events with new ids pay nothing. An id of which the book no longer holds the content is a duplicate and no more.
 *
 * @param speaksFor whether the sender may speak for a feed: of another feed’s event nothing is told but whose it is not
 */
export const conflictsAmong = async (
  queries: Pick<Queries, 'reportedEvents'>,
  known: readonly KnownEvent[],
  speaksFor: (feed: string) => boolean,
): Promise<Map<number, Refused>> => {
  const conflicts = new Map<number, Refused>();
  if (known.length === 0) return conflicts;
  const stored = new Map<string, BehaviourEvent>();
  const asked = known.map(({ borrowerId, event: { eventId } }) => ({ borrowerId, eventId }));
  for (const { borrowerId, event } of await queries.reportedEvents(asked))
    stored.set(keyOf(borrowerId, event.eventId), event);
  for (const { index, borrowerId, event } of known) {
    const first = stored.get(keyOf(borrowerId, event.eventId));
    if (first === undefined) continue;
    const fields = speaksFor(first.source) ? differingFields(first, event) : ['source'];
    if (fields.length > 0) conflicts.set(index, idReused(fields));
  }
  return conflicts;
};

const keyOf = (borrowerId: string, eventId: string): string => `${borrowerId} ${eventId}`;

/** Fields by the names of the API: who reads this wrote the program that sends. */
const idReused = (fields: readonly string[]): Refused => ({
  ...refused('event_id_reused', {
    field: fields[0] ?? 'eventId',
    value: { zh: fields.join('、'), en: fields.join(', ') },
  }),
  fields,
});
