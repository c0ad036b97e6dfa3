import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { choose, confirmRepayment, daysPass, drawByHand, fillDraw, strayWords } from './browser/acts.ts';
import { screenshot } from './browser/harness.ts';
import { type Borrower, drawn, openStage, type Stage, until, withLine } from './browser/stage.ts';

/** Money as borrowers meet it on the pages: each way of repaying, a rail that misbehaves, paying early and paying late. */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`money-${task.id}`);
});

/** The plan on the page, row by row, in fen. */
async function planOf({ page, t }: Borrower): Promise<{ principal: number[]; interest: number[]; total: number[] }> {
  const rows = page.getByRole('table', { name: t.borrow.plan }).locator('tbody tr');
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  const fen = (text: string | undefined) => Math.round(Number((text ?? '').replaceAll(',', '')) * 100);
  return {
    principal: cells.map((row) => fen(row[0])),
    interest: cells.map((row) => fen(row[1])),
    total: cells.map((row) => fen(row[2])),
  };
}

/** Draws by the API on someone whose rail answers are scripted; the page opens where a draw on it would have led. */
async function payoutAnswered(borrower: Borrower, outcome: 'FAIL' | 'TIME_OUT' | 'ANSWER_TWICE'): Promise<void> {
  await stage.systems.setRail({ body: { nextOutcomes: [outcome] } });
  await drawByHand(stage, borrower, { yuan: '800' });
}

for (const language of ['zh', 'en'] as const) {
  describe(`ways to repay, in ${language}`, () => {
    let borrower: Borrower;
    beforeAll(async () => {
      borrower = await withLine(stage, { language });
    });

    it('shows the plan of each before the draw, as the method’s name says', async () => {
      await fillDraw(stage, borrower, { yuan: '3000' });
      const { page, t } = borrower;
      const plans = new Map<string, Awaited<ReturnType<typeof planOf>>>();
      for (const method of ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_FIRST', 'ON_DEMAND'] as const) {
        await choose(page, t.method[method]);
        await page.waitForFunction(() => document.querySelector('.is-stale, .skeleton') === null);
        await page.waitForTimeout(400);
        await page.waitForFunction(() => document.querySelector('.is-stale, .skeleton') === null);
        const plan = await planOf(borrower);
        expect([method, plan.principal.reduce((sum, fen) => sum + fen, 0)]).toEqual([method, 300_000]);
        plans.set(method, plan);
      }
      const instalments = plans.get('EQUAL_INSTALMENT')?.total ?? [];
      expect(instalments[0]).toBe(instalments[1]);
      const principals = plans.get('EQUAL_PRINCIPAL')?.principal ?? [];
      expect(Math.max(...principals) - Math.min(...principals)).toBeLessThan(3);
      const interest = plans.get('EQUAL_PRINCIPAL')?.interest ?? [];
      expect(interest[2]).toBeLessThan(interest[0] ?? 0);
      for (const method of ['INTEREST_FIRST', 'ON_DEMAND'])
        expect(plans.get(method)?.principal).toEqual([0, 0, 300_000]);
      expect(await strayWords(borrower)).toEqual([]);
    });

    it('draws by one of them, and the loan’s page keeps the plan', async () => {
      const { page, t } = borrower;
      const method = language === 'zh' ? 'EQUAL_PRINCIPAL' : 'INTEREST_FIRST';
      await drawByHand(stage, borrower, { yuan: '3000', method, purpose: 'EDUCATION' });
      await page.getByTestId('payment-SUCCEEDED').waitFor();
      expect(await strayWords(borrower)).toEqual([]);
      await page.getByRole('link', { name: t.payment.seeLoan }).click();
      await page.getByText(t.method[method]).first().waitFor();
      expect(await page.getByRole('table').first().locator('tbody tr').count()).toBe(3);
      expect(await strayWords(borrower)).toEqual([]);
    });

    it('repays a part early: interest is saved, and the plan after it shown', async () => {
      const { page, t, api } = borrower;
      const before = (await api.home({})).payoffFen;
      await page.goto(`${stage.product.borrowerUrl}repay`);
      await choose(page, t.repay.modes.EARLY_PART);
      await page.getByLabel(t.repay.partAmount).fill('1000');
      await choose(page, t.repay.smaller);
      await page.locator('summary', { hasText: t.repay.planAfter }).click();
      const after = page.getByRole('table', { name: t.repay.planAfter }).locator('tbody tr');
      await expect.poll(() => after.count()).toBe(3);
      expect(await strayWords(borrower)).toEqual([]);
      await confirmRepayment(borrower);
      expect(before - (await api.home({})).payoffFen).toBe(100_000);
    });
  });
}

describe('a rail that does not do as it should', () => {
  let borrower: Borrower;
  const availableOnPage = async (): Promise<string> => {
    await borrower.page.goto(stage.product.borrowerUrl);
    return borrower.page.getByTestId('available').innerText();
  };
  beforeAll(async () => {
    borrower = await withLine(stage);
  });

  it('that refuses: no money, no debt, and the limit as before', async () => {
    const before = await availableOnPage();
    await payoutAnswered(borrower, 'FAIL');
    const { page, t } = borrower;
    await page.getByTestId('payment-FAILED').waitFor();
    await page.getByRole('link', { name: t.payment.again }).waitFor();
    await screenshot(page, 'money-refused');
    expect(await availableOnPage()).toBe(before);
    expect((await borrower.api.home({})).payoffFen).toBe(0);
  });

  it('that is silent: the page says so and guesses nothing, until it has been asked again', async () => {
    await payoutAnswered(borrower, 'TIME_OUT');
    const { page, t } = borrower;
    const pending = page.getByTestId('payment-PENDING');
    await pending.waitFor();
    expect(await pending.innerText()).toContain(t.payment.out.note.PENDING);
    await screenshot(page, 'money-silent');
    await page.getByTestId('payment-SUCCEEDED').waitFor();
  });

  it('that answers twice: the money counts once', async () => {
    const before = (await borrower.api.home({})).line?.availableFen ?? 0;
    await payoutAnswered(borrower, 'ANSWER_TWICE');
    await borrower.page.getByTestId('payment-SUCCEEDED').waitFor();
    expect(before - ((await borrower.api.home({})).line?.availableFen ?? 0)).toBe(80_000);
    await borrower.page.goto(`${stage.product.borrowerUrl}payments`);
    const { t } = borrower;
    await borrower.page.getByText(t.payment.purpose.DRAW).first().waitFor();
    expect(await borrower.page.getByText(t.payment.purpose.DRAW).count()).toBe(3);
  });

  it('that refuses a repayment: nothing is taken, and trying again works', async () => {
    const { page, t } = borrower;
    const before = (await borrower.api.home({})).payoffFen;
    await stage.systems.setRail({ body: { nextOutcomes: ['FAIL'] } });
    await page.goto(`${stage.product.borrowerUrl}repay?mode=EARLY_FULL`);
    await page.getByTestId('repay-amount').waitFor();
    await page.getByTestId('confirm-repayment').click();
    await page.getByTestId('payment-FAILED').waitFor();
    expect((await borrower.api.home({})).payoffFen).toBe(before);
    await page.getByRole('link', { name: t.payment.again }).click();
    await confirmRepayment(borrower);
  });
});

describe('paying late', () => {
  it('shows days and penalty apart, and paying ends both', async () => {
    const borrower = await withLine(stage);
    const { page, t, api } = borrower;
    const loan = await drawn(borrower, 300_000);
    const operator = await stage.staff('operator');
    const dueDate = (await api.getLoan({ params: { id: loan } })).nextDueDate ?? '';
    const today = (await api.home({})).businessDate;
    const days = (Date.parse(dueDate) - Date.parse(today)) / 86_400_000;
    await daysPass(stage, operator, days + 4);

    await page.goto(stage.product.borrowerUrl);
    await page.getByText(t.due.overdueDays(4)).first().waitFor();
    await page.goto(`${stage.product.borrowerUrl}bills`);
    const block = page.getByTestId('overdue');
    await block.waitFor();
    const words = await block.innerText();
    expect(words).toContain(t.bills.overdue(4));
    const penalty = (await api.getLoan({ params: { id: loan } })).penaltyAccruedFen;
    expect(penalty).toBeGreaterThan(0);
    expect(words).toContain((penalty / 100).toFixed(2));
    await screenshot(page, 'money-late');
    expect(await strayWords(borrower)).toEqual([]);

    await page.goto(`${stage.product.borrowerUrl}repay`);
    await confirmRepayment(borrower);
    await page.goto(`${stage.product.borrowerUrl}bills`);
    await page.getByRole('heading', { name: t.bills.running }).waitFor();
    expect(await block.count()).toBe(0);
    const after = await until(
      () => api.getLoan({ params: { id: loan } }),
      (now) => now.overdueFen === 0,
    );
    expect(after).toMatchObject({ daysPastDue: 0, penaltyAccruedFen: 0 });
  });

  it('raised no error on any page', () => {
    expect(stage.faults).toEqual([]);
  });
});
