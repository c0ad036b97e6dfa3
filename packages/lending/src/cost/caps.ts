import type { IsoDate } from '../calendar/dates.ts';
import { ok, refuse } from '../result.ts';
import type { LendingRefusal, Result } from '../result.ts';

/** Who lends decides which cap binds. */
export type LenderType = 'BANK' | 'CONSUMER_FINANCE' | 'PRIVATE_LENDER';

/** A legal upper bound on the annual cost of a loan, all charges in it. */
export interface CapRule {
  readonly id: string;
  readonly from: IsoDate;
  readonly lenderTypes: readonly LenderType[];
  readonly source: string;
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
    source: '关于加强商业银行互联网助贷业务管理提升金融服务质效的通知（金规〔2025〕9号）',
    cap: { kind: 'FIXED', ppb: 240_000_000n },
  },
  {
    id: 'CAP-4LPR-2020',
    from: '2020-08-20',
    lenderTypes: ['PRIVATE_LENDER'],
    source: '最高人民法院关于审理民间借贷案件适用法律若干问题的规定（2020年修正）第25条',
    cap: { kind: 'TIMES_LPR', times: 4n },
  },
  {
    id: 'CAP-24-2017',
    from: '2017-08-04',
    lenderTypes: ['BANK', 'CONSUMER_FINANCE'],
    source: '最高人民法院关于进一步加强金融审判工作的若干意见（法发〔2017〕22号）',
    cap: { kind: 'FIXED', ppb: 240_000_000n },
  },
];

/** One-year loan prime rate by the day of its change, newest first (National Interbank Funding Center). Add a row when it changes. */
export const LPR_1Y_PPB: readonly (readonly [IsoDate, bigint])[] = [
  ['2025-05-20', 30_000_000n],
  ['2024-10-21', 31_000_000n],
  ['2024-07-22', 33_500_000n],
  ['2023-08-21', 34_500_000n],
  ['2023-06-20', 35_500_000n],
  ['2022-08-22', 36_500_000n],
  ['2022-01-20', 37_000_000n],
  ['2021-12-20', 38_000_000n],
  ['2020-04-20', 38_500_000n],
];

/** The rule that binds a type of lender on a date, with its cap; null when none is in the table. */
export const capOn = (lenderType: LenderType, date: IsoDate): { rule: CapRule; capPpb: bigint } | null => {
  const rule = CAP_RULES.find((candidate) => candidate.from <= date && candidate.lenderTypes.includes(lenderType));
  if (rule === undefined) return null;
  if (rule.cap.kind === 'FIXED') return { rule, capPpb: rule.cap.ppb };
  const lpr = LPR_1Y_PPB.find(([from]) => from <= date)?.[1];
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
