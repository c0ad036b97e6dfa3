import { type InstalmentState, type LoanPosition, planLoan, positionOf } from '@clearline/lending';
import type { BorrowerFile, IsoDate, Loan } from '@clearline/line';
import type { Loan as Contract, LoanInstalment } from '../contract/borrower.ts';
import { loanHistory } from './loan-history.ts';
import type { ViewOf } from './view-of.ts';

type Row = ViewOf<typeof LoanInstalment>;

/** Rows of a position; what remains after each is the principal of the later ones. */
export function instalmentRows(instalments: readonly InstalmentState[]): Row[] {
  let balance = instalments.reduce((sum, row) => sum + row.principalFen, 0n);
  return instalments.map((row) => {
    balance -= row.principalFen;
    return {
      n: row.n,
      dueDate: row.dueDate,
      principalFen: row.principalFen,
      interestFen: row.interestFen,
      totalFen: row.principalFen + row.interestFen + row.feesFen,
      balanceAfterFen: balance,
      status: row.status,
      paidFen: row.paidFen,
      penaltyFen: row.penaltyFen,
      paidOn: row.paidOn,
    };
  });
}

/** The plan of a loan that the rail has not confirmed yet, or never did. */
function plannedRows(loan: Loan): Row[] {
  const rows = planLoan(loan.terms);
  if (!rows.ok)
    throw new Error(`loan ${loan.id} was accepted with terms that lending refuses: ${rows.refusal.message}`);
  return rows.value.map(({ days: _days, ...row }) => ({
    ...row,
    status: 'FUTURE',
    paidFen: 0n,
    penaltyFen: 0n,
    paidOn: null,
  }));
}

function owed(position: LoanPosition | null, loan: Loan) {
  const nothing = loan.state === 'FAILED' || position === null;
  return {
    principalOutstandingFen: nothing
      ? loan.state === 'PENDING'
        ? loan.terms.principalFen
        : 0n
      : position.principalOutstandingFen,
    interestAccruedFen: nothing ? 0n : position.interestAccruedFen,
    penaltyAccruedFen: nothing ? 0n : position.penaltyAccruedFen,
    dueFen: nothing ? 0n : position.dueFen,
    overdueFen: nothing ? 0n : position.overdueFen,
    payoffFen: nothing ? 0n : position.payoffFen,
    daysPastDue: nothing ? 0 : position.daysPastDue,
    nextDueDate: nothing ? null : (position.nextDue?.date ?? null),
    nextDueFen: nothing ? 0n : (position.nextDue?.amountFen ?? 0n),
    feesDueFen: nothing ? 0n : position.feesDueFen,
    creditFen: nothing ? 0n : position.creditFen,
    writtenOffFen: nothing ? 0n : position.writtenOffFen,
    recoveredFen: nothing ? 0n : position.recoveredFen,
  };
}

/** Due dates are monthly but for a bullet, whose one date lies the whole tenor away. */
export const tenorMonthsOf = (loan: Loan): number => loan.terms.instalments * loan.terms.every;

export function loanView(loan: Loan, date: IsoDate): ViewOf<typeof Contract> {
  const position = loan.account === null ? null : positionOf(loan.account, date);
  if (loan.terms.method === 'FLAT') throw new Error(`loan ${loan.id} is FLAT, a method this API does not offer`);
  return {
    id: loan.id,
    state: loan.state,
    purpose: loan.purpose,
    accountTail: loan.accountTail,
    drawnOn: loan.terms.startDate,
    amountFen: loan.terms.principalFen,
    tenorMonths: tenorMonthsOf(loan),
    method: loan.terms.method,
    annualRateSimplePpb: position?.annualRatePpb ?? loan.terms.annualRatePpb,
    ...owed(position, loan),
    settledOn: loan.settledOn,
    instalments: position === null ? plannedRows(loan) : instalmentRows(position.instalments),
    history: loanHistory(loan),
  };
}

/** Newest first. */
export const loanViews = (file: BorrowerFile, date: IsoDate): ViewOf<typeof Contract>[] =>
  Object.values(file.loans)
    .toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1))
    .map((loan) => loanView(loan, date));
