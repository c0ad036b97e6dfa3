import { costSheetOf, DEMO_LENDER, emptyFile, offerTerms } from '@clearline/line';
import { statementOf } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { consentViews } from '../views/consent-catalogue.ts';
import { costSheetView } from '../views/cost-sheet-view.ts';
import { loanView } from '../views/loan-view.ts';
import { openMoveConsent } from '../views/move-consent.ts';
import { consentPdf } from './consent-text.ts';
import { costSheetPdf } from './cost-sheet.ts';
import { creditMemoPdf } from './credit-memo.ts';
import { printableCheck } from './credit-memo-fixture.ts';
import { creditMemoWords } from './credit-memo-words.ts';
import { loanContractPdf } from './loan-contract.ts';
import { runningLoan, settledLoan } from './fixtures.ts';
import { holderOf, type PrintedDocument, type Printing, rateText } from './paper.ts';
import { moveConsentPdf } from './move-consent.ts';
import { repaymentPlanPdf } from './repayment-plan.ts';
import { isSettled, settlementCertificatePdf } from './settlement-certificate.ts';
import { statementPdf } from './statement.ts';
import { documentWords } from './words.ts';

const languages = ['zh', 'en'] as const;
const printing = (lang: 'zh' | 'en'): Printing => ({ lender: DEMO_LENDER, lang, issuedOn: '2026-11-23' });
const file = { ...emptyFile('b'), maskedName: '张**', maskedIdNumber: '1101**********1234' };
const holder = holderOf(file);

const pagesOf = ({ bytes }: PrintedDocument): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0;

function settled() {
  const loan = settledLoan();
  if (!isSettled(loan)) throw new Error('the fixture is not settled');
  return loan;
}
const signature = {
  signedAt: '2026-08-12T02:00:00.000Z',
  planHash: 'a'.repeat(64),
  costSheetHash: 'b'.repeat(64),
  readSeconds: 30,
  codeConfirmed: true,
  dayCount: 'ACT/365',
  penaltyRatePpb: 164_250_000n,
  graceDays: 0,
} as const;
const kinds = {
  plan: (lang: 'zh' | 'en', who = holder) =>
    repaymentPlanPdf(loanView(runningLoan(), '2026-11-23'), who, printing(lang)),
  statement: (lang: 'zh' | 'en', who = holder) => {
    const loan = settledLoan();
    return statementPdf(
      statementOf({ ...file, loans: { [loan.id]: loan } }, '2026-08-01', '2026-11-23'),
      who,
      printing(lang),
    );
  },
  costSheet: (lang: 'zh' | 'en', who = holder) => {
    const sheet = costSheetView(costSheetOf(runningLoan().terms, DEMO_LENDER), DEMO_LENDER, 'CONSUMER');
    return costSheetPdf({ kind: 'loan', loan: loanView(runningLoan(), '2026-11-23') }, sheet, who, printing(lang));
  },
  offer: (lang: 'zh' | 'en', who = holder) => {
    const about = { limitFen: 5_000_000n, dailyRatePpb: 300_000n };
    const terms = offerTerms({ ...about, kind: 'CONSUMER', startDate: '2026-11-23' }, DEMO_LENDER);
    const sheet = costSheetView(costSheetOf(terms, DEMO_LENDER), DEMO_LENDER, 'CONSUMER');
    const validUntil = '2026-12-23T04:00:00.000Z';
    const offer = {
      kind: 'offer',
      applicationId: 'a1',
      ...about,
      annualRatePpb: 109_500_000n,
      validUntil,
    } as const;
    return costSheetPdf(offer, sheet, who, printing(lang));
  },
  contract: (lang: 'zh' | 'en', who = holder) =>
    loanContractPdf(loanView(runningLoan(), '2026-11-23'), signature, who, printing(lang)),
  consent: (lang: 'zh' | 'en', who = holder) => {
    const [consent] = consentViews({ ...file, consents: {}, consentsTakenBack: {} });
    if (consent === undefined) throw new Error('there are no consents');
    return consentPdf(consent, who, printing(lang));
  },
  consentTakenBack: (lang: 'zh' | 'en', who = holder) => {
    const was = { version: '2026-11-01', givenAt: '2026-11-20T02:00:00.000Z', takenBackAt: '2026-11-21T02:00:00.000Z' };
    const taken = consentViews({ ...file, consents: {}, consentsTakenBack: { MARKETING: was } });
    const consent = taken.find(({ kind }) => kind === 'MARKETING');
    if (consent?.takenBackAt !== was.takenBackAt) throw new Error('the consent is not shown as taken back');
    return consentPdf(consent, who, printing(lang));
  },
  moveConsent: (lang: 'zh' | 'en', who = holder) =>
    moveConsentPdf(
      { ...openMoveConsent(), agreedAt: '2026-11-20T02:00:00.000Z', openedAt: '2026-11-21T02:00:00.000Z' },
      who,
      printing(lang),
    ),
  creditMemo: (lang: 'zh' | 'en', who = holder) => creditMemoPdf(printableCheck(), who, printing(lang)),
  certificate: (lang: 'zh' | 'en', who = holder) => settlementCertificatePdf(settled(), who, printing(lang)),
};

/** The most pages that a document takes, of those that take more than one. */
const pages: Readonly<Record<string, number>> = { contract: 2, creditMemo: 4 };

describe('documents on paper (S17)', () => {
  for (const [kind, print] of Object.entries(kinds)) {
    const most = pages[kind] ?? 1;
    it(`${kind}: ${most === 1 ? 'one A4 page' : `${most} A4 pages at most`} in each language, the same hash in both, and again when printed again`, async () => {
      const [zh, en] = await Promise.all(languages.map((lang) => print(lang)));
      for (const printed of [zh, en]) {
        const raw = Buffer.from(printed?.bytes ?? []).toString('latin1');
        expect(raw.startsWith('%PDF-')).toBe(true);
        expect(raw).toContain('/MediaBox [0 0 595.28 841.89]');
      }
      for (const printed of [zh, en]) {
        const count = printed ? pagesOf(printed) : 0;
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(most);
      }
      expect(zh?.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(en?.hash).toBe(zh?.hash);
      expect((await print('zh')).hash).toBe(zh?.hash);
    });

    it(`${kind}: the hash changes with what is said`, async () => {
      const [mine, other] = await Promise.all([print('zh'), print('zh', { ...holder, name: '李**' })]);
      expect(other.hash).not.toBe(mine.hash);
    });
  }

  it('repeats the head of a table on every page and loses no row', async () => {
    const loan = loanView(runningLoan(), '2026-11-23');
    const [row] = loan.instalments;
    if (row === undefined) throw new Error('the fixture has no plan');
    const many = Array.from({ length: 120 }, (_, index) => ({ ...row, n: index + 1 }));
    const printed = await repaymentPlanPdf({ ...loan, instalments: many }, holder, printing('zh'));
    expect(pagesOf(printed)).toBeGreaterThan(3);
  });

  it('knows a settled loan from one that runs, is on its way or failed (S18)', () => {
    expect(isSettled(settledLoan())).toBe(true);
    expect(isSettled(runningLoan())).toBe(false);
    expect(isSettled({ ...runningLoan(), state: 'PENDING', account: null })).toBe(false);
    expect(isSettled({ ...runningLoan(), state: 'FAILED', account: null })).toBe(false);
  });

  it('says as much in one language as in the other', () => {
    expect(documentWords.zh.plan.columns).toHaveLength(documentWords.en.plan.columns.length);
    expect(documentWords.zh.cost.columns).toHaveLength(documentWords.en.cost.columns.length);
    expect(documentWords.zh.contract.clauses).toHaveLength(documentWords.en.contract.clauses.length);
    expect(documentWords.zh.statement.columns).toHaveLength(documentWords.en.statement.columns.length);
  });

  it('H101: prints a memo of any number of periods, and gives another hash where any figure of it is another', async () => {
    const hashes = new Set<string>();
    for (const years of [0, 1, 3, 4, 5])
      hashes.add((await creditMemoPdf(printableCheck(years), holder, printing('zh'))).hash);
    const check = printableCheck();
    const [first, ...rest] = check.memo.periods;
    if (first === undefined) throw new Error('the fixture has no period');
    const statement = { ...first.statement, cashFen: first.statement.cashFen + 1n };
    const memo = { ...check.memo, periods: [{ ...first, statement }, ...rest] };
    hashes.add((await creditMemoPdf({ ...check, memo }, holder, printing('zh'))).hash);
    expect(hashes.size).toBe(6);
  });

  it('H101: has the same heads of columns in both languages', () => {
    for (const name of [
      'findingColumns',
      'ratioColumns',
      'crossCheckColumns',
      'securityColumns',
      'fileColumns',
    ] as const)
      expect(creditMemoWords.zh[name]).toHaveLength(creditMemoWords.en[name].length);
  });

  it('names who is paid in the reader’s language', () => {
    const { items } = costSheetView(costSheetOf(runningLoan().terms, DEMO_LENDER), DEMO_LENDER, 'CONSUMER');
    expect(items.map(({ payee }) => payee)).toEqual([DEMO_LENDER.name]);
  });

  it('writes rates as people read them', () => {
    expect([109_500_000n, 300_000n, 36_000_000n, 0n, 1_234_567n, 1_000_000_000n].map(rateText)).toEqual([
      '10.95%',
      '0.03%',
      '3.60%',
      '0.00%',
      '0.1234567%',
      '100.00%',
    ]);
  });
});
