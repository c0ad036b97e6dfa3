import {
  type BehaviourEvent,
  type DecisionRecord,
  type Delivery,
  eventFault,
  futureFault,
  type Fact,
  isAmendment,
  type LocalText,
  type PolicySet,
  reviveOwn,
  SEVERITY,
} from '@clearline/line';
import type { Book, ExecuteResult, Queries } from '@clearline/store';
import type { z } from 'zod';
import { BehaviourEvent as EventSchema, type EventVerdict, Heartbeat, IncomingEvent } from '../contract/events.ts';
import { isUnreadable } from '../http/events-body.ts';
import { type Answer, answer, type Refused, refused } from '../http/refused.ts';
import { validated } from '../http/validate.ts';
import type { LenderClock } from '../clock.ts';
import type { Services } from '../services.ts';
import { type Amending, amendmentFault, lookAtAmendments } from './amendments.ts';
import { conflictsAmong, type KnownEvent } from './conflicts.ts';
import { quickReader } from './quick-events.ts';

export type Verdict = z.output<typeof EventVerdict>;
/** An event, and whose it is. */
interface Incoming {
  readonly borrowerId: string;
  readonly event: BehaviourEvent;
}
/** An event that passed its checks, with its place in the request. */
interface Sound {
  readonly index: number;
  readonly event: BehaviourEvent;
}

/** What taking in events needs of the lender. */
export interface IntakeServices extends Pick<Services, 'feeds'> {
  readonly book: Pick<Book, 'execute'>;
  readonly queries: Pick<Queries, 'reportedEvents'>;
  readonly clock: Pick<LenderClock, 'now'>;
  readonly policies: Pick<PolicySet, 'sources' | 'features'>;
}

/** Who sends: a name for the records, and the feeds that it may speak for. */
export interface Sender {
  readonly name: string;
  readonly feeds: readonly string[];
}

/**
 * Takes in events as they came, each checked by itself: a faulty one is rejected with its field and what to do, and
 * stops no other. One borrower’s events go to the book as one command in the order sent, and are judged once.
 */
export async function intake(services: IntakeServices, raw: readonly unknown[], sender: Sender): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const byBorrower = new Map<string, Sound[]>();
  const now = services.clock.now();
  raw.forEach((given, index) => {
    if (isHeartbeat(given)) {
      verdicts[index] = beat(services, given, sender, index);
      return;
    }
    const checked = check(given, sender, now);
    if (!checked.ok) {
      verdicts[index] = rejected(index, eventIdOf(given), checked.refused);
      return;
    }
    const { borrowerId, event } = checked.incoming;
    const own = byBorrower.get(borrowerId);
    if (own === undefined) byBorrower.set(borrowerId, [{ index, event }]);
    else own.push({ index, event });
  });
  const amended = await setVainAside(services, byBorrower, verdicts);
  const actor = { kind: 'machine', name: `feed:${sender.name}` } as const;
  const commits = Array.from(byBorrower, ([borrowerId, own]) => {
    const events = own.map(({ event }) => event);
    const about = amended.get(borrowerId);
    const command = { type: 'observe', events, ...(about === undefined ? {} : { amended: about }) } as const;
    return services.book.execute({ borrowerId, command, actor });
  });
  const results = await Promise.all(commits);
  let next = 0;
  const again = new Set<number>();
  for (const own of byBorrower.values()) putVerdicts(own, results[next++] as ExecuteResult, verdicts, again);
  await tellConflicts(services, byBorrower, verdicts, sender);
  countByFeed(services, byBorrower.values(), verdicts, again);
  return verdicts;
}

/**
 * Corrections and reversals that can count for nothing do not reach the book; their sender is told why.
 *
 * @returns what the others are about, by borrower
 */
const setVainAside = async (
  { queries }: IntakeServices,
  byBorrower: Map<string, Sound[]>,
  verdicts: Verdict[],
): Promise<Amending['amended']> => {
  const amendments: KnownEvent[] = [];
  for (const [borrowerId, own] of byBorrower)
    for (const { index, event } of own) if (isAmendment(event)) amendments.push({ index, borrowerId, event });
  if (amendments.length === 0) return NOTHING_AMENDED;
  const together = new Map<string, BehaviourEvent>();
  for (const borrowerId of new Set(amendments.map((one) => one.borrowerId)))
    for (const { event } of byBorrower.get(borrowerId) ?? []) {
      // Of two under one id the first is the one that stands (N123).
      const key = `${borrowerId} ${event.eventId}`;
      if (!together.has(key)) together.set(key, event);
    }
  const { vain, amended } = await lookAtAmendments(queries, amendments, (borrowerId, id) =>
    together.get(`${borrowerId} ${id}`),
  );
  for (const [borrowerId, own] of byBorrower) {
    const rest = own.filter(({ index, event }) => {
      const refusal = vain.get(index);
      if (refusal !== undefined) verdicts[index] = rejected(index, event.eventId, refusal);
      return refusal === undefined;
    });
    if (rest.length === 0) byBorrower.delete(borrowerId);
    else if (rest.length < own.length) byBorrower.set(borrowerId, rest);
  }
  return amended;
};
const NOTHING_AMENDED: Amending['amended'] = new Map();

/** A known id is a duplicate only if it says the same. */
const tellConflicts = async (
  { queries }: IntakeServices,
  byBorrower: ReadonlyMap<string, readonly Sound[]>,
  verdicts: Verdict[],
  sender: Sender,
): Promise<void> => {
  const known: KnownEvent[] = [];
  for (const [borrowerId, own] of byBorrower)
    for (const { index, event } of own)
      if (verdicts[index]?.verdict === 'DUPLICATE') known.push({ index, borrowerId, event });
  if (known.length === 0) return;
  const conflicts = await conflictsAmong(queries, known, (feed) => speaksFor(sender, feed));
  for (const { index, event } of known) {
    const refusal = conflicts.get(index);
    if (refusal !== undefined) verdicts[index] = refusedAs('CONFLICT', index, event.eventId, refusal);
  }
};

const NOTHING_DELIVERED: Delivery = { taken: 0, carries: [], late: 0, amending: 0, conflicts: 0 };
const NO_SOURCES: readonly string[] = [];
/** The sources of the policy that an event, or what it corrects, makes values of. */
const carriedBy = (event: BehaviourEvent, { features }: IntakeServices['policies']): readonly string[] => {
  if (event.kind === 'REVERSAL') return NO_SOURCES;
  const { kind } = event.kind === 'CORRECTION' ? event.replacement : event;
  return features.sources[kind] ?? NO_SOURCES;
};

/** What each feed delivered, so that one that replays is seen; `again` are the places of amendments that were made before. */
const countByFeed = (
  { feeds, clock, policies }: IntakeServices,
  groups: Iterable<readonly Sound[]>,
  verdicts: readonly Verdict[],
  again: ReadonlySet<number>,
): void => {
  const byFeed = new Map<string, Delivery>();
  for (const group of groups)
    for (const { index, event } of group) {
      const verdict = verdicts[index]?.verdict;
      if (verdict !== 'ACCEPTED' && verdict !== 'LATE' && verdict !== 'CONFLICT') continue;
      const { taken, carries, late, amending, conflicts } = byFeed.get(event.source) ?? NOTHING_DELIVERED;
      byFeed.set(event.source, {
        carries: carriedBy(event, policies).every((one) => carries.includes(one))
          ? carries
          : [...new Set([...carries, ...carriedBy(event, policies)])],
        taken: taken + (verdict === 'CONFLICT' ? 0 : 1),
        late: late + (verdict === 'LATE' ? 1 : 0),
        amending: amending + (verdict === 'LATE' && isAmendment(event) && !again.has(index) ? 1 : 0),
        conflicts: conflicts + (verdict === 'CONFLICT' ? 1 : 0),
      });
    }
  for (const [feed, delivery] of byFeed) feeds.delivered(feed, delivery, clock.now());
};

const isHeartbeat = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'HEARTBEAT';

/** A heartbeat of one of the sender’s feeds. It is no borrower’s, and reaches no book. */
const beat = ({ feeds, clock, policies }: IntakeServices, given: unknown, sender: Sender, index: number): Verdict => {
  const valid = validated(Heartbeat, 'body', given);
  if (!valid.ok) return rejected(index, eventIdOf(given), valid.refused);
  const { kind: _kind, eventId, ...heard } = valid.value;
  const { source, carries } = heard;
  const refuse = (...why: Parameters<typeof refused>): Verdict => rejected(index, eventId, refused(...why));
  if (!speaksFor(sender, source)) return refuse('source_not_declared', { field: 'source', value: source });
  const unknown = carries.find((key) => !Object.hasOwn(policies.sources, key));
  if (unknown !== undefined) return refuse('source_unknown', { field: 'carries', value: unknown });
  const now = clock.now();
  const fault = futureFault(heard, now);
  if (fault !== null) return rejected(index, eventId, fault);
  feeds.beat(heard, now);
  return { index, eventId, verdict: 'ACCEPTED', refusal: null, decisionId: null, action: null };
};

type Checked = { readonly ok: true; readonly incoming: Incoming } | { readonly ok: false; readonly refused: Refusal };
type Refusal = Pick<Refused, 'code' | 'field' | 'fields'> & { readonly message: LocalText };

const check = (given: unknown, sender: Sender, now: string): Checked => {
  if (isUnreadable(given))
    return {
      ok: false,
      refused: refused('malformed_request', { value: { zh: '这一行不是JSON', en: 'the line is not JSON' } }),
    };
  const read = readEvent(given);
  if (!read.ok) return read;
  const { event } = read.value;
  if (!speaksFor(sender, event.source))
    return { ok: false, refused: refused('source_not_declared', { field: 'source', value: event.source }) };
  const fault = eventFault(event, now) ?? amendmentFault(read.value.borrowerId, event);
  return fault === null ? { ok: true, incoming: read.value } : { ok: false, refused: fault };
};

const readQuickly = quickReader(EventSchema);
const readEvent = (given: unknown): Answer<Incoming> => {
  // The reader takes its fields from the schema, so what it makes is of the schema’s shape; a test holds the two together.
  const quick = readQuickly(given) as unknown as Incoming | null;
  if (quick !== null) return answer(quick);
  // Of all that may come, so that whoever misspells a kind reads every kind there is.
  const valid = validated(IncomingEvent, 'body', given);
  if (!valid.ok) return valid;
  if (valid.value.kind === 'HEARTBEAT') throw new Error('a heartbeat is no event of a borrower; `beat` reads it');
  const { borrowerId, ...event } = valid.value;
  return answer({ borrowerId, event: reviveOwn<BehaviourEvent>(event) });
};

/** Whether the sender’s key was issued for the feed that an event names. */
const speaksFor = ({ feeds }: Sender, source: string): boolean =>
  feeds.some((feed) => (feed.endsWith('*') ? source.startsWith(feed.slice(0, -1)) : feed === source));

const eventIdOf = (given: unknown): string | null => {
  const id = typeof given === 'object' && given !== null && 'eventId' in given ? given.eventId : null;
  return typeof id === 'string' ? id : null;
};

const rejected = (index: number, eventId: string | null, refusal: Refusal): Verdict =>
  refusedAs('REJECTED', index, eventId, refusal);

const refusedAs = (
  verdict: 'CONFLICT' | 'REJECTED',
  index: number,
  eventId: string | null,
  { code, field, fields, message }: Refusal,
): Verdict => ({
  index,
  eventId,
  verdict,
  refusal: { code, field, ...(fields === undefined ? {} : { fields: [...fields] }), message },
  decisionId: null,
  action: null,
});

/** Facts say what was new: an event that made none had been reported before, in this request or earlier. */
const putVerdicts = (own: readonly Sound[], result: ExecuteResult, verdicts: Verdict[], again: Set<number>): void => {
  if (!result.ok) {
    // Of all that the book may say of a borrower’s events, this is about the one field that the events share.
    const { refusal } = result;
    const said = refusal.code === 'not_registered' ? { ...refusal, field: 'borrowerId' } : refusal;
    for (const { index, event } of own) verdicts[index] = rejected(index, event.eventId, said);
    return;
  }
  const taken = new Map<string, Extract<Fact['body'], { type: 'behaviour.observed' }>>();
  for (const { body } of result.facts) if (body.type === 'behaviour.observed') taken.set(body.event.eventId, body);
  const decision = hardestDecision(result.facts);
  for (const { index, event } of own) {
    const { eventId } = event;
    const observed = taken.get(eventId);
    taken.delete(eventId);
    const isNew = observed !== undefined;
    const late = observed?.late ?? false;
    if (observed?.again === true) again.add(index);
    verdicts[index] = {
      index,
      eventId,
      verdict: !isNew ? 'DUPLICATE' : late ? 'LATE' : 'ACCEPTED',
      refusal: null,
      decisionId: isNew && !late ? (decision?.id ?? null) : null,
      action: isNew && !late ? (decision?.action ?? null) : null,
    };
  }
};

const hardestDecision = (facts: readonly Fact[]): DecisionRecord | null => {
  let hardest: DecisionRecord | null = null;
  for (const { body } of facts)
    if (
      body.type === 'decision.recorded' &&
      (hardest === null || SEVERITY[body.decision.action] > SEVERITY[hardest.action])
    )
      hardest = body.decision;
  return hardest;
};
