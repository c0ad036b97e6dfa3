import { dateOf, type Instant, type IsoDate, plusDays } from '@clearline/line';

/**
 * Two times. The lender’s, which the demo can move forward by days and which everything about credit follows; and the
 * wall’s, which sessions and one-time codes follow, so that moving the lender’s date signs nobody out.
 */
export interface LenderClock {
  now(): Instant;
  wall(): Instant;
  businessDate(): IsoDate;
  readonly offsetDays: number;
  advance(days: number): void;
}

/** A clock at `offsetDays` after the wall’s; `wall` is the machine’s own time unless a test gives another. */
export function lenderClock(offsetDays = 0, wall: () => Instant = () => new Date().toISOString()): LenderClock {
  let offset = offsetDays;
  const now = (): Instant => plusDays(wall(), offset);
  return {
    now,
    wall,
    businessDate: () => dateOf(now()),
    get offsetDays() {
      return offset;
    },
    advance(days) {
      offset += days;
    },
  };
}
