import { daysBetween, type LoanPosition, positionOf } from '@clearline/lending';
import {
  type BorrowerFile,
  type IsoDate,
  openAppealOf,
  openLoansOf,
  type PolicySet,
  type Restriction,
  stageOf,
} from '@clearline/line';
import type { Home as Contract } from '../contract/borrower.ts';
import { limitSeries } from './limit-series.ts';
import { lineView, type Moment } from './line-view.ts';
import { moveView } from './move-view.ts';
import { restrictionView } from './restriction-view.ts';
import type { ViewOf } from './view-of.ts';

type Due = NonNullable<ViewOf<typeof Contract>['due']>;

const total = (positions: readonly LoanPosition[], field: 'dueFen' | 'overdueFen' | 'payoffFen'): bigint =>
  positions.reduce((sum, position) => sum + position[field], 0n);

/** What is to be paid next: everything due and unpaid, or else what falls due on the nearest coming date. */
function dueOf(positions: readonly LoanPosition[], today: IsoDate): Due | null {
  const dueFen = total(positions, 'dueFen');
  if (dueFen > 0n) {
    const dueDate = positions.flatMap((position) => position.oldestUnpaidDueDate ?? []).sort()[0] ?? today;
    return {
      amountFen: dueFen,
      dueDate,
      daysLeft: daysBetween(today, dueDate),
      overdueFen: total(positions, 'overdueFen'),
      daysPastDue: Math.max(0, ...positions.map((position) => position.daysPastDue)),
    };
  }
  const coming = positions.flatMap((position) => position.nextDue ?? []);
  const dueDate = coming.map((next) => next.date).sort()[0];
  if (dueDate === undefined) return null;
  const amountFen = coming.filter((next) => next.date === dueDate).reduce((sum, next) => sum + next.amountFen, 0n);
  return { amountFen, dueDate, daysLeft: daysBetween(today, dueDate), overdueFen: 0n, daysPastDue: 0 };
}

const standing = new Set<Restriction['state']>(['pre_notice', 'effective']);

/** Announced and in force; a hold whose end has come is over, whether or not a day close has said so (G4). */
const isShown = (restriction: Restriction, now: string): boolean =>
  standing.has(restriction.state) && (restriction.expiresAt === null || restriction.expiresAt > now);

export function homeView(file: BorrowerFile, moment: Moment, policies: PolicySet): ViewOf<typeof Contract> {
  const { now, businessDate } = moment;
  const positions = openLoansOf(file).flatMap((loan) =>
    loan.account === null ? [] : [positionOf(loan.account, businessDate)],
  );
  return {
    borrower: { id: file.borrowerId, maskedName: file.maskedName, maskedPhone: file.maskedPhone ?? '' },
    stage: stageOf(file, now),
    businessDate,
    line: lineView(file, moment),
    move: moveView(file, moment),
    restrictions: Object.values(file.restrictions)
      .filter((restriction) => isShown(restriction, now))
      .map((restriction) => restrictionView(restriction, file, policies)),
    due: dueOf(positions, businessDate),
    payoffFen: total(positions, 'payoffFen'),
    limitSeries: limitSeries(file, businessDate),
    unreadNotices: Object.values(file.notices).filter((notice) => notice.readAt === null).length,
    openAppealId: openAppealOf(file)?.id ?? null,
    contact: moment.lender.contact,
  };
}
