import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Dictionary, zh } from '../../apps/borrower/src/i18n/zh.ts';
import { zh as console_ } from '../../apps/console/src/i18n/zh.ts';
import { flawsOf } from './soundness.ts';
import type { Borrower, Person, Stage } from './stage.ts';

/** The radio lies under its label's face, and a finger hits the face. */
export const choose = (page: Page, name: string): Promise<void> =>
  page
    .locator('label')
    .filter({ has: page.getByRole('radio', { name }) })
    .first()
    .click();

/**
 * Reads the forced cost sheet to its end, for its minimum time. `hurried` moves the page's clock over the wait: the story
 * reads in real time once, and the rest need not wait again.
 */
export async function readCostSheet(page: Page, t: Dictionary, hurried = true): Promise<void> {
  const sheet = page.getByRole('region', { name: t.costSheet.title });
  await sheet.waitFor();
  const confirm = page.getByTestId('confirm-cost-sheet');
  expect(await confirm.isDisabled()).toBe(true);
  await sheet.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect
    .poll(async () => {
      if (hurried) await page.clock.runFor(1_000);
      return confirm.isEnabled();
    })
    .toBe(true);
  await confirm.click();
}

const hurriedPages = new WeakSet<Page>();

/** Puts the page's clock in the test's hands, before what it is to hurry is opened; it goes on by itself until moved. */
export async function hurry(page: Page): Promise<void> {
  if (hurriedPages.has(page)) return;
  hurriedPages.add(page);
  await page.clock.install();
}

export interface DrawByHand {
  readonly yuan: string;
  readonly method?: keyof Dictionary['method'];
  readonly purpose?: keyof Dictionary['purpose'];
  readonly hurried?: boolean;
}

/** Fills the borrow page, looks at the plan, and leaves the cost sheet open. */
export async function fillDraw(stage: Stage, borrower: Borrower, draw: DrawByHand): Promise<void> {
  const { page, t } = borrower;
  await page.goto(`${stage.product.borrowerUrl}borrow`);
  await page.getByLabel(t.borrow.amount).fill(draw.yuan);
  await choose(page, t.borrow.months(3));
  if (draw.method !== undefined) await choose(page, t.method[draw.method]);
  await choose(page, t.purpose[draw.purpose ?? 'DAILY']);
  await page.getByLabel(t.borrow.account).fill('6688');
  await page.getByRole('table', { name: t.borrow.plan }).waitFor();
}

/** A whole draw on the pages, to the page of its payment. */
export async function drawByHand(stage: Stage, borrower: Borrower, draw: DrawByHand): Promise<void> {
  const { page, t } = borrower;
  const hurried = draw.hurried ?? true;
  if (hurried) await hurry(page);
  await fillDraw(stage, borrower, draw);
  await page.getByRole('button', { name: t.borrow.review }).click();
  await readCostSheet(page, t, hurried);
}

/** A repayment on the pages, once the form is filled: confirms and waits for the rail. */
export async function confirmRepayment({ page }: Borrower): Promise<void> {
  await page.locator('[aria-busy=false] [data-testid=repay-amount]').waitFor();
  await page.getByTestId('confirm-repayment').click();
  await page.getByTestId('payment-SUCCEEDED').waitFor();
}

/** The words of the page that are not of its language; names of people, and what people wrote, are said by others. */
export async function strayWords({ page, t }: Pick<Borrower, 'page' | 't'>): Promise<readonly string[]> {
  const language = t === zh ? 'zh' : 'en';
  return (await flawsOf(page, { touch: true, language }))
    .filter(({ rule }) => rule === 'language')
    .map(({ where, value }) => `${where}: ${value}`);
}

/** Moves the lender's date on the console's clock page, then closes the days in between on the day-close page. */
export async function daysPass(stage: Stage, operator: Person, days: number): Promise<void> {
  const { page } = operator;
  await page.goto(`${stage.product.consoleUrl}clock`);
  await page.getByLabel(console_.clock.days).fill(String(days));
  await page.getByRole('button', { name: console_.clock.advance(days) }).click();
  await page.getByText(console_.clock.moved('').trim()).waitFor();
  await page.goto(`${stage.product.consoleUrl}day-closes`);
  await page.getByRole('button', { name: console_.dayCloses.run }).click();
  await page.getByText(console_.dayCloses.ran(days)).waitFor({ timeout: 60_000 });
}
