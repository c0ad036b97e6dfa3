import type { LoanAccount } from './account.ts';
import { bucketOf } from './ageing/buckets.ts';
import { agedDays } from './ageing/delinquency.ts';
import { fromDay, toDay } from './calendar/dates.ts';
import type { IsoDate } from './calendar/dates.ts';
import { sumOfParts } from './position.ts';
import type { Allocation, InstalmentState, LoanPosition } from './position.ts';
import { earningShare, penaltyOf, penaltyRawAt, unpaidPrincipal } from './replay/accrue.ts';
import { replay } from './replay/replay.ts';
import { interestBase, interestOf, rateNow } from './replay/state.ts';
import type { ReplayState, Row } from './replay/state.ts';

/** What each row will ask for if nothing else happens; it does not depend on the day asked about. */
interface Outlook {
  readonly baseFen: bigint;
  readonly interestFen: bigint;
}

export interface Snapshot {
  readonly state: ReplayState;
  readonly outlook: readonly Outlook[];
  /** The position last worked out from it: one event asks for the same one several times. */
  position: LoanPosition | null;
}

/**
 * Replays are kept per account object and number of events in force. Accounts are immutable, so the cache changes speed and
 * nothing else.
 */
const kept = new WeakMap<LoanAccount, Map<number, Snapshot>>();

/**
 * A sum that streams over all loans asks about each account for a few dates and never again: those stay only among the few
 * most recent, since entering each in the weak map would cost the collector more than the replay.
 */
interface Recent {
  readonly account: LoanAccount;
  readonly count: number;
  readonly snapshot: Snapshot;
}
const recent: Recent[] = [];
const RECENT = 4;
let nextRecent = 0;

const eventsUpTo = (account: LoanAccount, date: IsoDate): number => {
  let count = account.events.length;
  while (count > 0 && (account.events[count - 1]?.date ?? '') > date) count -= 1;
  return count;
};

const replayed = (account: LoanAccount, count: number): Snapshot => {
  const state = replay(account.terms, account.events.slice(0, count));
  return { state, outlook: outlookOf(state), position: null };
};

/** The replay of all events dated up to a day, with what each row will ask for. */
export const snapshotOn = (account: LoanAccount, date: IsoDate): Snapshot => {
  const count = eventsUpTo(account, date);
  let known = kept.get(account);
  if (known === undefined) {
    known = new Map();
    kept.set(account, known);
  }
  let snapshot = known.get(count);
  if (snapshot === undefined) {
    snapshot = replayed(account, count);
    known.set(count, snapshot);
  }
  return snapshot;
};

/** As {@link snapshotOn}, for an account that is seen in passing. */
const snapshotInPassing = (account: LoanAccount, date: IsoDate): Snapshot => {
  const count = eventsUpTo(account, date);
  const known = kept.get(account)?.get(count);
  if (known !== undefined) return known;
  const again = recent.find((entry) => entry.account === account && entry.count === count);
  if (again !== undefined) return again.snapshot;
  const snapshot = replayed(account, count);
  recent[nextRecent] = { account, count, snapshot };
  nextRecent = (nextRecent + 1) % RECENT;
  return snapshot;
};

const outlookOf = (state: ReplayState): Outlook[] => {
  let performing = state.performingFen;
  return state.rows.map((row, index) => {
    if (index < state.current) return { baseFen: 0n, interestFen: interestOf(state, row, row.interestRaw) };
    const baseFen = interestBase(state, performing);
    const raw = row.interestRaw + baseFen * rateNow(state) * earningShare(state, row, state.day, row.dueDay);
    performing -= unpaidPrincipal(row);
    return { baseFen, interestFen: interestOf(state, row, raw) };
  });
};

/** The replay of all events dated up to a day. */
export const stateOn = (account: LoanAccount, date: IsoDate): ReplayState => snapshotOn(account, date).state;

/** What settles the loan after all events of a day. */
export const payoffAfter = (account: LoanAccount, date: IsoDate): bigint => positionOf(account, date).payoffFen;

/** What a repayment paid, as the replay of everything known now has it; nothing if it was reversed, or of a recovery. */
export const allocationOf = (account: LoanAccount, repaymentId: string): Allocation => {
  const event = account.events.find((other) => other.id === repaymentId);
  if (event?.kind !== 'repayment' && event?.kind !== 'recovery')
    throw new Error(`No repayment ${repaymentId} is recorded on loan ${account.terms.loanId}`);
  const last = account.events.at(-1)?.date ?? event.date;
  return stateOn(account, last).allocations.get(repaymentId) ?? NOTHING;
};

const NOTHING: Allocation = {
  feesFen: 0n,
  penaltyFen: 0n,
  interestFen: 0n,
  principalFen: 0n,
  creditFen: 0n,
  perInstalment: [],
};

/** What a row has earned and asks for on a day. */
interface RowOnDay {
  readonly row: Row;
  readonly isDue: boolean;
  readonly interestWholeFen: bigint;
  readonly interestEarnedFen: bigint;
  readonly penaltyFen: bigint;
}

const rowOnDay = ({ state, outlook }: Snapshot, index: number, row: Row, day: number): RowOnDay => {
  const { baseFen, interestFen } = outlook[index] ?? { baseFen: 0n, interestFen: 0n };
  const isDue = index < state.current || row.dueDay <= day;
  const penaltyRaw = isDue ? penaltyRawAt(state, row, interestFen, day) : row.penaltyRaw;
  return {
    row,
    isDue,
    interestWholeFen: interestFen,
    interestEarnedFen: isDue
      ? interestFen
      : interestOf(state, row, row.interestRaw + baseFen * rateNow(state) * earningShare(state, row, state.day, day)),
    penaltyFen: penaltyOf(state, row, penaltyRaw),
  };
};

const paidOf = (row: Row): bigint => sumOfParts(row.paid);

const statusOf = (on: RowOnDay, askedFen: bigint, graceDays: number, day: number): InstalmentState['status'] => {
  if (on.row.paidOnDay !== null || (on.isDue && askedFen === paidOf(on.row))) return 'PAID';
  if (!on.isDue) return 'FUTURE';
  return day > on.row.dueDay + graceDays ? 'OVERDUE' : 'DUE';
};

const instalmentOf = (on: RowOnDay, graceDays: number, day: number): InstalmentState => {
  const { row } = on;
  const asked = row.principalFen + on.interestWholeFen + on.penaltyFen + row.feesFen;
  return {
    n: row.n,
    dueDate: fromDay(row.dueDay),
    principalFen: row.principalFen,
    interestFen: on.interestWholeFen,
    penaltyFen: on.penaltyFen,
    feesFen: row.feesFen,
    paidFen: paidOf(row),
    paid: {
      feesFen: row.paid.feesFen,
      penaltyFen: row.paid.penaltyFen,
      interestFen: row.paid.interestFen,
      principalFen: row.paid.principalFen,
    },
    status: statusOf(on, asked, graceDays, day),
    paidOn: row.paidOnDay === null ? null : fromDay(row.paidOnDay),
  };
};

/**
 * Where a loan stands on a day: a pure function of the account and the date. Events dated later are not looked at. Dates
 * before the start are read as the start.
 */
export const positionOf = (account: LoanAccount, asOf: IsoDate): LoanPosition => {
  const snapshot = snapshotOn(account, asOf);
  if (snapshot.position?.asOf !== asOf) snapshot.position = worked(snapshot, asOf);
  return snapshot.position;
};

const worked = (snapshot: Snapshot, asOf: IsoDate): LoanPosition => {
  const { state } = snapshot;
  const day = Math.max(toDay(asOf), state.day);
  const rows = state.rows.map((row, index) => rowOnDay(snapshot, index, row, day));
  const sums = sumRows(state, rows, day);
  const oldest =
    state.writtenOff === null ? (rows.find((on) => isPastDue(on, state.terms.graceDays, day)) ?? null) : null;
  const daysPastDue = oldest === null ? 0 : agedDays(oldest.row.dueDay, day, state.ageingPauses);
  const next = rows.find((on) => !on.isDue && on.row.paidOnDay === null);
  return {
    asOf,
    ...sums,
    daysPastDue,
    oldestUnpaidDueDate: oldest === null ? null : fromDay(oldest.row.dueDay),
    bucket: bucketOf(daysPastDue),
    nextDue:
      next === undefined ? null : { date: fromDay(next.row.dueDay), amountFen: askedWhole(next) - paidOf(next.row) },
    settledOn: state.settledOnDay === null ? null : fromDay(state.settledOnDay),
    instalments: rows.map((on) => instalmentOf(on, state.terms.graceDays, day)),
    principalPrepaidFen: state.prepaidFen,
    creditFen: state.creditFen,
    chargedOffOn: state.chargedOffOnDay === null ? null : fromDay(state.chargedOffOnDay),
    writtenOffFen: state.writtenOff === null ? 0n : sumOfParts(state.writtenOff),
    writtenOff: state.writtenOff,
    recoveredFen: state.recoveredFen,
    annualRatePpb: rateNow(state),
  };
};

/** As {@link positionOf}, for sums over many loans: the balances alone, at less cost. */
export const balancesOf = (account: LoanAccount, asOf: IsoDate): LoanBalances => {
  const snapshot = snapshotInPassing(account, asOf);
  const { state } = snapshot;
  const day = Math.max(toDay(asOf), state.day);
  const rows = state.rows.map((row, index) => rowOnDay(snapshot, index, row, day));
  return sumRows(state, rows, day);
};

/** How late a loan is on a day, as {@link positionOf} says it, at less cost. */
export const daysPastDueOn = (account: LoanAccount, asOf: IsoDate): number => {
  const { state, outlook } = snapshotOn(account, asOf);
  if (state.writtenOff !== null) return 0;
  const day = Math.max(toDay(asOf), state.day);
  const oldest = state.rows.find((row, index) => {
    const isDue = index < state.current || row.dueDay <= day;
    return isPastDue({ row, isDue, interestWholeFen: outlook[index]?.interestFen ?? 0n }, state.terms.graceDays, day);
  });
  return oldest === undefined ? 0 : agedDays(oldest.dueDay, day, state.ageingPauses);
};

/** Principal outstanding after all events of a day, as {@link positionOf} says it, at less cost. */
export const principalOutstandingOn = (account: LoanAccount, asOf: IsoDate): bigint =>
  stateOn(account, asOf).rows.reduce((sum, row) => sum + unpaidPrincipal(row), 0n);

const askedWhole = (on: RowOnDay): bigint => on.row.principalFen + on.interestWholeFen + on.penaltyFen + on.row.feesFen;

/** Past its due date and grace with principal, interest or fees unpaid. */
const isPastDue = (on: Pick<RowOnDay, 'row' | 'isDue' | 'interestWholeFen'>, graceDays: number, day: number): boolean =>
  on.isDue &&
  day > on.row.dueDay + graceDays &&
  on.row.principalFen + on.interestWholeFen + on.row.feesFen >
    on.row.paid.principalFen + on.row.paid.interestFen + on.row.paid.feesFen;

/** The figures of a position that a ledger must equal, without its instalments. */
export type LoanBalances = Pick<
  LoanPosition,
  | 'principalOutstandingFen'
  | 'interestAccruedFen'
  | 'penaltyAccruedFen'
  | 'feesDueFen'
  | 'dueFen'
  | 'overdueFen'
  | 'payoffFen'
  | 'interestEarnedFen'
  | 'penaltyEarnedFen'
>;

/** What was written off had been earned: it stays in the cumulative figures. */
const sumRows = (state: ReplayState, rows: readonly RowOnDay[], day: number): LoanBalances => {
  const { graceDays } = state.terms;
  let principal = 0n;
  let interest = 0n;
  let penalty = 0n;
  let fees = 0n;
  let dueFen = 0n;
  let overdueFen = 0n;
  let interestEarnedFen = state.writtenOff?.interestFen ?? 0n;
  let penaltyEarnedFen = state.writtenOff?.penaltyFen ?? 0n;
  for (const on of rows) {
    const { row } = on;
    const owedPrincipal = unpaidPrincipal(row);
    const owedInterest = on.interestEarnedFen - row.paid.interestFen;
    const owedPenalty = on.penaltyFen - row.paid.penaltyFen;
    const owedFees = row.feesFen - row.paid.feesFen;
    principal += owedPrincipal;
    interest += owedInterest;
    penalty += owedPenalty;
    fees += owedFees;
    interestEarnedFen += on.interestEarnedFen;
    penaltyEarnedFen += on.penaltyFen;
    if (!on.isDue) continue;
    const owed = owedPrincipal + owedInterest + owedPenalty + owedFees;
    dueFen += owed;
    if (day > row.dueDay + graceDays) overdueFen += owed;
  }
  return {
    principalOutstandingFen: principal,
    interestAccruedFen: interest,
    penaltyAccruedFen: penalty,
    feesDueFen: fees,
    dueFen,
    overdueFen,
    payoffFen: principal + interest + penalty + fees,
    interestEarnedFen,
    penaltyEarnedFen,
  };
};
