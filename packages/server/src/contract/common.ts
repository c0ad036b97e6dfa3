import { z } from 'zod';

/**
 * Building blocks of the HTTP contract. The Zod schemas are the one source: requests are validated by them, the
 * OpenAPI document is made from them, and the typed client from that document.
 */
export const Fen = z.int().meta({ id: 'Fen', description: 'Money in minor units (fen); 12345 is 123.45 CNY.' });
export const Ppb = z.int().meta({ id: 'Ppb', description: 'A rate in parts per billion; 109500000 is 10.95%.' });
export const Day = z.iso
  .date()
  .meta({ id: 'Day', description: 'Business date, YYYY-MM-DD, in the lender’s time zone.' });
export const Instant = z.iso.datetime().meta({ id: 'Instant', description: 'ISO 8601 instant in UTC.' });
export const Id = z.uuid().meta({ id: 'Id' });

/**
 * What a word from another system is made of. A control character is nobody’s word, and the database takes no NUL; half a surrogate
 * pair would be stored as another id than was sent; U+FFFD stands where bytes were not UTF-8, so that two words become one (H127).
 */
export const printableLine = /^[^\p{Cc}\p{Cs}\uFFFD]*$/u;

/** Text in both languages of the product; pages choose, nothing is translated in the browser. */
export const LocalText = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'LocalText' });

/** A text that a person writes in both languages: neither may be left empty. */
export const WrittenText = z
  .object({ zh: z.string().trim().min(1).max(2000), en: z.string().trim().min(1).max(2000) })
  .meta({ id: 'WrittenText' });

export const LineKind = z.enum(['CONSUMER', 'BUSINESS']).meta({ id: 'LineKind' });
/** ISO 3166-2 codes of provinces; `listRegions` gives their names. */
export const Region = z
  .enum([
    'CN-BJ',
    'CN-TJ',
    'CN-HE',
    'CN-SX',
    'CN-NM',
    'CN-LN',
    'CN-JL',
    'CN-HL',
    'CN-SH',
    'CN-JS',
    'CN-ZJ',
    'CN-AH',
    'CN-FJ',
    'CN-JX',
    'CN-SD',
    'CN-HA',
    'CN-HB',
    'CN-HN',
    'CN-GD',
    'CN-GX',
    'CN-HI',
    'CN-CQ',
    'CN-SC',
    'CN-GZ',
    'CN-YN',
    'CN-XZ',
    'CN-SN',
    'CN-GS',
    'CN-QH',
    'CN-NX',
    'CN-XJ',
  ])
  .meta({ id: 'Region' });
export const RepaymentMethod = z
  .enum(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'BULLET', 'ON_DEMAND'])
  .meta({ id: 'RepaymentMethod' });
export const RestrictionKind = z
  .enum(['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD', 'LIMIT_REDUCED', 'DRAW_SUSPENDED', 'FROZEN', 'CLOSURE'])
  .meta({ id: 'RestrictionKind' });
export const RestrictionState = z
  .enum(['proposed', 'pre_notice', 'effective', 'expired', 'lifted', 'reversed', 'withdrawn', 'final'])
  .meta({ id: 'RestrictionState' });
export const CauseFamily = z
  .enum(['TECHNICAL', 'SECURITY', 'ELIGIBILITY', 'STRATEGY', 'BEHAVIOUR', 'BORROWER_REQUEST', 'LEGAL'])
  .meta({ id: 'CauseFamily' });
export const DecisionKind = z
  .enum([
    'UNDERWRITING',
    'DRAW',
    'EVENT_MONITOR',
    'SCHEDULED_REVIEW',
    'LIMIT',
    'STRATEGY',
    'APPEAL_REDECISION',
    'ROLL_BACK_REDECISION',
  ])
  .meta({ id: 'DecisionKind' });
export const AppealState = z
  .enum([
    'submitted',
    'acknowledged',
    'triaged',
    'info_requested',
    'evidence_received',
    'in_review',
    'outcome_proposed',
    'second_approval',
    'decided',
    'remedy_applied',
    'external_referred',
    'external_decided',
    'implemented',
    'closed',
    'reopened',
  ])
  .meta({ id: 'AppealState' });
export const AppealOutcome = z
  .enum(['overturned', 'partly', 'upheld', 'withdrawn', 'out_of_scope'])
  .meta({ id: 'AppealOutcome' });
export const Role = z
  .enum(['reviewer', 'second_approver', 'analyst', 'operator', 'supervisor'])
  .meta({ id: 'Role', description: 'What a staff member may see and do.' });
export const LoanPurpose = z
  .enum(['DECORATION', 'EDUCATION', 'MEDICAL', 'TRAVEL', 'DAILY', 'BUSINESS_TURNOVER'])
  .meta({ id: 'LoanPurpose' });
export const ConsentKind = z
  .enum(['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA', 'AUTO_DEBIT', 'MARKETING'])
  .meta({ id: 'ConsentKind' });

/** RFC 9457 problem document; `code` is the stable name of a refusal, `field` the input it is about. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    field: z.string().optional(),
    value: z.string().optional(),
    fields: z
      .array(z.string())
      .optional()
      .meta({ description: 'All inputs that it is about, where there may be several.' }),
    message: LocalText,
  })
  .meta({ id: 'Problem' });

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const PageQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** One value that a decision saw, with where it came from and when. */
export const InputValue = z
  .object({
    name: z.string(),
    label: LocalText,
    value: z.union([z.number(), z.string(), z.boolean(), z.null()]),
    text: LocalText.describe('The value as a person reads it, with its unit.'),
    source: LocalText,
    observedAt: Instant.nullable(),
    fresh: z.boolean(),
    window: LocalText.nullable().describe('Over which time it was counted; null for what is no window.'),
    freshnessHours: z
      .int()
      .nullable()
      .describe('How old it may be to count against anybody (G5); null: it does not age.'),
    fallsOn: Instant.nullable().describe('When time alone next lowers it; null when it does not.'),
  })
  .meta({ id: 'InputValue' });

export const Reason = z
  .object({
    code: z.string(),
    ruleId: z.string().nullable(),
    title: LocalText,
    whatWeSaw: LocalText,
    observedAt: Instant.nullable(),
    source: LocalText,
    ourLine: LocalText,
    whatChangesIt: LocalText,
    cure: z.object({
      kind: z.enum(['STEP_UP', 'WAIT', 'EVIDENCE', 'PAY', 'UPDATE', 'NONE']),
      earliestDate: Day.nullable(),
    }),
    changeable: z.boolean(),
  })
  .meta({ id: 'Reason' });

export const Counterfactual = z
  .object({
    changes: z.array(z.object({ input: z.string(), label: LocalText, from: LocalText, to: LocalText })),
    text: LocalText,
    verified: z.boolean().describe('Re-executed through the production decision before it was printed.'),
    byDate: Day.nullable(),
  })
  .meta({ id: 'Counterfactual' });

export const ScheduleRow = z
  .object({
    n: z.int(),
    dueDate: Day,
    principalFen: Fen,
    interestFen: Fen,
    totalFen: Fen,
    balanceAfterFen: Fen,
  })
  .meta({ id: 'ScheduleRow' });

export const CostSheet = z
  .object({
    hash: z.string(),
    principalFen: Fen,
    items: z.array(
      z.object({ name: LocalText, payee: LocalText, method: LocalText, annualRatePpb: Ppb, amountFen: Fen }),
    ),
    annualCostPpb: Ppb.describe('Normal performance, all costs, IRR.'),
    annualRateSimplePpb: Ppb,
    dailyRatePpb: Ppb,
    defaultOnly: z.array(z.object({ name: LocalText, method: LocalText, annualRatePpb: Ppb })),
    nothingElse: LocalText,
    minimumReadingSeconds: z.int(),
  })
  .meta({ id: 'CostSheet' });
