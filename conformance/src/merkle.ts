import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bytesOfBase64, verifyConsistency, verifyInclusion } from '@clearline/receipts';
import type { SuiteResult } from './suite.ts';

/*
 * The `testdata` of transparency-dev/merkle: `inclusion/` and `consistency/` hold JSON files, in folders of any depth,
 * each one proof and whether verifying it must fail.
 */
interface InclusionCase {
  /** Called `leafIndex` in the suite’s later versions. */
  readonly leafIdx?: number;
  readonly leafIndex?: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyCase {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

/** Absent hashes are empty in the suite’s files, and a root may be of any length there. */
const bytes = (text: string | null): Uint8Array => {
  const decoded = bytesOfBase64(text ?? '');
  if (decoded === null) throw new Error(`${JSON.stringify(text)} is not base 64`);
  return decoded;
};

const judge = {
  inclusion: (test: InclusionCase): boolean => {
    const index = test.leafIdx ?? test.leafIndex;
    // Without this, a renamed field would count as a refusal, and so as success where one is expected.
    if (index === undefined) throw new Error('a case has neither leafIdx nor leafIndex');
    return verifyInclusion({
      leafHash: bytes(test.leafHash),
      index,
      size: test.treeSize,
      proof: (test.proof ?? []).map(bytes),
      root: bytes(test.root),
    }).ok;
  },
  consistency: (test: ConsistencyCase): boolean =>
    verifyConsistency({
      oldSize: test.size1,
      oldRoot: bytes(test.root1),
      newSize: test.size2,
      newRoot: bytes(test.root2),
      proof: (test.proof ?? []).map(bytes),
    }).ok,
};

const jsonFilesOf = async (directory: string): Promise<string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw new Error(
      `${directory} cannot be read as a folder (${codeOf(error)}); merkle takes the testdata folder of transparency-dev/merkle, which holds inclusion/ and consistency/`,
      { cause: error },
    );
  });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  // No case is no success.
  if (files.length === 0) throw new Error(`${directory} holds no JSON file, and so no case`);
  return files;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** One case; what is no JSON or lacks a field is named with its file. */
const caseOf = async (file: string): Promise<InclusionCase & ConsistencyCase> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as InclusionCase & ConsistencyCase;
  } catch (error) {
    throw new Error(`${file} is not a case in JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};

/** Runs every case below one directory, which must hold `inclusion` and `consistency`. */
export const run = async (paths: readonly string[]): Promise<SuiteResult> => {
  const [directory, ...others] = paths;
  if (directory === undefined || others.length > 0)
    throw new Error('merkle takes one directory: that holding inclusion/ and consistency/');
  const failed: string[] = [];
  let total = 0;
  for (const kind of ['inclusion', 'consistency'] as const) {
    for (const file of await jsonFilesOf(join(directory, kind))) {
      const test = await caseOf(file);
      total += 1;
      if (judge[kind](test) === test.wantErr) failed.push(relative(directory, file));
    }
  }
  return { suite: 'merkle', total, passed: total - failed.length, failed, skipped: [] };
};
