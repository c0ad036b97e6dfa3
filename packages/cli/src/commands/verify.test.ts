import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appendLeaf,
  ed25519Signer,
  EMPTY_RANGE,
  formatReceipt,
  leafData,
  leafHashHex,
  leafHashOf,
  noticeCommitment,
  type ReceiptLeaf,
  rootOf,
  sha256Hex,
  signCheckpoint,
  signKeyRotation,
  verifierKeyText,
} from '@clearline/receipts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verify } from './verify.ts';

const origin = 'lender.example/log/main';
const signer = ed25519Signer(origin, new Uint8Array(32).fill(1));
const key = verifierKeyText(signer.key);
const stranger = verifierKeyText(ed25519Signer(origin, new Uint8Array(32).fill(2)).key);
const notice = { id: 'n1', title: { zh: '借款已暂停', en: 'Draws are on hold' } };
const salt = sha256Hex('salt');
const leaf: ReceiptLeaf = {
  version: 1,
  notice: noticeCommitment(notice, salt),
  decision: sha256Hex('decision'),
  policy: 'policy',
  borrower: sha256Hex('borrower'),
  sequence: 1,
  previous: null,
};
const { range } = appendLeaf(EMPTY_RANGE, leafHashOf(leafData(leaf)));
const checkpoint = signCheckpoint({ origin, size: 1, root: rootOf(range) }, [signer]);
const proof = formatReceipt({ leaf, salt, index: 0, hashes: [], checkpoint });

let dir = '';
const file = (name: string): string => join(dir, name);
const said: string[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clearline-verify-'));
  await writeFile(file('notice.json'), JSON.stringify(notice, null, 2));
  await writeFile(file('altered.json'), JSON.stringify({ ...notice, title: { zh: '一切照旧', en: 'All is well' } }));
  await writeFile(file('proof.tlog-proof'), proof);
  const keys = { logs: [{ origin, keys: [{ key, fromSize: 0, untilSize: null }] }], witnesses: [], witnessesNeeded: 0 };
  await writeFile(file('log-keys.json'), JSON.stringify(keys));
});
afterAll(() => rm(dir, { recursive: true }));
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});

const run = (noticeName: string, ...more: readonly string[]): Promise<number> =>
  verify.run([file(noticeName), file('proof.tlog-proof'), ...more]);

describe('clearline verify', () => {
  it('says in both languages that a notice is genuine, by a key, a file of keys, or those of the data folder', async () => {
    for (const trust of [
      ['--key', key],
      ['--key', file('log-keys.json')],
      ['--data-dir', dir],
    ])
      expect(await run('notice.json', ...trust)).toBe(0);
    expect(said.join('\n')).toContain('验证通过');
    expect(said.join('\n')).toContain('has not been changed');
    said.length = 0;
    await run('notice.json', '--key', key, '--lang', 'en');
    expect(said.join('\n')).not.toMatch(/\p{Script=Han}/u);
  });

  it('answers 2, in both languages, for files that are not there or are folders, and 1 for what was cut off or is no text', async () => {
    for (const [name, zh, en] of [
      ['nowhere.json', '没有这个文件', 'there is no such file'],
      ['.', '这是文件夹', 'this is a folder'],
    ] as const) {
      said.length = 0;
      expect(await run(name, '--key', key)).toBe(2);
      expect(said.join('\n')).toMatch(new RegExp(`${zh}[^]*${en}`));
      said.length = 0;
      await run(name, '--key', key, '--lang', 'en');
      expect(said.join('\n')).not.toMatch(/\p{Script=Han}/u);
    }
    const whole = JSON.stringify(notice, null, 2);
    await writeFile(file('cut.json'), whole.slice(0, whole.length / 2));
    await writeFile(file('empty.json'), '');
    await writeFile(
      file('bytes.json'),
      new Uint8Array(300).map((_byte, place) => (place * 37) % 256),
    );
    await writeFile(file('cut.tlog-proof'), proof.slice(0, proof.length / 2));
    for (const names of [
      ['cut.json', 'proof.tlog-proof'],
      ['empty.json', 'proof.tlog-proof'],
      ['bytes.json', 'proof.tlog-proof'],
      ['notice.json', 'cut.tlog-proof'],
      ['notice.json', 'empty.json'],
      ['notice.json', 'notice.json'],
    ]) {
      said.length = 0;
      expect([names, await verify.run([...names.map(file), '--key', key])]).toEqual([names, 1]);
      // Which of the two is wrong, and what to do.
      expect([names, said.join('\n')]).toEqual([names, expect.stringMatching(/✗[^]*✗[^]*([Nn]otice|[Pp]roof)/)]);
    }
  });

  it('answers 1 for an altered notice, and for a signer whom nobody trusts here', async () => {
    expect(await run('altered.json', '--key', key)).toBe(1);
    expect(said.join('\n')).toContain('notice_altered');
    expect(await run('notice.json', '--key', stranger)).toBe(1);
    expect(said.join('\n')).toContain('no_trusted_signature');
  });

  it('checks notices with the list of records as a chain, and finds one that was kept back', async () => {
    const before: ReceiptLeaf = { ...leaf, notice: sha256Hex('a notice kept back') };
    const second: ReceiptLeaf = { ...leaf, sequence: 2, previous: leafHashHex(before) };
    const grown = [before, second].reduce(
      (grows, each) => appendLeaf(grows, leafHashOf(leafData(each))).range,
      EMPTY_RANGE,
    );
    const note = signCheckpoint({ origin, size: 2, root: rootOf(grown) }, [signer]);
    const hashes = [leafHashOf(leafData(before))];
    await writeFile(
      file('second.tlog-proof'),
      formatReceipt({ leaf: second, salt, index: 1, hashes, checkpoint: note }),
    );
    await writeFile(file('records.json'), JSON.stringify({ items: [{ leaf: before }, { leaf: second }] }));
    await writeFile(file('own.json'), JSON.stringify({ items: [{ leaf }] }));
    expect(await run('notice.json', file('own.json'), '--key', key)).toBe(0);
    expect(said.join('\n')).toContain('没有遗漏');
    const held = [file('notice.json'), file('second.tlog-proof'), file('records.json'), '--key', key];
    expect(await verify.run(held)).toBe(1);
    expect(said.join('\n')).toContain('receipt_hidden');
  });

  it('follows the published statements from the first key that somebody holds, and believes no file against it', async () => {
    const next = ed25519Signer(origin, new Uint8Array(32).fill(3));
    const renewed = signCheckpoint({ origin, size: 1, root: rootOf(range) }, [next]);
    await writeFile(
      file('renewed.tlog-proof'),
      formatReceipt({ leaf, salt, index: 0, hashes: [], checkpoint: renewed }),
    );
    const keysIn = async (name: string, logKeys: readonly object[], rotations: readonly string[]): Promise<string> => {
      const keys = { logs: [{ origin, keys: logKeys }], witnesses: [], witnessesNeeded: 0, rotations };
      await writeFile(file(name), JSON.stringify(keys));
      return file(name);
    };
    const rotation = signKeyRotation(origin, 1, signer, next);
    const [old, now] = [
      { key, fromSize: 0, untilSize: 1 },
      { key: verifierKeyText(next.key), fromSize: 1, untilSize: null },
    ];
    const published = await keysIn('published.json', [old, now], [rotation]);
    const renewedProof = [file('notice.json'), file('renewed.tlog-proof')];
    for (const trust of [
      ['--key', published],
      ['--key', key, '--key', published],
      ['--key', published, '--key', verifierKeyText(next.key)],
    ])
      expect(await verify.run([...renewedProof, ...trust])).toBe(0);
    // What the first key signed verifies on; that key alone knows nothing of the next.
    expect(await run('notice.json', '--key', key, '--key', published)).toBe(0);
    expect(await verify.run([...renewedProof, '--key', key])).toBe(1);
    // A file in which a key was put that nobody announced, by whoever serves it.
    const slipped = await keysIn('slipped.json', [old, now], []);
    expect(await verify.run([...renewedProof, '--key', slipped])).toBe(2);
    expect(said.at(-1)).toContain('not those that its key rotations lead to');
    expect(await verify.run([...renewedProof, '--key', key, '--key', slipped])).toBe(1);
    const foreign = await keysIn('foreign.json', [{ ...now, fromSize: 0 }], []);
    expect(await verify.run([...renewedProof, '--key', key, '--key', foreign])).toBe(1);
    // A statement that the first key did not sign.
    const thief = ed25519Signer(origin, new Uint8Array(32).fill(4));
    const stolen = await keysIn('stolen.json', [old, now], [signKeyRotation(origin, 1, thief, next)]);
    expect(await verify.run([...renewedProof, '--key', key, '--key', stolen])).toBe(2);
    expect(said.at(-1)).toContain('not signed by the present key');
    for (const damaged of ['null', '{"logs":[{}]}', '{"logs":[],"rotations":[1]}']) {
      await writeFile(file('damaged.json'), damaged);
      expect(await verify.run([...renewedProof, '--key', file('damaged.json')])).toBe(2);
      expect(said.at(-1)).toContain('not a list of log keys');
    }
  });

  it('asks for witnesses when told to', async () => {
    expect(await run('notice.json', '--key', key, '--witnesses', '1')).toBe(1);
    expect(said.join('\n')).toContain('too_few_witnesses');
    expect(await run('notice.json', '--key', key, '--witnesses', 'some')).toBe(2);
  });

  it('answers 2 and says what is missing when it is called wrongly', async () => {
    expect(await verify.run([file('notice.json')])).toBe(2);
    expect(await run('notice.json', '--key', key, '--lang', 'fr')).toBe(2);
    expect(await run('missing.json', '--key', key)).toBe(2);
    expect(said.at(-1)).toContain('missing.json: there is no such file');
    expect(await run('notice.json', '--key', key.replace(/.$/, ''))).toBe(2);
    expect(await run('notice.json', '--key', file('notice.json'))).toBe(2);
    expect(said.at(-1)).toContain('not a list of log keys');
    expect(await run('notice.json', '--data-dir', join(dir, 'elsewhere'))).toBe(2);
    expect(said.slice(-2).join('\n')).toMatch(/没有给出 --key.*\nNo --key was given/);
    for (const [lang, other] of [
      ['zh', /given/],
      ['en', /\p{Script=Han}/u],
    ] as const) {
      await run('notice.json', '--data-dir', join(dir, 'elsewhere'), '--lang', lang);
      expect(said.at(-1)).toContain('--key');
      expect(said.at(-1)).not.toMatch(other);
    }
  });
});
