import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';

/** Money in flight and drawn loans: each answer counts once, and terms stay as they were agreed (G7). */
export const checkMoney = (record: BorrowerRecord, { body, occurredAt }: Fact, report: Report): void => {
  const ask = (paymentId: string): void => {
    if (record.payments.has(paymentId)) report('LEDGER', `payment ${paymentId} is asked for twice`);
    record.payments.set(paymentId, 'PENDING');
  };
  const answer = (paymentId: string, state: 'SUCCEEDED' | 'FAILED'): void => {
    const before = record.payments.get(paymentId);
    if (before !== 'PENDING') report('LEDGER', `payment ${paymentId} is answered while ${before ?? 'unknown'}`);
    record.payments.set(paymentId, state);
  };
  switch (body.type) {
    case 'draw.requested': {
      ask(body.paymentId);
      record.loanRates.set(body.loanId, rateOf(body.terms));
      const stopped = [...record.restrictions.values()].find(
        ({ state, kind, expiresAtMs }) => state === 'effective' && kind !== 'LIMIT_REDUCED' && expiresAtMs === null,
      );
      checkCaps(record, body.terms.principalFen, Date.parse(occurredAt), report);
      if (stopped !== undefined) report('STATES', `a draw was accepted under ${stopped.kind}`);
      return;
    }
    case 'draw.paid':
      answer(body.paymentId, 'SUCCEEDED');
      if (record.loanRates.get(body.loanId) !== rateOf(body.terms))
        report('G7', `loan ${body.loanId} was paid out on other terms than agreed`);
      return;
    case 'draw.failed':
      answer(body.paymentId, 'FAILED');
      return;
    case 'repayment.requested':
      ask(body.paymentId);
      return;
    case 'repayment.received':
      answer(body.paymentId, 'SUCCEEDED');
      return;
    case 'repayment.failed':
      answer(body.paymentId, 'FAILED');
      return;
    case 'loan.aged':
      if (body.daysPastDue > 0) record.lateLoans.set(body.loanId, body.daysPastDue);
      return;
    default:
  }
};

/** Money goes out in no greater pieces than the caps in force let it, to the moment at which they end. */
const checkCaps = (record: BorrowerRecord, amountFen: bigint, atMs: number, report: Report): void => {
  for (const [id, { kind, state, expiresAtMs, capFen }] of record.restrictions)
    if (
      kind === 'SINGLE_DRAW_CAP' &&
      state === 'effective' &&
      (expiresAtMs ?? Infinity) > atMs &&
      amountFen > (capFen ?? 0n)
    )
      report('STATES', `a draw of ${amountFen} fen was accepted under cap ${id}`);
};

/** What may not change once a loan is agreed: amount, price, method and length; only its first day may. */
const rateOf = (terms: object): string =>
  JSON.stringify(terms, (key, value: unknown) =>
    key === 'startDate' ? undefined : typeof value === 'bigint' ? `${value}` : value,
  );
