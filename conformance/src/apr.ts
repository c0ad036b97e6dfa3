import { readFile } from 'node:fs/promises';
import { KINDS } from './apr/kinds.ts';
import type { AprCase } from './apr/kinds.ts';
import type { SuiteResult } from './suite.ts';

/** Runs every case of one or more files of the shape of `apr-cases.json`. A kind that is not known fails. */
export const run = async (paths: readonly string[]): Promise<SuiteResult> => {
  const failed: string[] = [];
  let total = 0;
  for (const path of paths) {
    const { cases } = JSON.parse(await readFile(path, 'utf8')) as { readonly cases: readonly AprCase[] };
    for (const test of cases) {
      total += 1;
      if (!passes(test)) failed.push(test.id);
    }
  }
  return { suite: 'apr', total, passed: total - failed.length, failed, skipped: [] };
};

const passes = (test: AprCase): boolean => {
  try {
    const kind = Object.entries(KINDS).find(([name]) => test.kind === name || test.kind.startsWith(`${name}_x`))?.[1];
    if (kind === undefined) throw new Error(`kind ${test.kind} is not known`);
    return kind(test);
  } catch (error) {
    console.error(`${test.id}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
};
