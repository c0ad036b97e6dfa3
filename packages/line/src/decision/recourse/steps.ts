import type { InputDeclaration } from '../../policy/policy-set.ts';

/** What a borrower can do, as groups of values that move together: one alternative of each group is taken at most (N83). */
export const STEP_KINDS = [
  'VERIFY_IDENTITY',
  'UPDATE_DOCUMENTS',
  'SHOW_EVIDENCE',
  'DOCUMENT_INCOME',
  'PAY_DOWN',
  'SETTLE_ELSEWHERE',
  'LOWER_LIMIT',
  'WAIT',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/**
 * What doing a thing asks of a person, on one scale: a minute of checking is 1, a paper to find is 10, a day of waiting 3, a
 * hundred yuan or a percent of a ratio 1, a loan to close elsewhere 20. The scale only orders changes; nobody is shown it.
 */
export const STEP_COST = {
  VERIFY: 1,
  DOCUMENT: 10,
  DAY: 3,
  HUNDRED_YUAN: 1,
  PERCENT: 1,
  LENDER: 20,
} as const;

/** Values that one debt overdue elsewhere shows in; paying it settles all of them. */
export const OVERDUE_ELSEWHERE: readonly string[] = ['overdue_accounts', 'overdue_days_max', 'overdue_amount'];
/** The same with us. */
export const OVERDUE_HERE: readonly string[] = ['days_past_due', 'overdue_own'];
/** A lender paid off counts in each of these. */
export const LENDERS: readonly string[] = ['unsettled_lenders', 'non_bank_lenders'];
export const INCOME = 'monthly_income';
/** Ratios to income: they fall as documented income rises. */
export const OVER_INCOME: readonly string[] = ['debt_service_ratio', 'debt_to_monthly_income'];

/** The step that moves an input, by what the policy declares of it; null where nobody can move it. */
export const stepFor = ({ name, source, actionability, type }: InputDeclaration): StepKind | null => {
  if (name === INCOME) return 'DOCUMENT_INCOME';
  if (name === 'effective_limit') return 'LOWER_LIMIT';
  if (source === 'documents' && type === 'boolean') return 'UPDATE_DOCUMENTS';
  if (actionability === 'evidence') return 'SHOW_EVIDENCE';
  if (actionability !== 'down') return null;
  if (source === 'own_ledger') return 'PAY_DOWN';
  return source === 'bureau' ? 'SETTLE_ELSEWHERE' : null;
};
