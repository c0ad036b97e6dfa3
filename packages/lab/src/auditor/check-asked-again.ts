import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { ANSWERED_DAYS, LASTING_COUNTS } from './rules.ts';

const DAY_MS = 86_400_000;

/** Who verified is not asked again, within a month, over no more of what lasts than they answered then (N9, G3). */
export const checkAskedAgain = (
  record: BorrowerRecord,
  { id, decisionId }: { readonly id: string; readonly decisionId: string },
  atMs: number,
  report: Report,
): void => {
  const asked = record.decisions.get(decisionId)?.reasons ?? [];
  if (asked.length === 0 || !asked.every(({ input }) => LASTING_COUNTS.includes(input))) return;
  for (const [before, { stepUpLifts, state, endedAtMs, decisionId: then }] of record.restrictions) {
    if (!stepUpLifts || state !== 'lifted' || endedAtMs === null || atMs - endedAtMs >= ANSWERED_DAYS * DAY_MS)
      continue;
    const answered = record.decisions.get(then)?.reasons ?? [];
    const isNoMore = asked.every(({ ruleId, value }) =>
      answered.some((reason) => reason.ruleId === ruleId && Number(value) <= Number(reason.value)),
    );
    if (isNoMore) report('G3', `restriction ${id} asks again for what was verified when ${before} was lifted`);
  }
};
