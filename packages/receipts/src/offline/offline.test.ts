import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#crypto';
import { signCheckpoint } from '../checkpoint.ts';
import { appendLeaf, EMPTY_RANGE, rootOf } from '../compact-range.ts';
import { ed25519Signer, verifierKeyText } from '../keys.ts';
import { leafHashOf } from '../merkle-hash.ts';
import { formatReceipt } from '../receipt.ts';
import type { ReceiptLeaf } from '../receipt-leaf.ts';
import { leafData, noticeCommitment } from '../receipt-leaf.ts';
import type { TrustedKeys } from '../trust.ts';
import { describeVerification } from './describe.ts';
import { verifierPage } from './page.ts';

const origin = 'lender.example/books/1';
const signer = ed25519Signer(origin, new Uint8Array(32).fill(7));
const trusted: TrustedKeys = {
  logs: [{ origin, keys: [{ key: verifierKeyText(signer.key), fromSize: 0, untilSize: null }] }],
  witnesses: [],
  witnessesNeeded: 0,
};
const notice = { title: '借款暂停', limitAfterFen: 3_850_000 };
const salt = sha256Hex('salt');
const leaf: ReceiptLeaf = {
  version: 1,
  notice: noticeCommitment(notice, salt),
  decision: null,
  policy: null,
  borrower: sha256Hex('borrower'),
  sequence: 1,
  previous: null,
};
const { range } = appendLeaf(EMPTY_RANGE, leafHashOf(leafData(leaf)));
const checkpoint = signCheckpoint({ origin, size: 1, root: rootOf(range) }, [signer]);
const receipt = formatReceipt({ leaf, salt, index: 0, hashes: [], checkpoint });

describe('the verdict in words (R14)', () => {
  it('says what was verified, in both languages', () => {
    const verdict = describeVerification(JSON.stringify(notice), receipt, trusted);
    expect(verdict.genuine).toBe(true);
    expect(verdict.details.map(({ en }) => en).join(' ')).toContain('entry 1 of the log lender.example/books/1');
    expect(verdict.details[0]?.zh).toContain('第 1 条记录');
  });

  it('says what to do when it was not', () => {
    const verdicts = {
      altered: describeVerification(JSON.stringify({ ...notice, limitAfterFen: 1 }), receipt, trusted),
      damaged: describeVerification('{}', 'not a receipt', trusted),
      untrusted: describeVerification(JSON.stringify(notice), receipt, { ...trusted, logs: [] }),
    };
    expect(Object.values(verdicts).map(({ genuine }) => genuine)).toEqual([false, false, false]);
    expect(verdicts.altered.details[0]?.en).toContain('does not match the log');
    expect(verdicts.altered.details[1]?.en).toContain('notice_altered');
    expect(verdicts.altered.details[1]?.zh).toBe('技术说明：通知书的哈希与记录不符（notice_altered）');
    expect(verdicts.damaged.details[0]?.en).toContain('damaged');
    expect(verdicts.untrusted.details[0]?.en).toContain('not signed by the keys');
  });
});

describe('the offline page (R14)', () => {
  /** Enough of a document for the script: elements by id, with listeners that the test can call. */
  const openPage = (html: string, language = 'zh-CN') => {
    const elements = new Map<string, Record<string, unknown>>();
    const listeners = new Map<string, () => void>();
    for (const [, id = ''] of html.matchAll(/\bid="([^"]+)"/g))
      elements.set(id, {
        value: '',
        textContent: id === 'trusted' ? (/id="trusted">(.*?)<\/script>/s.exec(html)?.[1] ?? '') : '',
        className: '',
        scrollIntoView: () => undefined,
        addEventListener: (event: string, listener: () => void) => listeners.set(`${id} ${event}`, listener),
      });
    const script = /<script>(.*)<\/script><\/body>/s.exec(html)?.[1] ?? '';
    const drops: ((event: unknown) => void)[] = [];
    const document = {
      documentElement: { lang: '' },
      getElementById: (id: string) => elements.get(id) ?? null,
      addEventListener: (event: string, listener: (event: unknown) => void) =>
        event === 'drop' ? drops.push(listener) : undefined,
    };
    runInNewContext(script, { document, navigator: { language }, TextEncoder, TextDecoder, atob, btoa, Uint8Array });
    return {
      set: (id: string, value: string) => Object.assign(elements.get(id) ?? {}, { value }),
      click: (id: string) => listeners.get(`${id} click`)?.(),
      type: (id: string) => listeners.get(`${id} input`)?.(),
      drop: async (...texts: readonly string[]) => {
        const files = texts.map((text) => ({ text: () => Promise.resolve(text) }));
        for (const listener of drops) listener({ preventDefault: () => undefined, dataTransfer: { files } });
        await new Promise((resolve) => setTimeout(resolve, 0));
      },
      read: (id: string) => elements.get(id)?.['textContent'],
      language: () => document.documentElement.lang,
    };
  };

  it('checks notices in a browser’s language alone, and asks for nothing from anywhere', async () => {
    const bundle = await build({
      entryPoints: [fileURLToPath(new URL('page-script.ts', import.meta.url))],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      write: false,
    });
    const script = bundle.outputFiles[0]?.text ?? '';
    expect(script).not.toContain('node:');
    const html = verifierPage({ lender: { zh: '示例 <银行>', en: 'Example' }, trusted, script });
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('示例 &lt;银行&gt;');
    expect(html).not.toMatch(/\b(?:src|href)=/);
    const page = openPage(html);
    page.set('notice', JSON.stringify(notice, null, 2));
    page.set('receipt', receipt);
    page.click('check');
    expect(page.read('headline-zh')).toContain('✓');
    expect(page.read('headline-en')).toContain('✓ Verified');
    page.set('notice', JSON.stringify({ ...notice, limitAfterFen: 5_000_000 }));
    page.type('notice');
    expect([page.read('headline-zh'), page.read('details-zh')], 'no verdict stands over another text').toEqual([
      '',
      '',
    ]);
    page.click('check');
    expect(page.read('headline-zh')).toContain('×');
    expect(page.read('details-zh')).toContain('notice_altered');
    const dropped = openPage(html);
    await dropped.drop(receipt);
    expect(dropped.read('headline-zh')).toBe('');
    await dropped.drop(JSON.stringify(notice));
    expect(dropped.read('headline-zh')).toContain('✓');
    const both = openPage(html);
    await both.drop(JSON.stringify({ ...notice, limitAfterFen: 1 }), receipt);
    expect(both.read('headline-zh')).toContain('×');
    const chain = openPage(html);
    await chain.drop(JSON.stringify(notice), receipt, JSON.stringify({ items: [{ leaf }] }));
    expect(chain.read('headline-zh')).toContain('没有遗漏');
  });

  it('opens in the language of the browser, Chinese where it speaks neither, and in the other at a tap', async () => {
    const entryPoints = [fileURLToPath(new URL('page-script.ts', import.meta.url))];
    const bundle = await build({ entryPoints, bundle: true, platform: 'browser', format: 'iife', write: false });
    const script = bundle.outputFiles[0]?.text ?? '';
    const html = verifierPage({ lender: { zh: '甲', en: 'A' }, trusted, script });
    const opened = ['zh-CN', 'en-GB', 'fr'].map((language) => openPage(html, language));
    expect(opened.map((page) => page.language())).toEqual(['zh-CN', 'en', 'zh-CN']);
    for (const page of opened) page.click('language');
    expect(opened.map((page) => page.language())).toEqual(['en', 'zh-CN', 'en']);
  });

  it('cannot be ended early by what is written into it', () => {
    const html = verifierPage({
      lender: { zh: '甲', en: 'A' },
      trusted: { ...trusted, witnesses: ['</script><b>'] },
      script: 'const x = "</script>";',
    });
    expect(html.match(/<\/script>/g)?.length).toBe(2);
  });
});
