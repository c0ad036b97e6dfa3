import { addLoanEvent, openLoan } from '../account.ts';
import type { LoanAccount } from '../account.ts';
import { fromDay, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { planLoan } from '../plan/schedule.ts';
import { positionOf } from '../position-of.ts';
import type { LoanEvent } from '../replay/loan-event.ts';
import type { LoanTerms } from '../terms.ts';
import type { Choice } from './arbitrary.ts';

/** The last due day of the plan. */
export const lastDueDate = (terms: LoanTerms): IsoDate => {
  const plan = planLoan(terms);
  if (!plan.ok) throw new Error(`${plan.refusal.field}: ${plan.refusal.message}`);
  return plan.value.at(-1)?.dueDate ?? terms.startDate;
};

/** Turns choices into events on the loan as it then stands; what the loan refuses does not happen. */
export const live = (terms: LoanTerms, choices: readonly Choice[]): LoanAccount => {
  const opened = openLoan(terms);
  if (!opened.ok) throw new Error(`${opened.refusal.field}: ${opened.refusal.message}`);
  const start = toDay(terms.startDate);
  const length = toDay(lastDueDate(terms)) - start;
  return choices.reduce((account, choice, k) => {
    const date = fromDay(start + Math.round((length * choice.at) / 1000));
    const event = eventOf(account, choice, `e${k}`, date);
    const added = event === null ? null : addLoanEvent(account, event);
    return added?.ok ? added.value : account;
  }, opened.value);
};

const eventOf = (account: LoanAccount, choice: Choice, id: string, date: IsoDate): LoanEvent | null => {
  const position = positionOf(account, date);
  const share = (of: bigint): bigint => (of * BigInt(choice.share)) / 100n;
  switch (choice.kind) {
    case 'repayment_full':
      return {
        kind: 'repayment',
        id,
        date,
        amountFen: position.payoffFen,
        mode: 'EARLY_FULL',
        surplus: choice.surplus,
      };
    case 'repayment': {
      const next = position.nextDue?.amountFen ?? 0n;
      const amountFen = {
        DUE: position.dueFen,
        NEXT: position.dueFen + next,
        SHARE: share(position.payoffFen),
        ONE: 1n,
      }[choice.exact];
      return { kind: 'repayment', id, date, amountFen, mode: choice.mode, surplus: choice.surplus };
    }
    case 'fee':
      return { kind: 'fee', id, date, amountFen: BigInt(choice.share), feeCode: 'TEST' };
    case 'rate_change':
      return { kind: 'rate_change', id, date, annualRatePpb: BigInt(choice.share) * 3_000_000n };
    case 'interest_pause':
      return { kind: 'interest_pause', id, date, until: fromDay(toDay(date) + choice.share) };
    case 'fee_waiver':
      return { kind: 'fee_waiver', id, date, amountFen: share(position.feesDueFen) };
    case 'penalty_waiver':
      return { kind: 'penalty_waiver', id, date, amountFen: share(position.penaltyAccruedFen) };
    case 'charge_off':
      return { kind: 'charge_off', id, date };
    case 'write_off':
      return { kind: 'write_off', id, date };
    case 'recovery':
      // Now and then more than is left of it.
      return { kind: 'recovery', id, date, amountFen: share(position.writtenOffFen * 2n), excess: 'CREDIT' };
    case 'credit_refund':
      return { kind: 'credit_refund', id, date, amountFen: share(position.creditFen) };
    case 'ageing_pause':
      return { kind: 'ageing_pause', id, date, until: fromDay(toDay(date) + choice.share) };
    case 'reage':
      return {
        kind: 'reage',
        id,
        date,
        instalments: 1 + (choice.share % 9),
        firstDueDate: fromDay(toDay(date) + choice.share),
      };
    case 'restructure':
      return {
        kind: 'restructure',
        id,
        date,
        instalments: 1 + (choice.share % 24),
        every: 1,
        unit: 'MONTHS',
        firstDueDate: fromDay(toDay(date) + choice.share),
        annualRatePpb: BigInt(choice.share) * 2_000_000n,
      };
    case 'reversal': {
      const target = account.events[choice.share % Math.max(1, account.events.length)];
      return target === undefined ? null : { kind: 'reversal', id, date, ofId: target.id };
    }
  }
};
