import { inflateSync } from 'node:zlib';
import { DEMO_LENDER } from '@clearline/line';
import encodeQr from 'qr';
import decodeQr from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../contract/borrower.ts';
import type { ViewOf } from '../views/view-of.ts';
import { changesHeading, codeOf, noticePdf } from './notice-pdf.ts';
import { pdfWords } from './words.ts';

const text = (zh: string, en: string) => ({ zh, en });
const reason = (n: number) => ({
  code: `R${n}`,
  ruleId: `V${n}`,
  title: text(`原因${n}`, `Reason ${n}`),
  whatWeSaw: text('您在其他机构的借款已逾期44天（征信报告2026年11月2日）。', 'A loan elsewhere is 44 days overdue.'),
  observedAt: '2026-11-02T00:00:00.000Z',
  source: text('征信报告', 'credit report'),
  ourLine: text('我们的标准是少于30天。', 'Our line is less than 30 days.'),
  whatChangesIt: text('结清后提供结清证明。', 'Settle it and hand in the proof.'),
  cure: { kind: 'EVIDENCE', earliestDate: null } as const,
  changeable: true,
});
const notice: ViewOf<typeof Notice> = {
  id: '4339ea48-a01a-8527-93a9-98c30460bd44',
  kind: 'RESTRICTION',
  title: text('额度已下调', 'Your limit has been reduced'),
  issuedAt: '2026-11-05T16:00:00.000Z',
  readAt: null,
  adverse: true,
  borrowerMaskedName: '*丽',
  causeFamily: 'ELIGIBILITY',
  noFault: false,
  effectiveAt: '2026-11-12T16:00:00.000Z',
  preNoticeDays: 7,
  expiresAt: null,
  limitBeforeFen: 8_160_000n,
  limitAfterFen: 8_087_749n,
  effect: [text('不能新借款。', 'No new draws.'), text('已借的款照原计划还。', 'Loans keep their plan.')],
  reportedToBureau: false,
  reasons: [1, 2, 3, 4].map(reason),
  restore: { text: text('还清后恢复。', 'Pay, and it is restored.'), earliestDate: '2026-12-01', action: 'PAY' },
  counterfactuals: [
    { changes: [], text: text('如果逾期由44天变为29天。', 'Had it been 29 days.'), verified: true, byDate: null },
  ],
  noCounterfactual: null,
  decidedBy: {
    kind: 'MACHINE',
    people: [],
    ruleIds: ['V1'],
    policyVersion: '8da46c5a597b38cb',
    automation: text('由系统自动作出；可由人工复核。', 'Made by a system; a person can review it.'),
  },
  rights: [text('您有权要求说明理由。', 'You may ask why.')],
  appealBy: '2027-05-04T16:00:00.000Z',
  answerDays: { acknowledgeBusinessDays: 1, simple: 15, complex: 30 },
  outsideRoutes: [
    { name: text('国家金融监督管理总局消费者热线', 'NFRA hotline'), contact: '12378' },
    { name: text('中国金融消费纠纷调解网', 'mediation site'), contact: null },
  ],
  restrictionId: null,
  ended: null,
  decisionId: null,
  appealId: null,
  contentHash: 'f49fc813'.repeat(8),
};

const logged = { index: 7, leafHash: 'ab'.repeat(32) };
const pagesOf = (pdf: Uint8Array): number =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0;

/** What is drawn on each page, as operators. */
const drawingsOf = (pdf: Uint8Array): readonly string[] => {
  const raw = Buffer.from(pdf).toString('latin1');
  return [...raw.matchAll(/\/Type \/Page\b[\s\S]*?\/Contents (\d+) 0 R/g)].map(([, id]) => {
    const start = raw.indexOf('stream\n', raw.indexOf(`\n${id} 0 obj`)) + 'stream\n'.length;
    const end = raw.indexOf('\nendstream', start);
    return inflateSync(Buffer.from(raw.slice(start, end), 'latin1')).toString('latin1');
  });
};
/** The squares of the code: nothing else on the paper is hundreds of them. */
const squaresIn = (drawing: string): number => drawing.match(/ re$/gm)?.length ?? 0;
/** Headings alone are twelve points high. */
const headingsIn = (drawing: string): number => new Set(drawing.match(/^1 0 0 1 [\d. ]+ Tm\n\/F\d+ 12 Tf/gm)).size;

describe('the notice on paper', () => {
  for (const lang of ['zh', 'en'] as const) {
    it(`prints four reasons on two A4 pages (${lang}), with the font inside`, async () => {
      const pdf = await noticePdf(notice, DEMO_LENDER, lang, logged);
      const raw = Buffer.from(pdf).toString('latin1');
      expect(raw.startsWith('%PDF-')).toBe(true);
      expect(raw).toContain('/MediaBox [0 0 595.28 841.89]');
      expect(raw).toMatch(/\/FontFile[23]/);
      expect(pagesOf(pdf)).toBe(2);
    });
  }

  it('H148: four reasons as long as they come, with three changes beside them, stay on two pages in both languages', async () => {
    const told = (
      zh: string,
      en: string,
      [sawZh, sawEn]: readonly [string, string],
      changes: readonly [string, string],
    ) => ({
      ...reason(1),
      title: text(zh, en),
      whatWeSaw: text(sawZh, sawEn),
      whatChangesIt: text(...changes),
    });
    const full = {
      ...notice,
      effect: [
        text('总额度由100,000.00元调整为67,200.00元。', 'The limit goes from CNY 100,000.00 to CNY 67,200.00.'),
        text('可借总额度按下调后的额度计算。', 'What you can borrow in all follows the lower limit.'),
        text(
          '自2026年6月30日起生效，在此之前一切照旧。',
          'It takes effect from 2026-06-30; until then nothing changes.',
        ),
        text(
          '已借的款照原计划还。',
          'Should you then owe more than the new limit, nothing falls due sooner; you just cannot draw then.',
        ),
        text(
          '还款功能始终可用。',
          'Loans already drawn keep their plan: no recall, no new fee, and repayment always works.',
        ),
        text('本次调整不报送征信。', 'This is not reported to the credit bureau.'),
      ],
      reasons: [
        told(
          '其他机构有逾期',
          'Overdue elsewhere',
          [
            '您在其他机构的借款已逾期34天（征信报告2026年6月8日）。',
            'A loan elsewhere is 34 days overdue (credit report of 2026-06-08).',
          ],
          [
            '结清后提供结清证明，或等待征信更新。',
            'Settle it and hand in the proof, or wait for the credit report to update.',
          ],
        ),
        told(
          '在多家机构有借款',
          'Loans from several lenders',
          [
            '您在5家机构有未结清借款（征信报告2026年6月8日）。',
            'Open loans from 5 lenders (credit report of 2026-06-08).',
          ],
          [
            '结清其中的借款，并提供结清证明或等待征信更新。',
            'Settle some of them and hand in the proof, or wait for the credit report to update.',
          ],
        ),
        told(
          '每月还款占收入较高',
          'Debt service is high against income',
          [
            '每月还款占收入70%（征信报告2026年6月8日，收入按我们的记录）。',
            'Debt service is 70% of income (credit report of 2026-06-08, income on record).',
          ],
          ['减少负债，或提交收入证明。', 'Pay down debt, or document your income.'],
        ),
        told(
          '总负债与收入相比较高',
          'Debt is high against income',
          [
            '总负债为月收入的20.1倍（征信报告2026年6月8日，收入按我们的记录）。',
            'Total debt is 20.1 times monthly income (credit report of 2026-06-08, income on record).',
          ],
          ['减少负债，或提交收入证明。', 'Pay down debt, or document your income.'],
        ),
      ],
      restore: {
        text: text(
          '新的数据显示所列原因都消失后，立即恢复。也可以提交证明材料，由人工复核。',
          'The line is restored as soon as new data shows that all the reasons listed are gone. You can also hand in evidence for a person to review.',
        ),
        earliestDate: null,
        action: 'EVIDENCE' as const,
      },
      counterfactuals: ['在其他机构还款或结清', '补充收入证明', '等到2026年12月1日'].map((what) => ({
        changes: [],
        text: text(
          `${what}（总负债与月收入之比由20.1倍变为19.99倍，月收入由32,701.74元变为32,900.00元），结果就会不同。`,
          'Show more of your income, and pay or settle elsewhere (total debt over monthly income from 20.1 times to 19.99 times; monthly income from CNY 32,701.74 to CNY 32,900.00): the outcome would differ.',
        ),
        verified: true as const,
        byDate: null,
      })),
      rights: [1, 2, 3, 4].map(() =>
        text(
          '您有权拒绝仅由系统作出的决定，要求人工复核（个人信息保护法第24条）。',
          'You may refuse a decision made by a system alone and ask for a person (PIPL art. 24).',
        ),
      ),
      outsideRoutes: [
        ...notice.outsideRoutes,
        { name: text('中国人民银行（征信、支付）', 'PBOC (credit reporting, payments)'), contact: '12363' },
        { name: text('人民法院', 'Court'), contact: '12368' },
      ],
    };
    for (const lang of ['zh', 'en'] as const)
      expect([lang, pagesOf(await noticePdf(full, DEMO_LENDER, lang, logged))]).toEqual([lang, 2]);
  });

  it('H119: leaves the code alone on no page, wherever the text before it ends', async () => {
    // The code is some seven lines high: steps of three do not pass over where it alone went on.
    for (let lines = 1; lines < 44; lines += 3) {
      const longer = { ...notice, effect: Array.from({ length: lines }, (_, n) => text(`影响${n}`, `Effect ${n}`)) };
      const last = drawingsOf(await noticePdf(longer, DEMO_LENDER, 'en', logged)).at(-1) ?? '';
      expect(squaresIn(last), `${lines} lines`).toBeGreaterThan(200);
      // When to contest it, the outside routes, and who to talk to.
      expect(headingsIn(last), `${lines} lines`).toBeGreaterThanOrEqual(3);
    }
  });

  it('N187: promises changes above changes, and asks above the word that there are none', () => {
    for (const lang of ['zh', 'en'] as const) {
      expect(changesHeading(notice, lang)).toBe(pdfWords[lang].counterfactuals);
      expect(changesHeading({ counterfactuals: [] }, lang)).toBe(pdfWords[lang].noCounterfactuals);
      expect(pdfWords[lang].noCounterfactuals).toMatch(/[吗?]$/);
    }
  });

  it('carries a code that a camera reads: number, content hash, entry and its hash', () => {
    const text = codeOf(notice, logged);
    const cells = encodeQr(text, 'raw', { ecc: 'medium', border: 2, scale: 4 });
    const data = new Uint8Array(cells.flatMap((line) => line.flatMap((dark) => (dark ? [0, 0, 0] : [255, 255, 255]))));
    expect(decodeQr({ width: cells.length, height: cells.length, data })).toBe(text);
    expect(text).toContain(`entry=8&leaf=${'ab'.repeat(32)}`);
  });

  it('goes on to more pages rather than losing a line', async () => {
    const long = { ...notice, rights: Array.from({ length: 60 }, (_, n) => text(`权利${n}`, `Right ${n}`)) };
    expect(pagesOf(await noticePdf(long, DEMO_LENDER, 'zh', null))).toBeGreaterThan(2);
  });

  it('prints news that takes nothing away without empty sections', async () => {
    const news = {
      ...notice,
      adverse: false,
      reasons: [],
      restore: null,
      counterfactuals: [],
      rights: [],
      appealBy: null,
      outsideRoutes: [],
    };
    expect(pagesOf(await noticePdf(news, DEMO_LENDER, 'en', null))).toBe(1);
  });
});
