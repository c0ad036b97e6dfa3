import { z } from 'zod';
import { Day, Id, Instant, LocalText, printableLine, WrittenText } from './common.ts';

const text = (max: number) => z.string().min(1).max(max).regex(printableLine);

/** Behaviour events that a lender’s systems send; idempotent by `eventId`, accepted late and out of order. */
const base = {
  eventId: text(100),
  borrowerId: Id,
  occurredAt: Instant,
  source: text(60),
};
const word = text(100);
const count = z.int().min(0);
const amount = z.int().min(0).meta({ description: 'Money in fen, not negative.' });

/** What a bureau says, with money as the caller reads it. What it need not know may be left out: rules that test it then say nothing. */
export const bureauFigures = <Money extends z.ZodType>(money: Money) => ({
  reportDate: Day,
  overdueAccounts: count,
  overdueDaysMax: count,
  overdueAmountFen: money,
  hardEnquiries1m: count,
  hardEnquiries3m: count,
  hardEnquiries6m: count.optional(),
  hardEnquiries12m: count.optional(),
  unsettledLenders: count,
  nonBankLenders: count.optional(),
  newLenders3m: count,
  totalDebtFen: money,
  monthlyDebtServiceFen: money,
  revolvingLimitFen: money.optional(),
  revolvingUsedFen: money.optional(),
  overdueMonths24m: count,
  consecutiveOverdueMonths24m: count,
});

const observed = [
  z.object({
    ...base,
    kind: z.literal('LOGIN'),
    deviceId: word,
    province: word,
    success: z.boolean(),
    latitudeTenths: z.int().min(-900).max(900).optional(),
    longitudeTenths: z.int().min(-1800).max(1800).optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('DEVICE'),
    deviceId: word,
    emulator: z.boolean(),
    rooted: z.boolean(),
    accountsOnDevice: z.int().min(1),
  }),
  z.object({ ...base, kind: z.literal('CREDENTIAL_CHANGE'), what: z.enum(['PHONE', 'CARD', 'PASSWORD']) }),
  z.object({
    ...base,
    kind: z.literal('DOCUMENT_STATUS'),
    document: z.enum(['ID_CARD', 'PHONE', 'BANK_CARD']),
    valid: z.boolean(),
  }),
  z.object({
    ...base,
    kind: z.literal('PURCHASE'),
    amountFen: amount,
    category: word,
    payee: word,
    refund: z.boolean().optional(),
    categoryMismatch: z.boolean().optional(),
    payeeLinked: z.boolean().optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('TRANSFER'),
    direction: z.enum(['IN', 'OUT']),
    amountFen: amount,
    payee: word,
    payeeKind: z.enum(['PERSON', 'MERCHANT', 'SECURITIES', 'PROPERTY', 'LENDER', 'OWN_ACCOUNT', 'OTHER']),
  }),
  z.object({ ...base, kind: z.literal('DRAW_ATTEMPT'), amountFen: amount, deviceId: word }),
  z.object({
    ...base,
    kind: z.literal('REPAYMENT'),
    amountFen: amount,
    to: z.enum(['US', 'ELSEWHERE']),
    late: z.boolean(),
  }),
  z.object({
    ...base,
    kind: z.literal('BUREAU_UPDATE'),
    ...bureauFigures(amount),
  }),
  z.object({
    ...base,
    kind: z.literal('INCOME_UPDATE'),
    monthlyIncomeFen: amount,
    proof: z.enum(['DECLARED', 'PAYSLIP', 'TAX', 'BANK_STATEMENT']),
    contributionMonths3m: count.max(3).optional(),
  }),
  z.object({
    ...base,
    kind: z.literal('TAX_UPDATE'),
    periodFrom: Day,
    declaredSalesFen: amount,
    taxPaidFen: amount,
    filedOnTime: z.boolean(),
  }),
  z.object({ ...base, kind: z.literal('SALES_UPDATE'), salesDate: Day, salesFen: amount, orders: count }),
] as const;

export const ObservedEvent = z.discriminatedUnion('kind', observed).meta({ id: 'ObservedEvent' });
export const BehaviourEvent = z
  .discriminatedUnion('kind', [
    ...observed,
    z.object({ ...base, kind: z.literal('CORRECTION'), corrects: word, replacement: ObservedEvent }),
    z.object({ ...base, kind: z.literal('REVERSAL'), reverses: word }),
  ])
  .meta({
    id: 'BehaviourEvent',
    description: 'A CORRECTION or REVERSAL names an earlier event of the same source, and may arrive before it.',
  });

/** A feed says that it is alive, and how often it will say so; it belongs to no borrower. */
export const Heartbeat = z
  .object({
    kind: z.literal('HEARTBEAT'),
    eventId: base.eventId,
    occurredAt: Instant,
    source: base.source,
    everySeconds: z.int().min(1).max(86_400),
    carries: z.array(z.string().min(1).max(60)).min(1).max(20),
  })
  .meta({ id: 'Heartbeat', description: 'Three missed in a row are an outage of the sources that the feed carries.' });
export const IncomingEvent = z.discriminatedUnion('kind', [BehaviourEvent, Heartbeat]);

/** One JSON value a line. */
export const NDJSON = 'application/x-ndjson';
/** At most so many in one request; more belong in several, or in the stream. */
export const eventsMax = 10_000;
export const EventIntake = z
  .union([
    IncomingEvent,
    z.array(IncomingEvent).min(1).max(eventsMax),
    z.object({ events: z.array(IncomingEvent).min(1).max(eventsMax) }),
  ])
  .meta({
    id: 'EventIntake',
    description:
      'One event, a list of events, or, as `application/x-ndjson`, one event a line. Each is judged by itself: a faulty one does not stop the others. One event sent alone is answered with a problem where it is refused: 422 with the field and what to do, or 409, `event_id_reused`, under an id that was used for other content.',
  });
export const EventVerdict = z
  .object({
    /** Place in the request, from 0. */
    index: z.int().min(0),
    eventId: z.string().nullable(),
    verdict: z.enum(['ACCEPTED', 'LATE', 'DUPLICATE', 'CONFLICT', 'REJECTED']),
    refusal: z
      .object({
        code: z.string(),
        field: z.string().nullable(),
        fields: z.array(z.string()).optional().meta({ description: 'Of a CONFLICT: every field that differs.' }),
        message: LocalText,
      })
      .nullable(),
    decisionId: Id.nullable(),
    action: z.string().nullable(),
  })
  .meta({
    id: 'EventVerdict',
    description:
      'LATE: taken in, but it changes no issued decision; a re-review is opened. DUPLICATE: reported before; nothing changes. CONFLICT: the borrower’s event of this id says something else; what came first stands, and the refusal names the fields that differ. REJECTED: the refusal names the field and what to do.',
  });
export const EventVerdicts = z.object({ results: z.array(EventVerdict) }).meta({ id: 'EventVerdicts' });
export const DataQuality = z
  .object({
    /** The stream that events come from beside HTTP; null where none is read. */
    stream: z
      .object({
        subject: z.string(),
        connected: z.boolean(),
        waiting: z.int().nullable().meta({ description: 'Events not yet committed here; null until the server said.' }),
        lastEventAt: Instant.nullable(),
        rejected: z.int().meta({ description: 'Put aside with their verdict since the server was started.' }),
      })
      .nullable(),
    feeds: z.array(
      z.object({
        feed: z.string(),
        carries: z.array(LocalText),
        everySeconds: z.int().nullable(),
        lastBeatAt: Instant.nullable(),
        lastEventAt: Instant.nullable(),
        events: z.int(),
        lateEvents: z.int(),
        conflicts: z.int().meta({ description: 'Refused because their id was known with other content.' }),
        trouble: z.enum(['OUTAGE', 'REPLAYED']).nullable(),
      }),
    ),
    incidents: z.array(
      z.object({
        id: Id,
        feed: z.string(),
        kind: z.enum(['OUTAGE', 'REPLAYED']),
        openedAt: Instant,
        closedAt: Instant.nullable(),
      }),
    ),
    doubts: z.array(
      z.object({
        kind: z.enum(['DUPLICATE_SUBMISSION', 'REPLAYED', 'CONTRADICTORY', 'INCOMPLETE', 'OUTAGE']),
        source: LocalText,
        borrowers: z.int(),
        count: z.int(),
        lastAt: Instant,
      }),
    ),
  })
  .meta({ id: 'DataQuality' });
export const RailAnswer = z
  .object({
    externalId: Id.describe('The id that the order came with.'),
    status: z.enum(['SUCCEEDED', 'FAILED']),
    date: Day.describe('The value date: the day on which the money moved, or did not.'),
    failure: WrittenText.nullable().optional().describe('Why it failed, in words for the borrower.'),
  })
  .meta({ id: 'RailAnswer' });
export const RailAnswerTaken = z
  .object({ externalId: Id, status: z.enum(['SUCCEEDED', 'FAILED']), repeated: z.boolean() })
  .meta({ id: 'RailAnswerTaken' });
export const RailSettings = z
  .object({ nextOutcomes: z.array(z.enum(['SUCCEED', 'FAIL', 'TIME_OUT', 'ANSWER_TWICE'])).max(100) })
  .meta({
    id: 'RailSettings',
    description: 'Sandbox payment rail: how it answers the next orders, in order; then it succeeds.',
  });
