import { z } from 'zod';
import { Fen, Id, Instant } from './common.ts';

/** Behaviour events that a lender’s systems send; idempotent by `eventId`, accepted late and out of order. */
const base = {
  eventId: z.string().min(1).max(100),
  borrowerId: Id,
  occurredAt: Instant,
  source: z.string().min(1).max(60),
};
export const BehaviourEvent = z
  .discriminatedUnion('kind', [
    z.object({ ...base, kind: z.literal('LOGIN'), deviceId: z.string(), province: z.string(), success: z.boolean() }),
    z.object({
      ...base,
      kind: z.literal('DEVICE'),
      deviceId: z.string(),
      emulator: z.boolean(),
      rooted: z.boolean(),
      accountsOnDevice: z.int().min(1),
    }),
    z.object({ ...base, kind: z.literal('CREDENTIAL_CHANGE'), what: z.enum(['PHONE', 'CARD', 'PASSWORD']) }),
    z.object({ ...base, kind: z.literal('PURCHASE'), amountFen: Fen, category: z.string(), payee: z.string() }),
    z.object({ ...base, kind: z.literal('DRAW_ATTEMPT'), amountFen: Fen, deviceId: z.string() }),
    z.object({
      ...base,
      kind: z.literal('BUREAU_UPDATE'),
      reportDate: z.iso.date(),
      overdueAccounts: z.int().min(0),
      overdueDaysMax: z.int().min(0),
      overdueAmountFen: Fen,
      hardEnquiries1m: z.int().min(0),
      hardEnquiries3m: z.int().min(0),
      unsettledLenders: z.int().min(0),
      newLenders3m: z.int().min(0),
      totalDebtFen: Fen,
      monthlyDebtServiceFen: Fen,
      overdueMonths24m: z.int().min(0),
      consecutiveOverdueMonths24m: z.int().min(0),
    }),
    z.object({
      ...base,
      kind: z.literal('INCOME_UPDATE'),
      monthlyIncomeFen: Fen,
      proof: z.enum(['DECLARED', 'PAYSLIP', 'TAX', 'BANK_STATEMENT']),
    }),
  ])
  .meta({ id: 'BehaviourEvent' });
export const EventBatch = z.object({ events: z.array(BehaviourEvent).min(1).max(1000) }).meta({ id: 'EventBatch' });
export const EventVerdict = z
  .object({
    eventId: z.string(),
    verdict: z.enum(['ACCEPTED', 'DUPLICATE', 'REFUSED']),
    refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
    decisionId: Id.nullable(),
    action: z.string().nullable(),
  })
  .meta({ id: 'EventVerdict' });
export const EventVerdicts = z.object({ results: z.array(EventVerdict) }).meta({ id: 'EventVerdicts' });
export const RailSettings = z
  .object({ nextOutcomes: z.array(z.enum(['SUCCEED', 'FAIL', 'TIME_OUT', 'ANSWER_TWICE'])).max(100) })
  .meta({
    id: 'RailSettings',
    description: 'Sandbox payment rail: how it answers the next orders, in order; then it succeeds.',
  });
