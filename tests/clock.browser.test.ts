import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { daysPass, strayWords } from './browser/acts.ts';
import { phone, screenshot } from './browser/harness.ts';
import { type Borrower, openStage, type Person, type Stage, withLine } from './browser/stage.ts';

/** What only time brings, by the clock page and the closes of the console: a temporary limit ends, a line lies unused. */
let stage: Stage;
let operator: Person;
let raised: Borrower;
let unused: Borrower;
beforeAll(async () => {
  stage = await openStage();
  operator = await stage.staff('operator');
  raised = await withLine(stage, { name: '慕容安' });
  unused = await withLine(stage, { name: '尉迟静' });
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`clock-${task.id}`);
});

const limitOf = async (borrower: Borrower): Promise<number> =>
  (await borrower.api.home({})).line?.effectiveLimitFen ?? 0;

it('a temporary limit ends on its day, the usual limit stands, and page and notice say so', async () => {
  const { page, t, api, id } = raised;
  const usual = await limitOf(raised);
  const { businessDate } = await api.home({});
  const until = new Date(Date.parse(businessDate) + 30 * 86_400_000).toISOString().slice(0, 10);
  await api.askTemporaryLimit({ body: { limitFen: usual + 1_000_000, until, purpose: 'DECORATION' } });
  const reviewer = await stage.staff('reviewer');
  await reviewer.api.decideTemporaryLimit({ params: { id }, body: { approved: true, note: '已看装修合同' } });
  expect(await limitOf(raised)).toBe(usual + 1_000_000);

  // A week before it is told; who moves the clock past that day moves the end with it (N88).
  await daysPass(stage, operator, 24);
  expect((await api.listNotices({})).items[0]?.title.zh).toBe('临时额度即将到期');
  expect(await limitOf(raised)).toBe(usual + 1_000_000);
  await daysPass(stage, operator, 8);
  expect(await limitOf(raised)).toBe(usual);
  await page.goto(`${stage.product.borrowerUrl}limit`);
  await page.getByText(t.limit.change.TEMPORARY_ENDED).waitFor();
  await screenshot(page, 'clock-temporary-ended');
  const notice = (await api.listNotices({})).items.find(({ kind }) => kind === 'TEMPORARY_LIMIT');
  await page.goto(`${stage.product.borrowerUrl}notices/${notice?.id ?? ''}`);
  await page.getByRole('heading', { name: notice?.title.zh ?? '' }).waitFor();
  await screenshot(page, 'clock-temporary-ended-notice');
  expect(await strayWords(raised)).toEqual([]);
});

it('a line that lies unused is kept with one tap before the day announced, and others are lowered on it', async () => {
  const { page, t, api } = unused;
  const [kept, others] = [await limitOf(unused), await limitOf(raised)];
  const analyst = await stage.staff('analyst');
  const { id } = await analyst.api.draftStrategy({
    body: {
      name: { zh: '收回闲置额度', en: 'Lower unused limits' },
      reason: { zh: '长期不用的额度占用我们的资金。', en: 'Limits that lie unused tie up our funds.' },
      effect: 'REDUCE',
      reduceToPercent: 60,
      lineKind: null,
      minLimitFen: null,
      region: null,
      dormantMonths: 1,
      noticeDays: 7,
    },
  });
  const approver = await stage.staff('approver');
  await approver.api.approveStrategy({ params: { id }, body: { approved: true, note: '提前七天告知' } });

  await page.setViewportSize(phone);
  await page.goto(stage.product.borrowerUrl);
  const keep = page.getByRole('button', { name: t.home.keep });
  await keep.waitFor();
  await screenshot(page, 'clock-keep-announced');
  await page.goto(`${stage.product.borrowerUrl}notices/${(await api.home({})).restrictions[0]?.noticeId ?? ''}`);
  await keep.waitFor();
  // Nothing is to be brought up to date: what keeps it is the one button.
  expect(await page.getByRole('link', { name: t.reason.update }).count()).toBe(0);
  await screenshot(page, 'clock-keep-notice');
  await keep.click();
  await keep.waitFor({ state: 'hidden' });
  // H126: the spot where it was kept says so.
  await page.getByText(t.notice.ended.LIFTED('').trim()).first().waitFor();
  await screenshot(page, 'clock-kept-notice');
  await page.goto(stage.product.borrowerUrl);
  await page.getByTestId('available').or(page.locator('h1')).first().waitFor();
  await screenshot(page, 'clock-kept-home');
  expect((await api.home({})).restrictions).toEqual([]);

  await daysPass(stage, operator, 8);
  expect(await limitOf(unused)).toBe(kept);
  expect(await limitOf(raised)).toBe((others * 60) / 100);
  expect(await strayWords(unused)).toEqual([]);
  expect(stage.faults).toEqual([]);
});
