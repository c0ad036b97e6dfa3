/** A fitted logistic regression: log-odds of the outcome = intercept + sum of coefficient times feature. */
export interface LogisticFit {
  readonly intercept: number;
  readonly coefficients: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

export interface LogisticOptions {
  /** Ridge penalty on each coefficient (not on the intercept), in units of the log-likelihood. */
  readonly ridge: number;
  readonly maxIterations?: number;
  /** Largest step of any coefficient at which the fit is taken as done. */
  readonly tolerance?: number;
  /** Where to start, e.g. at the fit of nearly the same features; else at the share of the outcome. */
  readonly start?: { readonly intercept: number; readonly coefficients: ArrayLike<number> };
}

/** Solves `matrix x = vector` for a symmetric positive definite matrix (Cholesky), both given by rows of `width`. */
export const solveSymmetric = (matrix: Float64Array, vector: Float64Array): Float64Array => {
  const width = vector.length;
  const lower = new Float64Array(width * width);
  for (let row = 0; row < width; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * width + column]!;
      for (let k = 0; k < column; k += 1) sum -= lower[row * width + k]! * lower[column * width + k]!;
      // A direction without information keeps its start value: its pivot is taken as very large.
      lower[row * width + column] =
        row === column ? Math.sqrt(sum > 1e-12 ? sum : 1e24) : sum / lower[column * width + column]!;
    }
  }
  const solution = Float64Array.from(vector);
  for (let row = 0; row < width; row += 1) {
    for (let k = 0; k < row; k += 1) solution[row]! -= lower[row * width + k]! * solution[k]!;
    solution[row]! /= lower[row * width + row]!;
  }
  for (let row = width - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < width; k += 1) solution[row]! -= lower[k * width + row]! * solution[k]!;
    solution[row]! /= lower[row * width + row]!;
  }
  return solution;
};

/** Each row as one stretch: 1 for the intercept, then its features; memory read in order is what makes fitting fast. */
const linesOf = (features: readonly Float64Array[], size: number): Float64Array => {
  const width = features.length + 1;
  const lines = new Float64Array(size * width);
  for (let row = 0; row < size; row += 1) {
    lines[row * width] = 1;
    for (let column = 1; column < width; column += 1) lines[row * width + column] = features[column - 1]![row]!;
  }
  return lines;
};

/** What one pass over the rows tells about `beta`: its penalised log-likelihood, and that function's two derivatives. */
interface Pass {
  readonly likelihood: number;
  readonly gradient: Float64Array;
  /** Minus the second derivative; its lower triangle only. */
  readonly hessian: Float64Array;
}

const passOver = (lines: Float64Array, outcome: Uint8Array, beta: Float64Array, ridge: number): Pass => {
  const width = beta.length;
  const hessian = new Float64Array(width * width);
  const gradient = new Float64Array(width);
  let likelihood = 0;
  for (let row = 0; row < outcome.length; row += 1) {
    const start = row * width;
    let logOdds = 0;
    for (let i = 0; i < width; i += 1) logOdds += beta[i]! * lines[start + i]!;
    const expected = 1 / (1 + Math.exp(-logOdds));
    const weight = expected * (1 - expected);
    const surprise = outcome[row]! - expected;
    // log(1 + e^x) without overflow; the outcome's sign decides which tail counts.
    const against = outcome[row] === 1 ? -logOdds : logOdds;
    likelihood -= Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
    for (let i = 0; i < width; i += 1) {
      const value = lines[start + i]!;
      gradient[i]! += surprise * value;
      const weighted = weight * value;
      const at = i * width;
      for (let j = 0; j <= i; j += 1) hessian[at + j]! += weighted * lines[start + j]!;
    }
  }
  for (let i = 1; i < width; i += 1) {
    likelihood -= (ridge * beta[i]! * beta[i]!) / 2;
    gradient[i]! -= ridge * beta[i]!;
    hessian[i * width + i]! += ridge;
  }
  return { likelihood, gradient, hessian };
};

/** How often a step may be halved; after so many it is smaller than any tolerance in use. */
const MAX_HALVINGS = 40;

/**
 * Fits by iteratively reweighted least squares (Newton’s method on the penalised log-likelihood). A step that would
 * lower the likelihood is halved until it does not: far from the top a whole Newton step may overshoot, and without the
 * check two points can be visited in turn for ever.
 *
 * @param features one array per feature, each with one value per row
 * @param outcome 1 or 0 per row
 */
export const fitLogistic = (
  features: readonly Float64Array[],
  outcome: Uint8Array,
  { ridge, maxIterations = 50, tolerance = 1e-8, start }: LogisticOptions,
): LogisticFit => {
  const width = features.length + 1;
  const size = outcome.length;
  const share = outcome.reduce((sum, value) => sum + value, 0) / size;
  let beta = new Float64Array(width);
  beta[0] = start?.intercept ?? Math.log(share / (1 - share));
  if (start !== undefined) beta.set(Float64Array.from(start.coefficients), 1);
  const lines = linesOf(features, size);
  let here = passOver(lines, outcome, beta, ridge);
  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const step = solveSymmetric(here.hessian, here.gradient);
    // Sums of many rows carry rounding; below it a fall is no fall.
    const noise = 1e-12 * (1 + Math.abs(here.likelihood));
    let next = Float64Array.from(beta, (value, i) => value + step[i]!);
    let there = passOver(lines, outcome, next, ridge);
    for (let halving = 0; halving < MAX_HALVINGS && !(there.likelihood >= here.likelihood - noise); halving += 1) {
      for (let i = 0; i < width; i += 1) step[i]! /= 2;
      next = Float64Array.from(beta, (value, i) => value + step[i]!);
      there = passOver(lines, outcome, next, ridge);
    }
    const largest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    beta = next;
    here = there;
    if (largest < tolerance)
      return { intercept: beta[0]!, coefficients: beta.slice(1), iterations: iteration, converged: true };
  }
  return { intercept: beta[0]!, coefficients: beta.slice(1), iterations: maxIterations, converged: false };
};
