import {
  type BorrowerFile,
  drawStopsOf,
  KIND_TITLES,
  planRepayment,
  quoteDraw,
  refuse as refuseByDomain,
  statementOf,
} from '@clearline/line';
import type { SomeHandlers } from '../http/handler.ts';
import { type Answer, answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { costSheetView } from '../views/cost-sheet-view.ts';
import { loanView, loanViews } from '../views/loan-view.ts';
import { paymentViews } from '../views/payment-view.ts';
import { repaymentQuoteView } from '../views/repayment-quote-view.ts';
import { monthlyStatements } from '../views/statement-view.ts';
import { checkCode, sendCode } from '../sign-in/codes.ts';
import { factOf, momentOf, runAsBorrower, signAsBorrower } from './work.ts';

type Ids =
  | 'quoteDraw'
  | 'sendDrawCode'
  | 'draw'
  | 'listLoans'
  | 'getLoan'
  | 'quoteRepayment'
  | 'repay'
  | 'listPayments'
  | 'statement'
  | 'listStatements';

/**
 * A draw can be accepted as a command and still not be paid: the decision asked for a check or a hold first, which is
 * recorded and told to the borrower. The API then answers with that, after it has been committed.
 */
function stoppedDraw(file: BorrowerFile, now: string): Answer<never> {
  const stop = drawStopsOf(file, now).at(-1);
  if (stop === undefined) throw new Error(`a draw of borrower ${file.borrowerId} was neither requested nor stopped`);
  const refusal =
    stop.kind === 'STEP_UP'
      ? refuseByDomain('step_up_needed')
      : refuseByDomain('draws_restricted', { value: KIND_TITLES[stop.kind].zh });
  return { ok: false, refused: refusedByDomain(refusal.refusal) };
}

/** Drawing, repaying, and the account of both. */
export function moneyHandlers(services: Services): SomeHandlers<Ids> {
  const { book, bookId, clock, lender, vault } = services;
  const codeFor = async (borrowerId: string, amountFen: bigint) => {
    const phone = (await vault.personal(bookId, borrowerId))?.phone;
    if (phone === undefined) throw new Error(`borrower ${borrowerId} is signed in and has no phone`);
    return { realm: 'draw', phone, amountFen } as const;
  };
  return {
    async sendDrawCode({ caller: { borrowerId }, body }) {
      return sendCode(services, { ...(await codeFor(borrowerId, body.amountFen)), borrowerId });
    },
    async quoteDraw({ caller, body }) {
      const { line } = await book.file(caller.borrowerId);
      if (line === null) return { ok: false, refused: refusedByDomain(refuseByDomain('no_line').refusal) };
      const quote = quoteDraw(body, line, { businessDate: clock.businessDate(), lender });
      if (!quote.ok) return { ok: false, refused: refusedByDomain(quote.refusal) };
      const { rows, planHash, costSheet } = quote.value;
      return answer({
        planHash,
        rows,
        totalInterestFen: rows.reduce((sum, row) => sum + row.interestFen, 0n),
        costSheet: costSheetView(costSheet, lender, line.kind),
      });
    },
    async draw({ caller, body, idempotencyKey }) {
      const { confirmed: _confirmed, code, ...order } = body;
      const command = { type: 'draw', ...order, deviceId: null, codeConfirmed: false } as const;
      const { borrowerId } = caller;
      // Without the code first: a deed sent again is answered as it was, and no code is spent on what is refused anyway.
      let done = await signAsBorrower(services, borrowerId, command, idempotencyKey);
      if (!done.ok && done.refused.code === 'draw_code_needed' && code !== undefined) {
        const checked = await checkCode(services, { ...(await codeFor(borrowerId, order.amountFen)), code });
        if (!checked.ok) return checked;
        done = await signAsBorrower(services, borrowerId, { ...command, codeConfirmed: true }, idempotencyKey);
      }
      if (!done.ok) return done;
      const requested = factOf(done.value, 'draw.requested');
      if (requested === null) return stoppedDraw(done.value.file, clock.now());
      services.nudgeWorkers();
      return answer({ loanId: requested.loanId, paymentId: requested.paymentId });
    },
    async listLoans({ caller }) {
      return answer({ items: loanViews(await book.file(caller.borrowerId), clock.businessDate()) });
    },
    async getLoan({ caller, params }) {
      const loan = (await book.file(caller.borrowerId)).loans[params.id];
      return loan === undefined
        ? refuse('not_found', { value: params.id })
        : answer(loanView(loan, clock.businessDate()));
    },
    async quoteRepayment({ caller, body }) {
      const file = await book.file(caller.borrowerId);
      const planned = planRepayment(file, body, clock.businessDate());
      if (!planned.ok) return { ok: false, refused: refusedByDomain(planned.refusal) };
      return answer(repaymentQuoteView(file, planned.value, clock.businessDate()));
    },
    async repay({ caller, body, idempotencyKey }) {
      const done = await runAsBorrower(services, caller.borrowerId, { type: 'repay', ...body }, idempotencyKey);
      if (!done.ok) return done;
      const requested = factOf(done.value, 'repayment.requested');
      if (requested === null)
        throw new Error(`a repayment of borrower ${caller.borrowerId} was accepted without a payment`);
      services.nudgeWorkers();
      return answer({ paymentId: requested.paymentId });
    },
    async listPayments({ caller }) {
      return answer({ items: paymentViews(await book.file(caller.borrowerId)) });
    },
    async listStatements({ caller }) {
      return answer({ items: monthlyStatements(await book.file(caller.borrowerId)) });
    },
    async statement({ caller, query }) {
      const { from } = query;
      const { businessDate } = momentOf(services);
      const to = query.to < businessDate ? query.to : businessDate;
      if (from > to)
        return refuse('invalid_input', {
          field: 'query.from',
          value: { zh: `不能晚于${to}`, en: `not later than ${to}` },
        });
      return answer(statementOf(await book.file(caller.borrowerId), from, to));
    },
  };
}
