import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { strayWords } from './browser/acts.ts';
import { signInsFromAfar } from './browser/cast.ts';
import { phone, screenshot } from './browser/harness.ts';
import { type Borrower, type Language, observe, openStage, type Stage, withLine, wordsOf } from './browser/stage.ts';

/**
 * What a held borrower has in hand: the notice, its proof and a page that checks them without us, in a browser that has
 * no network.
 */
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`proof-${task.id}`);
});

/** A borrower whom an unusual sign-in stops, and the notice of it. */
const heldBorrower = async (language: Language): Promise<Borrower & { readonly noticeId: string }> => {
  const borrower = await withLine(stage, { language });
  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
  await observe(stage, borrower.id, signInsFromAfar(ago));
  const { items } = await borrower.api.listNotices({});
  const notice = items.find(({ adverse }) => adverse);
  if (notice === undefined) throw new Error('nothing was held');
  return { ...borrower, noticeId: notice.id };
};

const downloaded = async (page: Page, label: string): Promise<string> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: label }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
};

/** The saved page, opened where there is no network at all. */
const openVerifier = async (html: string): Promise<Page> => {
  const context = await stage.browser.newContext({ viewport: phone, offline: true });
  const page = await context.newPage();
  page.on('pageerror', (error) => void expect.unreachable(error.message));
  await page.setContent(html);
  return page;
};

/** Drops files on a page, as from a folder. */
const drop = async (page: Page, ...texts: readonly string[]): Promise<void> => {
  const carried = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    for (const [index, text] of contents.entries()) transfer.items.add(new File([text], `file-${index}`));
    return transfer;
  }, texts);
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
};

for (const language of ['zh', 'en'] as const)
  describe(`the proof card of a held borrower, in ${language} (R14)`, () => {
    const files = { notice: '', proof: '', records: '', verifier: '' };
    let borrower: Awaited<ReturnType<typeof heldBorrower>>;
    beforeAll(async () => {
      borrower = await heldBorrower(language);
    });

    it('says what this browser checked, and gives notice, proof, list of records and the page that checks them', async () => {
      const { page, noticeId } = borrower;
      const t = wordsOf[language].proof;
      await page.goto(`${stage.product.borrowerUrl}notices/${noticeId}`);
      await page.getByText(t.verified).waitFor();
      expect(await strayWords(borrower)).toEqual([]);
      await screenshot(page, `proof-${language}`);
      files.notice = await downloaded(page, t.document);
      files.proof = await downloaded(page, t.receipt);
      files.records = await downloaded(page, t.records);
      files.verifier = await downloaded(page, t.page);
      expect(JSON.parse(files.notice)).toMatchObject({ id: noticeId });
    });

    it('is verified without a network by drag and drop, and an altered notice is refused', async () => {
      const { noticeId } = borrower;
      const page = await openVerifier(files.verifier);
      const headline = page.locator('#headline');
      await drop(page, files.proof, files.notice);
      await expect.poll(() => headline.innerText()).toContain('验证通过');
      expect(await headline.innerText()).toContain('has not been changed');
      await screenshot(page, `proof-offline-genuine-${language}`);
      const altered = files.notice.replace(
        noticeId,
        noticeId.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      );
      await drop(page, altered);
      await expect.poll(() => headline.innerText()).toContain('未通过验证');
      expect(await headline.innerText()).toContain('Not verified');
      expect(await page.locator('#details').innerText()).toContain('notice_altered');
    });

    it('shows with the list of records whether other notices are missing', async () => {
      const page = await openVerifier(files.verifier);
      await drop(page, files.proof, files.notice, files.records);
      await expect.poll(() => page.locator('#details').innerText()).toContain('receipt_hidden');
      const all: string[] = [files.records];
      for (const { id } of (await borrower.api.listNotices({})).items) {
        all.push(await (await borrower.api.getNoticeDocument({ params: { id } })).text());
        all.push(await (await borrower.api.getNoticeReceipt({ params: { id } })).text());
      }
      await drop(page, ...all);
      await expect.poll(() => page.locator('#headline').innerText()).toContain('没有遗漏');
      await screenshot(page, `proof-offline-chain-${language}`);
    });
  });
