import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { choose, readCostSheet, strayWords } from './browser/acts.ts';
import { desktop, phone, screenshot } from './browser/harness.ts';
import { type Borrower, observe, openStage, type Stage, withLine } from './browser/stage.ts';

/** A consumer borrower who trades is asked, agrees, applies and has a business line in place of the other (C5). */
let stage: Stage;
let borrower: Borrower;
beforeAll(async () => {
  stage = await openStage();
  borrower = await withLine(stage, { language: 'zh' });
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`move-${task.id}`);
});

const pictures = async (name: string): Promise<void> => {
  for (const size of [phone, desktop]) {
    await borrower.page.setViewportSize(size);
    await screenshot(borrower.page, `move-${name}-${size.width}`);
  }
  await borrower.page.setViewportSize(phone);
  expect(await strayWords(borrower)).toEqual([]);
};

/** Takings of today come in. */
async function sell({ api, id }: Borrower): Promise<void> {
  const today = (await api.home({})).businessDate;
  await observe(stage, id, [
    {
      kind: 'SALES_UPDATE',
      eventId: `takings-${id}`,
      borrowerId: id,
      occurredAt: new Date(Date.parse(`${today}T00:00:00+08:00`)).toISOString(),
      source: 'acquirer',
      salesDate: today,
      salesFen: 800_000,
      orders: 30,
    },
  ]);
}

it('takings bring an invitation, which says what changes and what stays', async () => {
  const { page, t } = borrower;
  await sell(borrower);
  await page.goto(stage.product.borrowerUrl);
  await page.getByText(t.move.invited).waitFor();
  await pictures('home');
  await page.getByRole('link', { name: t.move.look }).click();
  await page.getByText(t.move.why.SALES).waitFor();
  await page.getByText(t.move.staysList[0] ?? '').waitFor();
  expect(await page.getByRole('button', { name: t.move.agree }).isDisabled()).toBe(true);
  await pictures('terms');
});

it('with consent of its own the application goes its ordinary way, while the consumer line goes on', async () => {
  const { page, t, api } = borrower;
  await page.getByText(t.move.consentGive).click();
  await page.getByRole('button', { name: t.move.agree }).click();
  await page.getByText(t.move.meanwhile).waitFor();
  await page.getByLabel(t.application.income).fill('30000');
  await page.getByLabel(t.application.sales).fill('90000');
  await choose(page, t.application.employments.BUSINESS_OWNER);
  await page.getByLabel(t.application.region).selectOption('CN-ZJ');
  await page.getByLabel(t.application.years).fill('5');
  await pictures('application');
  await page.getByRole('button', { name: t.application.submit }).click();
  await page.getByTestId('offer-limit').waitFor();
  await pictures('offer');
  expect((await api.home({})).line).toMatchObject({ kind: 'CONSUMER', status: 'ACTIVE' });
});

it('where the machine leaves it to people, the reviewer finds it above the line that goes on', async () => {
  const other = await withLine(stage, { name: '司徒远' });
  await sell(other);
  const version = (await other.api.home({})).move?.consent.version ?? '';
  await other.api.answerMove({ body: { agreed: true, version } });
  const asked = { monthlyIncomeFen: 3_000_000, employment: 'BUSINESS_OWNER', monthsInWork: 60 } as const;
  await other.api.apply({ body: { kind: 'BUSINESS', askedLimitFen: 80_000_000, ...asked } });
  const { page } = await stage.staff('reviewer');
  await page.goto(`${stage.product.consoleUrl}borrowers/${other.id}`);
  await page.getByTestId('referred').getByRole('button', { name: c.check.open }).waitFor();
  await page.getByText(c.file.granted, { exact: true }).first().waitFor();
  await screenshot(page, 'move-referred');
});

it('once accepted, the business line stands where the consumer line was, and the notice says what became of it', async () => {
  const { page, t, api } = borrower;
  await page.clock.install();
  await page.getByRole('button', { name: t.offer.read }).click();
  await readCostSheet(page, t);
  await page.getByTestId('accepted').waitFor();
  expect((await api.home({})).line).toMatchObject({ kind: 'BUSINESS', status: 'ACTIVE' });
  const opened = (await api.listNotices({})).items.find(({ kind }) => kind === 'LINE_OPENED');
  await page.goto(`${stage.product.borrowerUrl}notices/${opened?.id ?? ''}`);
  await page.getByText('您的消费额度已按您的申请结束').waitFor();
  await pictures('notice');
});
