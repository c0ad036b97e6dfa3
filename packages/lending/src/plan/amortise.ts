import { PPB } from '../money/rates.ts';
import { divideRounded, divideToMultiple, gcd, minOf } from '../money/rounding.ts';
import type { Rounding } from '../money/rounding.ts';

/** What one instalment period charges: the balance times `num` over the common `den`. */
export interface PeriodRate {
  readonly num: bigint;
  readonly den: bigint;
}

export interface AmortiseOptions {
  readonly rounding: Rounding;
  readonly multipleFen: bigint | null;
  readonly smoothing: boolean;
  readonly decimals: number;
}

/** The rate of a period as an exact fraction: annual rate in ppb times a share of a year. */
export const periodRate = (annualRatePpb: bigint, shareNum: bigint, shareDen: bigint): PeriodRate => ({
  num: annualRatePpb * shareNum,
  den: PPB * shareDen,
});

/**
 * The level instalment E and the principal parts it gives: E = (P·Π(1+r_k) − L) / F_n with F_1 = 1 and
 * F_k = 1 + F_{k-1}·(1+r_k), rounded once; each period's interest is rounded on its own; the last principal part takes
 * what is left but L, which is nothing unless something is to be owed afterwards. Exact until each rounding.
 */
export const equalInstalment = (
  balanceFen: bigint,
  rates: readonly PeriodRate[],
  options: AmortiseOptions,
  leftFen = 0n,
): { instalmentFen: bigint; principalsFen: bigint[] } => {
  const scaled = toCommonDenominator(rates);
  const walkWith = (instalmentFen: bigint): Walk =>
    walk({ balanceFen, leftFen, instalmentFen }, scaled, options.rounding);
  let best = walkWith(roundInstalment(...levelFraction(balanceFen, leftFen, scaled), options));
  if (!options.smoothing || rates.length < 2) return best;
  const count = BigInt(rates.length);
  const threshold = (count / 2n) * 10n ** BigInt(options.decimals);
  for (let round = 0; round < 3; round += 1) {
    const gap = best.lastFen - best.instalmentFen;
    if (sizeOf(gap) * 100n <= threshold) break;
    const step = divideRounded(gap, count, options.rounding);
    const next = walkWith(roundInstalment(best.instalmentFen + step, 1n, options));
    if (sizeOf(next.lastFen - next.instalmentFen) >= sizeOf(gap)) break;
    best = next;
  }
  return best;
};

const sizeOf = (n: bigint): bigint => (n < 0n ? -n : n);

const roundInstalment = (num: bigint, den: bigint, options: AmortiseOptions): bigint =>
  options.multipleFen === null
    ? divideRounded(num, den, options.rounding)
    : divideToMultiple(num, den, options.multipleFen, options.rounding);

interface ScaledRates {
  readonly nums: readonly bigint[];
  readonly den: bigint;
}

const toCommonDenominator = (rates: readonly PeriodRate[]): ScaledRates => {
  let den = 1n;
  for (const rate of rates) if (den % rate.den !== 0n) den = (den / gcd(den, rate.den)) * rate.den;
  let common = den;
  const nums = rates.map((rate) => {
    const num = rate.num * (den / rate.den);
    common = gcd(common, num);
    return num;
  });
  return { nums: nums.map((num) => num / common), den: den / common };
};

/** E before rounding, as numerator and denominator. */
const levelFraction = (balanceFen: bigint, leftFen: bigint, { nums, den }: ScaledRates): [bigint, bigint] => {
  let growth = den + (nums[0] ?? 0n);
  let annuity = 1n;
  let power = 1n;
  for (const num of nums.slice(1)) {
    power *= den;
    growth *= den + num;
    annuity = power + annuity * (den + num);
  }
  return [balanceFen * growth - leftFen * den * power, den * annuity];
};

interface Walk {
  readonly instalmentFen: bigint;
  readonly principalsFen: bigint[];
  readonly lastFen: bigint;
}

const walk = (
  { balanceFen, leftFen, instalmentFen }: { balanceFen: bigint; leftFen: bigint; instalmentFen: bigint },
  { nums, den }: ScaledRates,
  rounding: Rounding,
): Walk => {
  let balance = balanceFen;
  let lastFen = 0n;
  const principalsFen = nums.map((num, k) => {
    const interest = divideRounded(balance * num, den, rounding);
    const open = balance - leftFen;
    const wanted = k === nums.length - 1 ? open : instalmentFen - interest;
    const principal = wanted < 0n ? 0n : minOf(wanted, open);
    balance -= principal;
    lastFen = principal + interest;
    return principal;
  });
  return { instalmentFen, principalsFen, lastFen };
};

/** Equal parts of the principal, the last taking what is left. */
export const equalPrincipal = (balanceFen: bigint, count: number, options: AmortiseOptions): bigint[] => {
  const part = roundInstalment(balanceFen, BigInt(count), options);
  let balance = balanceFen;
  return Array.from({ length: count }, (_, k) => {
    const principal = k === count - 1 ? balance : minOf(part, balance);
    balance -= principal;
    return principal;
  });
};

/**
 * Keeps the instalment and finds how far it reaches: principal parts until the balance is gone, which may be fewer than
 * `rates`; the part at which it runs out takes the rest. When the rates run out first, the last part takes what is left.
 */
export const keepInstalment = (
  balanceFen: bigint,
  instalmentFen: bigint,
  rates: readonly PeriodRate[],
  rounding: Rounding,
): bigint[] => {
  const principalsFen: bigint[] = [];
  let balance = balanceFen;
  for (const [k, rate] of rates.entries()) {
    if (balance === 0n) break;
    const interest = divideRounded(balance * rate.num, rate.den, rounding);
    const wanted = instalmentFen > interest ? instalmentFen - interest : 0n;
    const principal = k === rates.length - 1 ? balance : minOf(wanted, balance);
    principalsFen.push(principal);
    balance -= principal;
  }
  return principalsFen;
};
