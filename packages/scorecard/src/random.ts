/**
 * A seeded sequence of numbers in [0, 1), by the 32-bit mixing of “mulberry32” (Tommy Ettinger, public domain). Training
 * uses nothing else, so that a seed and the rows reproduce a model bit for bit.
 */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The numbers 0 to `size - 1` in a seeded order (Fisher and Yates). */
export const shuffledIndexes = (size: number, random: () => number): Int32Array => {
  const order = Int32Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    const held = order[last] ?? 0;
    order[last] = order[pick] ?? 0;
    order[pick] = held;
  }
  return order;
};

/**
 * Deals rows into folds, goods and bads apart, so that each fold has its share of both.
 * @returns the fold, 0 to `folds - 1`, of each row
 */
export const dealFolds = (bad: Uint8Array, folds: number, seed: number): Int32Array => {
  const foldOf = new Int32Array(bad.length);
  const dealt = [0, 0];
  for (const row of shuffledIndexes(bad.length, randomFrom(seed))) {
    const outcome = bad[row] ?? 0;
    foldOf[row] = (dealt[outcome] ?? 0) % folds;
    dealt[outcome] = (dealt[outcome] ?? 0) + 1;
  }
  return foldOf;
};
