import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { en } from '../apps/console/src/i18n/en.ts';
import { zh } from '../apps/console/src/i18n/zh.ts';
import { choose } from './browser/acts.ts';
import { desktop, phone, screenshot } from './browser/harness.ts';
import { type Borrower, drawn, openStage, type Stage, withLine } from './browser/stage.ts';

/**
 * A version that judged wrongly is rolled back in the console: what the machine did under it is undone at once, what people
 * decided under it is looked at again by somebody else, and the borrower is told.
 */
const console_ = { zh, en } as const;
let stage: Stage;
let policies: string;
let borrower: Borrower;

beforeAll(async () => {
  // The version that was wrong differs from the one in force by a file; the lender starts on it, and then on the true one.
  policies = await mkdtemp(join(tmpdir(), 'clearline-policies-'));
  await cp(fileURLToPath(new URL('../policies', import.meta.url)), policies, { recursive: true });
  await writeFile(join(policies, 'note.txt'), 'the version that was wrong');
  stage = await openStage({ database: 'embedded', parameters: ['--policies', policies] });
  borrower = await withLine(stage);
  for (const amountFen of [60_000, 70_000, 80_000]) await drawn(borrower, amountFen);
  const reviewer = await stage.staff('reviewer');
  await reviewer.api.proposeRestriction({
    params: { id: borrower.id },
    body: { kind: 'DRAW_HOLD', reasonCodes: ['D1_SEVERAL_24H'], limitAfterFen: null, days: 9, note: '用途待核实' },
  });
  stage = await restarted(stage);
});
afterAll(async () => {
  await stage?.close();
  await rm(policies, { recursive: true, force: true });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`roll-back-${task.id}`);
});

/** The same lender, after a restart on the policies that are shipped. */
async function restarted(earlier: Stage): Promise<Stage> {
  await earlier.browser.close();
  await earlier.product.stop();
  return openStage({ database: 'embedded', dataDir: earlier.product.dataDir });
}

/** The page as it stands, in both sizes. */
async function picture(page: Page, name: string): Promise<void> {
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size);
    await screenshot(page, `roll-back-${name}-${size.width}`);
  }
}

it('is proposed with its reach, and approved by another person, who is told what approving does', async () => {
  const { page } = await stage.staff('analyst');
  const words = zh.rollBacks;
  await page.goto(`${stage.product.consoleUrl}roll-backs`);
  await page.getByRole('button', { name: words.propose }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(words.oneVersion).click();
  await dialog.getByLabel(words.version).click();
  await page.keyboard.press('Enter');
  await dialog.getByLabel(words.reasonZh).fill('这个版本的标准有误。');
  await dialog.getByLabel(words.reasonEn).fill('The lines of this version were wrong.');
  await picture(page, 'propose-zh');
  await dialog.getByRole('button', { name: words.save }).click();
  await page.getByText(zh.words.rollBackState.proposed).waitFor();

  for (const language of ['en', 'zh'] as const) {
    const approver = await stage.staff('approver', { language });
    const t = console_[language];
    await approver.page.goto(`${stage.product.consoleUrl}roll-backs`);
    await approver.page.getByRole('button', { name: t.rollBacks.approve }).click();
    await picture(approver.page, `approve-${language}`);
    // A whole version names no rules that would end, and what people decided under it is left to people.
    expect(await approver.page.getByRole('dialog').innerText()).toContain(t.rollBacks.approveHelpVersion(1));
    if (language === 'en') continue;
    await choose(approver.page, t.rollBacks.approve);
    await approver.page.getByLabel(t.rollBacks.note).fill('同意');
    await approver.page.getByRole('button', { name: t.common.confirm }).click();
    await approver.page.getByText(t.words.rollBackState.applied).waitFor();
  }
});

it('what people decided under it is looked at again from today’s work, and taken back', async () => {
  for (const language of ['en', 'zh'] as const) {
    const t = console_[language];
    const { page } = await stage.staff('reviewer2', { language });
    await page.goto(stage.product.consoleUrl);
    await picture(page, `today-${language}`);
    await page.goto(`${stage.product.consoleUrl}roll-backs`);
    await page.getByRole('button', { name: t.rollBacks.left.look }).waitFor();
    await picture(page, `applied-${language}`);
    await page.getByRole('button', { name: t.rollBacks.left.look }).click();
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('radio', { checked: true }).count(), 'neither is chosen beforehand').toBe(0);
    await picture(page, `look-${language}`);
    if (language === 'en') continue;
    await page.getByRole('dialog').getByText(t.rollBacks.left.takeBack, { exact: true }).click();
    await page.getByLabel(t.common.reason).fill('已重新核对，用途清楚');
    await page.getByRole('button', { name: t.common.confirm }).click();
    await page.getByText(t.rollBacks.left.none).waitFor();
    await picture(page, 'looked-zh');
  }
});

it('the borrower is told, and the hold is gone', async () => {
  const supervisor = await stage.staff('reviewer2');
  const file = await supervisor.api.borrowerFile({ params: { id: borrower.id } });
  expect(file.line?.displayState).not.toBe('DRAW_HOLD');
  await supervisor.page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}?tab=notices`);
  await supervisor.page.getByText(zh.words.noticeKind.REMEDY).first().waitFor();
  expect(stage.faults).toEqual([]);
});
