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
  const valueAt = presentValue(flows);
  if (valueAt(0) === 0) return 0;
  const root = (turnsOnce(flows) ? onlyRoot(valueAt) : null) ?? nearestRoot(valueAt);
  return root === null ? null : Math.expm1(root);
};

/** Worth of the amounts at time 0, as a function of y = ln(1 + rate). */
export const presentValue =
  (flows: readonly TimedAmount[]) =>
  (y: number): number => {
    let sum = 0;
    for (const { amount, time } of flows) sum += amount * Math.exp(-y * time);
    return sum;
  };

/** Distances from zero between which a root is looked for: |y| ≤ 40, in steps that grow with the distance. */
const distanceAt = (step: number): number => 40 * (step / STEPS) ** 2;

/** Whether the amounts, in order of time, change sign once, as those of a loan do: by Descartes' rule there is then one root. */
const turnsOnce = (flows: readonly TimedAmount[]): boolean => {
  const signs = flows
    .filter((flow) => flow.amount !== 0)
    .toSorted((a, b) => a.time - b.time)
    .map((flow) => Math.sign(flow.amount));
  return signs.filter((sign, at) => at > 0 && sign !== signs[at - 1]).length === 1;
};

/** As {@link nearestRoot} where there is but one root, to the last bit: the same step is found by halving. */
const onlyRoot = (valueAt: (y: number) => number): number | null => {
  const start = Math.sign(valueAt(0));
  // Beyond what a number can hold lies the far end: the root is nearer.
  const isPast = (y: number): boolean => {
    const value = valueAt(y);
    return !Number.isFinite(value) || Math.sign(value) !== start;
  };
  const side = isPast(distanceAt(STEPS)) && Number.isFinite(valueAt(distanceAt(STEPS))) ? 1 : -1;
  let before = 0;
  let past = STEPS;
  while (past - before > 1) {
    const middle = (before + past) >> 1;
    if (isPast(side * distanceAt(middle))) past = middle;
    else before = middle;
  }
  const outer = side * distanceAt(past);
  const high = valueAt(outer);
  return Number.isFinite(high) && Math.sign(high) !== start ? bisect(valueAt, side * distanceAt(before), outer) : null;
};

/** The root of a function of y nearest to y = 0. */
export const nearestRoot = (valueAt: (y: number) => number): number | null => {
  let inner = 0;
  for (let step = 1; step <= STEPS; step += 1) {
    const outer = distanceAt(step);
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
