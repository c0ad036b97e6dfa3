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

export type HowToRound = 'HALF_EVEN' | 'HALF_UP' | 'HALF_DOWN' | 'UP' | 'DOWN' | 'CEILING' | 'FLOOR';

/** The two whole numbers around a fraction, and which of them each way of rounding takes. */
export const toWhole = (a: Rational, how: HowToRound): bigint => {
  const below = a.top < 0n ? -((-a.top + a.bottom - 1n) / a.bottom) : a.top / a.bottom;
  const left = minus(a, ratio(below));
  if (left.top === 0n) return below;
  const above = below + 1n;
  const [outer, inner] = a.top < 0n ? [below, above] : [above, below];
  const half = left.top * 2n - left.bottom;
  const nearer = half > 0n ? above : below;
  const even = below % 2n === 0n ? below : above;
  const choice: Record<HowToRound, bigint> = {
    CEILING: above,
    FLOOR: below,
    UP: outer,
    DOWN: inner,
    HALF_UP: half === 0n ? outer : nearer,
    HALF_DOWN: half === 0n ? inner : nearer,
    HALF_EVEN: half === 0n ? even : nearer,
  };
  return choice[how];
};
