import { addMonthsClipped } from '@clearline/lending';
import { type BorrowerFile, dateOf, type IsoDate } from '@clearline/line';

const months = 12;

/** The limit on one date: what the last change on or before it left. */
function limitOn(file: BorrowerFile, date: IsoDate): bigint | null {
  return file.limitHistory.findLast((change) => dateOf(change.at) <= date)?.toFen ?? null;
}

/** The limit month by month over the last year, and today; nothing before the line was opened. */
export function limitSeries(file: BorrowerFile, today: IsoDate): { date: IsoDate; limitFen: bigint }[] {
  const dates = Array.from({ length: months + 1 }, (_, index) => addMonthsClipped(today, index - months));
  return dates.flatMap((date) => {
    const limitFen = limitOn(file, date);
    return limitFen === null ? [] : [{ date, limitFen }];
  });
}
