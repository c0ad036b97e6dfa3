import { addDays, type LoanAccount, positionOf } from '@clearline/lending';
import type { BorrowerFile, IsoDate, LocalText } from '@clearline/line';
import type { Statement as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

type StatementLine = Omit<ViewOf<typeof Contract>['lines'][number], 'owedAfterFen'>;
interface OpenedLoan {
  readonly id: string;
  readonly account: LoanAccount;
}

const words = {
  drawn: { zh: '借款', en: 'Draw' },
  interest: { zh: '利息', en: 'Interest' },
  penalty: { zh: '罚息', en: 'Penalty interest' },
  repaid: { zh: '还款', en: 'Repayment' },
} as const satisfies Record<string, LocalText>;

/** What a loan owes at the end of a day, interest and penalty up to it included. */
function owedOn(account: LoanAccount, date: IsoDate): bigint {
  if (date < account.terms.startDate) return 0n;
  const position = positionOf(account, date);
  return (
    position.principalOutstandingFen + position.interestAccruedFen + position.penaltyAccruedFen + position.feesDueFen
  );
}

function earnedOn(account: LoanAccount, date: IsoDate): { interestFen: bigint; penaltyFen: bigint } {
  if (date < account.terms.startDate) return { interestFen: 0n, penaltyFen: 0n };
  const { interestEarnedFen, penaltyEarnedFen } = positionOf(account, date);
  return { interestFen: interestEarnedFen, penaltyFen: penaltyEarnedFen };
}

const charge = (date: IsoDate, text: LocalText, debitFen: bigint, loanId: string): StatementLine[] =>
  debitFen > 0n ? [{ date, text, debitFen, creditFen: 0n, loanId }] : [];

/** One loan’s lines: interest and penalty are charged up to each day on which something happened, and to the last. */
function linesOf({ id, account }: OpenedLoan, from: IsoDate, to: IsoDate): StatementLine[] {
  const lines: StatementLine[] = [];
  const { startDate, principalFen } = account.terms;
  const repayments = account.events.filter(
    (event) => event.kind === 'repayment' && event.date >= from && event.date <= to,
  );
  let earned = earnedOn(account, addDays(from, -1));
  if (startDate >= from && startDate <= to) lines.push(...charge(startDate, words.drawn, principalFen, id));
  for (const date of [...new Set([...repayments.map((event) => event.date), to])].sort()) {
    const upTo = earnedOn(account, date);
    lines.push(...charge(date, words.interest, upTo.interestFen - earned.interestFen, id));
    lines.push(...charge(date, words.penalty, upTo.penaltyFen - earned.penaltyFen, id));
    earned = upTo;
    for (const event of repayments) {
      if (event.kind !== 'repayment' || event.date !== date) continue;
      lines.push({ date, text: words.repaid, debitFen: 0n, creditFen: event.amountFen, loanId: id });
    }
  }
  return lines;
}

/** Statement of account over whole days, both ends included; each line says what was owed after it. */
export function statementView(file: BorrowerFile, from: IsoDate, to: IsoDate): ViewOf<typeof Contract> {
  const loans: OpenedLoan[] = Object.values(file.loans).flatMap(({ id, account }) =>
    account === null || account.terms.startDate > to ? [] : [{ id, account }],
  );
  const owed = (date: IsoDate): bigint => loans.reduce((sum, { account }) => sum + owedOn(account, date), 0n);
  const openingOwedFen = owed(addDays(from, -1));
  let running = openingOwedFen;
  const lines = loans
    .flatMap((loan) => linesOf(loan, from, to))
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((line) => {
      running += line.debitFen - line.creditFen;
      return { ...line, owedAfterFen: running };
    });
  return { from, to, openingOwedFen, closingOwedFen: owed(to), lines };
}
