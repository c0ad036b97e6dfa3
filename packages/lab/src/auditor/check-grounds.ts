import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { NO_DATA_FAMILIES, REASONS_MAX } from './rules.ts';

/** Whether a value is over the line that a reason names. */
export const crosses = (value: unknown, operator: string, line: unknown): boolean => {
  if (operator === 'not in') return !String(line).split(', ').includes(String(value));
  if (typeof value !== 'number' || typeof line !== 'number') return value === line;
  if (operator === '>') return value > line;
  if (operator === '>=') return value >= line;
  if (operator === '<') return value < line;
  if (operator === '<=') return value <= line;
  return operator === '=' && value === line;
};

/**
 * Whether what is done to a borrower now, for reasons that were given before, still has one that holds on data that can carry it
 * (G5, N127-N129). Said only where the auditor can read each of them by itself, and was told them all.
 * @param what what is done, as the finding names it
 */
export const checkGrounds = (
  record: BorrowerRecord,
  decisionId: string,
  family: string,
  what: string,
  atMs: number,
  report: Report,
): void => {
  const decision = record.decisions.get(decisionId);
  if (decision === undefined || NO_DATA_FAMILIES.includes(family)) return;
  const now = decision.reasons.map((reason) => ({
    ...reason,
    reading: record.data.read(reason.input, atMs, record.silentFeeds),
  }));
  if (now.length === 0 || now.some(({ reading }) => reading === null)) return;
  const sound = now.filter(({ reading }) => reading?.doubt === null && reading.value !== null);
  if (sound.some(({ reading, operator, line }) => crosses(reading?.value, operator, line))) return;
  // A notice names no more reasons than four; what was left out may still hold.
  if (now.length >= REASONS_MAX) return;
  if (sound.length < now.length) {
    const doubts = [...new Set(now.map(({ reading }) => reading?.doubt ?? 'missing'))].join(', ');
    report('G5', `${what} on data that is ${doubts}`);
  } else report('G1', `${what} and none of its reasons holds any more`);
};
