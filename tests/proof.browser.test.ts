import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { strayWords } from './browser/acts.ts';
import { signInsFromAfar } from './browser/cast.ts';
import { desktop, phone, screenshot } from './browser/harness.ts';
import { type Borrower, type Language, observe, openStage, type Stage, withLine, wordsOf } from './browser/stage.ts';

/**
 * What a held borrower has in hand: the notice, its proof and a page that checks them without us, in a browser that has
 * no network.
 */
let stage: Stage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clearline-proof-'));
  stage = await openStage();
});
afterAll(async () => {
  await stage?.close();
  await rm(folder, { recursive: true });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await stage.picture(`proof-${task.id}`);
});

/** A borrower whom an unusual sign-in stops, and the notice of it. */
const heldBorrower = async (
  language: Language,
  context: BrowserContextOptions = {},
): Promise<Borrower & { readonly noticeId: string }> => {
  const borrower = await withLine(stage, { language, context });
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

/** The saved page, opened from a folder where there is no network at all. */
const openVerifier = async (html: string, language: 'zh' | 'en'): Promise<Page> => {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const context = await stage.browser.newContext({ viewport: phone, offline: true, locale });
  const page = await context.newPage();
  page.on('pageerror', (error) => void expect.unreachable(error.message));
  const saved = join(folder, 'verifier.html');
  await writeFile(saved, html);
  await page.goto(pathToFileURL(saved).href);
  return page;
};

/** Ways to pass off a notice or a proof for another, with the code of the refusal. */
const forgeries = (notice: string, proof: string): readonly (readonly [string, string, string, string])[] => [
  ['a date moved', notice.replace(/("expiresAt": ?)"20/, '$1"21'), proof, 'notice_altered'],
  [
    'a field put before the true one',
    `{"title":{"zh":"一切照旧","en":"All is well"},${notice.slice(1)}`,
    proof,
    'malformed_notice',
  ],
  [
    'a number that reads as another',
    notice.replace(/:( ?\d+)([,}\s])/, ':$1.00000000000000000001$2'),
    proof,
    'malformed_notice',
  ],
  [
    'another way to the root',
    notice,
    proof.replace(/^([A-Za-z0-9+/])(?=[A-Za-z0-9+/]{42}=$)/m, (first) => (first === 'A' ? 'B' : 'A')),
    'root_mismatch',
  ],
  ['another salt', notice, withExtra(proof, (extra) => ({ ...extra, salt: '0'.repeat(64) })), 'notice_altered'],
  [
    'a signature of nobody’s',
    notice,
    proof.replace(/(— \S+ \S{20})./, (_, start: string) => `${start}~`),
    'malformed_note',
  ],
  [
    'a checkpoint of a larger log',
    notice,
    proof.replace(/\n(\d+)\n(?=\S{43}=\n\n—)/, (_, n: string) => `\n${Number(n) + 1}\n`),
    'bad_signature',
  ],
];
const withExtra = (proof: string, change: (extra: Record<string, unknown>) => unknown): string =>
  proof.replace(/^extra (\S+)$/m, (_, text: string) => {
    const extra = JSON.parse(Buffer.from(text, 'base64').toString()) as Record<string, unknown>;
    return `extra ${Buffer.from(JSON.stringify(change(extra))).toString('base64')}`;
  });

/** Drops files on a page, as from a folder. */
const drop = async (page: Page, ...texts: readonly string[]): Promise<void> => {
  const carried = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    for (const [index, text] of contents.entries()) transfer.items.add(new File([text], `file-${index}`));
    return transfer;
  }, texts);
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
};

/** What the offline page says, in the one language that it shows. */
const VERDICTS = {
  zh: { genuine: '验证通过', refused: '未通过验证', whole: '没有遗漏' },
  en: { genuine: 'Verified: this notice', refused: 'Not verified', whole: 'none missing' },
} as const;

for (const language of ['zh', 'en'] as const)
  describe(`the proof card of a held borrower, in ${language} (R14)`, () => {
    const files = { notice: '', proof: '', records: '', verifier: '' };
    const says = VERDICTS[language];
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
      const page = await openVerifier(files.verifier, language);
      const headline = page.locator('#headline');
      await drop(page, files.proof, files.notice);
      await expect.poll(() => headline.innerText()).toContain(says.genuine);
      await expect.poll(() => headline.evaluate((one) => one.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
      await screenshot(page, `proof-offline-genuine-${language}`);
      const altered = files.notice.replace(
        noticeId,
        noticeId.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      );
      await drop(page, altered);
      await expect.poll(() => headline.innerText()).toContain(says.refused);
      await screenshot(page, `proof-offline-altered-${language}`);
      expect(await page.locator('#details').innerText()).toContain('notice_altered');
      await page.locator('#notice').fill(files.notice);
      expect(await headline.innerText(), 'no verdict stands over another text').toBe('');
    });

    it('is refused for what it is, however it was forged', async () => {
      const page = await openVerifier(files.verifier, language);
      const said: [string, boolean, string][] = [];
      const list = forgeries(files.notice, files.proof);
      for (const [what, notice, proof] of list) {
        expect([what, notice === files.notice && proof === files.proof]).toEqual([what, false]);
        await page.locator('#notice').fill('');
        await page.locator('#receipt').fill('');
        await drop(page, notice, proof);
        await page.locator('#headline', { hasText: /[✓×]/ }).waitFor();
        const refused = (await page.locator('#headline').innerText()).includes(says.refused);
        said.push([what, refused, /[(（](\w+)[)）]\s*$/.exec(await page.locator('#details').innerText())?.[1] ?? '']);
      }
      expect(said).toEqual(list.map(([what, , , code]) => [what, true, code]));
    });

    it('shows with the list of records whether other notices are missing', async () => {
      const page = await openVerifier(files.verifier, language);
      await drop(page, files.proof, files.notice, files.records);
      await expect.poll(() => page.locator('#details').innerText()).toContain('receipt_hidden');
      const all: string[] = [files.records];
      for (const { id } of (await borrower.api.listNotices({})).items) {
        all.push(await (await borrower.api.getNoticeDocument({ params: { id } })).text());
        all.push(await (await borrower.api.getNoticeReceipt({ params: { id } })).text());
      }
      await drop(page, ...all);
      await expect.poll(() => page.locator('#headline').innerText()).toContain(says.whole);
      await screenshot(page, `proof-offline-chain-${language}`);
    });
  });

// Each size in the language that the tests of single pages look at less there.
it.each([
  ['375 px, in English', 'en', phone],
  ['1440 px, in Chinese', 'zh', desktop],
] as const)(
  'a held borrower sees why, does the named thing, is restored, and has in hand a notice that verifies (G1, G2, G12), at %s',
  async (_, language, viewport) => {
    const borrower = await heldBorrower(language, { viewport });
    const { page, t, api, noticeId } = borrower;
    const look = async (what: string): Promise<void> => {
      expect(await strayWords(borrower)).toEqual([]);
      await screenshot(page, `held-to-restored-${what}-${language}-${viewport.width}`);
    };
    await page.goto(stage.product.borrowerUrl);
    const standing = page.getByTestId('standing');
    expect(await standing.innerText()).not.toContain(t.home.available);
    await look('held');

    await page.getByRole('link', { name: t.home.why }).first().click();
    await page.waitForURL(new RegExp(`/notices/${noticeId}`));
    const reason = page.locator('[data-testid^=reason-]').first();
    await reason.waitFor();
    for (const part of [t.reason.saw, t.reason.line]) expect(await reason.innerText()).toContain(part);
    await look('why');

    await page.getByRole('link', { name: t.home.verify }).first().click();
    await page.getByRole('button', { name: t.verify.send }).click();
    await page.getByRole('button', { name: t.demo.use }).click();
    await page.getByRole('button', { name: t.verify.submit }).click();
    await page.getByTestId('restored').waitFor();
    await look('restored');
    await page.goto(stage.product.borrowerUrl);
    await expect.poll(() => standing.innerText()).toContain(t.home.available);
    expect((await api.home({})).restrictions).toEqual([]);

    await page.goto(`${stage.product.borrowerUrl}notices/${noticeId}`);
    await page.getByText(t.proof.verified).waitFor();
    await look('in-hand');
    const notice = await downloaded(page, t.proof.document);
    const proof = await downloaded(page, t.proof.receipt);
    const verifier = await openVerifier(await downloaded(page, t.proof.page), language);
    await drop(verifier, proof, notice);
    await expect.poll(() => verifier.locator('#headline').innerText()).toContain(VERDICTS[language].genuine);
    expect(stage.faults).toEqual([]);
  },
);
