import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { daysPass, strayWords } from './browser/acts.ts';
import { phone, screenshot } from './browser/harness.ts';
import { type Borrower, openStage, type Person, type Stage, withLine } from './browser/stage.ts';

/** What only time brings, by the clock page and the closes of the console: a temporary limit ends, a line lies unused. */
let stage: Stage;
let operator: Person;
let raised: Borrower;
let unused: Borrower;
let dormant: Borrower;
beforeAll(async () => {
  stage = await openStage();
  operator = await stage.staff('operator');
  raised = await withLine(stage, { name: '慕容安' });
  unused = await withLine(stage, { name: '尉迟静' });
  dormant = await withLine(stage, { name: '长孙宁' });
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

/** Keeps a line on the page it opens with; the first try meets a network that is away. */
async function keepAtHome({ page, t, api }: Borrower): Promise<void> {
  await page.goto(stage.product.borrowerUrl);
  const keep = page.getByRole('button', { name: t.home.keep });
  await page.route('**/v1/me/line/keep', (route) => route.abort());
  await keep.click();
  await page.getByRole('alert').filter({ hasText: '网络' }).waitFor();
  await page.unroute('**/v1/me/line/keep');
  const noticeId = (await api.home({})).restrictions[0]?.noticeId ?? '';
  await keep.click();
  // H157: what it stood in says that it is done, to eyes and to screen readers, and leads to the record.
  const said = page.getByTestId('kept');
  await said.getByRole('status').filter({ hasText: t.home.kept }).waitFor();
  await keep.waitFor({ state: 'detached' });
  expect(await said.evaluate((element) => element === document.activeElement)).toBe(true);
  await screenshot(page, 'clock-kept-at-home');
  await said.getByRole('link', { name: t.home.keptRecord }).click();
  await page.waitForURL(`**/notices/${noticeId}`);
  await page.getByText(t.notice.ended.LIFTED('').trim()).first().waitFor();
}

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

  await keepAtHome(dormant);

  await daysPass(stage, operator, 8);
  expect([await limitOf(unused), await limitOf(dormant)]).toEqual([kept, kept]);
  expect(await limitOf(raised)).toBe((others * 60) / 100);
  expect(await strayWords(unused)).toEqual([]);
  expect(stage.faults).toEqual([]);
});
