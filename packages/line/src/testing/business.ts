import type { Command } from '../command.ts';
import {
  type AccountFile,
  type BusinessStatement,
  type Finding,
  INVESTIGATION_TOPICS,
  type Security,
} from '../three-part-check/parts.ts';
import { Story } from './story.ts';

/** For tests only: a business that asks for more than the machine may offer, and what people find out about it. */
export const BUSINESS_APPLICATION: Extract<Command, { type: 'apply' }> = {
  type: 'apply',
  kind: 'BUSINESS',
  monthlyIncomeFen: 3_000_000n,
  employment: 'BUSINESS_OWNER',
  monthsInWork: 60,
  askedLimitFen: 80_000_000n,
};
export const referredBusiness = (said: Partial<typeof BUSINESS_APPLICATION> = {}): Story =>
  new Story().applyOnly({ ...BUSINESS_APPLICATION, ...said });

export const FINDINGS: readonly Finding[] = INVESTIGATION_TOPICS.map((topic) => ({
  topic,
  outcome: topic === 'USE_OF_FUNDS' ? 'DECLARED' : 'VERIFIED',
  text: 'as said',
  source: 'business register',
  seenOn: '2026-03-01',
}));
/** A sound year: every cross-check that can be made agrees. */
export const STATEMENT: BusinessStatement = {
  periodFrom: '2025-01-01',
  periodTo: '2025-12-31',
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
  bankInflowsFen: 400_000_000n,
};
export const HOUSE: Security = {
  kind: 'REAL_ESTATE',
  text: 'a shop',
  valueFen: 100_000_000n,
  valuer: 'INDEPENDENT',
  valuedOn: '2026-02-01',
  priorChargesFen: 20_000_000n,
};
/** A year of one account, so much a month. */
export const accountFile = (name: string, inFen: bigint, more: Partial<AccountFile['tally']> = {}): AccountFile => ({
  sha256: name.repeat(64).slice(0, 64),
  holder: 'APPLICANT',
  tally: {
    format: 'CMB',
    accountTail: name,
    from: '2025-01-01',
    to: '2025-12-31',
    rows: 800,
    months: Array.from({ length: 12 }, (_, at) => ({
      month: `2025-${String(at + 1).padStart(2, '0')}`,
      inFen,
      alipayFen: 0n,
      wechatFen: 0n,
    })),
    setAside: [],
    balance: 'HOLDS',
    stated: 'NOT_GIVEN',
    ...more,
  },
});
