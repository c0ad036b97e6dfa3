import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { choose, drawByHand, strayWords } from './browser/acts.ts';
import { desktop, phone, screenshot } from './browser/harness.ts';
import { type Borrower, drawn, openStage, type Stage, withLine } from './browser/stage.ts';

/** What borrowers and staff do about a limit and an account together: a temporary limit, a large draw, another phone. */
let stage: Stage;
let borrower: Borrower;
beforeAll(async () => {
  stage = await openStage();
  borrower = await withLine(stage);
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`limits-${task.id}`);
});

describe('a temporary limit', () => {
  let usual = 0;

  it('is asked for on the limit page, and waits', async () => {
    const { page, t, api } = borrower;
    usual = (await api.home({})).line?.grantedLimitFen ?? 0;
    await page.goto(`${stage.product.borrowerUrl}limit`);
    await page.getByRole('button', { name: t.limit.temporary.ask }).click();
    await page.getByLabel(t.limit.temporary.to).fill(String(usual / 100 + 10_000));
    await choose(page, t.limit.temporary.days(30));
    await choose(page, t.purpose.DECORATION);
    for (const size of [phone, desktop]) {
      await page.setViewportSize(size);
      await screenshot(page, `temporary-ask-${size.width}`);
    }
    expect(await strayWords(borrower)).toEqual([]);
    await page.getByRole('button', { name: t.limit.temporary.send }).click();
    await page.getByText('正在等待答复').waitFor();
    expect((await api.home({})).line?.effectiveLimitFen).toBe(usual);
  });

  it('is answered by a person from today’s work, and holds at once', async () => {
    const reviewer = await stage.staff('reviewer');
    await reviewer.page.goto(stage.product.consoleUrl);
    await reviewer.page.getByText(c.words.workKind.TEMPORARY_LIMIT).first().waitFor();
    await reviewer.page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}`);
    await reviewer.page.getByRole('button', { name: c.file.temporary.decide }).click();
    await choose(reviewer.page, c.file.temporary.agree);
    await reviewer.page.getByLabel(c.file.temporary.note).fill('已看装修合同');
    await screenshot(reviewer.page, 'temporary-decide');
    await reviewer.page.getByRole('button', { name: c.common.confirm }).click();
    await expect.poll(() => reviewer.page.getByTestId('temporary-ask').count()).toBe(0);
    const { page, t } = borrower;
    await page.goto(`${stage.product.borrowerUrl}limit`);
    await page.getByText(t.limit.change.TEMPORARY_RAISED).waitFor();
    expect((await borrower.api.home({})).line?.effectiveLimitFen).toBe(usual + 1_000_000);
    await screenshot(page, 'temporary-granted');
    expect(await strayWords(borrower)).toEqual([]);
  });
});

it('a large draw asks for a code that names its amount, then is paid', async () => {
  const { page, t } = borrower;
  await drawByHand(stage, borrower, { yuan: '20000' });
  await page.getByRole('button', { name: t.verify.send }).click();
  await page.getByTestId('demo-message').waitFor();
  expect(await page.getByTestId('demo-message').innerText()).toContain('20,000.00');
  await page.getByRole('button', { name: t.demo.use }).click();
  await screenshot(page, 'draw-code');
  expect(await strayWords(borrower)).toEqual([]);
  await page.getByRole('button', { name: t.borrow.confirm('20,000.00') }).click();
  await page.getByTestId('payment-SUCCEEDED').waitFor();
});

it('the console shows a decision rule by rule, with each condition, the value it saw, and the windows of the inputs', async () => {
  const { page } = await stage.staff('reviewer');
  await page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}?tab=decisions`);
  await page.locator('a[href*="/decisions/"]').first().click();
  await page.getByRole('columnheader', { name: c.decision.tests }).waitFor();
  await page.getByRole('columnheader', { name: c.inputs.window }).waitFor();
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size);
    await screenshot(page, `decision-trace-${size.width}`);
  }
});

it('what one person proposes waits for another, and its proposer sees that instead of a button (G3)', async () => {
  const frequent = await withLine(stage);
  for (let n = 0; n < 3; n++) await drawn(frequent, 60_000 + n * 10_000);
  const reviewer = await stage.staff('reviewer');
  await reviewer.api.proposeRestriction({
    params: { id: frequent.id },
    body: {
      kind: 'LIMIT_REDUCED',
      reasonCodes: ['D1_FREQUENT', 'D1_SEVERAL_24H'],
      limitAfterFen: 800_000,
      singleDrawCapFen: null,
      days: null,
      note: '用途待核实',
    },
  });
  const file = `${stage.product.consoleUrl}borrowers/${frequent.id}?tab=restrictions`;
  await reviewer.page.goto(file);
  await reviewer.page.getByRole('button', { name: c.file.restriction.propose }).click();
  await reviewer.page.getByLabel(c.file.restriction.reasonCodes).click();
  await reviewer.page.getByTestId('reason-D1_SEVERAL_24H').waitFor();
  // Only a look: it holds, and cannot be chosen alone.
  const looks = reviewer.page.locator('.ant-select-item-option-disabled', {
    has: reviewer.page.getByTestId('reason-D1_FREQUENT'),
  });
  await looks.getByText(c.file.reasons.needsOther).waitFor();
  for (const size of [phone, desktop]) {
    await reviewer.page.setViewportSize(size);
    await screenshot(reviewer.page, `reasons-${size.width}`);
  }
  // Beside one that carries it may be chosen.
  await reviewer.page.getByTestId('reason-D1_SEVERAL_24H').click();
  await reviewer.page.getByTestId('reason-D1_FREQUENT').click();
  await reviewer.page
    .getByRole('dialog')
    .locator('.ant-select-selection-item', { hasText: '30天内多次借款' })
    .waitFor();
  await screenshot(reviewer.page, 'reasons-chosen');
  await reviewer.page.goto(file);
  await reviewer.page.getByText(c.file.restriction.waiting).waitFor();
  expect(await reviewer.page.getByRole('button', { name: c.file.restriction.approve }).count()).toBe(0);
  const approver = await stage.staff('approver');
  await approver.page.goto(file);
  await approver.page.getByText('人工 · A2001').waitFor();
  await approver.page.getByRole('button', { name: c.file.restriction.approve }).click();
  await approver.page.getByRole('dialog').getByText('￥100,000.00 → ￥8,000.00').waitFor();
  // All that it rests on, hardest first, and that it still holds.
  const asked = approver.page.getByTestId('asked-reasons').locator('li');
  await asked.nth(1).getByText(`${c.file.reasons.supports} · ${c.file.reasons.now.HOLDS}`).waitFor();
  expect(await asked.count()).toBe(2);
  for (const size of [phone, desktop]) {
    await approver.page.setViewportSize(size);
    await screenshot(approver.page, `agree-${size.width}`);
  }
});

it('another phone takes two people in the console', async () => {
  const reviewer = await stage.staff('reviewer');
  const file = `${stage.product.consoleUrl}borrowers/${borrower.id}`;
  await reviewer.page.goto(file);
  await reviewer.page.getByRole('button', { name: c.file.phone.change }).click();
  await reviewer.page.getByLabel(c.file.phone.phone).fill('13900007771');
  await reviewer.page.getByLabel(c.file.phone.note).fill('到店核验身份证');
  await reviewer.page.getByRole('button', { name: c.file.phone.propose }).click();
  await reviewer.page.getByText(c.file.phone.waiting('139****7771', 'A2001')).waitFor();
  expect(await reviewer.page.getByRole('button', { name: c.file.phone.decide }).count()).toBe(0);
  const approver = await stage.staff('approver');
  await approver.page.goto(file);
  await approver.page.getByRole('button', { name: c.file.phone.decide }).click();
  await choose(approver.page, c.file.phone.agree);
  await approver.page.getByLabel(c.file.phone.decideNote).fill('视频核验');
  await screenshot(approver.page, 'phone-decide');
  await approver.page.getByRole('button', { name: c.common.confirm }).click();
  await approver.page.getByText('139****7771').first().waitFor();
  expect(stage.faults).toEqual([]);
});
