import type { LoanEvent } from '@clearline/lending';
import { dateText, type Loan, LOAN_CHANGE_TITLES, type LocalText } from '@clearline/line';
import type { LoanHistoryItem } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

type Item = ViewOf<typeof LoanHistoryItem>;

const moneyWords = {
  repayment: { zh: '还款', en: 'Repayment' },
  recovery: { zh: '核销后还款', en: 'Repayment after write-off' },
  credit_refund: { zh: '退还多还的款', en: 'Refund of what was overpaid' },
} as const satisfies Record<string, LocalText>;

const until = (title: LocalText, date: string): LocalText => {
  const day = dateText(date);
  return { zh: `${title.zh}，至${day.zh}`, en: `${title.en} until ${day.en}` };
};

function textOf(event: Exclude<LoanEvent, { kind: 'reversal' }>): LocalText {
  switch (event.kind) {
    case 'repayment':
    case 'recovery':
    case 'credit_refund':
      return moneyWords[event.kind];
    case 'interest_pause':
    case 'ageing_pause':
      return until(LOAN_CHANGE_TITLES[event.kind], event.until);
    case 'reage':
    case 'restructure': {
      const title = LOAN_CHANGE_TITLES[event.kind];
      return { zh: `${title.zh}，共${event.instalments}期`, en: `${title.en}: ${event.instalments} instalments` };
    }
    default:
      return LOAN_CHANGE_TITLES[event.kind];
  }
}

const paymentOf = (event: LoanEvent): string | null =>
  event.kind === 'repayment' || event.kind === 'recovery' || event.kind === 'credit_refund'
    ? (event.id.split(':')[0] ?? null)
    : null;

/** What happened to a loan since it was paid out, newest first; what was taken back says so instead of standing twice. */
export function loanHistory(loan: Loan): Item[] {
  const events = loan.account?.events ?? [];
  const reversedOn = new Map(
    events.flatMap((event) => (event.kind === 'reversal' ? [[event.ofId, event.date] as const] : [])),
  );
  return events
    .flatMap((event): Item[] =>
      event.kind === 'reversal'
        ? []
        : [
            {
              eventId: event.id,
              date: event.date,
              kind: event.kind,
              text: textOf(event),
              amountFen: 'amountFen' in event ? event.amountFen : null,
              reversedOn: reversedOn.get(event.id) ?? null,
              paymentId: paymentOf(event),
            },
          ],
    )
    .toReversed();
}
