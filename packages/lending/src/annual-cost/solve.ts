/** An amount at a time in years (or periods) from the first; received by the borrower and paid back have opposite signs. */
export interface TimedAmount {
  readonly amount: number;
  readonly time: number;
}

const STEPS = 4000;
const BISECTIONS = 200;

/**
 * The rate X for which Σ amount/(1+X)^time = 0, nearest to zero; null when the amounts have no such rate. Searched in
 * ln(1+X), which treats −99% and +100,000% alike, by bracketing outwards from zero and halving: slower than Newton's method
 * and never lost.
 */
export const solveRate = (flows: readonly TimedAmount[]): number | null => {
  const valueAt = (y: number): number => flows.reduce((sum, flow) => sum + flow.amount * Math.exp(-y * flow.time), 0);
  if (valueAt(0) === 0) return 0;
  const root = nearestRoot(valueAt);
  return root === null ? null : Math.expm1(root);
};

/** The root of a function of y nearest to y = 0, looked for within |y| ≤ 40 in steps that grow with the distance. */
const nearestRoot = (valueAt: (y: number) => number): number | null => {
  let inner = 0;
  for (let step = 1; step <= STEPS; step += 1) {
    const outer = 40 * (step / STEPS) ** 2;
    for (const side of [1, -1]) {
      const low = valueAt(side * inner);
      const high = valueAt(side * outer);
      if (Number.isFinite(high) && Math.sign(low) !== Math.sign(high))
        return bisect(valueAt, side * inner, side * outer);
    }
    inner = outer;
  }
  return null;
};

const bisect = (valueAt: (y: number) => number, from: number, to: number): number => {
  let low = from;
  let high = to;
  const sign = Math.sign(valueAt(low));
  for (let k = 0; k < BISECTIONS; k += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(valueAt(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
