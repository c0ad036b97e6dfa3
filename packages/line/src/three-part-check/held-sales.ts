import type { SalesUpdateEvent } from '../behaviour-event.ts';
import { addDays } from '@clearline/lending';
import { dayOf } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';
import { startOfDate, toMs } from '../time.ts';
import type { IsoDate } from '../vocabulary.ts';

/** Takings come by business day, and few shops open on each: so many days without any, at either end, are no gap. */
const DAYS_OFF = 7;

/**
 * The takings that feeds reported for a period, in fen; null where the file does not hold all of it: events are let go after
 * a hundred days, and a feed may have begun later. A part of a period says nothing about the whole.
 */
export const heldSalesOf = (file: BorrowerFile, periodFrom: IsoDate, periodTo: IsoDate): bigint | null => {
  const stream = file.behaviour.streams.SALES_UPDATE;
  if (stream === undefined || stream.completeFrom > dayOf(toMs(startOfDate(periodFrom)))) return null;
  const sales = stream.tiles
    .flatMap(({ seen }) => seen.map(({ event }) => event as SalesUpdateEvent))
    .filter(({ salesDate }) => salesDate >= periodFrom && salesDate <= periodTo);
  const days = sales.map(({ salesDate }) => salesDate).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first > addDays(periodFrom, DAYS_OFF) || last < addDays(periodTo, -DAYS_OFF)) return null;
  return sales.reduce((sum, { salesFen }) => sum + salesFen, 0n);
};
