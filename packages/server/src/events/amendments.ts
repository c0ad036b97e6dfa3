import { type Amendment, amendedId, isAmendment, maySpeakOf, type ObservedEvent } from '@clearline/line';
import type { Queries } from '@clearline/store';
import { type Refused, refused } from '../http/refused.ts';
import type { KnownEvent } from './conflicts.ts';

type Said = KnownEvent['event'];

/** What is wrong with a correction or reversal whatever it is about; null of any other event. */
export const amendmentFault = (borrowerId: string, event: Said): Refused | null => {
  if (!isAmendment(event)) return null;
  if (amendedId(event) === event.eventId) return refusedOf(fieldOf(event), ITSELF);
  if (event.kind === 'REVERSAL') return null;
  const { replacement } = event;
  // What was sent is still at hand: of a replacement, too, it says whose it is.
  const whose = 'borrowerId' in replacement ? replacement.borrowerId : borrowerId;
  if (whose !== borrowerId) return refusedOf('replacement.borrowerId', OTHER_BORROWER);
  if (replacement.source !== event.source) return refusedOf('replacement.source', OTHER_SOURCE);
  return null;
};

/** Of amendments, those that can count for nothing, by their place in the request, and what the others are about. */
export interface Amending {
  readonly vain: ReadonlyMap<number, Refused>;
  /** Events reported earlier, by borrower. */
  readonly amended: ReadonlyMap<string, readonly ObservedEvent[]>;
}

/**
 * Of corrections and reversals, those that can count for nothing, by their place in the request: about an event of another
 * feed or kind, or about an amendment (N43, H111). One about an event that nobody reported yet may still count and is not
 * among them, nor is one that was taken in before.
 *
 * @param inRequest the event that the same request reports under an id, if any
 */
export const lookAtAmendments = async (
  queries: Pick<Queries, 'reportedEvents'>,
  amendments: readonly KnownEvent[],
  inRequest: (borrowerId: string, eventId: string) => Said | undefined,
): Promise<Amending> => {
  const vain = new Map<number, Refused>();
  const amended = new Map<string, ObservedEvent[]>();
  if (amendments.length === 0) return { vain, amended };
  const asked = amendments.flatMap(({ borrowerId, event }) => idsOf(event).map((eventId) => ({ borrowerId, eventId })));
  const reported = new Map<string, Said>();
  for (const { borrowerId, event } of await queries.reportedEvents(asked))
    reported.set(`${borrowerId} ${event.eventId}`, event);
  for (const { index, borrowerId, event } of amendments) {
    if (!isAmendment(event) || reported.has(`${borrowerId} ${event.eventId}`)) continue;
    const before = reported.get(`${borrowerId} ${amendedId(event)}`);
    const about = before ?? inRequest(borrowerId, amendedId(event));
    const fault = about === undefined ? null : faultOf(event, about);
    if (fault !== null) vain.set(index, fault);
    else if (before !== undefined && !isAmendment(before))
      amended.set(borrowerId, [...(amended.get(borrowerId) ?? []), before]);
  }
  return { vain, amended };
};

const idsOf = (event: Said): string[] => (isAmendment(event) ? [event.eventId, amendedId(event)] : [event.eventId]);

const faultOf = (amendment: Amendment, about: Said): Refused | null => {
  if (isAmendment(about)) return refusedOf(fieldOf(amendment), AN_AMENDMENT);
  if (amendment.source !== about.source) return refusedOf('source', OTHER_FEED);
  return maySpeakOf(about, amendment) ? null : refusedOf('replacement.kind', OTHER_KIND);
};

const fieldOf = (amendment: Amendment): string => (amendment.kind === 'REVERSAL' ? 'reverses' : 'corrects');

const refusedOf = (field: string, value: Refused['message']): Refused => refused('amends_nothing', { field, value });

const ITSELF = { zh: '它指向的是它自己', en: 'it names itself' };
const OTHER_BORROWER = {
  zh: '更正后的事件属于另一位借款人',
  en: 'its replacement belongs to another borrower',
};
const OTHER_SOURCE = {
  zh: '更正后的事件写了另一个来源',
  en: 'its replacement names another source',
};
const OTHER_FEED = {
  zh: '该事件由另一个来源报告，只有那个来源可以更正或撤销',
  en: 'the event was reported by another source, and only that one may correct or reverse it',
};
const OTHER_KIND = {
  zh: '更正后的事件与原事件种类不同；请撤销原事件，再报告新事件',
  en: 'its replacement is of another kind than the event; reverse the event and report the other one anew',
};
const AN_AMENDMENT = {
  zh: '它指向的是一项更正或撤销；请直接更正或撤销原事件',
  en: 'it names a correction or reversal; correct or reverse the event itself',
};
