/** How a fraction of the smallest unit is decided. A contract field: lenders differ, and a court may ask. */
export type Rounding = 'HALF_EVEN' | 'HALF_UP' | 'HALF_DOWN' | 'UP' | 'DOWN' | 'CEILING' | 'FLOOR';

export const ROUNDINGS: readonly Rounding[] = ['HALF_EVEN', 'HALF_UP', 'HALF_DOWN', 'UP', 'DOWN', 'CEILING', 'FLOOR'];

/**
 * `numerator / denominator` to a whole number; the denominator is positive. UP and DOWN are away from and towards zero,
 * CEILING and FLOOR towards more and less.
 */
export const divideRounded = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  const quotient = numerator / denominator;
  // A product costs less than a second division, and this runs for every instalment of every loan.
  const remainder = numerator - quotient * denominator;
  if (remainder === 0n || rounding === 'DOWN') return quotient;
  const away = numerator < 0n ? quotient - 1n : quotient + 1n;
  if (rounding === 'UP' || rounding === (numerator < 0n ? 'FLOOR' : 'CEILING')) return away;
  if (rounding === 'CEILING' || rounding === 'FLOOR') return quotient;
  const twice = remainder < 0n ? -2n * remainder : 2n * remainder;
  if (twice < denominator) return quotient;
  if (twice > denominator || rounding === 'HALF_UP') return away;
  if (rounding === 'HALF_DOWN') return quotient;
  return quotient % 2n === 0n ? quotient : away;
};

/** As {@link divideRounded}, but to the nearest multiple of `multiple` (more than zero) instead of the nearest unit. */
export const divideToMultiple = (
  numerator: bigint,
  denominator: bigint,
  multiple: bigint,
  rounding: Rounding,
): bigint => divideRounded(numerator, denominator * multiple, rounding) * multiple;

export const minOf = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const maxOf = (a: bigint, b: bigint): bigint => (a > b ? a : b);

export const gcd = (a: bigint, b: bigint): bigint => {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};
