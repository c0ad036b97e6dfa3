import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { choose, drawByHand, readCostSheet, strayWords } from './browser/acts.ts';
import { staleReport } from './browser/cast.ts';
import { screenshot } from './browser/harness.ts';
import { type Borrower, identified, observe, openStage, type Stage } from './browser/stage.ts';

/** What an application may come to besides an offer at once: a refusal with its reasons, a person, a line for a business. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`application-${task.id}`);
});

async function applyByHand(borrower: Borrower, kind: 'consumer' | 'business', income: string): Promise<void> {
  const { page, t } = borrower;
  await page.goto(stage.product.borrowerUrl);
  await choose(page, t.application[kind]);
  await page.getByLabel(t.application.income).fill(income);
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
