import { PPB } from '../money/rates.ts';
import { divideRounded } from '../money/rounding.ts';
import type { Tier } from './five-tier.ts';

/**
 * Specific allowance by tier, with the general one on what is normal: 1%, 2%, 25%, 50%, 100% of principal (银行贷款损失准备计提指引,
 * 银发〔2002〕98号; entered from memory, not compared with a copy). A lender may pass rates of its own.
 */
export const PROVISION_RATES_PPB: Readonly<Record<Tier, bigint>> = {
  NORMAL: 10_000_000n,
  SPECIAL_MENTION: 20_000_000n,
  SUBSTANDARD: 250_000_000n,
  DOUBTFUL: 500_000_000n,
  LOSS: PPB,
};

/** The allowance that outstanding principal in a tier needs, rounded up so that it is never short. */
export const provisionFor = (
  principalFen: bigint,
  tier: Tier,
  ratesPpb: Readonly<Record<Tier, bigint>> = PROVISION_RATES_PPB,
): bigint => divideRounded(principalFen * ratesPpb[tier], PPB, 'UP');
