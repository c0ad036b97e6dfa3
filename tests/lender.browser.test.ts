import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { zh as c } from '../apps/console/src/i18n/zh.ts';
import { choose, daysPass, strayWords } from './browser/acts.ts';
import { screenshot } from './browser/harness.ts';
import { type Borrower, drawn, observe, openStage, type Person, type Stage, withLine } from './browser/stage.ts';

/**
 * The lender's side of the story, over four months of the demo clock: days are closed, a scheduled review raises one limit
 * and proposes to lower another, and a strategy lowers a third that nobody is to blame for.
 */
let stage: Stage;
let operator: Person;
let good: Borrower;
let indebted: Borrower;
let large: Borrower;
beforeAll(async () => {
  stage = await openStage();
  operator = await stage.staff('operator');
  good = await withLine(stage, { name: '诸葛清', monthlyIncomeFen: 600_000 });
  indebted = await withLine(stage, { name: '司马行', monthlyIncomeFen: 600_000 });
  large = await withLine(stage, { name: '上官远', monthlyIncomeFen: 6_000_000 });
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`lender-${task.id}`);
});

const limitOf = async (borrower: Borrower): Promise<number> =>
  (await borrower.api.home({})).line?.effectiveLimitFen ?? 0;
const yuan = (fen: number): string => (fen / 100).toLocaleString('en-US');

/** What the lender's bureau feed says of someone whose monthly payments are a share of the income of 6,000. */
const bureau = (today: string, servicePercent: number): Readonly<Record<string, unknown>> => ({
  kind: 'BUREAU_UPDATE',
  source: 'bureau',
  // The day's first moment on the lender's clock: whatever the hour, the test may run.
  occurredAt: new Date(`${today}T00:00:00+08:00`).toISOString(),
  reportDate: today,
  overdueAccounts: 0,
  overdueDaysMax: 0,
  overdueAmountFen: 0,
  hardEnquiries1m: 0,
  hardEnquiries3m: 0,
  unsettledLenders: 2,
  newLenders3m: 0,
  totalDebtFen: 3_000_000,
  monthlyDebtServiceFen: 6_000 * servicePercent,
  overdueMonths24m: 0,
  consecutiveOverdueMonths24m: 0,
});

async function nextReviewIn(borrower: Borrower): Promise<number> {
  const { businessDate, line } = await borrower.api.home({});
  return (Date.parse(line?.nextReviewDate ?? '') - Date.parse(businessDate)) / 86_400_000;
}

/** Opens a borrower's file at its restrictions, as a member of staff does. */
async function openRestrictions(page: Page, borrower: Borrower): Promise<void> {
  await page.goto(`${stage.product.consoleUrl}borrowers/${borrower.id}?tab=restrictions`);
  await page.getByRole('heading', { name: c.file.restriction.inForce }).waitFor();
}

describe('months of a lender', () => {
  it('an operator moves the clock and closes the days; three instalments are paid on their days', async () => {
    const limit = await limitOf(good);
    const loan = await drawn(good, Math.floor((limit * 6) / 10 / 10_000) * 10_000, { tenorMonths: 12 });
    for (let n = 0; n < 3; n++) {
      const { nextDueDate, nextDueFen } = await good.api.getLoan({ params: { id: loan } });
      const { businessDate } = await good.api.home({});
      await daysPass(stage, operator, (Date.parse(nextDueDate ?? '') - Date.parse(businessDate)) / 86_400_000);
      await good.api.repay({
        body: { loanId: loan, mode: 'EARLY_PART', amountFen: nextDueFen, surplus: 'SHORTER_TENOR' },
      });
      await expect
        .poll(async () => (await good.api.getLoan({ params: { id: loan } })).instalments[n]?.status)
        .toBe('PAID');
    }
    await operator.page.goto(`${stage.product.consoleUrl}day-closes`);
    await operator.page.getByText(c.dayCloses.proofOk).first().waitFor();
    expect(await operator.page.getByText(c.dayCloses.proofBad, { exact: true }).count()).toBe(0);
    await screenshot(operator.page, 'lender-day-closes');
  });

  it('a scheduled review raises one limit; lowering another is already before a person', async () => {
    await daysPass(stage, operator, await nextReviewIn(good));
    const { businessDate } = await good.api.home({});
    await observe(stage, good.id, [bureau(businessDate, 20)]);
    await observe(stage, indebted.id, [bureau(businessDate, 78)]);
    const before = { good: await limitOf(good), indebted: await limitOf(indebted) };
    await operator.page.goto(`${stage.product.consoleUrl}reviews`);
    await operator.page.getByRole('button', { name: c.reviews.run }).click();
    const result = operator.page.getByTestId('review-result');
    await result.waitFor();
    await screenshot(operator.page, 'lender-reviews');
    const tally = await result.locator('dl').innerText();
    expect(tally).toMatch(new RegExp(`${c.reviews.raised}\\s+1`));
    // What the report showed of the other was put before people when it arrived; the review lays nothing on twice.
    expect(tally).toMatch(new RegExp(`${c.reviews.proposed}\\s+0`));
    expect(await limitOf(good)).toBeGreaterThan(before.good);
    // Good standing: the machine alone lowers nothing (G3).
    expect(await limitOf(indebted)).toBe(before.indebted);
  });

  it('the raise stands in the history with its reason, and in a notice', async () => {
    const { page, t, api } = good;
    await page.goto(`${stage.product.borrowerUrl}limit`);
    const raised = page.locator('.change-item').filter({ hasText: t.limit.change.RAISED });
    await raised.waitFor();
    const words = await raised.innerText();
    expect(words).toContain(yuan(await limitOf(good)));
    expect(words).toContain('按时');
    expect(await strayWords(good)).toEqual([]);
    await raised.getByRole('link', { name: t.timeline.notice }).click();
    await page
      .getByText(yuan(await limitOf(good)))
      .first()
      .waitFor();
    expect((await api.listNotices({})).items.some(({ kind }) => kind === 'LIMIT_RAISED')).toBe(true);
    await screenshot(page, 'lender-raised');
  });

  it('a reviewer finds the proposal, approves it, and the borrower is told days ahead, with the value and the line it crossed', async () => {
    const reviewer = await stage.staff('reviewer');
    await reviewer.page.goto(stage.product.consoleUrl);
    const proposal = reviewer.page.locator(`a[href*="${indebted.id}"]`).first();
    await proposal.waitFor();
    await screenshot(reviewer.page, 'lender-today');
    await openRestrictions(reviewer.page, indebted);
    await reviewer.page
      .getByRole('button', { name: new RegExp(c.file.restriction.approve) })
      .first()
      .click();
    expect(await reviewer.page.getByRole('radio', { checked: true }).count(), 'neither is chosen beforehand').toBe(0);
    await choose(reviewer.page, c.file.restriction.approve);
    await reviewer.page.getByLabel(c.file.restriction.note).fill('征信月还款占收入78%，高于标准。');
    await reviewer.page.getByRole('button', { name: c.common.confirm }).click();
    await reviewer.page.getByText(c.words.restrictionState.pre_notice).first().waitFor();

    const { page, t } = indebted;
    await page.goto(stage.product.borrowerUrl);
    await page
      .getByText(/起额度将下调为/)
      .first()
      .waitFor();
    expect(await page.getByTestId('standing').innerText()).toContain(t.home.available);
    await screenshot(page, 'lender-announced');
    await page.getByRole('link', { name: t.home.why }).first().click();
    const reason = page.getByTestId('reason-B6_DSR');
    await reason.waitFor();
    expect(await reason.innerText()).toContain('78%');
    expect(await reason.innerText()).toContain('70%');
    expect(await strayWords(indebted)).toEqual([]);
    await screenshot(page, 'lender-reduction-notice');
  });

  it('a strategy is drafted with its reach shown, and approved by another person', async () => {
    const threshold = await limitOf(large);
    expect(Math.max(await limitOf(good), await limitOf(indebted))).toBeLessThan(threshold);
    await drawn(large, 300_000, { tenorMonths: 12 });
    const analyst = await stage.staff('analyst');
    const { page } = analyst;
    await page.goto(`${stage.product.consoleUrl}strategies`);
    await page.getByRole('button', { name: c.strategies.draft }).click();
    await page.getByLabel(c.strategies.nameZh).fill('收缩大额敞口');
    await page.getByLabel(c.strategies.nameEn).fill('Trim large exposures');
    await page.getByLabel(c.strategies.reasonZh).fill('我们按计划降低单户敞口。');
    await page.getByLabel(c.strategies.reasonEn).fill('We lower the exposure to single borrowers as planned.');
    await page.getByLabel(c.strategies.minLimit).fill(String(threshold / 100));
    await page.getByRole('button', { name: c.strategies.save }).click();
    const card = page.getByRole('article').filter({ hasText: '收缩大额敞口' });
    await card.waitFor();
    expect(await card.innerText()).toMatch(new RegExp(`${c.strategies.borrowers}\\s+1\\b`));
    expect(await card.innerText()).toMatch(new RegExp(`${c.strategies.goodStanding}\\s+1\\b`));
    // An author has no button to approve with.
    expect(await card.getByRole('button').count()).toBe(0);
    await screenshot(page, 'lender-strategy-draft');
    expect((await large.api.home({})).restrictions).toEqual([]);

    const approver = await stage.staff('approver');
    await approver.page.goto(`${stage.product.consoleUrl}strategies`);
    await approver.page.getByRole('button', { name: new RegExp(c.strategies.approve) }).click();
    await approver.page.getByText(c.strategies.approveHelp(1, 7)).waitFor();
    await choose(approver.page, c.strategies.approve);
    await approver.page.getByLabel(c.strategies.note).fill('影响一户，履约良好，提前七天告知。');
    await approver.page.getByRole('button', { name: c.common.confirm }).click();
    await approver.page.getByText(c.words.strategyState.announced).first().waitFor();
    await screenshot(approver.page, 'lender-strategy-announced');
  });

  it('the borrower reads that it is nobody’s fault, a week ahead; then it takes effect and the loan stays', async () => {
    const { page, t, api } = large;
    const before = await limitOf(large);
    await page.goto(stage.product.borrowerUrl);
    await page.getByText(t.home.noFault).waitFor();
    // Only what lies unused can be kept with a tap; a button here would promise what the lender refuses.
    expect(await page.getByRole('button', { name: t.home.keep }).count()).toBe(0);
    await page
      .getByText(/起额度将下调为/)
      .first()
      .waitFor();
    expect(await strayWords(large)).toEqual([]);
    await screenshot(page, 'lender-strategy-home');
    await page.getByRole('link', { name: t.home.why }).first().click();
    await page.getByText(t.notice.noFault).first().waitFor();
    await page.getByText('我们按计划降低单户敞口。').first().waitFor();
    await screenshot(page, 'lender-strategy-notice');

    const [loan] = (await api.listLoans({})).items;
    await daysPass(stage, operator, 8);
    expect(await limitOf(large)).toBe(before / 2);
    expect((await api.listLoans({})).items[0]?.instalments.map(({ totalFen, dueDate }) => [dueDate, totalFen])).toEqual(
      loan?.instalments.map(({ totalFen, dueDate }) => [dueDate, totalFen]),
    );
    expect(await limitOf(indebted)).toBeLessThan(before);
    await indebted.page.goto(`${stage.product.borrowerUrl}limit`);
    const reduced = indebted.page.locator('.change-item').filter({ hasText: t.limit.change.REDUCED });
    await reduced.waitFor();
    expect(await reduced.innerText()).toContain('78%');
    expect(await reduced.innerText()).toContain(t.decidedBy.PEOPLE);
    await screenshot(indebted.page, 'lender-reduced');
    const supervisor = await stage.staff('supervisor');
    await openRestrictions(supervisor.page, large);
    await supervisor.page.getByText(c.words.causeFamily.STRATEGY).first().waitFor();
    expect(stage.faults).toEqual([]);
  });
});
