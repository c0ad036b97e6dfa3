import { toDay } from '../calendar/dates.ts';
import { minOf } from '../money/rounding.ts';
import { sumOfParts } from '../position.ts';
import type { LoanTerms } from '../terms.ts';
import { accruePenalties, accrueTo, unpaidInterest, unpaidPenalty, unpaidPrincipal } from './accrue.ts';
import type { LoanEvent } from './loan-event.ts';
import { repay } from './pay.ts';
import { dropEmptyTail, levelAnew } from './relevel.ts';
import { closeAllRows, respread, wasPaid } from './respread.ts';
import { hasLevelTotal, openState, rateNow } from './state.ts';
import type { ReplayState, Row } from './state.ts';

/** A day no loan reaches: the end of a block that has none. */
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/**
 * The state of a loan after events. They must be sorted (see `compareEvents`); a reversal among them takes its event out as
 * if it had never happened. Amounts that find nothing to act on are not lost: money becomes credit, and a waiver takes what
 * there is.
 */
export const replay = (terms: LoanTerms, events: readonly LoanEvent[]): ReplayState => {
  const reversed = new Set(events.flatMap((event) => (event.kind === 'reversal' ? [event.ofId] : [])));
  const state = openState(terms);
  for (const event of events) {
    if (event.kind === 'reversal' || reversed.has(event.id)) continue;
    const day = toDay(event.date);
    applyEvent(state, event, day);
    noteWhatIsPaid(state, day);
  }
  return state;
};

const applyEvent = (state: ReplayState, event: Exclude<LoanEvent, { kind: 'reversal' }>, day: number): void => {
  switch (event.kind) {
    case 'repayment':
      return repay(state, event, day);
    case 'rate_change':
      return changeRate(state, event.annualRatePpb, day);
    case 'interest_pause':
      accrueTo(state, day);
      state.blocked.push({ fromDay: day, toDay: toDay(event.until) });
      return;
    case 'ageing_pause':
      state.ageingPauses.push({ fromDay: day, toDay: toDay(event.until) });
      return;
    case 'fee':
      return addFee(state, event.amountFen, day);
    case 'fee_waiver':
      return waive(
        state,
        event.amountFen,
        day,
        (row) => row.feesFen - row.paid.feesFen,
        (row, part) => {
          row.feesFen -= part;
        },
      );
    case 'penalty_waiver':
      return waive(
        state,
        event.amountFen,
        day,
        (row) => unpaidPenalty(state, row),
        (row, part) => {
          row.waivedPenaltyFen += part;
        },
      );
    case 'restructure':
      return respread(state, day, event);
    case 'reage':
      return respread(state, day, {
        instalments: event.instalments,
        firstDueDate: event.firstDueDate,
        every: state.terms.every,
        unit: state.terms.unit,
        annualRatePpb: rateNow(state),
      });
    case 'charge_off':
      accrueTo(state, day);
      state.blocked.push({ fromDay: day, toDay: FOR_EVER });
      state.chargedOffOnDay = day;
      return;
    case 'write_off':
      return writeOff(state, day);
    case 'recovery':
      return recover(state, event.amountFen);
    case 'credit_refund':
      state.creditFen -= event.amountFen;
      return;
  }
};

const changeRate = (state: ReplayState, annualRatePpb: bigint, day: number): void => {
  accrueTo(state, day);
  state.rates.push({ fromDay: day, ppb: annualRatePpb });
  const row = state.rows[state.current];
  if (row === undefined || !hasLevelTotal(state.terms)) return;
  const rest = state.performingFen - unpaidPrincipal(row);
  if (rest > 0n) levelAnew(state, state.current + 1, rest);
};

/** A fee is due with the instalment of its date; after the last due day, at once with the last. */
const addFee = (state: ReplayState, amountFen: bigint, day: number): void => {
  accrueTo(state, day);
  const row = state.rows[Math.min(state.current, state.rows.length - 1)];
  if (row !== undefined) row.feesFen += amountFen;
};

const waive = (
  state: ReplayState,
  amountFen: bigint,
  day: number,
  owedOf: (row: Row) => bigint,
  take: (row: Row, partFen: bigint) => void,
): void => {
  accrueTo(state, day);
  accruePenalties(state, day);
  let rest = amountFen;
  for (const row of state.rows) {
    const part = minOf(rest, owedOf(row));
    take(row, part);
    rest -= part;
  }
};

const writeOff = (state: ReplayState, day: number): void => {
  state.writtenOff = closeAllRows(state, day);
  state.rows = state.rows.filter(wasPaid);
  state.current = state.rows.length;
};

/** Up to what was written off; a late record may have made that less, and the rest is owed back. */
const recover = (state: ReplayState, amountFen: bigint): void => {
  const owed = state.writtenOff === null ? 0n : sumOfParts(state.writtenOff) - state.recoveredFen;
  const part = minOf(amountFen, owed);
  state.recoveredFen += part;
  state.creditFen += amountFen - part;
};

const isPaid = (state: ReplayState, row: Row): boolean =>
  unpaidPrincipal(row) === 0n &&
  unpaidInterest(state, row) === 0n &&
  unpaidPenalty(state, row) === 0n &&
  row.feesFen === row.paid.feesFen;

/** Marks the rows that an event finished, and the loan itself when nothing is left of it. */
const noteWhatIsPaid = (state: ReplayState, day: number): void => {
  const isOver = state.performingFen === 0n && state.rows.every((row) => isPaid(state, row));
  for (const [index, row] of state.rows.entries()) {
    const isFinal = isOver || index < state.current;
    if (isFinal && isPaid(state, row)) row.paidOnDay ??= day;
    else row.paidOnDay = null;
  }
  if (state.writtenOff !== null) return;
  if (!isOver) {
    state.settledOnDay = null;
    return;
  }
  state.settledOnDay ??= day;
  closeRest(state);
};

/** Once all is paid, the instalments not yet due ask for nothing more; those that were never touched go. */
const closeRest = (state: ReplayState): void => {
  dropEmptyTail(state, state.current);
  for (const row of state.rows.slice(state.current))
    row.closedInterestFen ??= row.paid.interestFen - row.carriedInterestFen;
};
