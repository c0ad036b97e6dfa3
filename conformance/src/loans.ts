import { readFile } from 'node:fs/promises';
import { type Arithmetic, ENGINE } from './loans/arithmetic.ts';
import { judgeAllocation, judgeDelinquency } from './loans/accounts.ts';
import type { AllocationCase, DelinquencyCase } from './loans/accounts.ts';
import { judgeDueDates, judgeSchedule } from './loans/schedules.ts';
import type { DueDatesCase, ScheduleCase } from './loans/schedules.ts';
import type { SuiteResult } from './suite.ts';

/*
 * Cases of the shape of `loan-cases.json`: `conventions` in words, `cases` with `id`, `group`, `inputs`, `asOf`, `events` and
 * `expected`. What a case is about is read from its fields, not from its group or id, so that other files of the shape run.
 */
type LoanCase = { readonly id: string } & (ScheduleCase | DueDatesCase | AllocationCase | DelinquencyCase);

const judge = (test: LoanCase, by: Arithmetic): boolean => {
  if ('rule' in test.inputs) return judgeAllocation(test as AllocationCase, by);
  // A list of instalments with no rule to pay them by: how late they are is asked.
  if (Array.isArray(test.inputs.instalments)) return judgeDelinquency(test as DelinquencyCase, by);
  if ('dueDates' in test.expected) return judgeDueDates(test as DueDatesCase, by);
  return judgeSchedule(test as ScheduleCase, by);
};

/** Runs every case of one or more files. A case that cannot be read fails, with the reason on standard error. */
export const run = async (paths: readonly string[], by: Arithmetic = ENGINE): Promise<SuiteResult> => {
  const failed: string[] = [];
  let total = 0;
  for (const path of paths) {
    const { cases } = JSON.parse(await readFile(path, 'utf8')) as { readonly cases: readonly LoanCase[] };
    for (const test of cases) {
      total += 1;
      if (!passes(test, by)) failed.push(test.id);
    }
  }
  return { suite: 'loans', total, passed: total - failed.length, failed, skipped: [] };
};

const passes = (test: LoanCase, by: Arithmetic): boolean => {
  try {
    return judge(test, by);
  } catch (error) {
    console.error(`${test.id}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
};
