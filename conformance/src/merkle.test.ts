import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64Of, leafHashOf, nodeHashOf } from '@clearline/receipts';
import { run } from './merkle.ts';

describe('the runner of Merkle proof cases', () => {
  const [one, two] = [leafHashOf(Uint8Array.of(1)), leafHashOf(Uint8Array.of(2))];
  const root = base64Of(nodeHashOf(one, two));
  const inclusion = { leafIdx: 0, treeSize: 2, root, leafHash: base64Of(one), proof: [base64Of(two)], wantErr: false };
  const { leafIdx, ...renamed } = inclusion;
  const cases = {
    'inclusion/0/happy-path.json': inclusion,
    'inclusion/0/renamed.json': { ...renamed, leafIndex: leafIdx },
    'inclusion/0/wrong-leaf.json': { ...inclusion, leafHash: base64Of(two), wantErr: true },
    'inclusion/0/mislabelled.json': { ...inclusion, wantErr: true },
    'consistency/1/happy-path.json': {
      size1: 1,
      size2: 2,
      root1: base64Of(one),
      root2: root,
      proof: [base64Of(two)],
      wantErr: false,
    },
    'consistency/1/no-proof.json': {
      size1: 1,
      size2: 2,
      root1: base64Of(one),
      root2: root,
      proof: null,
      wantErr: true,
    },
  };
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clearline-merkle-'));
    for (const [path, test] of Object.entries(cases)) {
      await mkdir(join(directory, path, '..'), { recursive: true });
      await writeFile(join(directory, path), JSON.stringify(test));
    }
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('counts every file below both folders and names the one whose label is wrong', async () => {
    expect(await run([directory])).toEqual({
      suite: 'merkle',
      total: 6,
      passed: 5,
      failed: [join('inclusion', '0', 'mislabelled.json')],
      skipped: [],
    });
  });

  it('says what is wrong with its arguments, and with a case it cannot read', async () => {
    await expect(run([])).rejects.toThrow('takes one directory');
    await writeFile(join(directory, 'inclusion/0/renamed.json'), JSON.stringify(renamed));
    await expect(run([directory])).rejects.toThrow('neither leafIdx nor leafIndex');
    await writeFile(join(directory, 'inclusion/0/renamed.json'), '{"leafIdx": 0,');
    await expect(run([directory])).rejects.toThrow(/renamed\.json is not a case in JSON/);
  });

  it('takes no folder without cases for a suite that passed', async () => {
    const empty = join(directory, 'empty');
    await expect(run([empty])).rejects.toThrow(/empty.inclusion cannot be read as a folder \(ENOENT\); merkle takes/);
    await mkdir(join(empty, 'inclusion'), { recursive: true });
    await expect(run([empty])).rejects.toThrow('holds no JSON file');
  });
});
