import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord, SeenRestriction } from './borrower-record.ts';
import { GIVEN_UP_FOR_DATA, NOTICE_DAYS, WAITS_DAYS_MAX } from './rules.ts';

type Announced = Extract<Fact['body'], { type: 'restriction.announced' }>;
type Ended = Extract<Fact['body'], { type: 'restriction.ended' }>;

const DAY_MS = 86_400_000;
/** Two clocks of one lender may differ by as much as the skew that is injected. */
const SKEW_MS = 180_000;

/** A change is announced, or put off for its data: the new day is told as far ahead as the first, and a month is the most (G2, G5, N127). */
export const checkAnnounced = (
  record: BorrowerRecord,
  { restrictionId: id, effectiveAt }: Announced,
  restriction: SeenRestriction,
  atMs: number,
  report: Report,
): void => {
  const dueMs = Date.parse(effectiveAt);
  const before = restriction.dueAtMs;
  restriction.dueAtMs = dueMs;
  restriction.firstAnnouncedAtMs ??= atMs;
  restriction.firstDueAtMs ??= dueMs;
  if (before === null) return;
  const what = `restriction ${id} was put off`;
  if (atMs < before - SKEW_MS) report('G5', `${what} before its day came`);
  if (dueMs - atMs < NOTICE_DAYS * DAY_MS - SKEW_MS)
    report('G2', `${what} by ${((dueMs - atMs) / DAY_MS).toFixed(1)} days only`);
  if (dueMs > restriction.firstDueAtMs + WAITS_DAYS_MAX * DAY_MS + SKEW_MS)
    report('G5', `${what} beyond ${WAITS_DAYS_MAX} days after the day first announced`);
  if (!isTold(record, id, atMs)) report('G2', `${what} and nobody was told`);
};

/** No change takes effect before the day that was last announced. */
export const checkDue = (id: string, { dueAtMs }: SeenRestriction, atMs: number, report: Report): void => {
  if (dueAtMs !== null && atMs < dueAtMs - SKEW_MS)
    report('G2', `restriction ${id} took effect before the day announced`);
};

/** What is given up for its data was put off as long as it may be, and its end is told. */
export const checkGivenUp = (
  record: BorrowerRecord,
  { restrictionId: id, reason }: Ended,
  { firstDueAtMs }: SeenRestriction,
  atMs: number,
  report: Report,
): void => {
  if (reason !== GIVEN_UP_FOR_DATA || firstDueAtMs === null) return;
  if (atMs + NOTICE_DAYS * DAY_MS < firstDueAtMs + WAITS_DAYS_MAX * DAY_MS - SKEW_MS)
    report('G5', `restriction ${id} was given up after ${((atMs - firstDueAtMs) / DAY_MS).toFixed(1)} days`);
  record.givenUp.set(id, atMs);
};

/** Evening: whatever was due has happened, was put off, or was given up; and what was given up was told. */
export const checkWaiting = (record: BorrowerRecord, nowMs: number, report: Report): void => {
  for (const [id, { state, dueAtMs, firstDueAtMs }] of record.restrictions) {
    if (state !== 'pre_notice' || dueAtMs === null || firstDueAtMs === null) continue;
    if (nowMs - dueAtMs > DAY_MS)
      report('G5', `restriction ${id} is past its day, and neither happened nor was put off`);
    if (nowMs - firstDueAtMs > (WAITS_DAYS_MAX + 1) * DAY_MS)
      report('G5', `restriction ${id} has waited for sound data longer than ${WAITS_DAYS_MAX} days`);
  }
  for (const [id, atMs] of record.givenUp)
    if (!isTold(record, id, atMs)) report('G2', `restriction ${id} was given up and nobody was told`);
  record.givenUp.clear();
};

const isTold = (record: BorrowerRecord, id: string, atMs: number): boolean =>
  [...record.notices.values()].some(({ about, issuedAtMs, queued }) => about === id && issuedAtMs === atMs && queued);
