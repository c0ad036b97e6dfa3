import type { IsoDate, LocalText } from '../vocabulary.ts';
import type { CheckParameter, CheckParameters } from './parameters.ts';
import { bankInflowsOf, type RecordedStatement } from './parts.ts';
import { flooredRatio } from './ratios.ts';

/** Two figures that should say the same, told by different sources. */
export const CROSS_CHECKS = ['REVENUE_TAX', 'REVENUE_BANK', 'REVENUE_BOOK', 'BALANCE_SHEET', 'CURRENT_ASSETS'] as const;
export type CrossCheckName = (typeof CROSS_CHECKS)[number];

interface CrossCheckDefinition {
  readonly name: LocalText;
  readonly left: LocalText;
  readonly right: LocalText;
  /** From this gap on the two differ; in ten-thousandths of the larger. */
  readonly tolerance: CheckParameter;
  readonly of: (statement: RecordedStatement) => readonly [left: bigint, right: bigint | null];
}

const REVENUE: LocalText = { zh: '报表营业收入', en: 'revenue in the statement' };

/** What stands on the other side of {@link CROSS_CHECKS} `REVENUE_BANK` where files were read. */
export const FROM_FILES: LocalText = { zh: '流水文件中的流入', en: 'inflows in the files read' };

export const CROSS_CHECK_DEFINITIONS: Readonly<Record<CrossCheckName, CrossCheckDefinition>> = {
  REVENUE_TAX: {
    name: { zh: '收入与纳税申报', en: 'Revenue and tax return' },
    left: REVENUE,
    right: { zh: '申报销售额', en: 'sales declared for tax' },
    tolerance: 'p_revenue_tax_tolerance',
    of: (s) => [s.revenueFen, s.taxDeclaredSalesFen],
  },
  REVENUE_BANK: {
    name: { zh: '收入与银行流水', en: 'Revenue and bank inflows' },
    left: REVENUE,
    right: { zh: '银行流入', en: 'bank inflows' },
    tolerance: 'p_revenue_bank_tolerance',
    of: (s) => [s.revenueFen, bankInflowsOf(s)],
  },
  REVENUE_BOOK: {
    name: { zh: '收入与我们收到的营业数据', en: 'Revenue and takings we hold' },
    left: REVENUE,
    right: { zh: '我们收到的营业额', en: 'takings reported to us' },
    tolerance: 'p_revenue_book_tolerance',
    of: (s) => [s.revenueFen, s.bookSalesFen],
  },
  BALANCE_SHEET: {
    name: { zh: '资产负债表平衡', en: 'Balance sheet sums' },
    left: { zh: '资产总计', en: 'total assets' },
    right: { zh: '负债合计 + 所有者权益', en: 'liabilities + equity' },
    tolerance: 'p_balance_tolerance',
    of: (s) => [s.totalAssetsFen, s.totalLiabilitiesFen + s.totalEquityFen],
  },
  CURRENT_ASSETS: {
    name: { zh: '流动资产构成', en: 'Parts of current assets' },
    left: { zh: '流动资产合计', en: 'current assets' },
    right: { zh: '货币资金 + 应收账款 + 存货', en: 'cash + receivables + inventories' },
    tolerance: 'p_balance_tolerance',
    // There are other current assets besides: only parts that exceed the whole differ from it.
    of: (s) => {
      const parts = s.cashFen + s.accountsReceivableFen + s.inventoriesFen;
      return [s.totalCurrentAssetsFen, parts > s.totalCurrentAssetsFen ? parts : s.totalCurrentAssetsFen];
    },
  },
};

export interface CrossCheck {
  readonly check: CrossCheckName;
  readonly periodTo: IsoDate;
  readonly leftFen: bigint;
  readonly rightFen: bigint | null;
  /** The difference over the larger of the two, in ten-thousandths, rounded down; null where one is not known. */
  readonly gapRatio4: number | null;
  readonly toleranceRatio4: number;
  readonly outcome: 'AGREES' | 'DIFFERS' | 'NOT_POSSIBLE';
}

const sizeOf = (fen: bigint): bigint => (fen < 0n ? -fen : fen);

/** How far two figures lie apart, of the larger of the two; nothing where both are nothing. */
export const gapOf = (left: bigint, right: bigint | null): number | null => {
  if (right === null) return null;
  const larger = sizeOf(left) > sizeOf(right) ? sizeOf(left) : sizeOf(right);
  return larger === 0n ? 0 : flooredRatio(sizeOf(left - right), larger);
};

export const crossChecksOf = (statement: RecordedStatement, parameters: CheckParameters): CrossCheck[] =>
  CROSS_CHECKS.map((check) => {
    const { of, tolerance } = CROSS_CHECK_DEFINITIONS[check];
    const [leftFen, rightFen] = of(statement);
    const gapRatio4 = gapOf(leftFen, rightFen);
    const toleranceRatio4 = parameters[tolerance];
    const outcome = gapRatio4 === null ? 'NOT_POSSIBLE' : gapRatio4 >= toleranceRatio4 ? 'DIFFERS' : 'AGREES';
    return { check, periodTo: statement.periodTo, leftFen, rightFen, gapRatio4, toleranceRatio4, outcome };
  });

/** By period, the newest first, whatever order they were handed in. */
export const newestFirst = <T extends { readonly periodTo: IsoDate; readonly periodFrom: IsoDate }>(
  statements: readonly T[],
): T[] =>
  [...statements].sort((a, b) =>
    a.periodTo === b.periodTo ? (a.periodFrom < b.periodFrom ? 1 : -1) : a.periodTo < b.periodTo ? 1 : -1,
  );
