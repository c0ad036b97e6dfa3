import { addDays } from '@clearline/lending';
import type { BehaviourEvent } from '../behaviour-event.ts';
import type { Behaviour } from '../file.ts';
import { dateOf } from '../time.ts';
import type { Instant } from '../vocabulary.ts';

/** Behind this many days no monitoring window looks; older raw events leave the file (the facts keep them). */
const BEHAVIOUR_KEPT_DAYS = 100;
/** Event ids remembered for deduplication within a file; the store’s key constraint covers the rest. */
const EVENT_IDS_KEPT = 400;

/** Takes an event into what the monitoring looks at. */
export const observe = (behaviour: Behaviour, event: BehaviourEvent, at: Instant): Behaviour => {
  const oldest = `${addDays(dateOf(at), -BEHAVIOUR_KEPT_DAYS)}T00:00:00.000Z`;
  const push = <E extends { readonly occurredAt: Instant }>(events: readonly E[], added: E): readonly E[] =>
    [...events.filter((kept) => kept.occurredAt >= oldest), added].sort((a, b) =>
      a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0,
    );
  const next = { ...behaviour, seenEventIds: [...behaviour.seenEventIds.slice(-EVENT_IDS_KEPT), event.eventId] };
  switch (event.kind) {
    case 'LOGIN':
      return { ...next, logins: push(next.logins, event) };
    case 'DEVICE':
      return { ...next, devices: push(next.devices, event) };
    case 'CREDENTIAL_CHANGE':
      return { ...next, credentialChanges: push(next.credentialChanges, event) };
    case 'PURCHASE':
      return { ...next, purchases: push(next.purchases, event) };
    case 'DRAW_ATTEMPT':
      return { ...next, drawAttempts: push(next.drawAttempts, event) };
    case 'BUREAU_UPDATE':
      return next.bureau === null || event.reportDate >= next.bureau.reportDate ? { ...next, bureau: event } : next;
    case 'INCOME_UPDATE':
      return next.income === null || event.occurredAt >= next.income.occurredAt ? { ...next, income: event } : next;
  }
};
