import { PPB } from '../money/rates.ts';
import { divideRounded } from '../money/rounding.ts';
import type { LawRow } from '../cost/caps.ts';
import type { Tier } from './five-tier.ts';

/** Specific allowance by tier, with the general one on what is normal, of principal. A lender may pass rates of its own. */
export const PROVISION_RULE: LawRow & {
  readonly name: { readonly zh: string; readonly en: string };
  readonly ratesPpb: Readonly<Record<Tier, bigint>>;
} = {
  name: {
    zh: '《银行贷款损失准备计提指引》（银发〔2002〕98号）',
    en: 'the guidelines on loan loss provisions of the People’s Bank (Yinfa 2002, No. 98)',
  },
  source: '银行贷款损失准备计提指引（银发〔2002〕98号）',
  // Entered from memory; no published copy was at hand to compare with.
  verified: false,
  ratesPpb: {
    NORMAL: 10_000_000n,
    SPECIAL_MENTION: 20_000_000n,
    SUBSTANDARD: 250_000_000n,
    DOUBTFUL: 500_000_000n,
    LOSS: PPB,
  },
};

/** The allowance that outstanding principal in a tier needs, rounded up so that it is never short. */
export const provisionFor = (
  principalFen: bigint,
  tier: Tier,
  ratesPpb: Readonly<Record<Tier, bigint>> = PROVISION_RULE.ratesPpb,
): bigint => divideRounded(principalFen * ratesPpb[tier], PPB, 'UP');
