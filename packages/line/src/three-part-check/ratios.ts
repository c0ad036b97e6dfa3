import { wholeDaysBetween, startOfDate } from '../time.ts';
import type { LocalText } from '../vocabulary.ts';
import type { BusinessStatement } from './parts.ts';

/**
 * Ratios of a statement, as credit officers read them. Each is an integer, rounded down: ten-thousandths, or whole days.
 * Null where it cannot be told, because what it is over is nothing (or it is too large for a number).
 */
export const RATIO_NAMES = [
  'currentRatio',
  'quickRatio',
  'debtToAsset',
  'grossMargin',
  'debtServiceCover',
  'receivableDays',
  'inventoryDays',
] as const;
export type RatioName = (typeof RATIO_NAMES)[number];
export type Ratios = Readonly<Record<RatioName, number | null>>;

export interface RatioDefinition {
  readonly name: LocalText;
  /** The formula, in the names of the lines. */
  readonly formula: LocalText;
  readonly unit: 'ratio4' | 'times4' | 'days';
  readonly of: (statement: BusinessStatement) => readonly [part: bigint, whole: bigint];
}

/** Days of the period, both ends included. */
const daysOf = ({ periodFrom, periodTo }: BusinessStatement): bigint =>
  BigInt(wholeDaysBetween(startOfDate(periodFrom), startOfDate(periodTo)) + 1);

export const RATIOS: Readonly<Record<RatioName, RatioDefinition>> = {
  currentRatio: {
    name: { zh: '流动比率', en: 'Current ratio' },
    formula: { zh: '流动资产合计 ÷ 流动负债合计', en: 'current assets ÷ current liabilities' },
    unit: 'times4',
    of: (s) => [s.totalCurrentAssetsFen, s.totalCurrentLiabilitiesFen],
  },
  quickRatio: {
    name: { zh: '速动比率', en: 'Quick ratio' },
    formula: {
      zh: '（流动资产合计 − 存货）÷ 流动负债合计',
      en: '(current assets − inventories) ÷ current liabilities',
    },
    unit: 'times4',
    of: (s) => [s.totalCurrentAssetsFen - s.inventoriesFen, s.totalCurrentLiabilitiesFen],
  },
  debtToAsset: {
    name: { zh: '资产负债率', en: 'Debt-to-asset ratio' },
    formula: { zh: '负债合计 ÷ 资产总计', en: 'total liabilities ÷ total assets' },
    unit: 'ratio4',
    of: (s) => [s.totalLiabilitiesFen, s.totalAssetsFen],
  },
  grossMargin: {
    name: { zh: '毛利率', en: 'Gross margin' },
    formula: { zh: '（营业收入 − 营业成本）÷ 营业收入', en: '(revenue − cost of sales) ÷ revenue' },
    unit: 'ratio4',
    of: (s) => [s.revenueFen - s.costOfSalesFen, s.revenueFen],
  },
  debtServiceCover: {
    name: { zh: '偿债保障倍数', en: 'Debt service cover' },
    formula: {
      zh: '（净利润 + 利息费用 + 折旧）÷ 本期应还本息',
      en: '(net profit + interest + depreciation) ÷ what fell due to lenders',
    },
    unit: 'times4',
    of: (s) => [s.netProfitFen + s.interestExpenseFen + s.depreciationFen, s.debtServiceFen],
  },
  receivableDays: {
    name: { zh: '应收账款周转天数', en: 'Receivable days' },
    formula: { zh: '应收账款 × 本期天数 ÷ 营业收入', en: 'receivables × days of the period ÷ revenue' },
    unit: 'days',
    of: (s) => [s.accountsReceivableFen * daysOf(s), s.revenueFen],
  },
  inventoryDays: {
    name: { zh: '存货周转天数', en: 'Inventory days' },
    formula: { zh: '存货 × 本期天数 ÷ 营业成本', en: 'inventories × days of the period ÷ cost of sales' },
    unit: 'days',
    of: (s) => [s.inventoriesFen * daysOf(s), s.costOfSalesFen],
  },
};

const TEN_THOUSANDTHS = 10_000n;

/** Rounded down below zero too, so that a ratio is below a line exactly where its integer is. */
export const flooredRatio = (part: bigint, whole: bigint, scale: bigint = TEN_THOUSANDTHS): number | null => {
  if (whole <= 0n) return null;
  const scaled = part * scale;
  const quotient = scaled / whole;
  const floored = Number(scaled < 0n && quotient * whole !== scaled ? quotient - 1n : quotient);
  return Number.isSafeInteger(floored) ? floored : null;
};

export const ratioOf = (name: RatioName, statement: BusinessStatement): number | null => {
  const { of, unit } = RATIOS[name];
  return flooredRatio(...of(statement), unit === 'days' ? 1n : TEN_THOUSANDTHS);
};

export const ratiosOf = (statement: BusinessStatement): Ratios =>
  Object.fromEntries(RATIO_NAMES.map((name) => [name, ratioOf(name, statement)])) as Ratios;
