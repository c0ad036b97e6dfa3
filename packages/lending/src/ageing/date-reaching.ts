import type { LoanAccount } from '../account.ts';
import { fromDay, toDay } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { snapshotOn } from '../position-of.ts';
import { agedDays } from './delinquency.ts';
import { BUCKET_STARTS } from './buckets.ts';
import { TIER_STARTS } from './five-tier.ts';

/** Days past due at which the bucket or, by any rule, the tier of a loan may change; ascending. */
export const AGEING_STEPS: readonly number[] = [...new Set([...BUCKET_STARTS, ...TIER_STARTS])].sort((a, b) => a - b);

/**
 * The first date, not before the loan’s last event, on which it is at least so many days past due (one or more) if
 * nothing else happens; null when it never will be.
 */
export const dateReaching = (account: LoanAccount, daysPastDue: number): IsoDate | null => {
  const last = account.events.at(-1)?.date ?? account.terms.startDate;
  const { state, outlook } = snapshotOn(account, last);
  if (state.writtenOff !== null) return null;
  const oldest = state.rows.find(
    (row, index) =>
      row.principalFen + (outlook[index]?.interestFen ?? 0n) + row.feesFen >
      row.paid.principalFen + row.paid.interestFen + row.paid.feesFen,
  );
  if (oldest === undefined) return null;
  const { dueDay } = oldest;
  let day = dueDay + Math.max(state.terms.graceDays + 1, daysPastDue);
  for (;;) {
    const lacking = daysPastDue - agedDays(dueDay, day, state.ageingPauses);
    if (lacking <= 0) return fromDay(Math.max(day, toDay(last)));
    day += lacking;
  }
};
