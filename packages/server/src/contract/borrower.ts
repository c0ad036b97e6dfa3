import { z } from 'zod';
import {
  AppealOutcome,
  AppealState,
  CauseFamily,
  ConsentKind,
  CostSheet,
  Counterfactual,
  Day,
  Fen,
  Id,
  Instant,
  LineKind,
  LoanPurpose,
  LocalText,
  Ppb,
  Reason,
  Region,
  RepaymentMethod,
  RestrictionKind,
  RestrictionState,
  ScheduleRow,
} from './common.ts';

/** Schemas of what a borrower sends and sees. */
export const CodeRequest = z.object({ phone: z.string().regex(/^1\d{10}$/) }).meta({ id: 'CodeRequest' });
export const CodeSent = z.object({ expiresAt: Instant }).meta({ id: 'CodeSent' });
export const SignIn = z
  .object({ phone: z.string().regex(/^1\d{10}$/), code: z.string().regex(/^\d{6}$/) })
  .meta({ id: 'SignIn' });
export const BorrowerSession = z.object({ borrowerId: Id, isNew: z.boolean() }).meta({ id: 'BorrowerSession' });
export const DemoMessage = z
  .object({
    id: Id,
    to: z.string(),
    at: Instant,
    channel: z.string(),
    title: LocalText,
    body: LocalText,
    noticeId: Id.nullable(),
  })
  .meta({ id: 'DemoMessage' });

export const Identity = z
  .object({ name: z.string().min(2).max(40), idNumber: z.string().regex(/^\d{17}[\dX]$/) })
  .meta({ id: 'Identity' });
export const Consent = z
  .object({
    kind: ConsentKind,
    title: LocalText,
    text: LocalText,
    required: z.boolean(),
    givenAt: Instant.nullable(),
    takenBackAt: Instant.nullable().describe('It counts no more since then; null where it is given, or never was.'),
    version: z.string(),
  })
  .meta({ id: 'Consent' });
export const ConsentChange = z.object({ given: z.boolean(), version: z.string() }).meta({ id: 'ConsentChange' });

export const ApplicationInput = z
  .object({
    kind: LineKind,
    monthlyIncomeFen: z.int().min(0).max(100_000_000_00),
    employment: z.enum(['EMPLOYED', 'SELF_EMPLOYED', 'BUSINESS_OWNER', 'STUDENT', 'RETIRED', 'UNEMPLOYED']),
    monthsInWork: z.int().min(0).max(720),
    region: Region.optional().describe(
      'Where the applicant lives or trades. Says where a product is offered, nothing else.',
    ),
    askedLimitFen: z
      .int()
      .min(0)
      .optional()
      .describe('The limit asked for, of a business line; two people decide on a large one.'),
    monthlySalesFen: z
      .int()
      .min(0)
      .max(1_000_000_000_00)
      .optional()
      .describe('What the business takes in a month; of a business line.'),
  })
  .meta({ id: 'ApplicationInput' });
export const Offer = z
  .object({
    limitFen: Fen,
    dailyRatePpb: Ppb,
    annualRateSimplePpb: Ppb,
    dayBasis: z.enum(['ACT/365', 'ACT/360']),
    validUntil: Instant,
    costSheet: CostSheet,
    lender: z.object({ name: LocalText, licence: z.string() }),
  })
  .meta({ id: 'Offer' });
export const Application = z
  .object({
    id: Id,
    kind: LineKind,
    submittedAt: Instant,
    status: z.enum(['OFFERED', 'DECLINED', 'REFERRED', 'ACCEPTED', 'EXPIRED']),
    decisionId: Id,
    points: z.int().nullable(),
    reasons: z
      .array(Reason)
      .describe('Why it was declined; while a person looks at it, what there is to look at, which takes nothing.'),
    counterfactuals: z.array(Counterfactual),
    noCounterfactual: LocalText.nullable().describe(
      'Where it was declined and no change is named: whether that is proven.',
    ),
    noticeId: Id.nullable(),
    offer: Offer.nullable(),
    reapplyFrom: Day.nullable(),
    twoPeopleDecide: z
      .boolean()
      .describe(
        'It waits for the three-part check of a business line, on which one person proposes and another agrees.',
      ),
  })
  .meta({ id: 'Application' });
/** The proof of the forced reading before anything is signed; kept with what was signed. */
const reading = {
  costSheetHash: z.string(),
  readSeconds: z.int().min(0).max(86_400).describe('Whole seconds for which the cost sheet was in sight.'),
  scrolledToEnd: z.boolean(),
  confirmed: z.literal(true),
};
export const Acceptance = z.object(reading).meta({ id: 'Acceptance' });

export const Restriction = z
  .object({
    id: Id,
    kind: RestrictionKind,
    state: RestrictionState,
    causeFamily: CauseFamily,
    title: LocalText,
    summary: LocalText,
    proposedAt: Instant,
    effectiveAt: Instant.nullable(),
    expiresAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    limitBeforeFen: Fen.nullable(),
    limitAfterFen: Fen.nullable(),
    singleDrawCapFen: Fen.nullable().describe('The most that one draw may be; null for every other kind.'),
    decisionId: Id,
    noticeId: Id.nullable(),
    stepUpLifts: z.boolean(),
    keepable: z.boolean().describe('Announced because the line lies unused: the borrower keeps it with one tap.'),
    appealableUntil: Instant.nullable(),
    appealId: Id.nullable(),
    decidedBy: z.enum(['MACHINE', 'PEOPLE', 'BORROWER']),
  })
  .meta({ id: 'Restriction' });

export const Line = z
  .object({
    status: z.enum(['OFFERED', 'ACTIVE', 'CLOSED']),
    kind: LineKind,
    displayState: z
      .enum([
        'ACTIVE',
        'STEP_UP',
        'SINGLE_DRAW_CAP',
        'DRAW_HOLD',
        'LIMIT_REDUCED',
        'DRAW_SUSPENDED',
        'FROZEN',
        'PAUSED',
        'CLOSED',
        'CLOSING',
      ])
      .describe('Derived from the restrictions in force; repayment never depends on it.'),
    grantedLimitFen: Fen,
    effectiveLimitFen: Fen,
    ownLimitFen: Fen.nullable().describe('The limit that the borrower set below the granted one; theirs to take back.'),
    usedFen: Fen,
    availableFen: Fen,
    canDraw: z.boolean(),
    singleDrawMinFen: Fen,
    singleDrawMaxFen: Fen.describe(
      'The most that one draw may be now: product, available limit and cap taken together.',
    ),
    singleDrawCap: z
      .object({ capFen: Fen, until: Instant })
      .nullable()
      .describe('A cap on each draw that is in force, and when it ends by itself.'),
    dailyRatePpb: Ppb,
    annualRateSimplePpb: Ppb,
    tenorsMonths: z.array(z.int()),
    methods: z.array(RepaymentMethod),
    openedAt: Instant,
    nextReviewDate: Day,
    goodStanding: z.boolean(),
    temporary: z
      .object({ limitFen: Fen, until: Instant, purpose: LoanPurpose, endTold: z.boolean() })
      .nullable()
      .describe('A higher limit in force up to a moment; it ends by itself.'),
    temporaryAsk: z
      .object({ limitFen: Fen, until: Day, purpose: LoanPurpose, askedAt: Instant })
      .nullable()
      .describe('A temporary limit that waits for a person.'),
    temporaryMostFen: Fen.describe('The most that a temporary limit may be.'),
  })
  .meta({ id: 'Line' });

export const TemporaryLimitInput = z
  .object({ limitFen: z.int().min(1), until: Day, purpose: LoanPurpose })
  .meta({ id: 'TemporaryLimitInput' });

export const Move = z
  .object({
    state: z
      .enum(['OPEN', 'INVITED', 'AGREED', 'DECLINED'])
      .describe('OPEN: nobody asked; the borrower may start it by themselves.'),
    sign: z.enum(['SALES', 'TAX', 'DECLARED']).nullable().describe('What showed that they trade.'),
    possible: z.boolean().describe('False while a restriction, an announcement or an appeal is not settled.'),
    declined: z
      .boolean()
      .describe('Agreed to, but the business line was not granted; another application may be made.'),
    maxLimitFen: Fen,
    maxDrawFen: Fen,
    tenorsMonths: z.array(z.int()),
    consent: z.object({ version: z.string(), text: LocalText }),
  })
  .meta({ id: 'Move' });
export const MoveConsent = z
  .object({
    title: LocalText,
    text: LocalText.describe('Of the version that was agreed to.'),
    version: z.string(),
    agreedAt: Instant.nullable(),
    takenBackAt: Instant.nullable(),
    openedAt: Instant.nullable().describe('When the business line opened in place of the consumer line.'),
  })
  .meta({ id: 'MoveConsent', description: 'The consent to move to a business line; a consent to no data.' });
export const MoveAnswer = z.object({ agreed: z.boolean(), version: z.string() }).meta({ id: 'MoveAnswer' });

export const Home = z
  .object({
    borrower: z.object({ id: Id, maskedName: z.string().nullable(), maskedPhone: z.string() }),
    stage: z.enum(['IDENTITY', 'CONSENTS', 'APPLICATION', 'OFFER', 'DECLINED', 'REFERRED', 'ACTIVE', 'CLOSED']),
    businessDate: Day,
    line: Line.nullable(),
    move: Move.nullable().describe('The way from a consumer line to a business line; null for anybody else.'),
    restrictions: z.array(Restriction),
    due: z
      .object({ amountFen: Fen, dueDate: Day, daysLeft: z.int(), overdueFen: Fen, daysPastDue: z.int() })
      .nullable(),
    payoffFen: Fen,
    limitSeries: z.array(z.object({ date: Day, limitFen: Fen })),
    unreadNotices: z.int(),
    openAppealId: Id.nullable(),
    contact: z.string().describe('The telephone on which people of the lender answer.'),
  })
  .meta({ id: 'Home' });

export const DrawInput = z
  .object({
    amountFen: z.int().min(1),
    tenorMonths: z.int().min(1).max(24),
    method: RepaymentMethod,
  })
  .meta({ id: 'DrawInput' });
export const DrawQuote = z
  .object({ planHash: z.string(), rows: z.array(ScheduleRow), totalInterestFen: Fen, costSheet: CostSheet })
  .meta({ id: 'DrawQuote' });
export const DrawRequest = DrawInput.extend({
  purpose: LoanPurpose,
  accountTail: z.string().regex(/^\d{4}$/),
  planHash: z.string(),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .describe('The one-time code for this amount, where the lender asks for one (`draw_code_needed`).'),
  ...reading,
}).meta({ id: 'DrawRequest' });

export const LoanInstalment = ScheduleRow.extend({
  status: z.enum(['PAID', 'DUE', 'OVERDUE', 'FUTURE']),
  paidFen: Fen,
  penaltyFen: Fen,
  paidOn: Day.nullable(),
}).meta({ id: 'LoanInstalment' });
export const LoanEventKind = z
  .enum([
    'repayment',
    'recovery',
    'credit_refund',
    'fee',
    'fee_waiver',
    'penalty_waiver',
    'interest_pause',
    'ageing_pause',
    'rate_change',
    'reage',
    'restructure',
    'charge_off',
    'write_off',
    'reversal',
  ])
  .meta({ id: 'LoanEventKind' });
export const LoanHistoryItem = z
  .object({
    eventId: z.string(),
    date: Day.describe('From when it counts.'),
    kind: LoanEventKind,
    text: LocalText,
    amountFen: Fen.nullable(),
    reversedOn: Day.nullable().describe('When it was taken back, if it was.'),
    paymentId: Id.nullable(),
  })
  .meta({ id: 'LoanHistoryItem' });
export const Loan = z
  .object({
    id: Id,
    state: z.enum(['PENDING', 'ACTIVE', 'SETTLED', 'FAILED', 'WRITTEN_OFF']),
    purpose: LoanPurpose,
    accountTail: z.string(),
    drawnOn: Day,
    amountFen: Fen,
    tenorMonths: z.int(),
    method: RepaymentMethod,
    annualRateSimplePpb: Ppb,
    principalOutstandingFen: Fen,
    interestAccruedFen: Fen,
    penaltyAccruedFen: Fen,
    dueFen: Fen,
    overdueFen: Fen,
    payoffFen: Fen,
    daysPastDue: z.int(),
    nextDueDate: Day.nullable(),
    nextDueFen: Fen,
    settledOn: Day.nullable(),
    feesDueFen: Fen,
    creditFen: Fen.describe('Paid beyond the debt and owed back; below zero when it went back and was then reversed.'),
    writtenOffFen: Fen,
    recoveredFen: Fen,
    instalments: z.array(LoanInstalment),
    history: z.array(LoanHistoryItem).describe('What happened since it was paid out, newest first.'),
  })
  .meta({ id: 'Loan' });

export const RepaymentInput = z
  .object({
    loanId: Id.nullable().describe('One loan, or null for everything due across loans.'),
    mode: z.enum(['DUE', 'EARLY_PART', 'EARLY_FULL']),
    amountFen: z.int().min(1).nullable().describe('null: everything due, or the whole payoff for EARLY_FULL.'),
    surplus: z.enum(['SHORTER_TENOR', 'SMALLER_INSTALMENT']).default('SHORTER_TENOR'),
  })
  .meta({ id: 'RepaymentInput' });
export const RepaymentQuote = z
  .object({
    amountFen: Fen,
    principalFen: Fen,
    interestFen: Fen,
    penaltyFen: Fen,
    feesFen: Fen,
    interestSavedFen: Fen,
    rowsAfter: z.array(ScheduleRow),
  })
  .meta({ id: 'RepaymentQuote' });
export const Payment = z
  .object({
    id: Id,
    direction: z.enum(['OUT', 'IN']),
    purpose: z.enum(['DRAW', 'REPAYMENT', 'REFUND']),
    state: z.enum(['PENDING', 'SUCCEEDED', 'FAILED', 'REVERSED']),
    amountFen: Fen,
    at: Instant,
    loanIds: z.array(Id),
    failure: LocalText.nullable(),
  })
  .meta({ id: 'Payment' });

export const StatementLine = z
  .object({ date: Day, text: LocalText, debitFen: Fen, creditFen: Fen, owedAfterFen: Fen, loanId: Id.nullable() })
  .meta({ id: 'StatementLine' });
export const Statement = z
  .object({ from: Day, to: Day, openingOwedFen: Fen, closingOwedFen: Fen, lines: z.array(StatementLine) })
  .meta({ id: 'Statement' });
export const MonthlyStatement = z
  .object({ month: z.string(), issuedAt: Instant, openingOwedFen: Fen, closingOwedFen: Fen, contentHash: z.string() })
  .meta({ id: 'MonthlyStatement', description: 'The statement of a calendar month, as issued at its end.' });

export const LimitChange = z
  .object({
    at: Instant,
    fromFen: Fen,
    toFen: Fen,
    kind: z.enum([
      'OPENED',
      'RAISED',
      'REDUCED',
      'RESTORED',
      'BORROWER_LOWERED',
      'BORROWER_LIFTED',
      'TEMPORARY_RAISED',
      'TEMPORARY_ENDED',
      'CLOSED',
    ]),
    reasons: z.array(Reason),
    decidedBy: z.enum(['MACHINE', 'PEOPLE', 'BORROWER']),
    decisionId: Id.nullable(),
    noticeId: Id.nullable(),
  })
  .meta({ id: 'LimitChange' });

export const NoticeKind = z
  .enum([
    'RESTRICTION',
    'PRE_NOTICE',
    'LIFTED',
    'LIMIT_RAISED',
    'OFFER',
    'DECLINE',
    'APPEAL_ACKNOWLEDGED',
    'APPEAL_INFO_REQUEST',
    'APPEAL_DECIDED',
    'REMEDY',
    'LINE_OPENED',
    'LOAN_CHANGED',
    'STATEMENT',
    'TEMPORARY_LIMIT',
    'INVITATION',
  ])
  .meta({ id: 'NoticeKind' });
export const NoticeSummary = z
  .object({
    id: Id,
    kind: NoticeKind,
    title: LocalText,
    issuedAt: Instant,
    readAt: Instant.nullable(),
    adverse: z.boolean(),
  })
  .meta({ id: 'NoticeSummary' });
export const Notice = NoticeSummary.extend({
  borrowerMaskedName: z.string(),
  causeFamily: CauseFamily.nullable(),
  noFault: z.boolean().describe('Strategy, regulatory and commercial actions: nothing the borrower did (G11).'),
  effectiveAt: Instant.nullable(),
  preNoticeDays: z.int(),
  expiresAt: Instant.nullable(),
  limitBeforeFen: Fen.nullable(),
  limitAfterFen: Fen.nullable(),
  effect: z.array(LocalText),
  reportedToBureau: z.boolean(),
  reasons: z.array(Reason).max(4),
  restore: z
    .object({
      text: LocalText,
      earliestDate: Day.nullable(),
      action: z.enum(['STEP_UP', 'WAIT', 'EVIDENCE', 'PAY', 'UPDATE', 'APPEAL', 'NONE']),
    })
    .nullable(),
  counterfactuals: z.array(Counterfactual),
  noCounterfactual: LocalText.nullable(),
  decidedBy: z.object({
    kind: z.enum(['MACHINE', 'PEOPLE', 'BORROWER']),
    people: z.array(z.string()),
    ruleIds: z.array(z.string()),
    policyVersion: z.string(),
    automation: LocalText,
  }),
  rights: z.array(LocalText),
  appealBy: Instant.nullable(),
  answerDays: z.object({ acknowledgeBusinessDays: z.int(), simple: z.int(), complex: z.int() }),
  outsideRoutes: z.array(
    z.object({
      name: LocalText,
      contact: z.string().nullable().describe('Null: it has no number, or none known for sure.'),
    }),
  ),
  restrictionId: Id.nullable(),
  ended: z
    .object({ at: Instant, how: z.enum(['EXPIRED', 'LIFTED', 'REVERSED']) })
    .nullable()
    .describe('When and how the restriction that it is about ended; null while it stands, and where it is about none.'),
  decisionId: Id.nullable(),
  appealId: Id.nullable(),
  contentHash: z.string(),
}).meta({ id: 'Notice' });

export const AppealInput = z
  .object({
    decisionId: Id,
    restrictionId: Id.nullable(),
    citedReasonCodes: z.array(z.string()).max(4),
    statement: z.string().min(1).max(4000),
    urgentHardship: z.boolean().default(false),
  })
  .meta({ id: 'AppealInput' });
export const Evidence = z
  .object({
    id: Id,
    kind: z.enum([
      'INCOME_PROOF',
      'BANK_STATEMENT',
      'WALLET_STATEMENT',
      'TAX',
      'BUREAU_REPORT',
      'SETTLEMENT_PROOF',
      'IDENTITY',
      'OTHER',
    ]),
    fileName: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    sha256: z.string(),
    receivedAt: Instant,
    declared: z.array(z.object({ input: z.string(), label: LocalText, value: z.number() })),
  })
  .meta({ id: 'Evidence' });
export const AppealStep = z
  .object({ state: AppealState, at: Instant, actor: LocalText, note: LocalText.nullable() })
  .meta({ id: 'AppealStep' });
export const Appeal = z
  .object({
    id: Id,
    state: AppealState,
    outcome: AppealOutcome.nullable(),
    decisionId: Id,
    restrictionId: Id.nullable(),
    citedReasonCodes: z.array(z.string()),
    statement: z.string(),
    submittedAt: Instant,
    acknowledgeBy: Instant,
    answerBy: Instant,
    daysLeft: z.int(),
    pausedForInfo: z.boolean(),
    infoRequest: LocalText.nullable(),
    outcomeText: LocalText.nullable(),
    steps: z.array(AppealStep),
    evidence: z.array(Evidence),
  })
  .meta({ id: 'Appeal' });
export const TimelineItem = z
  .object({ at: Instant, kind: z.string(), text: LocalText, noticeId: Id.nullable(), appealId: Id.nullable() })
  .meta({ id: 'TimelineItem' });

const fenUpTo = z.int().min(0).max(10_000_000_000_00);
export const WhatIfInput = z
  .object({
    actions: z
      .array(
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('PAY_DOWN'), amountFen: fenUpTo }),
          z.object({ kind: z.literal('WAIT'), days: z.int().min(0).max(3_650) }),
          z.object({ kind: z.literal('DOCUMENT_INCOME'), monthlyIncomeFen: fenUpTo }),
          z.object({ kind: z.literal('SETTLE_ELSEWHERE'), lenders: z.int().min(0).max(100), amountFen: fenUpTo }),
          z.object({ kind: z.literal('VERIFY_IDENTITY') }),
          z.object({ kind: z.literal('LOWER_LIMIT'), limitFen: fenUpTo }),
        ]),
      )
      .max(6),
  })
  .meta({ id: 'WhatIfInput' });
const Outlook = z
  .object({
    action: z.enum([
      'NONE',
      'RAISE_LIMIT',
      'REVIEW',
      'STEP_UP',
      'SINGLE_DRAW_CAP',
      'DRAW_HOLD',
      'LIMIT_REDUCED',
      'DRAW_SUSPENDED',
      'CLOSURE',
    ]),
    limitFen: Fen.nullable().describe('The limit it would arrive at; null where it leaves the limit alone.'),
    reasons: z.array(Reason),
  })
  .meta({ id: 'Outlook' });
export const WhatIf = z
  .object({
    before: Outlook.describe('What the next review would come to on the data we have now.'),
    after: Outlook,
    changes: z.array(z.object({ input: z.string(), label: LocalText, from: LocalText, to: LocalText })),
  })
  .meta({ id: 'WhatIf' });
