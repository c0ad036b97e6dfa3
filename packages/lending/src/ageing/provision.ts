import { PPB } from '../money/rates.ts';
import { divideRounded } from '../money/rounding.ts';
import type { LawRow } from '../cost/caps.ts';
import type { Tier } from './five-tier.ts';

/**
 * Specific allowance by tier, with the general one on what is normal, of principal. A lender may pass rates of its own. The
 * guidelines ask the general 1% of the whole balance, which is 1% more on what is classified: read narrowly here, and said so
 * beside the balance. They also let substandard and doubtful move by a fifth.
 */
export const PROVISION_RULE: LawRow & {
  readonly name: { readonly zh: string; readonly en: string };
  readonly ratesPpb: Readonly<Record<Tier, bigint>>;
} = {
  name: {
    zh: '《银行贷款损失准备计提指引》（银发〔2002〕98号）',
    en: 'the guidelines on loan loss provisions of the People’s Bank (Yinfa 2002, No. 98)',
  },
  source:
    '银行贷款损失准备计提指引（银发〔2002〕98号）第4、5条；中国日报2002年4月27日报道（一般准备1%，专项准备2%至100%）；公开题库转载的比例（关注2%、次级25%、可疑50%、损失100%）',
  verified: true,
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
