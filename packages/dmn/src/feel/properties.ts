import { dayNumber } from '../calendar.ts';
import { offsetOf, partsOfDays } from './temporal.ts';
import {
  isContext,
  isDate,
  isDateTime,
  isDays,
  isMonths,
  isRange,
  isTime,
  num,
  type Temporal,
  type Value,
} from './values.ts';

/** The property of a value after `.`; undefined when it has none of that name. */
export const propertyOf = (value: Value, name: string): Value | undefined => {
  if (isContext(value)) return value.get(name);
  if (isDate(value) || isTime(value) || isDateTime(value)) return temporalProperty(value, name);
  if (isMonths(value)) {
    if (name === 'years') return num(Math.trunc(value.months / 12));
    return name === 'months' ? num(value.months % 12) : undefined;
  }
  if (isDays(value)) {
    const parts = partsOfDays(value);
    if (name !== 'days' && name !== 'hours' && name !== 'minutes' && name !== 'seconds') return undefined;
    return num(value.nanos < 0n ? -parts[name] : parts[name]);
  }
  if (!isRange(value)) return undefined;
  switch (name) {
    case 'start':
      return value.lowOpenEnded ? null : value.low;
    case 'end':
      return value.highOpenEnded ? null : value.high;
    case 'start included':
      return value.lowClosed;
    case 'end included':
      return value.highClosed;
    default:
      return undefined;
  }
};

const temporalProperty = (value: Temporal, name: string): Value | undefined => {
  if (value.kind !== 'time') {
    if (name === 'year' || name === 'month' || name === 'day') return num(value[name]);
    if (name === 'weekday') return num(weekday(dayNumber(value)));
  }
  if (value.kind === 'date') return undefined;
  if (name === 'hour' || name === 'minute' || name === 'second') return num(value[name]);
  if (name === 'timezone') return value.zone !== null && 'id' in value.zone ? value.zone.id : null;
  if (name !== 'time offset') return undefined;
  const offset = offsetOf(value);
  return offset === null ? null : { kind: 'days and time duration', nanos: BigInt(offset) * 1_000_000_000n };
};

/** Monday is 1. */
export const weekday = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;
