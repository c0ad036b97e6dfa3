import {
  addDays,
  daysPastDueOn,
  type LoanAccount,
  type LoanPosition,
  positionOf as positionAfresh,
  principalOutstandingOn,
} from '@clearline/lending';
import type { BorrowerFile, Loan } from './file.ts';
import { temporaryInForce } from './temporary-limit.ts';
import type { Restriction } from './restriction.ts';
import { OPEN_APPEAL_STATES } from './states/appeal-states.ts';
import type { Appeal } from './appeal.ts';
import type { Instant, IsoDate, RestrictionKind } from './vocabulary.ts';

/**
 * The position of a loan on a day. One judgement asks for it several times, of today and of the day of the last repayment,
 * and accounts are replaced, never changed: the last two answers of each are kept with it.
 */
const positions = new WeakMap<LoanAccount, readonly KnownPosition[]>();
interface KnownPosition {
  readonly date: IsoDate;
  readonly position: LoanPosition;
}
const positionOf = (account: LoanAccount, date: IsoDate): LoanPosition => {
  const known = positions.get(account) ?? [];
  const found = known.find((one) => one.date === date);
  if (found !== undefined) return found.position;
  const position = positionAfresh(account, date);
  positions.set(account, [{ date, position }, ...known.slice(0, 1)]);
  return position;
};

/** Questions asked of a file. All are pure; those that depend on time take it. */

/** In force now: effective, and its end not yet reached. An expiry needs no job to take effect (G4). */
export const inForce = (restriction: Restriction, now: Instant): boolean =>
  restriction.state === 'effective' && (restriction.expiresAt === null || restriction.expiresAt > now);

export const restrictionsInForce = (file: BorrowerFile, now: Instant): Restriction[] =>
  Object.values(file.restrictions).filter((restriction) => inForce(restriction, now));

/**
 * Reductions and suspensions for something the borrower’s data shows (not for strategy, security or law), whether
 * proposed, announced or in force. They end when their cause does.
 */
export const causeRestrictions = (file: BorrowerFile, now: Instant): Restriction[] =>
  Object.values(file.restrictions).filter(
    (restriction) =>
      (restriction.kind === 'LIMIT_REDUCED' || restriction.kind === 'DRAW_SUSPENDED') &&
      endsWithCause(restriction) &&
      (restriction.state === 'proposed' || restriction.state === 'pre_notice' || inForce(restriction, now)),
  );

/**
 * Whether a restriction ends when its cause does (N19). A hold or a cap for behaviour runs its time, which is what it is for:
 * the count that it answers falls by waiting; and a security check is passed, not outwaited.
 */
export const endsWithCause = ({ kind, causeFamily }: Restriction): boolean =>
  kind === 'LIMIT_REDUCED' || kind === 'DRAW_SUSPENDED'
    ? causeFamily === 'ELIGIBILITY' || causeFamily === 'BEHAVIOUR'
    : (kind === 'DRAW_HOLD' || kind === 'SINGLE_DRAW_CAP') && causeFamily === 'ELIGIBILITY';

/** What the machine put before people and nobody has agreed to yet; people’s own proposals are theirs to take back. */
export const machineProposals = (file: BorrowerFile): Restriction[] =>
  Object.values(file.restrictions).filter(
    ({ state, proposedBy }) => state === 'proposed' && proposedBy.kind === 'machine',
  );

/** Restrictions that end with their cause, announced or in force. */
export const curableRestrictions = (file: BorrowerFile, now: Instant): Restriction[] =>
  Object.values(file.restrictions).filter(
    (restriction) => endsWithCause(restriction) && (restriction.state === 'pre_notice' || inForce(restriction, now)),
  );

/** Principal drawn and not repaid, plus what is on its way out. */
export const usedOf = (file: BorrowerFile): bigint => {
  let used = 0n;
  for (const loan of Object.values(file.loans)) {
    if (loan.state === 'PENDING') used += loan.terms.principalFen;
    else if (loan.state === 'ACTIVE' && loan.account) used += principalOutstandingOf(loan);
  }
  return used;
};

/** Outstanding principal does not depend on the day, only on what has been repaid; the last event’s day says it. */
const principalOutstandingOf = (loan: Loan): bigint => {
  if (loan.account === null) return 0n;
  const last = loan.account.events.at(-1)?.date ?? loan.terms.startDate;
  return principalOutstandingOn(loan.account, last);
};

/** The limit after every restriction in force; zero when the line is suspended, frozen or closed. */
export const effectiveLimitOf = (file: BorrowerFile, now: Instant): bigint => {
  const line = file.line;
  if (line === null || line.status === 'CLOSED') return 0n;
  let limit = line.grantedLimitFen;
  if (line.temporary !== null && temporaryInForce(line.temporary, now) && line.temporary.limitFen > limit)
    limit = line.temporary.limitFen;
  if (line.borrowerCapFen !== null && line.borrowerCapFen < limit) limit = line.borrowerCapFen;
  for (const restriction of restrictionsInForce(file, now)) {
    if (restriction.kind === 'LIMIT_REDUCED' && restriction.limitAfterFen !== null && restriction.limitAfterFen < limit)
      limit = restriction.limitAfterFen;
  }
  return limit;
};

export const DRAW_STOPPING: readonly RestrictionKind[] = [
  'STEP_UP',
  'DRAW_HOLD',
  'DRAW_SUSPENDED',
  'FROZEN',
  'CLOSURE',
];

/** The cap per draw in force that leaves least, the later one where two leave as much; null where none is in force. */
export const drawCapOf = (
  file: BorrowerFile,
  now: Instant,
): { readonly fen: bigint; readonly until: Instant } | null => {
  let least: { fen: bigint; until: Instant } | null = null;
  for (const { kind, singleDrawCapFen: fen, expiresAt: until } of restrictionsInForce(file, now)) {
    if (kind !== 'SINGLE_DRAW_CAP' || fen === undefined || until === null) continue;
    if (least === null || fen < least.fen || (fen === least.fen && until > least.until)) least = { fen, until };
  }
  return least;
};

/** Restrictions that stop new draws now, hardest last. */
export const drawStopsOf = (file: BorrowerFile, now: Instant): Restriction[] =>
  restrictionsInForce(file, now)
    .filter((restriction) => DRAW_STOPPING.includes(restriction.kind))
    .sort((a, b) => DRAW_STOPPING.indexOf(a.kind) - DRAW_STOPPING.indexOf(b.kind));

/** The reason of a line that lies unused. */
export const DORMANT = 'C4_DORMANT';

/** Whether the borrower may keep the line as it is with one tap: announced only because it lies unused. */
export const isKeepable = (restriction: Restriction): boolean =>
  restriction.state === 'pre_notice' && restriction.reasonCodes.includes(DORMANT);

/** What may be drawn now. */
export const availableOf = (file: BorrowerFile, now: Instant): bigint => {
  if (file.line === null || file.line.status === 'CLOSED' || file.line.pausedAt !== null) return 0n;
  if (drawStopsOf(file, now).length > 0) return 0n;
  const rest = effectiveLimitOf(file, now) - usedOf(file);
  return rest > 0n ? rest : 0n;
};

export type DisplayState =
  | 'ACTIVE'
  | 'STEP_UP'
  | 'SINGLE_DRAW_CAP'
  | 'DRAW_HOLD'
  | 'LIMIT_REDUCED'
  | 'DRAW_SUSPENDED'
  | 'FROZEN'
  | 'PAUSED'
  | 'CLOSED'
  | 'CLOSING';

/** What the borrower sees in place of, or above, the limit: the hardest restriction in force. */
export const displayStateOf = (file: BorrowerFile, now: Instant): DisplayState => {
  if (file.line?.status === 'CLOSED') return 'CLOSED';
  const kinds = new Set(restrictionsInForce(file, now).map((restriction) => restriction.kind));
  if (kinds.has('FROZEN')) return 'FROZEN';
  if (kinds.has('CLOSURE')) return 'CLOSING';
  if (kinds.has('DRAW_SUSPENDED')) return 'DRAW_SUSPENDED';
  if (kinds.has('DRAW_HOLD')) return 'DRAW_HOLD';
  if (kinds.has('STEP_UP')) return 'STEP_UP';
  if (file.line?.pausedAt) return 'PAUSED';
  if (kinds.has('LIMIT_REDUCED')) return 'LIMIT_REDUCED';
  if (kinds.has('SINGLE_DRAW_CAP')) return 'SINGLE_DRAW_CAP';
  return 'ACTIVE';
};

export type Stage = 'IDENTITY' | 'CONSENTS' | 'APPLICATION' | 'OFFER' | 'DECLINED' | 'REFERRED' | 'ACTIVE' | 'CLOSED';
export const REQUIRED_CONSENTS = ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY'] as const;

/** Where the borrower stands on the way from registration to a line. */
export const stageOf = (file: BorrowerFile, now: Instant): Stage => {
  if (file.line) return file.line.status === 'CLOSED' ? 'CLOSED' : 'ACTIVE';
  if (file.maskedName === null) return 'IDENTITY';
  if (REQUIRED_CONSENTS.some((kind) => file.consents[kind] === undefined)) return 'CONSENTS';
  const application = file.application;
  if (application?.status === 'OFFERED' && application.offer && application.offer.validUntil > now) return 'OFFER';
  if (application?.status === 'DECLINED') return 'DECLINED';
  if (application?.status === 'REFERRED') return 'REFERRED';
  return 'APPLICATION';
};

/** What a loan that was written off still has to bring in; nothing for any other. */
export const unrecoveredOf = (loan: Loan, date: IsoDate): bigint => {
  if (loan.state !== 'WRITTEN_OFF' || loan.account === null) return 0n;
  const { writtenOffFen, recoveredFen } = positionOf(loan.account, date);
  return writtenOffFen - recoveredFen;
};

/** What is owed back on a loan and not already on its way to the borrower. */
export const refundableOf = (file: BorrowerFile, loan: Loan, date: IsoDate): bigint => {
  if (loan.account === null) return 0n;
  let credit = positionOf(loan.account, date).creditFen;
  for (const payment of Object.values(file.payments))
    if (payment.purpose === 'REFUND' && payment.state === 'PENDING' && payment.loanIds[0] === loan.id)
      credit -= payment.amountFen;
  return credit > 0n ? credit : 0n;
};

/** Repayments by value date: those that found nothing overdue, and those that did. */
export const repaymentsOf = (file: BorrowerFile): { readonly onTime: number; readonly late: number } => {
  let [onTime, late] = [0, 0];
  for (const { conduct } of Object.values(file.loans)) {
    onTime += conduct.onTime;
    late += conduct.late;
  }
  return { onTime, late };
};

/** What is overdue over all loans on a date, written-off debt that was not recovered included. */
export const overdueOf = (file: BorrowerFile, date: IsoDate): bigint => {
  let sum = 0n;
  for (const loan of Object.values(file.loans))
    if (loan.state === 'ACTIVE' && loan.account) sum += positionOf(loan.account, date).overdueFen;
    else sum += unrecoveredOf(loan, date);
  return sum;
};

/** Days past due over all loans on a date. */
export const daysPastDueOf = (file: BorrowerFile, date: IsoDate): number => {
  let worst = 0;
  for (const loan of Object.values(file.loans)) {
    if (loan.account === null) continue;
    if (loan.state === 'ACTIVE') worst = Math.max(worst, daysPastDueOn(loan.account, date));
    // A write-off ends the ageing of the loan, not the lateness of its borrower.
    else if (unrecoveredOf(loan, date) > 0n) worst = Math.max(worst, loan.daysPastDue);
  }
  return worst;
};

/**
 * Good standing (product.md): no amount overdue now, none over 3 days late in the last 12 months or since opening, no
 * confirmed fraud.
 */
export const inGoodStanding = (file: BorrowerFile, date: IsoDate): boolean => {
  const yearAgo = addDays(date, -365);
  for (const loan of Object.values(file.loans)) {
    const { lastLateOn } = loan.conduct;
    if (loan.state === 'WRITTEN_OFF' || (lastLateOn !== null && lastLateOn >= yearAgo)) return false;
    if (loan.state === 'ACTIVE' && loan.account !== null && positionOf(loan.account, date).overdueFen > 0n)
      return false;
  }
  return !Object.values(file.restrictions).some(
    (restriction) =>
      restriction.kind === 'FROZEN' && restriction.causeFamily === 'SECURITY' && restriction.state === 'effective',
  );
};

export const isOpenAppeal = (appeal: Appeal): boolean => OPEN_APPEAL_STATES.includes(appeal.state);
export const openAppealOf = (file: BorrowerFile): Appeal | null =>
  Object.values(file.appeals).find(isOpenAppeal) ?? null;
export const openLoansOf = (file: BorrowerFile): Loan[] =>
  Object.values(file.loans).filter((loan) => loan.state === 'ACTIVE');
