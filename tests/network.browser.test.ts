import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { signInsFromAfar } from './browser/cast.ts';
import { phone, screenshot } from './browser/harness.ts';
import { flawsOf } from './browser/soundness.ts';
import { type Borrower, observe, openStage, type StaffName, type Stage, withLine } from './browser/stage.ts';

/** H158: a network that is away and a server that fails: every page says so and goes on once it is back; what was typed stays. */
let stage: Stage;
let borrower: Borrower;
let noticeId: string;
beforeAll(async () => {
  stage = await openStage();
  borrower = await withLine(stage);
  await observe(
    stage,
    borrower.id,
    signInsFromAfar((minutes) => new Date(Date.now() - minutes * 60_000).toISOString()),
  );
  noticeId = (await borrower.api.listNotices({})).items.find(({ adverse }) => adverse)?.id ?? '';
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`network-${task.id}`);
});

/** As a proxy answers whose server is away: no problem document. */
const badGateway = (route: Route) => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502</h1>' });

/** Opens a page whose data do not come, looks at what it says, and has it try again once they would. */
async function failThenRetry(page: Page, url: string, retry: string, touch: boolean): Promise<string[]> {
  // Who one is has been answered; what the page shows has not.
  const data = (address: URL) => address.pathname.startsWith('/v1/') && !address.pathname.endsWith('/staff/me');
  await page.route(data, badGateway);
  await page.goto(url);
  const alert = page.getByRole('alert').filter({ has: page.getByRole('button', { name: retry }) });
  await alert.first().waitFor();
  expect(await alert.first().innerText(), url).toContain('502');
  const flaws = (await flawsOf(page, { touch, language: 'zh' })).map(({ rule, where, value }) =>
    [url, rule, where, value].join(' '),
  );
  await page.unroute(data, badGateway);
  for (const button of await alert.getByRole('button', { name: retry }).all()) await button.click();
  await expect.poll(() => alert.count(), { message: url }).toBe(0);
  return flaws;
}

describe('a server that fails', () => {
  it('is told on every page of the borrower’s app, with a way to try again', async () => {
    const { page, t } = borrower;
    const flaws: string[] = [];
    for (const path of ['', 'limit', 'notices', `notices/${noticeId}`, 'appeals', 'verify', 'bills', 'me']) {
      flaws.push(...(await failThenRetry(page, `${stage.product.borrowerUrl}${path}`, t.common.retry, true)));
    }
    expect(flaws).toEqual([]);
  });

  it.each<readonly [StaffName, readonly string[]]>([
    ['reviewer', ['', 'appeals', 'decisions', 'borrowers']],
    ['analyst', ['policies', 'strategies', 'overview', 'roll-backs']],
    ['operator', ['data-quality', 'day-closes']],
  ])('is told on the pages of the %s, with a way to try again', async (name, paths) => {
    const { page } = await stage.staff(name);
    const flaws: string[] = [];
    for (const path of paths) {
      flaws.push(...(await failThenRetry(page, `${stage.product.consoleUrl}${path}`, c.common.retry, false)));
    }
    expect(flaws).toEqual([]);
    await page.context().close();
  });
});

describe('a network that is away', () => {
  it('is told at once to who appeals, keeps what was written, and sends it once when asked again', async () => {
    const { page, t, api } = borrower;
    await page.setViewportSize(phone);
    await page.goto(`${stage.product.borrowerUrl}appeals/new?notice=${noticeId}`);
    const words = '那几次登录都是我本人，在出差路上。';
    await page.getByRole('textbox').first().fill(words);
    await page.context().setOffline(true);
    const send = page.getByRole('button', { name: t.newAppeal.submit });
    await send.click();
    await page.getByRole('alert').filter({ hasText: '网络' }).waitFor({ timeout: 5_000 });
    await screenshot(page, 'network-appeal-offline');
    expect(await page.getByRole('textbox').first().inputValue()).toBe(words);
    await page.context().setOffline(false);
    // Nothing goes out by itself behind the back of who was told that it did not.
    await page.waitForTimeout(1_500);
    expect((await api.listAppeals({})).items).toEqual([]);
    await send.click();
    await page.getByTestId('appeal-clock').waitFor();
    expect((await api.listAppeals({})).items.length).toBe(1);
  });

  it('is told to who goes to another page, and the app is there again once it is back', async () => {
    // Someone whose browser has fetched no page yet but the first.
    const { page, t } = await withLine(stage);
    await page.goto(stage.product.borrowerUrl);
    await page.getByTestId('standing').waitFor();
    await page.context().setOffline(true);
    const tab = (name: string) => page.getByRole('link', { name }).first();
    await tab(t.tabs.bills).click();
    // The app stays, with its navigation: the router would load it again, and the browser show its own page.
    await page.getByRole('alert').filter({ hasText: '网络' }).first().waitFor({ timeout: 10_000 });
    await screenshot(page, 'network-page-offline');
    await tab(t.tabs.home).click();
    await page.getByTestId('standing').waitFor();
    await page.context().setOffline(false);
    await tab(t.tabs.bills).click();
    await page.getByRole('heading', { level: 1, name: t.tabs.bills }).waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('is told to a reviewer who records an outcome, and keeps what was written', async () => {
    const appeal = (await borrower.api.listAppeals({})).items[0];
    const { page } = await stage.staff('reviewer');
    await page.goto(`${stage.product.consoleUrl}appeals/${appeal?.id ?? ''}`);
    const take = page.getByRole('button', { name: c.desk.take });
    await take.waitFor();
    await page.context().setOffline(true);
    await take.click();
    await page.getByText('网络').first().waitFor({ timeout: 5_000 });
    await page.context().setOffline(false);
    await take.click();
    await page.getByRole('radio').first().waitFor();
  });
});

it('raised no error on any page', () => {
  expect(stage.faults).toEqual([]);
});
