import type { IsoDate } from '../calendar/dates.ts';

/** 正常 · 关注 · 次级 · 可疑 · 损失. */
export type Tier = 'NORMAL' | 'SPECIAL_MENTION' | 'SUBSTANDARD' | 'DOUBTFUL' | 'LOSS';
export type LoanKind = 'CONSUMER' | 'BUSINESS';

interface TierRule {
  readonly from: IsoDate;
  readonly source: string;
  /** Compared with a published copy of the rule or a report on it, named in `source`. */
  readonly verified: boolean;
  /** A tier applies from this many days past due; the hardest comes first. */
  readonly firstDay: Readonly<Record<LoanKind, readonly (readonly [Tier, number])[]>>;
}

/** Overdue at all, over 90, over 270, over 360 days. */
const BY_DAYS_2023: readonly (readonly [Tier, number])[] = [
  ['LOSS', 361],
  ['DOUBTFUL', 271],
  ['SUBSTANDARD', 91],
  ['SPECIAL_MENTION', 1],
];

/** Dated rules, newest first; dates before the oldest are read by it. Persons and businesses are listed apart, though alike today. */
const RULES: readonly TierRule[] = [
  {
    from: '2023-07-01',
    source:
      '商业银行金融资产风险分类办法（银保监会、人民银行令〔2023〕第1号，2023年7月1日起施行）；China Banking News 2023年2月14日报道：逾期至少关注，超过90天次级，超过270天可疑，超过360天损失',
    verified: true,
    firstDay: { CONSUMER: BY_DAYS_2023, BUSINESS: BY_DAYS_2023 },
  },
];

const ruleOn = (asOf: IsoDate): TierRule | undefined => RULES.find((rule) => rule.from <= asOf) ?? RULES.at(-1);

/** The tier that days past due require at least, by the rule in force on a date. Judgement may only go harder. */
export const fiveTier = (daysPastDue: number, kind: LoanKind, asOf: IsoDate): Tier =>
  ruleOn(asOf)?.firstDay[kind].find(([, first]) => daysPastDue >= first)?.[0] ?? 'NORMAL';

/** Days past due from which a tier applies, by any rule. */
export const TIER_STARTS: readonly number[] = RULES.flatMap(({ firstDay }) =>
  Object.values(firstDay).flatMap((tiers) => tiers.map(([, first]) => first)),
);
/** Dates on which a rule of tiers came into force. */
export const TIER_RULE_DATES: readonly IsoDate[] = RULES.map((rule) => rule.from);
