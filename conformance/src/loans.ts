import { readFile } from 'node:fs/promises';
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

const judge = (test: LoanCase): boolean => {
  if ('rule' in test.inputs) return judgeAllocation(test as AllocationCase);
  if ('buckets' in test.inputs || 'graceDaysBeforeDelinquent' in test.inputs)
    return judgeDelinquency(test as DelinquencyCase);
  if ('dueDates' in test.expected) return judgeDueDates(test as DueDatesCase);
  return judgeSchedule(test as ScheduleCase);
};

/** Runs every case of one or more files. A case that cannot be read fails, with the reason on standard error. */
export const run = async (paths: readonly string[]): Promise<SuiteResult> => {
  const failed: string[] = [];
  let total = 0;
  for (const path of paths) {
    const { cases } = JSON.parse(await readFile(path, 'utf8')) as { readonly cases: readonly LoanCase[] };
    for (const test of cases) {
      total += 1;
      if (!passes(test)) failed.push(test.id);
    }
  }
  return { suite: 'loans', total, passed: total - failed.length, failed, skipped: [] };
};

const passes = (test: LoanCase): boolean => {
  try {
    return judge(test);
  } catch (error) {
    console.error(`${test.id}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
};
