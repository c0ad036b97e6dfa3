/**
 * What the auditor holds the engine to, written down a second time: from the product page, not from the code. If the
 * two disagree, one of them is wrong.
 */
export const RESTRICTION_MOVES: Readonly<Record<string, readonly string[]>> = {
  proposed: ['pre_notice', 'effective', 'lifted', 'reversed', 'withdrawn'],
  pre_notice: ['pre_notice', 'effective', 'lifted', 'reversed'],
  effective: ['expired', 'lifted', 'reversed', 'final'],
};

export const APPEAL_MOVES: Readonly<Record<string, readonly string[]>> = {
  submitted: ['acknowledged', 'decided'],
  acknowledged: ['triaged', 'decided'],
  triaged: ['info_requested', 'in_review', 'decided'],
  info_requested: ['evidence_received', 'in_review', 'decided'],
  evidence_received: ['info_requested', 'in_review', 'decided'],
  in_review: ['info_requested', 'outcome_proposed', 'decided'],
  outcome_proposed: ['second_approval', 'decided'],
  second_approval: ['decided', 'in_review'],
  decided: ['remedy_applied', 'external_referred', 'closed'],
  remedy_applied: ['closed', 'external_referred'],
  external_referred: ['external_decided'],
  external_decided: ['implemented'],
  implemented: ['closed'],
  closed: ['reopened', 'external_referred'],
  reopened: ['triaged'],
};

/** Decisions made again for an appeal or a roll-back: of what was seen then, and taking nothing that was not taken before. */
export const MADE_AGAIN: readonly string[] = ['APPEAL_REDECISION', 'ROLL_BACK_REDECISION'];

/** Restrictions that are not over. */
export const STANDING: readonly string[] = ['proposed', 'pre_notice', 'effective'];

export const OPEN_APPEALS: readonly string[] = [
  'submitted',
  'acknowledged',
  'triaged',
  'info_requested',
  'evidence_received',
  'in_review',
  'outcome_proposed',
  'second_approval',
  'reopened',
];

/** Restrictions that may take effect with their notice, without days between (G2, decision 0004). */
export const AT_ONCE_KINDS: readonly string[] = ['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD'];
export const AT_ONCE_FAMILIES: readonly string[] = ['SECURITY', 'LEGAL'];

/** How hard an action is on the borrower; what the machine alone may do in good standing ends with a hold (G3). */
export const MACHINE_ALONE: readonly string[] = ['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD'];
export const ADVERSE_ACTIONS: readonly string[] = [
  'STEP_UP',
  'SINGLE_DRAW_CAP',
  'DRAW_HOLD',
  'REFUSE_DRAW',
  'LIMIT_REDUCED',
  'DRAW_SUSPENDED',
  'FROZEN',
  'CLOSURE',
  'DECLINE',
];
/** People who must stand behind a restriction of a borrower in good standing (G3). */
export const PEOPLE_NEEDED: Readonly<Record<string, number>> = {
  LIMIT_REDUCED: 1,
  DRAW_SUSPENDED: 1,
  FROZEN: 1,
  CLOSURE: 2,
};

/** Words that are no reason by themselves (G1). */
export const NO_REASONS = /^(POLICY|SCORE|COMPREHENSIVE.*|INTERNAL.*)$/;

/** Conduct and traits that no decision may look at (G6). */
export const FORBIDDEN_INPUTS =
  /early_repay|self_(credit_)?enquir|own_report|appeals?_|complain|explanation|gender|(^|_)sex(_|$)|(^|_)age(_|$)|ethnic|religio|marital|birthplace|native_place|disabil|pregnan/;

/** Words that put the blame for a strategy on the borrower (G11). */
export const BLAME = /逾期|违约|失信|信用差|overdue|default|delinquen|misconduct/i;

/** Refusals that a repayment may meet; none speaks of the line or of a restriction (G7). */
export const REPAYMENT_REFUSALS: readonly string[] = [
  'nothing_due',
  'repayment_pending',
  'overpayment',
  'loan_not_open',
  'loan_unknown',
  'amount_not_positive',
  'lending_refused',
];

/** Refusals that an appeal may meet: one is open already, or there is nothing to contest, or its time is over (G8). */
export const APPEAL_REFUSALS: readonly string[] = ['appeal_exists', 'not_adverse', 'appeal_window_closed'];

/** Days in peace after an adverse action has ended or was turned down, by kind and family; none where none is named (decision 0009). */
const MONTH_OR_SEASON = { ELIGIBILITY: 30, BEHAVIOUR: 30, TECHNICAL: 30, STRATEGY: 90 };
export const REST_DAYS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  SINGLE_DRAW_CAP: { BEHAVIOUR: 30 },
  DRAW_HOLD: { BEHAVIOUR: 7 },
  LIMIT_REDUCED: MONTH_OR_SEASON,
  DRAW_SUSPENDED: MONTH_OR_SEASON,
  CLOSURE: MONTH_OR_SEASON,
};

/** What ends by itself, and has an end from its first moment (G4). */
export const TEMPORARY_KINDS: readonly string[] = ['SINGLE_DRAW_CAP', 'DRAW_HOLD'];

/** The most that the machine, or one person, may offer a business: CNY 300,000 (N135). */
export const MACHINE_OFFERS_MOST_FEN = 30_000_000n;

export const NOTICE_DAYS = 7;
/** So long after the day first announced a change may wait for sound data (N127), and why it ended then. */
export const WAITS_DAYS_MAX = 30;
export const GIVEN_UP_FOR_DATA = 'its data stayed out of date or in doubt';
export const APPEAL_WINDOW_DAYS = 180;
export const ANSWER_DAYS_MAX = 30;
export const MACHINE_HOLD_HOURS_MAX = 72;
export const RENEWALS_ALONE_DAYS_MAX = 30;
/** Bureau data older than this carries no adverse action (G5). */
export const BUREAU_FRESH_DAYS = 30;
/** The source of the policy that each of these comes from. */
export const CONDUCT_SOURCES: Readonly<Record<string, string>> = {
  id_card_valid: 'documents',
  phone_verified: 'documents',
  bank_card_valid: 'documents',
  device_emulated: 'devices',
  accounts_on_device: 'devices',
  hours_since_credential_change: 'devices',
  devices_24h: 'devices',
  devices_30d: 'devices',
  provinces_24h: 'devices',
  failed_logins_1h: 'devices',
  contribution_months_3m: 'income',
  misused_transfers_30d: 'transactions',
};
/** The same of papers, devices and contributions, in hours. */
export const FRESH_HOURS: Readonly<Record<string, number>> = {
  id_card_valid: 2_400,
  phone_verified: 2_400,
  bank_card_valid: 2_400,
  device_emulated: 720,
  accounts_on_device: 720,
  contribution_months_3m: 2_400,
};
/** To whom drawn money may not go on within a day. */
export const MISUSED_PAYEES: readonly string[] = ['SECURITIES', 'PROPERTY', 'LENDER', 'PERSON'];
/** Counts that last a month; for so long a check that was passed answers for as many (N9). */
export const LASTING_COUNTS: readonly string[] = ['devices_30d', 'accounts_on_device'];
export const ANSWERED_DAYS = 30;
/** Days in which to hand in what a reviewer asked for (N16). */
export const INFORMATION_DAYS = 7;
/** What the lender does of its own accord or by order looks at no data that ages. */
export const NO_DATA_FAMILIES: readonly string[] = ['STRATEGY', 'LEGAL'];
/** A notice names no more principal reasons than these (G1). */
export const REASONS_MAX = 4;
/** The sources of the policy that come through each feed, and how long one may be silent: three of its hourly reports (N40). */
export const FEED_SOURCES: Readonly<Record<string, readonly string[]>> = {
  app: ['devices', 'transactions'],
  'bureau:sandbox': ['bureau'],
  documents: ['documents'],
  payroll: ['income'],
};
export const FEED_OUT_AFTER_MS = 3 * 3_600_000;
/** A message must have left this long after its notice was written. */
export const DELIVERY_HOURS_MAX = 48;
