import type { Formula } from './formula.ts';
import { valuesOf } from './formula.ts';

/** Stretches of about equal count that a candidate’s values are cut into while it is tried. */
const STRETCHES = 8;
/** Candidates looked at again after each choice; the others were too weak even before it. */
const SHORTLIST = 150;
/** Added to the weight of each stretch, so that a few cases cannot make much of it. */
const RIDGE = 3;

interface Tried {
  readonly formula: Formula;
  /** Stretch of each row; the last is of rows where it is missing. */
  readonly stretchOf: Uint8Array;
  gain: number;
}

/** How many values are sorted to find where the stretches end. */
const SAMPLE = 1000;

const stretchesOf = (values: Float64Array): Uint8Array | null => {
  const every = Math.max(1, Math.floor(values.length / SAMPLE));
  const known = values.filter((value, row) => row % every === 0 && !Number.isNaN(value)).sort();
  const ends: number[] = [];
  for (let stretch = 1; stretch < STRETCHES; stretch += 1) {
    const value = known[Math.ceil((stretch * known.length) / STRETCHES) - 1];
    if (value !== undefined && value !== ends.at(-1)) ends.push(value);
  }
  if (ends.length === 0) return null;
  return Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) return STRETCHES;
    let stretch = 0;
    while (stretch < ends.length && value > ends[stretch]!) stretch += 1;
    return stretch;
  });
};

/** First and second derivatives of the loss at the fit so far, per row. */
interface Surprise {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

const surpriseAt = (logOdds: Float64Array, bad: Uint8Array): Surprise => {
  const gradient = new Float64Array(bad.length);
  const hessian = new Float64Array(bad.length);
  for (let row = 0; row < bad.length; row += 1) {
    const expected = 1 / (1 + Math.exp(-logOdds[row]!));
    gradient[row] = bad[row]! - expected;
    hessian[row] = expected * (1 - expected);
  }
  return { gradient, hessian };
};

/** The step that each stretch would move the log-odds by, and what all of them gain. */
const stepsOf = (stretchOf: Uint8Array, { gradient, hessian }: Surprise) => {
  const first = new Float64Array(STRETCHES + 1);
  const second = new Float64Array(STRETCHES + 1);
  for (let row = 0; row < stretchOf.length; row += 1) {
    first[stretchOf[row]!]! += gradient[row]!;
    second[stretchOf[row]!]! += hessian[row]!;
  }
  const steps = first.map((sum, stretch) => sum / (second[stretch]! + RIDGE));
  return { steps, gain: first.reduce((sum, value, stretch) => sum + value * steps[stretch]!, 0) };
};

/**
 * What a choice must gain: about what chance gives one candidate in five. The fit itself weighs what is chosen, and drops
 * what adds nothing beside the rest.
 */
const LEAST_GAIN = 10;

/**
 * Chooses, one after the other, the candidates that tell most of what the fit so far does not; none that gains
 * no more than chance does.
 *
 * @param logOdds per row, of a bad end, by the fit of the inputs as they stand
 */
export const screen = (
  candidates: readonly Formula[],
  columnOf: (name: string) => Float64Array,
  bad: Uint8Array,
  logOdds: Float64Array,
  most: number,
): readonly Formula[] => {
  const fitted = Float64Array.from(logOdds);
  const surprise = surpriseAt(fitted, bad);
  const tried = candidates.flatMap((formula): Tried[] => {
    const stretchOf = stretchesOf(valuesOf(formula, columnOf, bad.length));
    return stretchOf === null ? [] : [{ formula, stretchOf, gain: stepsOf(stretchOf, surprise).gain }];
  });
  const shortlist = tried.sort((left, right) => right.gain - left.gain).slice(0, SHORTLIST);
  const chosen: Formula[] = [];
  while (chosen.length < most && shortlist.length > 0) {
    const now = surpriseAt(fitted, bad);
    for (const item of shortlist) item.gain = stepsOf(item.stretchOf, now).gain;
    const best = shortlist.reduce((one, other) => (other.gain > one.gain ? other : one));
    if (best.gain < LEAST_GAIN) break;
    chosen.push(best.formula);
    const { steps } = stepsOf(best.stretchOf, now);
    for (let row = 0; row < bad.length; row += 1) fitted[row]! += steps[best.stretchOf[row]!]!;
    shortlist.splice(shortlist.indexOf(best), 1);
  }
  return chosen;
};
