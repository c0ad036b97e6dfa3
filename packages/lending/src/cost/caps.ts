import type { IsoDate } from '../calendar/dates.ts';
import { ok, refuse } from '../result.ts';
import type { LendingRefusal, Result } from '../result.ts';

/** Who lends decides which cap binds. */
export type LenderType = 'BANK' | 'CONSUMER_FINANCE' | 'MICROLOAN' | 'PRIVATE_LENDER';

/** How sure a row of law is. `verified`: compared with a published copy of the rule or a report of the day, named in `source`. */
export interface LawRow {
  readonly source: string;
  readonly verified: boolean;
}

/** A legal upper bound on the annual cost of a loan, all charges in it. */
export interface CapRule extends LawRow {
  readonly id: string;
  readonly from: IsoDate;
  readonly lenderTypes: readonly LenderType[];
  /** A fixed cap, or a multiple of the one-year loan prime rate in force. */
  readonly cap:
    | { readonly kind: 'FIXED'; readonly ppb: bigint }
    | { readonly kind: 'TIMES_LPR'; readonly times: bigint };
}

/** Dated rules, newest first. */
export const CAP_RULES: readonly CapRule[] = [
  {
    id: 'CAP-24-2025',
    from: '2025-10-01',
    lenderTypes: ['BANK', 'CONSUMER_FINANCE'],
    source: '关于加强商业银行互联网助贷业务管理提升金融服务质效的通知（金规〔2025〕9号，2025年10月1日起施行）',
    verified: true,
    cap: { kind: 'FIXED', ppb: 240_000_000n },
  },
  {
    id: 'CAP-4LPR-2020',
    from: '2020-08-20',
    lenderTypes: ['PRIVATE_LENDER'],
    source:
      '最高人民法院关于审理民间借贷案件适用法律若干问题的规定（2020年第二次修正）第25条，2020年8月20日起适用；与公开转载的条文核对（8月19日文本为第26条）',
    verified: true,
    cap: { kind: 'TIMES_LPR', times: 4n },
  },
  {
    id: 'CAP-24-2017',
    from: '2017-08-04',
    // Micro-lenders are no private lenders before the courts (法释〔2020〕27号), so that this one binds them.
    lenderTypes: ['BANK', 'CONSUMER_FINANCE', 'MICROLOAN'],
    // No copy of the text was found. Judgments on bank loans that hold all charges to 24% a year are reported, as (2025)鄂0222民初1424号.
    source: '最高人民法院关于进一步加强金融审判工作的若干意见（法发〔2017〕22号）第2条',
    verified: false,
    cap: { kind: 'FIXED', ppb: 240_000_000n },
  },
];

export interface PrimeRate extends LawRow {
  readonly from: IsoDate;
  readonly ppb: bigint;
}

/** One-year loan prime rate by the day of its change, newest first. Add a row when it changes. */
export const LPR_1Y: readonly PrimeRate[] = [
  { from: '2025-05-20', ppb: 30_000_000n, source: '全国银行间同业拆借中心公告，1年期3.00%', verified: true },
  { from: '2024-10-21', ppb: 31_000_000n, source: '全国银行间同业拆借中心公告，1年期3.10%；当日报道', verified: true },
  { from: '2024-07-22', ppb: 33_500_000n, source: '当日报道：由3.45%降至3.35%', verified: true },
  {
    from: '2023-08-21',
    ppb: 34_500_000n,
    source: '全国银行间同业拆借中心公告；Moneycontrol 2023年8月21日报道：由3.55%降至3.45%',
    verified: true,
  },
  {
    from: '2023-06-20',
    ppb: 35_500_000n,
    source: '全国银行间同业拆借中心公告；新华社2023年6月20日报道：由3.65%降至3.55%',
    verified: true,
  },
  {
    from: '2022-08-22',
    ppb: 36_500_000n,
    source: '全国银行间同业拆借中心公告；ForexLive 2022年8月22日报道：由3.70%降至3.65%',
    verified: true,
  },
  {
    from: '2022-01-20',
    ppb: 37_000_000n,
    source: '全国银行间同业拆借中心公告；新华社2022年1月21日报道：由3.80%降至3.70%',
    verified: true,
  },
  {
    from: '2021-12-20',
    ppb: 38_000_000n,
    source: '全国银行间同业拆借中心公告；InvestMacro 2021年12月20日报道：由3.85%降至3.80%',
    verified: true,
  },
  {
    from: '2020-04-20',
    ppb: 38_500_000n,
    source: '全国银行间同业拆借中心公告；Sputnik 2023年6月20日报道：2020年4月至2021年12月为3.85%',
    verified: true,
  },
];

/** The rule that binds a type of lender on a date, with its cap; null when none is in the table. */
export const capOn = (lenderType: LenderType, date: IsoDate): { rule: CapRule; capPpb: bigint } | null => {
  const rule = CAP_RULES.find((candidate) => candidate.from <= date && candidate.lenderTypes.includes(lenderType));
  if (rule === undefined) return null;
  if (rule.cap.kind === 'FIXED') return { rule, capPpb: rule.cap.ppb };
  const lpr = LPR_1Y.find(({ from }) => from <= date)?.ppb;
  return lpr === undefined ? null : { rule, capPpb: rule.cap.times * lpr };
};

/** Accepts an offer at or below the cap; refuses one above it, naming the rule. */
export const checkCaps = (offer: {
  readonly lenderType: LenderType;
  readonly date: IsoDate;
  readonly annualCostPpb: bigint;
}): Result<{ readonly ruleId: string | null; readonly capPpb: bigint | null }, LendingRefusal> => {
  const bound = capOn(offer.lenderType, offer.date);
  if (bound === null) return ok({ ruleId: null, capPpb: null });
  const { rule, capPpb } = bound;
  if (offer.annualCostPpb <= capPpb) return ok({ ruleId: rule.id, capPpb });
  return refuse(
    'cap_exceeded',
    'annualCostPpb',
    offer.annualCostPpb,
    `the annual cost may be at most ${capPpb} ppb on ${offer.date} by ${rule.id}: ${rule.source}`,
  );
};

/** What the law allows of a line for private use, at most. */
export interface LineRule extends LawRow {
  readonly id: string;
  readonly from: IsoDate;
  readonly maxLimitFen: bigint;
  /** Months of a loan repaid at once at its end. */
  readonly maxBulletMonths: number;
}

/** Dated rules for consumer lines over the internet, newest first. */
export const CONSUMER_LINE_RULES: readonly LineRule[] = [
  {
    id: 'LINE-200K-2020',
    from: '2020-07-12',
    maxLimitFen: 20_000_000n,
    maxBulletMonths: 12,
    source:
      '商业银行互联网贷款管理暂行办法（银保监会令2020年第9号）第6条：单户用于消费的个人信用贷款授信额度不超过20万元，到期一次性还本的授信期限不超过一年',
    verified: true,
  },
];

/** The rule that binds a consumer line on a date; null before the first. */
export const consumerLineRuleOn = (date: IsoDate): LineRule | null =>
  CONSUMER_LINE_RULES.find((rule) => rule.from <= date) ?? null;
