import {
  capOn,
  checkCaps,
  consumerLineRuleOn,
  costSheet as lendingCostSheet,
  type CostSheet,
  type LoanTerms,
  planLoan,
  type RepaymentMethod,
  type ScheduleRow,
} from '@clearline/lending';
import { contentHash } from '@clearline/receipts';
import type { Context, Lender } from './context.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import type { IsoDate, LineKind, LocalText } from './vocabulary.ts';
import { STANDARD_ALLOCATION } from '@clearline/lending';

/** Plans and cost sheets as shown before anything is signed; their hashes are what the borrower confirms. */
export interface DrawQuote {
  readonly terms: LoanTerms;
  readonly rows: readonly ScheduleRow[];
  readonly planHash: string;
  readonly costSheet: HashedCostSheet;
}
export interface HashedCostSheet {
  readonly sheet: CostSheet;
  readonly hash: string;
}

/** Days in the year on which a daily rate is quoted as an annual one. */
const DAYS_A_YEAR = { 'ACT/365': 365n, 'ACT/360': 360n } as const;

/** Simple annual rate of a daily rate, in parts per billion, on the product’s day basis. */
export const annualRateOf = (dailyRatePpb: bigint, lender: Lender, kind: LineKind): bigint =>
  dailyRatePpb * (lender.products[kind].dayCount === 'ACT/360' ? DAYS_A_YEAR['ACT/360'] : DAYS_A_YEAR['ACT/365']);

/** The contract of a draw. BULLET has one due date after the whole tenor; the others fall due monthly. */
export const termsOf = (
  draw: {
    readonly loanId: string;
    readonly amountFen: bigint;
    readonly tenorMonths: number;
    readonly method: RepaymentMethod;
    readonly startDate: IsoDate;
  },
  line: { readonly kind: LineKind; readonly dailyRatePpb: bigint },
  lender: Lender,
): LoanTerms => {
  const product = lender.products[line.kind];
  const bullet = draw.method === 'BULLET';
  return {
    loanId: draw.loanId,
    currency: 'CNY',
    principalFen: draw.amountFen,
    startDate: draw.startDate,
    method: draw.method,
    instalments: bullet ? 1 : draw.tenorMonths,
    every: bullet ? draw.tenorMonths : 1,
    unit: 'MONTHS',
    annualRatePpb: annualRateOf(line.dailyRatePpb, lender, line.kind),
    dayCount: product.dayCount,
    rounding: 'HALF_EVEN',
    instalmentMultipleFen: null,
    penaltyMultiplePpb: product.penaltyMultiplePpb,
    graceDays: product.graceDays,
    allocation: STANDARD_ALLOCATION,
  };
};

/** Plan, cost and hashes of a draw. Refused where lending refuses the terms. */
export const quoteDraw = (
  draw: { readonly amountFen: bigint; readonly tenorMonths: number; readonly method: RepaymentMethod },
  line: { readonly kind: LineKind; readonly dailyRatePpb: bigint },
  context: Pick<Context, 'businessDate' | 'lender'>,
): Outcome<DrawQuote> => {
  const terms = termsOf({ ...draw, loanId: 'quote', startDate: context.businessDate }, line, context.lender);
  const rows = planLoan(terms);
  if (!rows.ok) return refuse('lending_refused', { field: rows.refusal.field, value: rows.refusal.message });
  const rule = line.kind === 'CONSUMER' ? consumerLineRuleOn(context.businessDate) : null;
  if (rule !== null && draw.method === 'BULLET' && draw.tenorMonths > rule.maxBulletMonths)
    return refuse('bullet_too_long', { field: 'tenorMonths', value: rule.maxBulletMonths });
  const costSheet = costSheetOf(terms, context.lender);
  const above = aboveCap(costSheet, context);
  if (above !== null) return above;
  const { loanId: _loanId, ...contract } = terms;
  return accept({ terms, rows: rows.value, planHash: hash({ contract, rows: rows.value }), costSheet });
};

/** What is said of a rule of law that was not compared with a published copy: it is never cited as if it had been (N124). */
const UNVERIFIED: LocalText = {
  zh: '（条文尚未与公布的原文核对）',
  en: ' (its text has not been compared with a published copy)',
};
const NOTHING: LocalText = { zh: '', en: '' };

/** The refusal of a cost above the cap that binds the lender on the day, naming the rule; null below it. */
export const aboveCap = (
  { sheet }: HashedCostSheet,
  { lender, businessDate }: Pick<Context, 'businessDate' | 'lender'>,
): ReturnType<typeof refuse> | null => {
  const checked = checkCaps({ lenderType: lender.type, date: businessDate, annualCostPpb: sheet.annualCostPpb });
  if (checked.ok) return null;
  const rule = capOn(lender.type, businessDate)?.rule;
  return refuse('above_legal_cap', {
    field: 'annualCostPpb',
    value: rule?.source ?? '',
    words: rule?.verified === false ? UNVERIFIED : NOTHING,
  });
};

/** The itemised cost sheet 综合融资成本明示表 of a contract: interest is the only charge, the lender its only payee. */
export const costSheetOf = (terms: LoanTerms, lender: Lender): HashedCostSheet => {
  const sheet = lendingCostSheet(terms, []);
  return { sheet, hash: hash({ sheet, lender: lender.name, licence: lender.licence }) };
};

/** What an offer’s cost sheet is worked out on: the whole limit, drawn at once, on these terms. */
export const OFFER_EXAMPLE = { tenorMonths: 12, method: 'EQUAL_INSTALMENT' } as const;

/** The representative contract whose cost sheet goes with an offer: the whole limit over twelve equal instalments. */
export const offerTerms = (
  offer: {
    readonly limitFen: bigint;
    readonly dailyRatePpb: bigint;
    readonly kind: LineKind;
    readonly startDate: IsoDate;
  },
  lender: Lender,
): LoanTerms =>
  termsOf(
    {
      loanId: 'offer',
      amountFen: offer.limitFen,
      ...OFFER_EXAMPLE,
      startDate: offer.startDate,
    },
    offer,
    lender,
  );

const hash = (value: unknown): string => contentHash(value);
