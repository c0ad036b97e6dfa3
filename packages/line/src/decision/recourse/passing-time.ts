import type { InputValue, RecordedInput } from '../../decision-record.ts';
import type { Instant } from '../../vocabulary.ts';

/** Whether two values of an input are one to whatever decides on it. */
export type Alike = (input: string, one: InputValue, other: InputValue) => boolean;

type Decay = NonNullable<RecordedInput['decay']>;

/** How many moments there are at which time alone changes a value. */
export const momentCount = (inputs: readonly RecordedInput[]): number => {
  const moments = new Set<Instant>();
  for (const { decay } of inputs) for (const { at } of decay ?? []) moments.add(at);
  return moments.size;
};

/** A moment at which time takes a value over a line, and what it has made of all values by then. */
export interface TurningPoint {
  readonly at: Instant;
  readonly set: Readonly<Record<string, InputValue>>;
}

/**
 * The moments, in order, at which time alone takes a value over a line. A busy borrower’s windows let some hundred events go
 * one by one; between two of these moments no answer changes, so that only these are worth asking about (N106).
 */
export const turningPoints = (inputs: readonly RecordedInput[], alike: Alike): TurningPoint[] => {
  const moments = new Set<Instant>();
  const courses = inputs.flatMap(({ name, value, decay }) => (decay ? [{ name, value, steps: inOrder(decay) }] : []));
  for (const { name, value, steps } of courses) {
    let before = value;
    steps.forEach((step) => {
      if (!alike(name, before, step.value)) moments.add(step.at);
      before = step.value;
    });
  }
  const reached = courses.map(() => 0);
  return [...moments].sort().map((at) => {
    const set: Record<string, InputValue> = {};
    courses.forEach(({ name, steps }, place) => {
      let next = reached[place] as number;
      while (next < steps.length && (steps[next] as Decay[number]).at <= at) next += 1;
      reached[place] = next;
      const step = steps[next - 1];
      if (step !== undefined) set[name] = step.value;
    });
    return { at, set };
  });
};

/** The steps that are ever seen, by time: of those of one moment the last one listed counts, and of later ones that stand before it none. */
const inOrder = (decay: Decay): Decay => {
  if (decay.every(({ at }, place) => place === 0 || (decay[place - 1] as Decay[number]).at < at)) return decay;
  const seen: Decay[number][] = [];
  for (let place = decay.length - 1; place >= 0; place -= 1) {
    const step = decay[place] as Decay[number];
    if (seen.length === 0 || step.at < (seen.at(-1) as Decay[number]).at) seen.push(step);
  }
  return seen.reverse();
};
