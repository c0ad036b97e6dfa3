import type { Loan } from '@clearline/client';

/** The coming instalment, paid ahead of its day: of which loan, how, and how much as a person would type it. */
export interface NextInstalment {
  readonly loanId: string;
  readonly mode: 'EARLY_PART' | 'EARLY_FULL';
  readonly text: string;
}

/**
 * What “repay” means while nothing is due: the instalment that falls due first, of the loan asked for or of any. The last
 * one of a loan settles it, which costs less than the instalment: interest counts by the day.
 */
export function nextInstalment(loans: readonly Loan[], loanId?: string): NextInstalment | null {
  const [next] = loans
    .filter((loan) => loan.nextDueDate !== null && (loanId === undefined || loan.id === loanId))
    .toSorted((a, b) => ((a.nextDueDate ?? '') < (b.nextDueDate ?? '') ? -1 : 1));
  if (next === undefined) return null;
  return {
    loanId: next.id,
    mode: next.nextDueFen < next.payoffFen ? 'EARLY_PART' : 'EARLY_FULL',
    text: (next.nextDueFen / 100).toFixed(2),
  };
}
