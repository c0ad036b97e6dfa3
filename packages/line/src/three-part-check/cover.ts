import { startOfDate, wholeDaysBetween } from '../time.ts';
import type { IsoDate } from '../vocabulary.ts';
import { type CheckParameters, haircutName } from './parameters.ts';
import type { Security } from './parts.ts';
import { flooredRatio } from './ratios.ts';

export interface CountedSecurity extends Security {
  /** What is taken off its value, in ten-thousandths. */
  readonly haircutRatio4: number;
  /** Valued too long ago to count. */
  readonly outdated: boolean;
  /** What it counts for: its value less the haircut, less what others take first; never below nothing. */
  readonly countedFen: bigint;
}
export interface Cover {
  readonly securities: readonly CountedSecurity[];
  readonly countedFen: bigint;
  /** What is counted over the limit proposed, in ten-thousandths; null where none is proposed. */
  readonly coverRatio4: number | null;
}

export const coverOf = (
  securities: readonly Security[],
  limitFen: bigint | null,
  on: IsoDate,
  parameters: CheckParameters,
): Cover => {
  const counted = securities.map((security): CountedSecurity => {
    const { kind, valueFen, priorChargesFen, valuedOn } = security;
    const haircutRatio4 = parameters[haircutName(kind)];
    const outdated = wholeDaysBetween(startOfDate(valuedOn), startOfDate(on)) > parameters.p_valuation_days;
    const left = (valueFen * BigInt(10_000 - haircutRatio4)) / 10_000n - priorChargesFen;
    return { ...security, haircutRatio4, outdated, countedFen: outdated || left < 0n ? 0n : left };
  });
  const countedFen = counted.reduce((sum, one) => sum + one.countedFen, 0n);
  return {
    securities: counted,
    countedFen,
    coverRatio4: limitFen === null ? null : flooredRatio(countedFen, limitFen),
  };
};
