import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  allocateByReference,
  delinquencyByReference,
  dueDaysByReference,
  onActualBalanceByReference,
  planByReference,
} from '@clearline/lending/reference';
import { run as runApr } from './apr.ts';
import { run as runLoans } from './loans.ts';
import type { Arithmetic } from './loans/arithmetic.ts';

const vectorFile = (name: string): string => fileURLToPath(new URL(`../../../shared/vectors/${name}`, import.meta.url));

const SUITES = [
  ['loan-cases.json', runLoans],
  ['apr-cases.json', runApr],
] as const;

/** The reference of the lending package: exact fractions, nights one by one, no code of the engine. */
const REFERENCE: Arithmetic = {
  planLoan: planByReference,
  planOnActualBalance: onActualBalanceByReference,
  allocate: allocateByReference,
  delinquencyOf: delinquencyByReference,
  dueDaysOf: dueDaysByReference,
};

describe('loan-cases.json by the reference', () => {
  const file = vectorFile('loan-cases.json');
  it.skipIf(!existsSync(file))('passes whole, so that each case is checked twice over', async () => {
    const { total, passed, failed } = await runLoans([file], REFERENCE);
    expect({ passed, failed }).toEqual({ passed: total, failed: [] });
  });
});

describe.each(SUITES)('%s', (name, run) => {
  const file = vectorFile(name);
  const given = it.skipIf(!existsSync(file));

  given('passes whole', async () => {
    const { total, passed, failed, skipped } = await run([file]);
    expect(total).toBeGreaterThan(0);
    expect({ passed, failed, skipped }).toEqual({ passed: total, failed: [], skipped: [] });
  });

  given('fails every case whose figures are not what is stated', async () => {
    const text = await readFile(file, 'utf8');
    const { cases } = JSON.parse(text) as { cases: { id: string; expected: unknown }[] };
    const folder = await mkdtemp(join(tmpdir(), 'cases-'));
    try {
      const wrong = join(folder, name);
      await writeFile(
        wrong,
        JSON.stringify({ cases: cases.map((each) => ({ ...each, expected: disturbed(each.expected) })) }),
      );
      const { passed, failed } = await run([wrong]);
      expect({ passed, failed: failed.length }).toEqual({ passed: 0, failed: cases.length });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** Changes one figure: the first number, or the first digit of the first text that has one. */
const disturbed = (value: unknown): unknown => {
  const state = { done: false };
  const visit = (node: unknown): unknown => {
    if (state.done) return node;
    if (typeof node === 'number') {
      state.done = true;
      return node + 1;
    }
    if (typeof node === 'string' && /\d{2}/.test(node) && !node.includes('/')) {
      state.done = true;
      return node.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
    }
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child)]));
    return node;
  };
  return visit(value);
};
