import { isIsoDate } from './calendar/dates.ts';
import type { IsoDate } from './calendar/dates.ts';
import { sumOfParts } from './position.ts';
import { payoffAfter, stateOn } from './position-of.ts';
import { compareEvents } from './replay/loan-event.ts';
import type { LoanEvent } from './replay/loan-event.ts';
import { ok, refuse } from './result.ts';
import type { LendingRefusal, Result } from './result.ts';
import { respreadTerms } from './replay/respread.ts';
import { checkTerms } from './terms.ts';
import type { LoanTerms } from './terms.ts';

/** A loan: its terms and what happened to it, in date order. Plain data; everything else is worked out from it. */
export interface LoanAccount {
  readonly terms: LoanTerms;
  readonly events: readonly LoanEvent[];
}

/** Opens a loan on valid terms. */
export const openLoan = (terms: LoanTerms): Result<LoanAccount, LendingRefusal> => {
  const checked = checkTerms(terms);
  return checked.ok ? ok({ terms, events: [] }) : checked;
};

type Fault = { readonly ok: false; readonly refusal: LendingRefusal } | null;

/**
 * Records an event, whatever its date relative to those already there. Refused, naming the field: dates that do not exist
 * or lie before the loan, amounts that are not positive, ids used twice, money beyond the payoff balance of its date, and
 * events that the loan's state on that date does not allow.
 */
export const addLoanEvent = (account: LoanAccount, event: LoanEvent): Result<LoanAccount, LendingRefusal> => {
  const before = lastAdded.get(account);
  if (before?.event === event) return before.result;
  const result = added(account, event);
  lastAdded.set(account, { event, result });
  return result;
};

/** Whoever decides on an event adds it to see what comes of it, and adds it again once it is recorded: one replay will do. */
const lastAdded = new WeakMap<
  LoanAccount,
  { readonly event: LoanEvent; readonly result: Result<LoanAccount, LendingRefusal> }
>();

const added = (account: LoanAccount, event: LoanEvent): Result<LoanAccount, LendingRefusal> => {
  const fault = checkShape(account, event) ?? checkState(account, event);
  if (fault !== null) return fault;
  const events = [...account.events, event].toSorted(compareEvents);
  const next: LoanAccount = { terms: account.terms, events };
  return checkOutcome(next, event) ?? ok(next);
};

const BAD_DATE = 'a date must exist, as 2026-02-28';

const checkShape = (account: LoanAccount, event: LoanEvent): Fault => {
  if (event.id === '') return refuse('unknown_value', 'id', event.id, 'an event needs an id');
  if (!isIsoDate(event.date)) return refuse('not_a_date', 'date', event.date, BAD_DATE);
  if (event.date < account.terms.startDate)
    return refuse('before_loan', 'date', event.date, `the loan starts on ${account.terms.startDate}`);
  if (account.events.some((other) => other.id === event.id))
    return refuse('duplicate_id', 'id', event.id, 'this id is already recorded on the loan');
  if ('amountFen' in event && event.amountFen <= 0n)
    return refuse('not_positive', 'amountFen', event.amountFen, 'an amount must be more than zero');
  if ('until' in event) return checkUntil(event.date, event.until);
  if (event.kind === 'reversal') return checkReversal(account, event.ofId, event.date);
  if (event.kind === 'rate_change' || event.kind === 'restructure') return checkRate(event.annualRatePpb);
  return null;
};

const checkUntil = (date: IsoDate, until: IsoDate): Fault => {
  if (!isIsoDate(until)) return refuse('not_a_date', 'until', until, BAD_DATE);
  return until > date ? null : refuse('out_of_range', 'until', until, `must be after ${date}`);
};

const checkRate = (ratePpb: bigint): Fault =>
  ratePpb < 0n ? refuse('negative', 'annualRatePpb', ratePpb, 'a rate cannot be below zero') : null;

const checkReversal = (account: LoanAccount, ofId: string, date: IsoDate): Fault => {
  const target = account.events.find((event) => event.id === ofId);
  if (target === undefined || target.kind === 'reversal')
    return refuse(
      'unknown_event',
      'ofId',
      ofId,
      'only an event recorded on this loan, itself not a reversal, can be reversed',
    );
  if (account.events.some((event) => event.kind === 'reversal' && event.ofId === ofId))
    return refuse('already_reversed', 'ofId', ofId, 'this event is already reversed');
  return date < target.date ? refuse('out_of_range', 'date', date, `the event reversed is of ${target.date}`) : null;
};

/** What the loan's state on the event's date rules out. */
const checkState = (account: LoanAccount, event: LoanEvent): Fault => {
  if (event.kind === 'reversal') return null;
  const state = stateOn(account, event.date);
  if (event.kind === 'credit_refund')
    return event.paidOut === true ? null : checkRefund(state.creditFen, event.amountFen);
  if (event.kind === 'recovery')
    return checkRecovery(state.writtenOff && sumOfParts(state.writtenOff), state.recoveredFen, event);
  if (state.writtenOff !== null)
    return refuse('loan_closed', 'date', event.date, 'the loan is written off; record what is collected as a recovery');
  if (event.kind === 'repayment') return null;
  if (state.settledOnDay !== null)
    return refuse('loan_closed', 'date', event.date, 'the loan is settled; nothing can change it');
  if (event.kind === 'charge_off' && state.chargedOffOnDay !== null)
    return refuse('loan_closed', 'date', event.date, 'the loan is already charged off');
  if (event.kind === 'restructure' || event.kind === 'reage') return checkNewPlan(account, event);
  return event.kind === 'write_off' ? checkFeesAfter(account, event.date) : null;
};

/** A loan that is off the books is charged nothing; one that was charged since cannot be said to have been off them before. */
const checkFeesAfter = ({ events }: LoanAccount, date: IsoDate): Fault => {
  const fee = events.find((other) => other.kind === 'fee' && other.date > date);
  if (fee === undefined) return null;
  return refuse(
    'inconsistent',
    'date',
    date,
    `a fee was charged on ${fee.date}; write the loan off on that day or later`,
  );
};

const checkRecovery = (
  writtenOffFen: bigint | null,
  recoveredFen: bigint,
  { amountFen, excess }: Extract<LoanEvent, { kind: 'recovery' }>,
): Fault => {
  if (writtenOffFen === null)
    return refuse('inconsistent', 'kind', 'recovery', 'only a loan written off has recoveries');
  const left = writtenOffFen - recoveredFen;
  return amountFen > left && excess !== 'CREDIT'
    ? refuse('exceeds_owed', 'amountFen', amountFen, `${left} is left of what was written off`)
    : null;
};

const checkRefund = (creditFen: bigint, amountFen: bigint): Fault =>
  amountFen > creditFen
    ? refuse('exceeds_owed', 'amountFen', amountFen, `${creditFen > 0n ? creditFen : 0n} is owed back`)
    : null;

const checkNewPlan = (account: LoanAccount, event: Extract<LoanEvent, { kind: 'restructure' | 'reage' }>): Fault => {
  const state = stateOn(account, event.date);
  const plan = {
    instalments: event.instalments,
    firstDueDate: event.firstDueDate,
    every: event.kind === 'restructure' ? event.every : state.terms.every,
    unit: event.kind === 'restructure' ? event.unit : state.terms.unit,
    annualRatePpb: event.kind === 'restructure' ? event.annualRatePpb : 0n,
  };
  if (state.performingFen === 0n && state.rows.every((row) => row.principalFen === row.paid.principalFen))
    return refuse('loan_closed', 'date', event.date, 'no principal is left to spread over a new plan');
  const checked = checkTerms(respreadTerms(state.terms, plan, event.date, 1n));
  return checked.ok ? null : checked;
};

/** What only the replay with the event can tell. */
const checkOutcome = (next: LoanAccount, event: LoanEvent): Fault => {
  if (event.kind === 'fee_waiver' || event.kind === 'penalty_waiver') return checkWaiver(next, event);
  if (event.kind !== 'repayment' || event.excess === 'CREDIT') return null;
  const upTo = stateOn(next, event.date);
  const credit = upTo.allocations.get(event.id)?.creditFen ?? 0n;
  if (credit > 0n)
    return refuse(
      'exceeds_payoff',
      'amountFen',
      event.amountFen,
      `${event.amountFen - credit} settles the loan on ${event.date}`,
    );
  if (event.mode !== 'EARLY_FULL') return null;
  const left = payoffAfter(next, event.date);
  if (left === 0n) return null;
  return refuse(
    'differs_from_payoff',
    'amountFen',
    event.amountFen,
    `${event.amountFen + left} settles the loan on ${event.date}`,
  );
};

const checkWaiver = (
  next: LoanAccount,
  event: Extract<LoanEvent, { kind: 'fee_waiver' | 'penalty_waiver' }>,
): Fault => {
  const without: LoanAccount = { terms: next.terms, events: next.events.filter((other) => other.id !== event.id) };
  const rise = payoffAfter(without, event.date) - payoffAfter(next, event.date);
  if (rise >= event.amountFen) return null;
  return refuse('exceeds_owed', 'amountFen', event.amountFen, `${rise} of it is owed on ${event.date}`);
};
