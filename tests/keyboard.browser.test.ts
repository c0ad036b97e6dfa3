import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { appealing, signInsFromAfar } from './browser/cast.ts';
import { desktop } from './browser/harness.ts';
import { type Borrower, newestCode, observe, openStage, type Stage, withLine } from './browser/stage.ts';

/** Borrowing, repaying, getting out of a hold and the reviewer's queue with no mouse: only Tab, arrows, Enter, Space, and what is typed. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`keyboard-${task.id}`);
});

const focused = (target: Locator): Promise<boolean> =>
  target.evaluateAll((elements) => elements.some((element) => element === document.activeElement));

/** Presses Tab until one of the targets has the focus, and checks that the eye can see where it is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor({ state: 'attached' });
  for (let presses = 0; presses < 80; presses++) {
    if (await focused(target)) {
      const seen = await page.evaluate(() => {
        const at = document.activeElement as HTMLElement;
        const face = at.closest('label') ?? at;
        const box = face.getBoundingClientRect();
        if (box.bottom <= 0 || box.top >= innerHeight || box.width === 0) return false;
        // Nor does a bar lie over its first line.
        const above = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
        return above !== null && (face.contains(above) || above.contains(face));
      });
      expect(seen, `focus on ${await target.first().innerText()} is out of sight`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 presses of Tab did not lead to ${target.toString()}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Tabs into a group of radio buttons and walks it with the arrows. */
async function pick(page: Page, group: string, option: string): Promise<void> {
  const radios = page.getByRole('group', { name: group }).getByRole('radio');
  await tabTo(page, radios);
  const wanted = page.getByRole('group', { name: group }).getByRole('radio', { name: option });
  for (let n = 0; n < 12; n++) {
    if (await focused(wanted)) {
      await page.keyboard.press('Space');
      expect(await wanted.isChecked()).toBe(true);
      return;
    }
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`the arrows did not lead to ${option}`);
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

it('borrows', async () => {
  const borrower = await withLine(stage);
  const { page, t } = borrower;
  await page.clock.install();
  await page.goto(stage.product.borrowerUrl);
  await press(page, page.getByRole('link', { name: t.home.borrow }));
  await page.waitForURL(/borrow$/);
  await type(page, t.borrow.amount, '1200');
  await pick(page, t.borrow.tenor, t.borrow.months(6));
  await pick(page, t.borrow.method, t.method.EQUAL_PRINCIPAL);
  await pick(page, t.borrow.purpose, t.purpose.MEDICAL);
  await type(page, t.borrow.account, '6688');
  await page.getByRole('table', { name: t.borrow.plan }).waitFor();
  await press(page, page.getByRole('button', { name: t.borrow.review }));
  const sheet = page.getByRole('region', { name: t.costSheet.title });
  await tabTo(page, sheet);
  await page.keyboard.press('End');
  const confirm = page.getByTestId('confirm-cost-sheet');
  // The story reads in real time once; here the page's clock goes over the wait.
  await expect
    .poll(async () => {
      await page.clock.runFor(1_000);
      return confirm.isEnabled();
    })
    .toBe(true);
  await press(page, confirm);
  await page.getByTestId('payment-SUCCEEDED').waitFor();
  await repays(borrower);
});

async function repays({ page, t, api }: Borrower): Promise<void> {
  await press(page, page.getByRole('link', { name: t.common.toHome }));
  await press(page, page.getByRole('link', { name: t.home.repay }));
  await page.waitForURL(/repay/);
  await pick(page, t.repay.mode, t.repay.modes.EARLY_PART);
  await type(page, t.repay.partAmount, '200');
  await page.getByText(t.repay.confirm('200.00')).waitFor();
  await press(page, page.getByTestId('confirm-repayment'));
  await page.getByTestId('payment-SUCCEEDED').waitFor();
  expect((await api.home({})).payoffFen).toBe(100_000);
}

it('asks why, does what the notice names, is restored, and reaches the proof', async () => {
  const { page, t, api, id, phone } = await withLine(stage);
  await observe(
    stage,
    id,
    signInsFromAfar((minutes) => new Date(Date.now() - minutes * 60_000).toISOString()),
  );
  await page.goto(stage.product.borrowerUrl);
  await press(page, page.getByRole('link', { name: t.home.why }));
  await page.waitForURL(/notices/);
  await press(page, page.getByRole('link', { name: t.home.verify }));
  await page.waitForURL(/verify$/);
  await press(page, page.getByRole('button', { name: t.verify.send }));
  const field = page.getByLabel(t.signIn.code);
  await field.waitFor();
  // The button that had the focus is gone: the focus is where to go on, without a search for it.
  expect(await focused(field)).toBe(true);
  await page.keyboard.type(await newestCode(api, phone));
  await page.keyboard.press('Enter');
  await page.getByTestId('restored').waitFor();
  expect(await focused(page.getByTestId('restored'))).toBe(true);
  const notice = (await api.listNotices({})).items.find(({ adverse }) => adverse);
  await page.goto(`${stage.product.borrowerUrl}notices/${notice?.id ?? ''}`);
  for (const label of [t.notice.download, t.proof.document, t.proof.receipt, t.proof.page]) {
    await tabTo(page, page.getByRole('link', { name: label }));
  }
});

it('closes a dialog with Escape, and the focus returns to what opened it', async () => {
  const { page, t } = await withLine(stage);
  await page.goto(`${stage.product.borrowerUrl}limit`);
  const opener = page.getByRole('button', { name: t.limit.lower });
  await press(page, opener);
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  expect(await focused(opener)).toBe(true);
});

it('signs a reviewer in, and takes them through the queue', async () => {
  await appealing(stage);
  await appealing(stage);
  const { page } = await stage.open('reviewer', { context: { viewport: desktop } });
  await page.goto(stage.product.consoleUrl);
  await page.getByRole('heading', { name: c.signIn.title }).waitFor();
  await type(page, c.signIn.email, 'reviewer@demo.clearline.example');
  await type(page, c.signIn.password, 'clearline-demo');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('link', { name: c.nav.appeals }));
  await page.waitForURL(/appeals/);
  await press(page, page.getByRole('row').nth(1).getByRole('link'));
  for (let n = 1; n <= 2; n++) {
    await page.getByTestId('desk').waitFor();
    await page.getByText(c.desk.position(n, 2)).waitFor();
    // The letters listen to the page, not to the link that led here.
    await page.getByRole('button', { name: c.desk.take }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('radiogroup', { name: c.desk.outcome }).waitFor();
    await page.keyboard.press('o');
    await page.keyboard.press('Space');
    await press(page, page.getByRole('button', { name: c.desk.template }));
    await press(page, page.getByRole('button', { name: c.desk.propose }));
    await page.getByText(c.desk.proposed).first().waitFor();
    if (n === 1) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('j');
    }
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  expect(stage.faults).toEqual([]);
});
