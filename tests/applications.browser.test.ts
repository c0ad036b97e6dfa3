import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { choose, drawByHand, readCostSheet, strayWords } from './browser/acts.ts';
import { staleReport } from './browser/cast.ts';
import { desktop, phone, screenshot } from './browser/harness.ts';
import { type Borrower, identified, observe, openStage, type Stage, wordsOf } from './browser/stage.ts';

/** What an application may come to besides an offer at once: a refusal with its reasons, a person, a line for a business. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`application-${task.id}`);
});

async function applyByHand(
  borrower: Borrower,
  kind: 'consumer' | 'business',
  income: string,
  asked?: string,
  sales = '90000',
): Promise<void> {
  const { page, t } = borrower;
  await page.goto(stage.product.borrowerUrl);
  await choose(page, t.application[kind]);
  await page.getByLabel(t.application.income).fill(income);
  if (kind === 'business') await page.getByLabel(t.application.sales).fill(sales);
  if (asked !== undefined) await page.getByLabel(t.application.askedLimit).fill(asked);
  await choose(
    page,
    kind === 'business' ? t.application.employments.BUSINESS_OWNER : t.application.employments.EMPLOYED,
  );
  await page.getByLabel(t.application.region).selectOption('CN-ZJ');
  await page.getByLabel(t.application.years).fill('5');
  await page.getByRole('button', { name: t.application.submit }).click();
}

async function acceptByHand(borrower: Borrower): Promise<void> {
  const { page, t } = borrower;
  await page.getByTestId('offer-limit').waitFor();
  await page.clock.install();
  await page.getByRole('button', { name: t.offer.read }).click();
  await readCostSheet(page, t);
  await page.getByTestId('accepted').waitFor();
}

for (const language of ['zh', 'en'] as const) {
  it(`declines with the applicant’s own values, the lines they crossed, and a way on, in ${language}`, async () => {
    const borrower = await identified(stage, { language, troubled: true });
    const { page, t } = borrower;
    await applyByHand(borrower, 'consumer', '8000');
    const reason = page.getByTestId('reason-B1_OVERDUE_DAYS');
    await reason.waitFor();
    const words = await reason.innerText();
    for (const part of ['45', '30', t.reason.saw, t.reason.line, t.reason.changes, t.reason.wrong])
      expect(words).toContain(part);
    expect(await page.locator('[data-testid^=reason-]').count()).toBeLessThanOrEqual(4);
    expect(await page.getByRole('button', { name: t.declined.reapply }).isDisabled()).toBe(true);
    expect(await strayWords(borrower)).toEqual([]);
    await screenshot(page, `application-declined-${language}`);
    await page.getByRole('link', { name: t.declined.notice }).click();
    await page.getByRole('heading', { name: t.notice.effect }).waitFor();
    expect(await strayWords(borrower)).toEqual([]);
  });
}

describe('an application that the machine leaves to a person', () => {
  let borrower: Borrower;

  it('says so, and what a person must judge', async () => {
    borrower = await identified(stage);
    const { page, t, api } = borrower;
    await observe(stage, borrower.id, [staleReport(borrower.id, (await api.home({})).businessDate)]);
    await applyByHand(borrower, 'consumer', '12000');
    await page.getByText(t.referred.title).waitFor();
    expect(await page.getByText(t.declined.title).count()).toBe(0);
    expect(await strayWords(borrower)).toEqual([]);
    await screenshot(page, 'application-referred');
  });

  it('waits on the reviewer’s desk, is approved there with a limit, and becomes an offer', async () => {
    const reviewer = await stage.staff('reviewer');
    await reviewer.page.goto(stage.product.consoleUrl);
    await reviewer.page.getByText(c.words.workKind.REFERRED_APPLICATION).first().waitFor();
    await reviewer.page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}`);
    await reviewer.page.getByTestId('referred').waitFor();
    await reviewer.page.getByRole('button', { name: c.file.referred.decide }).click();
    await choose(reviewer.page, c.file.referred.approve);
    await reviewer.page.getByLabel(c.file.referred.limit).fill('20000');
    await reviewer.page.getByLabel(c.file.referred.note).fill('旧报告中的查询已过期，收入和工作已核实。');
    await screenshot(reviewer.page, 'application-decide');
    await reviewer.page.getByRole('button', { name: c.common.confirm }).click();
    await expect.poll(() => reviewer.page.getByTestId('referred').count()).toBe(0);

    const { page } = borrower;
    await page.goto(stage.product.borrowerUrl);
    await page.getByTestId('offer-limit').waitFor();
    expect(await page.getByTestId('offer-limit').innerText()).toBe('20,000.00');
    await acceptByHand(borrower);
    await page.goto(stage.product.borrowerUrl);
    expect(await page.getByTestId('available').innerText()).toBe('20,000.00');
  });
});

it('opens a line for a micro-business, and draws on it for turnover', async () => {
  const borrower = await identified(stage, { name: '东方记' });
  const { page, t } = borrower;
  await applyByHand(borrower, 'business', '60000');
  await acceptByHand(borrower);
  await drawByHand(stage, borrower, { yuan: '5000', purpose: 'BUSINESS_TURNOVER' });
  await page.getByTestId('payment-SUCCEEDED').waitFor();
  await page.goto(`${stage.product.borrowerUrl}loans`);
  await page.getByText(t.purpose.BUSINESS_TURNOVER).first().waitFor();
  expect((await borrower.api.home({})).line?.kind).toBe('BUSINESS');
  await screenshot(page, 'application-business');
  expect(stage.faults).toEqual([]);
});

for (const language of ['zh', 'en'] as const) {
  it(`leaves figures that contradict each other to a person, and names them to both, in ${language}`, async () => {
    const borrower = await identified(stage, { language, name: language === 'zh' ? '南门记' : '北门记' });
    const { page, t } = borrower;
    await applyByHand(borrower, 'business', '60000', undefined, '20000');
    await page.getByText(t.referred.title).waitFor();
    await page.getByText('300%').waitFor();
    expect(await strayWords(borrower)).toEqual([]);
    await screenshot(page, `application-contradiction-${language}`);
    const reviewer = await stage.staff('reviewer', { language });
    await reviewer.page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}`);
    await reviewer.page.getByTestId('referred-for').getByText('300%').waitFor();
    for (const size of [phone, desktop]) {
      await reviewer.page.setViewportSize(size);
      await screenshot(reviewer.page, `application-contradiction-desk-${language}-${size.width}`);
    }
    await reviewer.page.setViewportSize(desktop);
  });
}

describe('a business that asks for more than the machine may offer', () => {
  let borrower: Borrower;
  const words = c.check;
  const FIGURES: Readonly<Partial<Record<keyof typeof words.figures, string>>> = {
    revenueFen: '3650000',
    costOfSalesFen: '2500000',
    netProfitFen: '400000',
    interestExpenseFen: '40000',
    depreciationFen: '60000',
    cashFen: '200000',
    accountsReceivableFen: '300000',
    inventoriesFen: '250000',
    totalCurrentAssetsFen: '800000',
    totalAssetsFen: '2000000',
    totalCurrentLiabilitiesFen: '500000',
    totalLiabilitiesFen: '900000',
    totalEquityFen: '1100000',
    debtServiceFen: '250000',
    taxDeclaredSalesFen: '3500000',
  };
  /** What people write is in the language they write it in. */
  const WRITTEN = ['临街铺面一间', '与申报一致', '登记信息公示系统', '经营五年，报表与纳税申报一致，流动比率充足。'];
  const fileOf = (page: Page, language: 'zh' | 'en' = 'zh') => ({ page, t: wordsOf[language] });
  const openCheck = async (page: Page): Promise<void> => {
    await page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}?tab=check`);
    await page.getByTestId('three-part-check').waitFor();
  };
  const look = async (page: Page, name: string, language: 'zh' | 'en' = 'zh'): Promise<void> => {
    for (const size of [phone, desktop]) {
      await page.setViewportSize(size);
      await screenshot(page, `check-${name}-${language}-${size.width}`);
    }
    const stray = await strayWords(fileOf(page, language));
    expect(stray.filter((one) => !WRITTEN.some((text) => one.includes(text)))).toEqual([]);
  };

  it('is told that two people decide', async () => {
    borrower = await identified(stage, { name: '西关记' });
    const { page, t } = borrower;
    await applyByHand(borrower, 'business', '60000', '800000');
    await page.getByText(t.referred.twoPeople).waitFor();
    expect(await strayWords(borrower)).toEqual([]);
    await screenshot(page, 'check-referred');
  });

  it('is looked into part by part, and one person proposes on what comes of it', async () => {
    const { page } = await stage.staff('reviewer');
    await page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}`);
    await page.getByRole('button', { name: words.open }).click();
    await page.getByTestId('record-investigation').click();
    for (const topic of Object.keys(words.topics)) {
      const part = page.getByTestId(`topic-${topic}`);
      await part.getByRole('combobox').click();
      await page.keyboard.press('Enter');
      await part.getByLabel(words.finding).fill(WRITTEN[1] ?? '');
      await part.getByLabel(words.source).fill(WRITTEN[2] ?? '');
      await part.getByLabel(words.seenOn).fill('2026-01-05');
      await page.keyboard.press('Enter');
    }
    await screenshot(page, 'check-investigation');
    await page.getByRole('dialog').getByRole('button', { name: words.record }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await page.getByTestId('add-period').click();
    for (const [name, day] of [
      [words.periodFrom, '2025-01-01'],
      [words.periodTo, '2025-12-31'],
    ] as const) {
      await page.getByLabel(name).fill(day);
      await page.keyboard.press('Enter');
    }
    for (const [name, value] of Object.entries(FIGURES))
      await page.getByLabel(words.figures[name as keyof typeof words.figures], { exact: true }).fill(value);
    await screenshot(page, 'check-statement');
    await page.getByRole('dialog').getByRole('button', { name: words.record }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const months = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0'));
    const rows = months.map((month, n) => `2025-${month}-02,CNY,"300,000.00",${(n + 1) * 300_000}.00,货款,甲`);
    // So late in the year that the whole of it is covered.
    rows.push('2025-12-30,CNY,5.00,3600005.00,结息,');
    const file = ['户名：西关记', '记账日期,货币,交易金额,联机余额,交易摘要,对手信息', ...rows].join('\n');
    const handIn = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: '流水.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await handIn(file.replace('"300,000.00"', '三千'));
    await page.getByText('第3行“交易金额”为“三千”').waitFor();
    await handIn(file);
    await page.getByTestId('account-files').getByText(words.files.balances.HOLDS).waitFor();
    await page.getByText(words.files.holders.APPLICANT).waitFor();
    await page.getByText('3,600,000.00').nth(2).waitFor();

    await page.getByTestId('add-security').click();
    await page.getByLabel(words.kind).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByLabel(words.securityText).fill('临街铺面一间');
    await page.getByLabel(words.value).fill('1000000');
    await page.getByLabel(words.prior).fill('200000');
    await page.getByLabel(words.valuedOn).fill('2026-10-01');
    await page.keyboard.press('Enter');
    await screenshot(page, 'check-security');
    await page.getByRole('dialog').getByRole('button', { name: words.record }).click();
    await page.getByText('500,000.00').first().waitFor();

    await page.getByRole('button', { name: words.propose }).click();
    await page.getByLabel(words.limit).fill('600000');
    await page.getByLabel(words.text).fill(WRITTEN[3] ?? '');
    await page.getByRole('dialog').getByRole('button', { name: words.propose }).click();
    await page.getByText(words.states.WAITING).waitFor();
    expect(await page.getByRole('button', { name: words.answer }).count()).toBe(0);
    await look(page, 'proposed');
    const paper = await page.request.get(
      new URL((await page.getByTestId('memo-pdf').getAttribute('href')) ?? '', stage.product.apiUrl).href,
    );
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is agreed to by another, who saw the same memo, and becomes an offer', async () => {
    const english = await stage.staff('approver', { language: 'en' });
    await openCheck(english.page);
    await look(english.page, 'waiting', 'en');
    const { page } = await stage.staff('approver');
    await openCheck(page);
    await page.getByRole('button', { name: words.answer }).click();
    await choose(page, words.agree);
    await page.getByLabel(words.note).fill('已阅授信报告。');
    await page.getByRole('button', { name: c.common.confirm }).click();
    await page.getByText(words.states.AGREED).waitFor();
    await borrower.page.goto(stage.product.borrowerUrl);
    await borrower.page.getByTestId('offer-limit').waitFor();
    expect(await borrower.page.getByTestId('offer-limit').innerText()).toBe('600,000.00');
    expect(stage.faults).toEqual([]);
  });
});
