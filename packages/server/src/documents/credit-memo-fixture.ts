import {
  type CheckParameters,
  type CreditMemo,
  creditMemoOf,
  INVESTIGATION_TOPICS,
  memoHashOf,
  type RecordedStatement,
} from '@clearline/line';
import { memoView } from '../views/three-part-check-view.ts';
import type { PrintableCheck } from './credit-memo.ts';

const parameters: CheckParameters = {
  p_revenue_tax_tolerance: 1_500,
  p_revenue_bank_tolerance: 2_000,
  p_revenue_book_tolerance: 2_000,
  p_balance_tolerance: 100,
  p_statement_days: 540,
  p_valuation_days: 365,
  p_haircut_deposit: 0,
  p_haircut_real_estate: 3_000,
  p_haircut_vehicle: 5_000,
  p_haircut_equipment: 5_000,
  p_haircut_inventory: 6_000,
  p_haircut_receivables: 5_000,
  p_haircut_guarantee_company: 2_000,
  p_haircut_joint_guarantee: 5_000,
};
const year = (periodFrom: string, periodTo: string): RecordedStatement => ({
  periodFrom,
  periodTo,
  basis: 'MANAGEMENT',
  revenueFen: 365_000_000n,
  costOfSalesFen: 250_000_000n,
  netProfitFen: 40_000_000n,
  interestExpenseFen: 4_000_000n,
  depreciationFen: 6_000_000n,
  cashFen: 20_000_000n,
  accountsReceivableFen: 30_000_000n,
  inventoriesFen: 25_000_000n,
  totalCurrentAssetsFen: 80_000_000n,
  totalAssetsFen: 200_000_000n,
  totalCurrentLiabilitiesFen: 50_000_000n,
  totalLiabilitiesFen: 90_000_000n,
  totalEquityFen: 110_000_000n,
  debtServiceFen: 25_000_000n,
  taxDeclaredSalesFen: 350_000_000n,
  bankInflowsFen: 200_000_000n,
  bookSalesFen: null,
});
const at = '2026-11-20T02:00:00.000Z';
const recommendation = {
  outcome: 'APPROVE',
  limitFen: 60_000_000n,
  reasonCodes: [],
  text: '经营稳定，报表可信。',
} as const;

/** For tests: two years of a business, a shop valued lately and a van valued long ago, and what one person proposed. */
const memoOf = (years: number): CreditMemo =>
  creditMemoOf(
    { applicationId: '0192f0c1-77aa-7c1e-9b1e-5a0d3a7f1c31', askedLimitFen: 80_000_000n, on: '2026-11-20' },
    {
      investigation: {
        by: 'A2001',
        at,
        findings: INVESTIGATION_TOPICS.slice(0, 5).map((topic) => ({
          topic,
          outcome: topic === 'RELATED_DEBTS' ? 'DECLARED' : 'VERIFIED',
          text: '与申报一致，经营场所为租用，租期到明年六月',
          source: '登记信息公示系统',
          seenOn: '2026-11-18',
        })),
      },
      statements: {
        by: 'A2001',
        at,
        statements: Array.from({ length: years }, (_, n) => year(`${2025 - n}-01-01`, `${2025 - n}-12-31`)),
      },
      security: {
        by: 'A2003',
        at,
        securities: [
          {
            kind: 'REAL_ESTATE',
            text: '临街铺面一间',
            valueFen: 100_000_000n,
            valuer: 'INDEPENDENT',
            valuedOn: '2026-10-01',
            priorChargesFen: 20_000_000n,
          },
          {
            kind: 'VEHICLE',
            text: '厢式货车一辆',
            valueFen: 12_000_000n,
            valuer: 'OWNER',
            valuedOn: '2024-10-01',
            priorChargesFen: 0n,
          },
        ],
      },
    },
    parameters,
    recommendation,
  );

export function printableCheck(years = 2): PrintableCheck {
  const memo = memoOf(years);
  const memoHash = memoHashOf(memo);
  const recorded = { by: 'A2001', at };
  return {
    applicationId: memo.applicationId,
    open: true,
    askedLimitFen: memo.askedLimitFen,
    machineMostFen: 30_000_000n,
    causes: ['LIMIT_ABOVE', 'FIGURES_DIFFER'],
    investigation: recorded,
    statements: recorded,
    security: { by: 'A2003', at },
    securityNow: null,
    securityLookSince: null,
    files: [
      {
        sha256: 'c'.repeat(64),
        format: 'WECHAT',
        accountTail: null,
        holder: 'APPLICANT',
        from: '2025-01-01',
        to: '2025-12-31',
        rows: 4_213,
        months: 12,
        inflowsFen: 340_000_000n,
        setAside: [{ cause: 'REFUND', count: 3, sumFen: 12_000n }],
        balance: 'NOT_GIVEN',
        brokenAt: null,
        stated: 'AGREES',
        by: 'A2001',
        at,
      },
    ],
    memo: memoView(memo),
    shownMemoHash: memoHash,
    proposal: {
      ...recommendation,
      id: '0192f0c1-77aa-7c1e-9b1e-5a0d3a7f1c32',
      memoHash,
      reasonTitles: [],
      proposedBy: 'A2001',
      proposedAt: at,
      state: 'WAITING',
      decidedBy: null,
      note: null,
    },
  };
}
