/** Exact fractions, the slow and obvious way. For checking the engine; nothing in production uses them. */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const ratio = (top: bigint | number, bottom: bigint | number = 1n): Rational => {
  let [a, b] = [BigInt(top), BigInt(bottom)];
  if (b < 0n) [a, b] = [-a, -b];
  let [x, y] = [a < 0n ? -a : a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x > 1n ? { top: a / x, bottom: b / x } : { top: a, bottom: b };
};

export const plus = (a: Rational, b: Rational): Rational =>
  ratio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
export const minus = (a: Rational, b: Rational): Rational => plus(a, { top: -b.top, bottom: b.bottom });
export const times = (a: Rational, b: Rational): Rational => ratio(a.top * b.top, a.bottom * b.bottom);
export const over = (a: Rational, b: Rational): Rational => ratio(a.top * b.bottom, a.bottom * b.top);

/** Rounds what is not negative. */
export const toWhole = (a: Rational, how: 'HALF_EVEN' | 'HALF_UP' | 'UP' | 'DOWN'): bigint => {
  const floor = a.top / a.bottom;
  const left = minus(a, ratio(floor));
  if (left.top === 0n || how === 'DOWN') return floor;
  if (how === 'UP') return floor + 1n;
  const half = left.top * 2n - left.bottom;
  if (half !== 0n) return half > 0n ? floor + 1n : floor;
  return how === 'HALF_UP' || floor % 2n === 1n ? floor + 1n : floor;
};
