import { z } from 'zod';
import { Appeal, Consent, Line, Loan, Notice, NoticeSummary, Restriction, TimelineItem } from './borrower.ts';
import {
  AppealOutcome,
  CauseFamily,
  Counterfactual,
  Day,
  DecisionKind,
  Fen,
  Id,
  InputValue,
  Instant,
  LocalText,
  Reason,
  Region,
  RestrictionKind,
  RestrictionState,
  Role,
  WrittenText,
} from './common.ts';
import { ThreePartCheck } from './three-part-check.ts';

/** Schemas of what staff send and see. */
export const StaffSignIn = z.object({ email: z.email(), password: z.string().min(1) }).meta({ id: 'StaffSignIn' });
export const StaffMember = z
  .object({ id: Id, name: z.string(), staffNo: z.string(), email: z.string(), roles: z.array(Role) })
  .meta({ id: 'StaffMember' });

export const WorkItem = z
  .object({
    kind: z.enum([
      'APPEAL',
      'APPEAL_APPROVAL',
      'RESTRICTION_PROPOSAL',
      'LOAN_CHANGE_APPROVAL',
      'PHONE_CHANGE_APPROVAL',
      'RECONCILIATION_CASE',
      'RENEWAL',
      'REFERRED_APPLICATION',
      'CREDIT_APPROVAL',
      'TEMPORARY_LIMIT',
      'SECURITY_LOOK',
      'REVIEW_DUE',
      'STRATEGY_APPROVAL',
      'ROLL_BACK_LOOK',
      'INCIDENT',
    ]),
    id: Id,
    title: LocalText,
    borrowerId: Id.nullable(),
    borrowerMaskedName: z.string().nullable(),
    since: Instant,
    dueBy: Instant.nullable(),
    overdue: z.boolean(),
    link: z.string().describe('Path within the console.'),
  })
  .meta({ id: 'WorkItem' });
export const Today = z
  .object({
    businessDate: Day,
    items: z.array(WorkItem),
    counts: z.record(z.string(), z.int()),
    lastDayClose: Day.nullable(),
  })
  .meta({ id: 'Today' });

export const BorrowerRow = z
  .object({
    id: Id,
    maskedName: z.string(),
    maskedPhone: z.string(),
    kind: z.string().nullable(),
    displayState: z.string(),
    limitFen: Fen,
    usedFen: Fen,
    daysPastDue: z.int(),
    openAppeals: z.int(),
    openedAt: Instant.nullable(),
  })
  .meta({ id: 'BorrowerRow' });
/** A restriction as staff see it. */
export const StaffRestriction = Restriction.extend({
  approvedBy: z
    .array(z.string())
    .describe('Staff numbers of those who agreed; who proposed it comes first, and may not agree again (G3).'),
  reasons: z
    .array(Reason.extend({ supports: z.boolean().describe('It only supports the others, and carries nothing.') }))
    .describe('All of its reasons as they were recorded, in order of weight.'),
  proposerNote: z.string().nullable().describe('Why whoever proposed it asks for it; never shown to the borrower.'),
}).meta({ id: 'StaffRestriction' });

export const BorrowerFile = z
  .object({
    id: Id,
    maskedName: z.string(),
    maskedPhone: z.string(),
    phoneProposal: z
      .lazy(() => PhoneProposal)
      .nullable()
      .describe('A move to another phone that waits for a second person.'),
    maskedIdNumber: z.string().nullable(),
    stage: z.string(),
    referredFor: z
      .array(Reason)
      .describe('What a person is to look at in an application that the machine did not decide; each takes nothing.'),
    threePartCheck: ThreePartCheck.nullable().describe('Of a business application that people decide, or decided.'),
    line: Line.nullable(),
    consents: z
      .array(Consent.pick({ kind: true, title: true, required: true, givenAt: true, takenBackAt: true }))
      .describe('Each consent, with when it was given and taken back; both null where it never was.'),
    loans: z.array(Loan),
    restrictions: z.array(StaffRestriction),
    suppressions: z
      .array(
        z.object({
          ruleId: z.string(),
          reasonTitle: LocalText.nullable(),
          since: Instant,
          until: Instant.nullable().describe('Null in remedies from before suppressions had an end: for ever.'),
          appealId: Id,
        }),
      )
      .describe('Rules that an appeal found mistaken for this borrower and that count in no decision now (G9).'),
    decisions: z.array(z.lazy(() => DecisionSummary)),
    notices: z.array(NoticeSummary),
    appeals: z.array(Appeal),
    timeline: z.array(TimelineItem),
    inputs: z.array(InputValue).describe('What the policies would see now.'),
    limitSeries: z.array(z.object({ date: Day, limitFen: Fen })),
    loanProposals: z.array(z.lazy(() => LoanProposal)).describe('Changes of loans that wait for a second person.'),
  })
  .meta({ id: 'BorrowerFile' });

export const DecisionSummary = z
  .object({
    id: Id,
    borrowerId: Id,
    kind: DecisionKind,
    at: Instant,
    action: z
      .string()
      .describe('Final action after the guarantee checks: NONE, ABSTAIN, or a restriction or limit action.'),
    proposedAction: z.string(),
    causeFamily: CauseFamily.nullable(),
    actor: z.string(),
    reasonCodes: z.array(z.string()),
    reasonTitles: z.array(LocalText),
    policyVersion: z.string(),
    adverse: z.boolean(),
  })
  .meta({ id: 'DecisionSummary' });
export const RuleTrace = z
  .object({
    tableId: z.string(),
    tableName: LocalText,
    ruleId: z.string(),
    ruleText: LocalText,
    fired: z.boolean(),
    cells: z.array(z.object({ input: z.string(), condition: z.string(), value: z.string(), matched: z.boolean() })),
  })
  .meta({ id: 'RuleTrace' });
export const DecisionDetail = DecisionSummary.extend({
  borrowerMaskedName: z.string(),
  inputs: z.array(InputValue),
  reasons: z.array(Reason),
  counterfactuals: z.array(Counterfactual),
  noCounterfactual: LocalText.nullable().describe(
    'Where it is adverse and no change is named: whether that is proven.',
  ),
  guaranteeChecks: z.array(z.object({ id: z.string(), held: z.boolean(), note: LocalText })),
  trace: z.array(RuleTrace),
  scorecard: z
    .object({
      points: z.int(),
      cut: z.int(),
      attributes: z.array(z.object({ name: z.string(), label: LocalText, points: z.int(), best: z.int() })),
    })
    .nullable(),
  versions: z.object({
    policy: z.string(),
    parameters: z.string(),
    scorecard: z.string().nullable(),
    behaviour: z.int(),
  }),
  recordHash: z.string(),
  noticeId: Id.nullable(),
  restrictionIds: z.array(Id),
}).meta({ id: 'DecisionDetail' });
export const ReplayResult = z
  .object({
    decisionId: Id,
    identical: z.boolean(),
    recordedHash: z.string(),
    replayedHash: z.string(),
    differences: z.array(z.string()),
  })
  .meta({ id: 'ReplayResult' });

export const AppealDesk = z
  .object({
    appeal: Appeal,
    borrower: z.object({
      id: Id,
      maskedName: z.string(),
      goodStanding: z.boolean(),
      daysPastDue: z.int(),
      limitFen: Fen,
      usedFen: Fen,
      onTimePayments: z.int(),
      latePayments: z.int(),
    }),
    decision: DecisionDetail,
    replay: ReplayResult,
    restriction: Restriction.nullable(),
    notice: Notice.nullable(),
    redecision: z
      .object({
        inputs: z.array(InputValue),
        action: z.string(),
        reasons: z.array(Reason),
        changedInputs: z.array(z.string()),
        outcomeWithoutRule: z.string().describe('What the decision would be with the contested signals set aside.'),
      })
      .describe('The original inputs with the accepted evidence applied, run through the same policy version.'),
    proposal: z
      .object({
        outcome: AppealOutcome,
        by: z.string(),
        at: Instant,
        reasonText: LocalText,
        acceptedEvidence: z.array(z.object({ input: z.string(), value: z.number() })),
        mistakenRuleIds: z.array(z.string()),
      })
      .nullable(),
    decider: z.string(),
    mayReview: z.boolean(),
    mayTakeOver: z.boolean().describe('Another reviewer has it in hand, and this one may go on in their place.'),
    mayApprove: z.boolean(),
    blockedBecause: LocalText.nullable(),
  })
  .meta({ id: 'AppealDesk' });
export const AppealRow = z
  .object({
    id: Id,
    borrowerId: Id,
    borrowerMaskedName: z.string(),
    state: z.string(),
    outcome: AppealOutcome.nullable(),
    restrictionKind: RestrictionKind.nullable(),
    causeFamily: CauseFamily.nullable(),
    submittedAt: Instant,
    answerBy: Instant,
    daysLeft: z.int(),
    assignee: z.string().nullable(),
    evidenceCount: z.int(),
  })
  .meta({ id: 'AppealRow' });
export const InfoRequest = z.object({ text: WrittenText }).meta({ id: 'InfoRequest' });
export const OutcomeProposal = z
  .object({
    outcome: AppealOutcome,
    reasonText: WrittenText,
    acceptedEvidence: z.array(z.object({ evidenceId: Id, input: z.string(), value: z.number() })),
    mistakenRuleIds: z.array(z.string()),
  })
  .meta({ id: 'OutcomeProposal' });
export const Approval = z.object({ approved: z.boolean(), note: z.string().max(2000) }).meta({ id: 'Approval' });

export const RestrictionProposal = z
  .object({
    kind: z.enum(['SINGLE_DRAW_CAP', 'DRAW_HOLD', 'LIMIT_REDUCED', 'DRAW_SUSPENDED', 'FROZEN', 'CLOSURE']),
    reasonCodes: z
      .array(z.string())
      .min(1)
      .max(4)
      .describe(
        'Reasons of the live policy, in any order; they are told in order of weight. One at least carries by itself (standing ALONE); those that do are of one family of causes, which is the restriction’s. Each is about another value.',
      ),
    limitAfterFen: z.int().min(0).nullable(),
    singleDrawCapFen: z.int().min(0).nullish().describe('The most that one draw may be, for a cap per draw.'),
    days: z.int().min(1).max(30).nullable(),
    note: z.string().min(1).max(2000),
  })
  .meta({ id: 'RestrictionProposal' });
export const ReasonUse = z.enum(['DECLINE', 'RESTRICT']).meta({ id: 'ReasonUse' });
export const ReasonToGive = z
  .object({
    code: z.string(),
    title: LocalText,
    standing: z
      .enum(['ALONE', 'SUPPORTING'])
      .describe('SUPPORTING: it only calls for a look, and carries no action alone (G3).'),
    causeFamily: CauseFamily,
    input: z.string().describe('The value it is about; two reasons about one value are not given together.'),
    state: z
      .enum(['HOLDS', 'NOT_CROSSED', 'UNSOUND', 'SET_ASIDE'])
      .describe(
        'UNSOUND: its data is missing, too old or in doubt (G5). SET_ASIDE: its rules do not count for this borrower.',
      ),
    label: LocalText,
    value: LocalText.describe('The borrower’s own, now.'),
    ourLine: LocalText,
  })
  .meta({ id: 'ReasonToGive' });
export const PhoneChange = z
  .object({ phone: z.string().regex(/^1\d{10}$/), note: z.string().trim().min(1).max(2000) })
  .meta({ id: 'PhoneChange' });
export const PhoneApproval = z
  .object({ approved: z.boolean(), note: z.string().trim().min(1).max(2000) })
  .meta({ id: 'PhoneApproval' });
export const TemporaryLimitDecision = z
  .object({
    approved: z.boolean(),
    note: z.string().trim().min(1).max(2000).describe('The borrower reads it when it is turned down.'),
  })
  .meta({ id: 'TemporaryLimitDecision' });
export const PhoneProposal = z
  .object({ maskedPhone: z.string(), proposedBy: z.string(), proposedAt: Instant, note: z.string() })
  .meta({ id: 'PhoneProposal' });
export const ApplicationDecision = z
  .object({
    approved: z.boolean(),
    limitFen: z.int().min(0).nullable().describe('The limit to offer, when approved; the price is the policy’s.'),
    reasonCodes: z
      .array(z.string())
      .max(4)
      .describe(
        'Why, when declined: one to four reasons of the policy, each about a value of its own that we hold (G1), in any order; they are told in order of weight. Empty when approved.',
      ),
    note: z.string().min(1).max(2000),
  })
  .meta({ id: 'ApplicationDecision' });
export const Renewal = z
  .object({ days: z.int().min(1).max(30), reason: z.string().min(1).max(2000) })
  .meta({ id: 'Renewal' });
export const SuppressionEnd = z
  .object({ ruleId: z.string().min(1).max(100), reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'SuppressionEnd' });
export const Lift = z.object({ reason: z.string().min(1).max(2000) }).meta({ id: 'Lift' });

const amountFen = z.int().min(1);
const instalments = z.int().min(1).max(600);
export const LoanChange = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('fee'),
      amountFen,
      feeCode: z.enum(['LITIGATION', 'NOTARY', 'DELIVERY']).describe('Only costs that a default made (G7).'),
    }),
    z.object({ kind: z.literal('fee_waiver'), amountFen }),
    z.object({ kind: z.literal('penalty_waiver'), amountFen }),
    z.object({ kind: z.literal('interest_pause'), until: Day }),
    z.object({ kind: z.literal('ageing_pause'), until: Day }),
    z.object({
      kind: z.literal('rate_change'),
      annualRatePpb: z.int().min(0).describe('Below the present rate (G7).'),
    }),
    z.object({ kind: z.literal('reage'), instalments, firstDueDate: Day }),
    z.object({ kind: z.literal('restructure'), instalments, firstDueDate: Day, annualRatePpb: z.int().min(0) }),
    z.object({ kind: z.literal('charge_off') }),
    z.object({ kind: z.literal('write_off') }),
    z.object({ kind: z.literal('reversal'), ofId: z.string() }),
  ])
  .meta({ id: 'LoanChange' });
export const LoanChangeRequest = z
  .object({ change: LoanChange, date: Day.describe('From when it counts.'), reason: WrittenText })
  .meta({ id: 'LoanChangeRequest' });
export const LoanProposal = z
  .object({
    id: Id,
    loanId: Id,
    change: LoanChange,
    reason: LocalText,
    proposedBy: z.string(),
    proposedAt: Instant,
  })
  .meta({ id: 'LoanProposal' });
export const BankReceipt = z
  .object({
    amountFen,
    date: Day.describe('The value date.'),
    reference: z.string().trim().min(1).max(100).describe('The bank’s own; one reference is one payment.'),
    surplus: z.enum(['SHORTER_TENOR', 'SMALLER_INSTALMENT', 'NEXT_INSTALMENT']).default('SHORTER_TENOR'),
  })
  .meta({ id: 'BankReceipt' });
export const PaymentReturn = z
  .object({ date: Day.describe('The day on which the bank took it back.'), reason: WrittenText })
  .meta({ id: 'PaymentReturn' });
export const RefundRequest = z
  .object({ amountFen: amountFen.nullable().describe('null: all that is owed back.'), reason: WrittenText })
  .meta({ id: 'RefundRequest' });
export const CaseResolution = z
  .object({ date: Day, externalId: z.string().min(1).max(100), resolution: z.string().trim().min(1).max(2000) })
  .meta({ id: 'CaseResolution' });

export const PolicySummary = z
  .object({
    version: z.string(),
    state: z.string(),
    author: z.string(),
    approver: z.string().nullable(),
    since: Instant,
    scorecards: z.array(z.string()).describe('Its scorecards, `id@version`.'),
    tables: z.array(
      z.object({ id: z.string(), name: LocalText, decisionKind: DecisionKind, hitPolicy: z.string(), rules: z.int() }),
    ),
  })
  .meta({ id: 'PolicySummary' });
export const PolicyTableView = z
  .object({
    id: z.string(),
    name: LocalText,
    decisionKind: DecisionKind,
    hitPolicy: z.string(),
    inputs: z.array(
      z.object({
        name: z.string(),
        label: LocalText,
        unit: z.string(),
        source: LocalText,
        actionability: z.string(),
        freshnessHours: z.int().nullable(),
      }),
    ),
    outputs: z.array(z.string()),
    rules: z.array(
      z.object({
        id: z.string(),
        cells: z.array(z.string()),
        outputs: z.array(z.string()),
        reasonCode: z.string().nullable(),
        reasonTitle: LocalText.nullable(),
        hits: z.int(),
        contested: z.int(),
        overturned: z.int(),
      }),
    ),
    findings: z.array(z.object({ kind: z.string(), ruleIds: z.array(z.string()), text: LocalText })),
    dmn: z.string().describe('The DMN 1.5 XML of the model.'),
  })
  .meta({ id: 'PolicyTableView' });
export const PolicyDetail = PolicySummary.extend({
  details: z.array(PolicyTableView),
  parameters: z.array(
    z.object({ name: z.string(), label: LocalText, value: z.string(), from: Day, reference: z.string() }),
  ),
  scenarios: z.array(z.object({ name: LocalText, table: z.string(), passed: z.boolean() })),
}).meta({ id: 'PolicyDetail' });

export const Overview = z
  .object({
    businessDate: Day,
    lines: z.object({ active: z.int(), closed: z.int(), restricted: z.int() }),
    exposure: z.object({ grantedFen: Fen, effectiveFen: Fen, drawnFen: Fen, overdueFen: Fen }),
    restrictionsByCause: z.array(
      z.object({ causeFamily: CauseFamily, inForce: z.int(), last30Days: z.int(), goodStanding: z.int() }),
    ),
    months: z.array(
      z.object({
        month: z.string(),
        grantedFen: Fen,
        drawnFen: Fen,
        overdueFen: Fen,
        draws: z.int(),
        repaidFen: Fen,
        restrictions: z.int(),
        lifted: z.int(),
        raised: z.int(),
        reduced: z.int(),
      }),
    ),
    ageing: z.array(z.object({ bucket: z.string(), label: LocalText, loans: z.int(), principalFen: Fen })),
    appeals: z.object({
      open: z.int(),
      overdue: z.int(),
      decided: z.int(),
      overturned: z.int(),
      medianHours: z.number().nullable(),
    }),
    wrongful: z
      .object({ restricted: z.int(), wrongful: z.int(), rate: z.number(), low: z.number(), high: z.number() })
      .nullable()
      .describe('Share of decided restrictions overturned, with its 95% interval; null while none is decided.'),
    rules: z.array(
      z.object({
        ruleId: z.string(),
        title: LocalText,
        fired: z.int(),
        contested: z.int(),
        overturned: z.int(),
        precision: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'Overview' });

export const DayClose = z
  .object({
    date: Day,
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    loans: z.int(),
    interestAccruedFen: Fen,
    penaltyAccruedFen: Fen,
    bucketMoves: z.int(),
    restrictionsExpired: z.int(),
    preNoticesTakenEffect: z.int(),
    /** Borrowers whose day is still not closed. */
    failed: z.int(),
    proof: z.object({
      debitsFen: Fen,
      creditsFen: Fen,
      balanced: z.boolean(),
      balancesMatchEntries: z.boolean(),
      subLedgerMatches: z.boolean(),
      unprovenLoans: z
        .array(z.string())
        .describe('Loans whose balances could not be worked out; nothing is proven of them.'),
    }),
  })
  .meta({ id: 'DayClose' });
/** A borrower’s day that could not be closed; it is tried again at each further close. */
export const CloseFailure = z
  .object({
    date: Day,
    borrowerId: z.string(),
    reason: LocalText,
    /** What the program said, for an engineer; empty where the day waits for an earlier one. */
    detail: z.string(),
    tries: z.int(),
    lastFailedAt: Instant,
  })
  .meta({ id: 'CloseFailure' });
export const CloseRetries = z
  .object({
    borrowers: z.int().describe('Borrowers with something that earlier runs had left open.'),
    madeGood: z.int().describe('Of them, those of whom nothing is open any more.'),
  })
  .meta({ id: 'CloseRetries' });
export const DayCloseRequest = z.object({ through: Day.nullable() }).meta({ id: 'DayCloseRequest' });
export const Reconciliation = z
  .object({
    date: Day,
    runAt: Instant,
    runBy: z.string(),
    fileSha256: z.string(),
    matched: z.int(),
    late: z.int().describe('Of the matched, reported with a later day’s file than the value date.'),
    missing: z.int().describe('Reported by the rail and never ordered by us.'),
    extra: z.int().describe('Counted with us from the day and not reported by the rail.'),
    different: z.int(),
  })
  .meta({ id: 'Reconciliation' });
export const ReconciliationCase = z
  .object({
    date: Day,
    externalId: z.string(),
    kind: z.enum(['MISSING_WITH_US', 'EXTRA_WITH_US', 'DIFFERENT', 'LATE']),
    fields: z.array(z.enum(['direction', 'amount', 'status', 'date'])).describe('What differs, for DIFFERENT.'),
    state: z.enum(['OPEN', 'CLOSED']),
    openedAt: Instant,
    closedAt: Instant.nullable(),
    closedBy: z.string().nullable().describe('The person who closed it; null where a later file did.'),
    resolution: z.string().nullable(),
    borrowerId: Id.nullable(),
    rail: z
      .object({ direction: z.enum(['OUT', 'IN']), amountFen: Fen, status: z.enum(['SUCCEEDED', 'FAILED']) })
      .nullable(),
    ours: z
      .object({
        direction: z.enum(['OUT', 'IN']),
        amountFen: Fen,
        state: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
        date: Day.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ReconciliationCase' });
export const TrialBalance = z
  .object({
    asOf: Day,
    accounts: z.array(
      z.object({
        code: z.string(),
        name: LocalText,
        note: LocalText.nullable().describe(
          'A rule that the balance rests on and that was not compared with its text.',
        ),
        kind: z.string(),
        debitFen: Fen,
        creditFen: Fen,
        balanceFen: Fen,
        entries: z.int(),
      }),
    ),
    debitsFen: Fen,
    creditsFen: Fen,
    balanced: z.boolean(),
  })
  .meta({ id: 'TrialBalance' });

export const StrategyInput = z
  .object({
    name: WrittenText,
    reason: WrittenText.describe('Why the lender does this; shown to borrowers, carries no fault.'),
    effect: z.enum(['REDUCE', 'SUSPEND']),
    reduceToPercent: z.int().min(0).max(99).nullable(),
    minLimitFen: z.int().min(0).nullable().describe('Only lines at or above this limit.'),
    dormantMonths: z.int().min(1).max(60).nullable().describe('Only lines without a draw for this many months.'),
    lineKind: z.enum(['CONSUMER', 'BUSINESS']).nullable(),
    region: Region.nullish().describe('Only lines of those who live or trade here, by their application.'),
    segment: z
      .enum(['EMPLOYED', 'SELF_EMPLOYED', 'BUSINESS_OWNER', 'STUDENT', 'UNEMPLOYED'])
      .nullish()
      .describe('Only lines of those who work so, by their application.'),
    noticeDays: z.int().min(7).max(90),
  })
  .meta({ id: 'StrategyInput' });
export const Strategy = StrategyInput.extend({
  id: Id,
  state: z.enum(['draft', 'approved', 'announced', 'in_force', 'withdrawn']),
  author: z.string(),
  approver: z.string().nullable(),
  createdAt: Instant,
  effectiveOn: Day.nullable(),
  blast: z.object({ borrowers: z.int(), goodStanding: z.int(), limitCutFen: Fen }),
}).meta({ id: 'Strategy' });
export const RollBackInput = z
  .object({
    ruleIds: z
      .array(z.string().min(1))
      .max(50)
      .describe('Rules to take back; none means all of the version, or on the points of the scorecard.'),
    policyVersion: z.string().nullable().describe('Only decisions of this version; null for any.'),
    scorecardVersion: z
      .string()
      .nullish()
      .describe('Only decisions on points of this scorecard, `id@version`; null for any.'),
    reason: WrittenText.describe('What was wrong; shown to the borrowers who are put right.'),
  })
  .meta({ id: 'RollBackInput' });
export const RollBack = RollBackInput.extend({
  id: Id,
  state: z.enum(['proposed', 'approved', 'applied', 'rejected']),
  author: z.string(),
  approver: z.string().nullable(),
  createdAt: Instant,
  appliedAt: Instant.optional().describe('Absent until it is applied, and in older ones.'),
  reach: z.object({
    borrowers: z.int(),
    goodStanding: z.int(),
    decisions: z.int(),
    flipped: z.int().describe('Decisions that come out milder without what is rolled back.'),
    restrictions: z.int().describe('Restrictions that this ends.'),
    leftToPeople: z
      .int()
      .optional()
      .describe('Decisions of people under the version that stand until a person looks at them; absent in older ones.'),
  }),
}).meta({ id: 'RollBack' });
export const LeftToPeople = z
  .object({
    decisionId: Id,
    borrowerId: Id,
    at: Instant,
    decidedBy: z.array(z.string()).describe('Who decided or agreed; none of them may look at it again (G8).'),
    reasonTitles: z.array(LocalText),
    restriction: z
      .object({ kind: RestrictionKind, state: RestrictionState })
      .nullable()
      .describe('Null where an application was declined.'),
    grounds: z
      .enum(['HOLD', 'GONE', 'UNSOUND'])
      .nullable()
      .describe('Whether its reason holds now by the policy in force; UNSOUND where the data does not say (G5).'),
  })
  .meta({ id: 'LeftToPeople' });
export const RollBackLook = z
  .object({ decisionId: Id, keep: z.boolean(), reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'RollBackLook' });
export const ReviewRun = z
  .object({
    businessDate: Day,
    reviewed: z.int(),
    raised: z.int(),
    proposedReductions: z.int(),
    unchanged: z.int(),
    abstained: z.int(),
  })
  .meta({ id: 'ReviewRun' });
export const AuditEntry = z
  .object({ at: Instant, actor: z.string(), action: z.string(), borrowerId: Id.nullable(), detail: z.string() })
  .meta({ id: 'AuditEntry' });
export const ClockState = z.object({ businessDate: Day, offsetDays: z.int() }).meta({ id: 'ClockState' });
