import { addDays, type LoanAccount, type LoanEvent, type LoanPosition, positionOf } from '@clearline/lending';
import type { BorrowerFile } from './file.ts';
import type { Instant, IsoDate, LocalText } from './vocabulary.ts';

/** One line of a statement of account. */
export interface StatementLine {
  readonly date: IsoDate;
  readonly text: LocalText;
  readonly debitFen: bigint;
  readonly creditFen: bigint;
  /** Owed over all loans after this line; below zero when money is owed back. */
  readonly owedAfterFen: bigint;
  readonly loanId: string;
}

/** What a borrower owed and what changed it, over whole days with both ends included. */
export interface StatementContent {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly openingOwedFen: bigint;
  readonly closingOwedFen: bigint;
  readonly lines: readonly StatementLine[];
}

/** A statement as issued: what it says is fixed at that moment, and its hash is over all of it. */
export interface Statement extends StatementContent {
  readonly id: string;
  /** `2026-03`. */
  readonly month: string;
  readonly contentHash: string;
}
export type StatementSummary = Omit<Statement, 'lines'> & { readonly issuedAt: Instant };

type Line = Omit<StatementLine, 'owedAfterFen'>;
interface OpenedLoan {
  readonly id: string;
  readonly account: LoanAccount;
}

const WORDS = {
  drawn: { zh: '借款', en: 'Draw' },
  interest: { zh: '利息', en: 'Interest' },
  interestBack: { zh: '利息调整', en: 'Interest corrected' },
  penalty: { zh: '罚息', en: 'Penalty interest' },
  penaltyBack: { zh: '罚息减免或调整', en: 'Penalty waived or corrected' },
  fee: { zh: '费用', en: 'Costs' },
  feeBack: { zh: '费用减免', en: 'Costs waived' },
  repaid: { zh: '还款', en: 'Repayment' },
  returned: { zh: '还款被银行退回', en: 'Repayment returned by the bank' },
  refund: { zh: '退还多还的款', en: 'Refund of what was overpaid' },
  refundBack: { zh: '退款撤销', en: 'Refund taken back' },
  writtenOff: { zh: '核销', en: 'Written off' },
  writtenOffBack: { zh: '核销撤销', en: 'Write-off taken back' },
} as const satisfies Record<string, LocalText>;

/** What a loan has cost and what it owes at the end of a day; nothing before it began. */
interface Figures {
  readonly owedFen: bigint;
  readonly interestFen: bigint;
  readonly penaltyFen: bigint;
  readonly feesFen: bigint;
  readonly writtenOffFen: bigint;
  readonly recoveredFen: bigint;
}
const NOTHING: Figures = {
  owedFen: 0n,
  interestFen: 0n,
  penaltyFen: 0n,
  feesFen: 0n,
  writtenOffFen: 0n,
  recoveredFen: 0n,
};

const feesChargedOf = (position: LoanPosition): bigint =>
  position.instalments.reduce((sum, row) => sum + row.feesFen, position.writtenOff?.feesFen ?? 0n);

const figuresOn = (account: LoanAccount, date: IsoDate): Figures => {
  if (date < account.terms.startDate) return NOTHING;
  const position = positionOf(account, date);
  return {
    owedFen: position.payoffFen - position.creditFen,
    interestFen: position.interestEarnedFen,
    penaltyFen: position.penaltyEarnedFen,
    feesFen: feesChargedOf(position),
    writtenOffFen: position.writtenOffFen,
    recoveredFen: position.recoveredFen,
  };
};

/** A rise is owed more, a fall is owed less; nothing makes no line. */
const moved = (date: IsoDate, loanId: string, riseFen: bigint, up: LocalText, down: LocalText): Line[] => {
  if (riseFen === 0n) return [];
  return riseFen > 0n
    ? [{ date, text: up, debitFen: riseFen, creditFen: 0n, loanId }]
    : [{ date, text: down, debitFen: 0n, creditFen: -riseFen, loanId }];
};

/** Lines of money that moved on a day: repaid and returned, given back, recovered beyond what was written off. */
const moneyLines = (account: LoanAccount, event: LoanEvent, loanId: string): Line[] => {
  const { date } = event;
  if (event.kind === 'repayment') return moved(date, loanId, -event.amountFen, WORDS.returned, WORDS.repaid);
  if (event.kind === 'credit_refund') return moved(date, loanId, event.amountFen, WORDS.refund, WORDS.refundBack);
  if (event.kind !== 'reversal') return [];
  const target = account.events.find((other) => other.id === event.ofId);
  if (target?.kind === 'repayment') return moved(date, loanId, target.amountFen, WORDS.returned, WORDS.repaid);
  if (target?.kind === 'credit_refund') return moved(date, loanId, -target.amountFen, WORDS.refund, WORDS.refundBack);
  return [];
};

/** Events of a day as they are told: what came in before what went back. */
const moneyOn = (account: LoanAccount, date: IsoDate): LoanEvent[] =>
  account.events
    .filter((event) => event.date === date)
    .toSorted((a, b) => Number(a.kind === 'reversal') - Number(b.kind === 'reversal'));

/** What a recovery, or its reversal, leaves beyond the debt written off lowers what is owed overall. */
const recoveriesOn = (account: LoanAccount, date: IsoDate): bigint => {
  let sum = 0n;
  for (const event of account.events) {
    if (event.date !== date) continue;
    if (event.kind === 'recovery') sum += event.amountFen;
    if (event.kind !== 'reversal') continue;
    const target = account.events.find((other) => other.id === event.ofId);
    if (target?.kind === 'recovery') sum -= target.amountFen;
  }
  return sum;
};

const linesOf = ({ id, account }: OpenedLoan, from: IsoDate, to: IsoDate): Line[] => {
  const { startDate, principalFen } = account.terms;
  const inSpan = (date: IsoDate): boolean => date >= from && date <= to;
  const lines: Line[] = inSpan(startDate) ? moved(startDate, id, principalFen, WORDS.drawn, WORDS.drawn) : [];
  const days = [...new Set([...account.events.map((event) => event.date).filter(inSpan), to])].sort();
  let before = figuresOn(account, addDays(from, -1));
  for (const date of days) {
    const now = figuresOn(account, date);
    lines.push(
      ...moved(date, id, now.interestFen - before.interestFen, WORDS.interest, WORDS.interestBack),
      ...moved(date, id, now.penaltyFen - before.penaltyFen, WORDS.penalty, WORDS.penaltyBack),
      ...moved(date, id, now.feesFen - before.feesFen, WORDS.fee, WORDS.feeBack),
      ...moneyOn(account, date).flatMap((event) => moneyLines(account, event, id)),
      ...moved(
        date,
        id,
        now.recoveredFen - before.recoveredFen - recoveriesOn(account, date),
        WORDS.returned,
        WORDS.repaid,
      ),
      ...moved(date, id, before.writtenOffFen - now.writtenOffFen, WORDS.writtenOffBack, WORDS.writtenOff),
    );
    before = now;
  }
  return lines;
};

/** The statement of account over whole days, both ends included; each line says what was owed after it. */
export const statementOf = (file: BorrowerFile, from: IsoDate, to: IsoDate): StatementContent => {
  const loans: OpenedLoan[] = Object.values(file.loans).flatMap(({ id, account }) =>
    account === null || account.terms.startDate > to ? [] : [{ id, account }],
  );
  const owed = (date: IsoDate): bigint =>
    loans.reduce((sum, { account }) => sum + figuresOn(account, date).owedFen, 0n);
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
};
