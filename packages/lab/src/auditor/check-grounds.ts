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

/**
 * Whether what ends because its reasons are gone ends on data that can show it: what is stale, missing or in doubt shows nothing
 * (G5, N177). That a reason's own value is still over its line proves nothing, as its rule may rest on more than that.
 */
export const checkGone = (
  record: BorrowerRecord,
  decisionId: string,
  family: string,
  what: string,
  atMs: number,
  report: Report,
): void => {
  if (NO_DATA_FAMILIES.includes(family))
    return report('G5', `${what}, though it looks at no data that could have changed`);
  for (const { input } of record.decisions.get(decisionId)?.reasons ?? []) {
    const reading = record.data.read(input, atMs, record.silentFeeds);
    if (reading !== null && reading.doubt !== null) report('G5', `${what} on ${input}, which is ${reading.doubt}`);
  }
};
