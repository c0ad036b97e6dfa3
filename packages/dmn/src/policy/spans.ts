import type { Span, Whole } from './table.ts';

const ALL: readonly Span[] = [{ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }];
export const allCodes = (): readonly Span[] => ALL;

/** A bigint as a number where that loses nothing. */
export const narrow = (value: bigint): Whole =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

/** One step up or down, staying exact past 2^53; infinities stay. */
export const step = (value: Whole, by: 1 | -1): Whole =>
  typeof value === 'number' && !Number.isFinite(value) ? value : narrow(BigInt(value) + BigInt(by));

const compare = (a: Whole, b: Whole): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted, disjoint, never adjacent; empty spans vanish. */
export const normalise = (spans: readonly Span[]): Span[] => {
  const sorted = spans.filter((span) => span.low <= span.high).sort((a, b) => compare(a.low, b.low));
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    if (last && span.low <= step(last.high, 1))
      result[result.length - 1] = { low: last.low, high: span.high > last.high ? span.high : last.high };
    else result.push(span);
  }
  return result;
};

/** Everything outside normalised spans. */
export const complement = (spans: readonly Span[]): Span[] => {
  const result: Span[] = [];
  let from: Whole = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    if (span.low > from) result.push({ low: from, high: step(span.low, -1) });
    if (span.high === Number.POSITIVE_INFINITY) return result;
    from = step(span.high, 1);
  }
  result.push({ low: from, high: Number.POSITIVE_INFINITY });
  return result;
};

export const intersect = (a: readonly Span[], b: readonly Span[]): Span[] =>
  normalise(
    a.flatMap((left) =>
      b.map((right) => ({
        low: left.low > right.low ? left.low : right.low,
        high: left.high < right.high ? left.high : right.high,
      })),
    ),
  );

export const contains = (spans: readonly Span[], code: Whole): boolean =>
  spans.some((span) => code >= span.low && code <= span.high);
