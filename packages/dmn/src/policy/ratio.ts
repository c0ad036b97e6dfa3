import type { Decimal, RatioSpan, Whole } from './table.ts';

/** The exact decimal of a FEEL number literal, exponent included; null when the exponent is absurd. */
export const decimalOf = (text: string): Decimal | null => {
  const match = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText) - fraction.length;
  if (Math.abs(exponent) > 60) return null;
  const digits = BigInt(`${sign}${whole}${fraction}` === sign ? '0' : `${sign}${whole}${fraction}`);
  return exponent >= 0
    ? { digits: digits * 10n ** BigInt(exponent), ten: 1n }
    : { digits, ten: 10n ** BigInt(-exponent) };
};

export const compareDecimals = (a: Decimal, b: Decimal): number => {
  const difference = a.digits * b.ten - b.digits * a.ten;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/**
 * Sign of `numerator / denominator − bound`, by cross multiplication, exact: in doubles while every product stays below
 * 2^53, in bigints beyond. The denominator must not be zero.
 */
export const compareRatio = (numerator: Whole, denominator: Whole, bound: Decimal): number => {
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    const left = numerator * Number(bound.ten);
    const right = denominator * Number(bound.digits);
    if (Math.abs(left) <= Number.MAX_SAFE_INTEGER && Math.abs(right) <= Number.MAX_SAFE_INTEGER)
      return Math.sign(left - right) * (denominator < 0 ? -1 : 1);
  }
  const difference = BigInt(numerator) * bound.ten - BigInt(denominator) * bound.digits;
  const sign = difference < 0n ? -1 : difference > 0n ? 1 : 0;
  return denominator < 0 ? -sign : sign;
};

export const ratioInSpan = (numerator: Whole, denominator: Whole, span: RatioSpan): boolean => {
  if (span.low !== null) {
    const sign = compareRatio(numerator, denominator, span.low);
    if (sign < 0 || (sign === 0 && !span.lowClosed)) return false;
  }
  if (span.high === null) return true;
  const sign = compareRatio(numerator, denominator, span.high);
  return sign < 0 || (sign === 0 && span.highClosed);
};

/** Everything outside sorted, disjoint ratio spans. */
export const complementRatios = (spans: readonly RatioSpan[]): RatioSpan[] => {
  let rest: RatioSpan[] = [{ low: null, lowClosed: false, high: null, highClosed: false }];
  for (const span of spans) rest = rest.flatMap((part) => without(part, span));
  return rest;
};

const without = (part: RatioSpan, span: RatioSpan): RatioSpan[] => {
  const left: RatioSpan | null =
    span.low === null ? null : clip(part, { low: null, lowClosed: false, high: span.low, highClosed: !span.lowClosed });
  const right: RatioSpan | null =
    span.high === null
      ? null
      : clip(part, { low: span.high, lowClosed: !span.highClosed, high: null, highClosed: false });
  return [left, right].filter((piece) => piece !== null);
};

/** The common part of two ratio spans, or null. */
export const clip = (a: RatioSpan, b: RatioSpan): RatioSpan | null => {
  const low = tighter(a.low, a.lowClosed, b.low, b.lowClosed, 1);
  const high = tighter(a.high, a.highClosed, b.high, b.highClosed, -1);
  if (low.bound !== null && high.bound !== null) {
    const order = compareDecimals(low.bound, high.bound);
    if (order > 0 || (order === 0 && !(low.closed && high.closed))) return null;
  }
  return { low: low.bound, lowClosed: low.closed, high: high.bound, highClosed: high.closed };
};

const tighter = (
  a: Decimal | null,
  aClosed: boolean,
  b: Decimal | null,
  bClosed: boolean,
  direction: 1 | -1,
): { bound: Decimal | null; closed: boolean } => {
  if (a === null) return { bound: b, closed: bClosed };
  if (b === null) return { bound: a, closed: aClosed };
  const order = compareDecimals(a, b) * direction;
  if (order === 0) return { bound: a, closed: aClosed && bClosed };
  return order > 0 ? { bound: a, closed: aClosed } : { bound: b, closed: bClosed };
};
