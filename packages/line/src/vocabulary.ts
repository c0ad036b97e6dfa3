/**
 * The words of the domain, as closed lists. They are the same in code, tables, API and screens; the Chinese terms stand
 * in the glossary. Lists are data so that tests can prove every table over them complete.
 */
export const LINE_KINDS = ['CONSUMER', 'BUSINESS'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export const RESTRICTION_KINDS = [
  'STEP_UP',
  'SINGLE_DRAW_CAP',
  'DRAW_HOLD',
  'LIMIT_REDUCED',
  'DRAW_SUSPENDED',
  'FROZEN',
  'CLOSURE',
] as const;
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number];

export const CAUSE_FAMILIES = [
  'TECHNICAL',
  'SECURITY',
  'ELIGIBILITY',
  'STRATEGY',
  'BEHAVIOUR',
  'BORROWER_REQUEST',
  'LEGAL',
] as const;
export type CauseFamily = (typeof CAUSE_FAMILIES)[number];

export const DECISION_KINDS = [
  'UNDERWRITING',
  'DRAW',
  'EVENT_MONITOR',
  'SCHEDULED_REVIEW',
  'LIMIT',
  'STRATEGY',
  'APPEAL_REDECISION',
  'ROLL_BACK_REDECISION',
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

export const CONSENT_KINDS = [
  'SERVICE_TERMS',
  'PRIVACY',
  'BUREAU_QUERY',
  'BEHAVIOUR_DATA',
  'AUTO_DEBIT',
  'MARKETING',
] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export const LOAN_PURPOSES = ['DECORATION', 'EDUCATION', 'MEDICAL', 'TRAVEL', 'DAILY', 'BUSINESS_TURNOVER'] as const;
export type LoanPurpose = (typeof LOAN_PURPOSES)[number];

export const STAFF_ROLES = ['reviewer', 'second_approver', 'analyst', 'operator', 'supervisor'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/**
 * Groups of work that a strategy may be about. Retirement is not among them: it stands for age, which nothing may look at
 * (G6).
 */
export const STRATEGY_SEGMENTS = ['EMPLOYED', 'SELF_EMPLOYED', 'BUSINESS_OWNER', 'STUDENT', 'UNEMPLOYED'] as const;
export type StrategySegment = (typeof STRATEGY_SEGMENTS)[number];

export type Employment = 'EMPLOYED' | 'SELF_EMPLOYED' | 'BUSINESS_OWNER' | 'STUDENT' | 'RETIRED' | 'UNEMPLOYED';

/** ISO 8601 instant in UTC with milliseconds, e.g. 2026-11-23T04:05:06.000Z; such strings sort by time. */
export type Instant = string;
/** Business date YYYY-MM-DD in the lender’s time zone. */
export type IsoDate = string;

/** A text in both languages of the product. */
export interface LocalText {
  readonly zh: string;
  readonly en: string;
}

/** Who did it. Staff are named by their number; the name stays in the staff table. */
export type Actor =
  | { readonly kind: 'borrower' }
  | { readonly kind: 'machine'; readonly name: string }
  | { readonly kind: 'staff'; readonly staffNo: string; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'rail' };

/** How an actor is written in records and on notices. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'staff' ? actor.staffNo : actor.kind === 'machine' ? `machine:${actor.name}` : actor.kind;
