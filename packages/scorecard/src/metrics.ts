/*
 * How well scores tell bad cases from good ones. Everywhere here a higher score means better, as points do; `bad` is 1
 * for a case that ended badly. Ties are counted half, so that coarse integer scores are not flattered.
 */

export interface Discrimination {
  /** Probability that a good case scores above a bad one. */
  readonly auc: number;
  /** Largest gap between the shares of bads and of goods at or below one score (Kolmogorov and Smirnov). */
  readonly ks: number;
  /** 2 AUC - 1. */
  readonly gini: number;
}

const ascending = (scores: ArrayLike<number>): Int32Array => {
  const order = Int32Array.from({ length: scores.length }, (_, index) => index);
  return order.sort((left, right) => scores[left]! - scores[right]!);
};

export const discriminationOf = (scores: ArrayLike<number>, bad: ArrayLike<number>): Discrimination => {
  const order = ascending(scores);
  let bads = 0;
  for (const row of order) bads += bad[row]!;
  const goods = order.length - bads;
  if (bads === 0 || goods === 0) return { auc: Number.NaN, ks: Number.NaN, gini: Number.NaN };
  let badsBelow = 0;
  let goodsBelow = 0;
  let wins = 0;
  let ks = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start]!]!;
    let badsHere = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!] === score; end += 1) badsHere += bad[order[end]!]!;
    const goodsHere = end - start - badsHere;
    wins += goodsHere * (badsBelow + badsHere / 2);
    badsBelow += badsHere;
    goodsBelow += goodsHere;
    ks = Math.max(ks, Math.abs(badsBelow / bads - goodsBelow / goods));
    start = end;
  }
  const auc = wins / (bads * goods);
  return { auc, ks, gini: 2 * auc - 1 };
};

/** Mean squared difference between the probability said and what happened. */
export const brierOf = (probabilityOfBad: ArrayLike<number>, bad: ArrayLike<number>): number => {
  let sum = 0;
  for (let row = 0; row < bad.length; row += 1) sum += (probabilityOfBad[row]! - bad[row]!) ** 2;
  return sum / bad.length;
};

export interface CalibrationBand {
  readonly count: number;
  readonly expectedBadRate: number;
  readonly observedBadRate: number;
}

/** Expected against observed bad rate in bands of equal size, from the safest to the riskiest. */
export const calibrationOf = (
  probabilityOfBad: ArrayLike<number>,
  bad: ArrayLike<number>,
  bands = 10,
): CalibrationBand[] => {
  const order = ascending(probabilityOfBad);
  return Array.from({ length: Math.min(bands, order.length) }, (_, band, count = Math.min(bands, order.length)) => {
    const rows = order.subarray(
      Math.floor((band * order.length) / count),
      Math.floor(((band + 1) * order.length) / count),
    );
    let expected = 0;
    let observed = 0;
    for (const row of rows) {
      expected += probabilityOfBad[row]!;
      observed += bad[row]!;
    }
    return { count: rows.length, expectedBadRate: expected / rows.length, observedBadRate: observed / rows.length };
  });
};

/**
 * Population stability index between two samples of shares over the same bands: 0 is no shift; by custom 0.10 asks for a
 * look and 0.25 for action. Empty bands count as half a case, or one empty band would make it infinite.
 */
export const psiOf = (reference: readonly number[], recent: readonly number[]): number => {
  const totalOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + Math.max(count, 0.5), 0);
  const [referenceTotal, recentTotal] = [totalOf(reference), totalOf(recent)];
  return reference.reduce((sum, count, band) => {
    const before = Math.max(count, 0.5) / referenceTotal;
    const now = Math.max(recent[band] ?? 0, 0.5) / recentTotal;
    return sum + (now - before) * Math.log(now / before);
  }, 0);
};

/** Ends of bands holding equal shares of the scores; the last band has no end. Equal scores share a band. */
export const bandEndsOf = (scores: ArrayLike<number>, bands = 10): number[] => {
  const order = ascending(scores);
  const ends = Array.from(
    { length: bands - 1 },
    (_, band) => scores[order[Math.max(0, Math.floor(((band + 1) * order.length) / bands) - 1)]!]!,
  );
  return [...new Set(ends)];
};

/** How many scores fall into each band: at or below each end in turn, and above the last. */
export const countByBand = (scores: ArrayLike<number>, ends: readonly number[]): number[] => {
  const counts = Array.from({ length: ends.length + 1 }, () => 0);
  for (let row = 0; row < scores.length; row += 1) {
    const band = ends.findIndex((end) => scores[row]! <= end);
    counts[band < 0 ? ends.length : band]! += 1;
  }
  return counts;
};
