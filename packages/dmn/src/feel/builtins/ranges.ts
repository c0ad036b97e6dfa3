import { and, compare, equals, inRange, or } from '../operators.ts';
import { type FunctionValue, isRange, type RangeValue, type Value } from '../values.ts';
import { define, single } from './define.ts';

/**
 * Relations of points and ranges, after Allen's interval algebra as the standard defines them. A range whose end is open
 * towards infinity has no end to compare there.
 */
type Operand = { readonly point: Value } | { readonly range: RangeValue };
const operand = (value: Value | undefined): Operand | null => {
  const item = single(value ?? null);
  if (item === null) return null;
  return isRange(item) ? { range: item } : { point: item };
};

type Test = boolean | null;
const lt = (a: Value, b: Value): Test => compare('<', a, b);
const gt = (a: Value, b: Value): Test => compare('>', a, b);
const eq = (a: Value, b: Value): Test => equals(a, b);
const all = (...tests: readonly Test[]): Test => tests.reduce<Test>(and, true);
const any = (...tests: readonly Test[]): Test => tests.reduce<Test>(or, false);
const not = (test: Test): Test => (test === null ? null : !test);

interface Forms {
  readonly points?: (a: Value, b: Value) => Test;
  readonly pointRange?: (point: Value, range: RangeValue) => Test;
  readonly rangePoint?: (range: RangeValue, point: Value) => Test;
  readonly ranges?: (a: RangeValue, b: RangeValue) => Test;
}

const relation = (name: string, signatures: readonly string[], forms: Forms): FunctionValue =>
  define(name, signatures, (args) => {
    const [a, b] = [operand(args[0]), operand(args[1])];
    if (a === null || b === null) return null;
    if ('range' in a)
      return 'range' in b ? (forms.ranges?.(a.range, b.range) ?? null) : (forms.rangePoint?.(a.range, b.point) ?? null);
    return 'range' in b ? (forms.pointRange?.(a.point, b.range) ?? null) : (forms.points?.(a.point, b.point) ?? null);
  });

/** The end of one range lies before the start of another, the two not sharing a point. */
const endsBefore = (a: RangeValue, b: RangeValue): Test => {
  if (a.highOpenEnded || b.lowOpenEnded) return false;
  return any(lt(a.high, b.low), all(!a.highClosed || !b.lowClosed, eq(a.high, b.low)));
};
const lowAtOrBefore = (a: RangeValue, b: RangeValue): Test => {
  if (a.lowOpenEnded) return true;
  if (b.lowOpenEnded) return false;
  return any(lt(a.low, b.low), all(eq(a.low, b.low), a.lowClosed || !b.lowClosed));
};
const highAtOrAfter = (a: RangeValue, b: RangeValue): Test => {
  if (a.highOpenEnded) return true;
  if (b.highOpenEnded) return false;
  return any(gt(a.high, b.high), all(eq(a.high, b.high), a.highClosed || !b.highClosed));
};
const lowBefore = (a: RangeValue, b: RangeValue): Test => not(lowAtOrBefore(b, a));
const sameLow = (a: RangeValue, b: RangeValue): Test =>
  a.lowOpenEnded || b.lowOpenEnded
    ? a.lowOpenEnded && b.lowOpenEnded
    : all(eq(a.low, b.low), a.lowClosed === b.lowClosed);
const sameHigh = (a: RangeValue, b: RangeValue): Test =>
  a.highOpenEnded || b.highOpenEnded
    ? a.highOpenEnded && b.highOpenEnded
    : all(eq(a.high, b.high), a.highClosed === b.highClosed);
const disjoint = (a: RangeValue, b: RangeValue): Test => any(endsBefore(a, b), endsBefore(b, a));
const includes = (a: RangeValue, b: RangeValue): Test => all(lowAtOrBefore(a, b), highAtOrAfter(a, b));
const meets = (a: RangeValue, b: RangeValue): Test => all(a.highClosed && b.lowClosed, eq(a.high, b.low));
const overlapsBefore = (a: RangeValue, b: RangeValue): Test =>
  all(lowBefore(a, b), not(disjoint(a, b)), highAtOrAfter(b, a));
const finishesPoint = (point: Value, range: RangeValue): Test => all(range.highClosed, eq(range.high, point));
const startsPoint = (point: Value, range: RangeValue): Test => all(range.lowClosed, eq(range.low, point));
const finishes = (a: RangeValue, b: RangeValue): Test => all(sameHigh(a, b), lowAtOrBefore(b, a));
const starts = (a: RangeValue, b: RangeValue): Test => all(sameLow(a, b), highAtOrAfter(b, a));

const POINTS = 'point1, point2';
const POINT_RANGE = 'point, range';
const RANGE_POINT = 'range, point';
const RANGES = 'range1, range2';

export const RANGE_FUNCTIONS: readonly FunctionValue[] = [
  relation('before', [POINTS, POINT_RANGE, RANGE_POINT, RANGES], {
    points: lt,
    pointRange: (point, range) =>
      range.lowOpenEnded ? false : any(lt(point, range.low), all(eq(point, range.low), !range.lowClosed)),
    rangePoint: (range, point) =>
      range.highOpenEnded ? false : any(lt(range.high, point), all(eq(range.high, point), !range.highClosed)),
    ranges: endsBefore,
  }),
  relation('after', [POINTS, POINT_RANGE, RANGE_POINT, RANGES], {
    points: gt,
    pointRange: (point, range) =>
      range.highOpenEnded ? false : any(gt(point, range.high), all(eq(point, range.high), !range.highClosed)),
    rangePoint: (range, point) =>
      range.lowOpenEnded ? false : any(gt(range.low, point), all(eq(range.low, point), !range.lowClosed)),
    ranges: (a, b) => endsBefore(b, a),
  }),
  relation('meets', [RANGES], { ranges: meets }),
  relation('met by', [RANGES], { ranges: (a, b) => meets(b, a) }),
  relation('overlaps', [RANGES], { ranges: (a, b) => not(disjoint(a, b)) }),
  relation('overlaps before', [RANGES], { ranges: overlapsBefore }),
  relation('overlaps after', [RANGES], { ranges: (a, b) => overlapsBefore(b, a) }),
  relation('finishes', [POINT_RANGE, RANGES], { pointRange: finishesPoint, ranges: finishes }),
  relation('finished by', [RANGE_POINT, RANGES], {
    rangePoint: (range, point) => finishesPoint(point, range),
    ranges: (a, b) => finishes(b, a),
  }),
  relation('includes', [RANGE_POINT, RANGES], {
    rangePoint: (range, point) => inRange(point, range),
    ranges: includes,
  }),
  relation('during', [POINT_RANGE, RANGES], { pointRange: inRange, ranges: (a, b) => includes(b, a) }),
  relation('starts', [POINT_RANGE, RANGES], { pointRange: startsPoint, ranges: starts }),
  relation('started by', [RANGE_POINT, RANGES], {
    rangePoint: (range, point) => startsPoint(point, range),
    ranges: (a, b) => starts(b, a),
  }),
  relation('coincides', [POINTS, RANGES], { points: eq, ranges: (a, b) => all(sameLow(a, b), sameHigh(a, b)) }),
];
