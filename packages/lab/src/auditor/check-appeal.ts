import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord, SeenAppeal } from './borrower-record.ts';
import { ANSWER_DAYS_MAX, APPEAL_MOVES, INFORMATION_DAYS } from './rules.ts';

const DAY_MS = 86_400_000;

/** Appeals and what they repair: G8, G9, and the appeal’s state machine. */
export const checkAppeal = (record: BorrowerRecord, fact: Fact, report: Report): void => {
  const { body } = fact;
  const atMs = Date.parse(fact.occurredAt);
  switch (body.type) {
    case 'appeal.submitted':
      if (record.appeals.has(body.appealId)) report('STATES', `appeal ${body.appealId} is submitted twice`);
      record.appeals.set(body.appealId, {
        decisionId: body.decisionId,
        restrictionId: body.restrictionId,
        submittedAtMs: atMs,
        state: 'submitted',
        pausedSinceMs: null,
        pausedMs: 0,
      });
      return;
    case 'appeal.moved':
      move(record, body.appealId, body.to, atMs, report);
      return;
    case 'appeal.outcome_proposed':
      move(record, body.appealId, 'outcome_proposed', atMs, report);
      return;
    case 'appeal.decided':
      checkOutcome(record, body, atMs, report);
      return;
    case 'remedy.applied':
      checkRemedy(record, body, atMs, report);
      return;
    default:
  }
};

/** Two clocks of one lender may differ by as much as the skew that is injected. */
const SKEW_MS = 180_000;

/** Information that never came holds up nobody: once its days are over, whoever reviews may take the case up (N16). */
export const checkTakingRefused = (
  record: BorrowerRecord,
  { command, now }: { readonly command: { readonly appealId?: string }; readonly now?: string },
  code: string,
  report: Report,
): void => {
  const appeal = record.appeals.get(command.appealId ?? '');
  if (appeal?.state !== 'info_requested' || appeal.pausedSinceMs === null || code === 'decider_reviews') return;
  if (Date.parse(now ?? '') - appeal.pausedSinceMs > INFORMATION_DAYS * DAY_MS + SKEW_MS)
    report('G8', `appeal ${command.appealId} could not be taken up after the days for what was asked: ${code}`);
};

const checkOutcome = (
  record: BorrowerRecord,
  body: Extract<Fact['body'], { type: 'appeal.decided' }>,
  atMs: number,
  report: Report,
): void => {
  const appeal = move(record, body.appealId, 'decided', atMs, report);
  if (appeal === undefined || body.outcome === 'withdrawn') return;
  if (body.by === null || body.secondBy === null || body.by === body.secondBy)
    report('G8', `appeal ${body.appealId} was not decided by two people`);
  const decider = record.decisions.get(appeal.decisionId)?.decider ?? null;
  if (decider !== null && (decider === body.by || decider === body.secondBy))
    report('G8', `appeal ${body.appealId} was reviewed by its decider ${decider}`);
  if (atMs - appeal.submittedAtMs - appeal.pausedMs > ANSWER_DAYS_MAX * DAY_MS)
    report('G8', `appeal ${body.appealId} was decided after ${ANSWER_DAYS_MAX} days`);
  const restriction = appeal.restrictionId === null ? undefined : record.restrictions.get(appeal.restrictionId);
  if (body.outcome === 'overturned' && restriction !== undefined && restriction.endedAtMs === null)
    report('G9', `appeal ${body.appealId} is overturned and its restriction stands`);
};

const checkRemedy = (
  record: BorrowerRecord,
  body: Extract<Fact['body'], { type: 'remedy.applied' }>,
  atMs: number,
  report: Report,
): void => {
  const restriction = body.restrictionId === null ? undefined : record.restrictions.get(body.restrictionId);
  if (restriction === undefined) return;
  if (restriction.endedAtMs === null) report('G9', `the remedy of ${body.appealId} leaves the restriction in force`);
  const left = lacksFormer(record, restriction.limitBeforeFen, atMs);
  if (left !== null)
    report('G9', `the remedy of ${body.appealId} leaves ${left} fen where ${restriction.limitBeforeFen} was`);
};

/** The limit that a remedy leaves where it is below the former one and nothing else in force explains it; else null. */
export const lacksFormer = (record: BorrowerRecord, formerFen: bigint | null, atMs: number): bigint | null => {
  const limit = record.effectiveLimitFen(atMs);
  const others = [...record.restrictions.values()].some(
    ({ state, kind }) => state === 'effective' && kind === 'LIMIT_REDUCED',
  );
  const capped = record.ownCapFen !== null && formerFen !== null && record.ownCapFen < formerFen;
  return formerFen !== null && limit < formerFen && !others && !capped ? limit : null;
};

const move = (record: BorrowerRecord, id: string, to: string, atMs: number, report: Report): SeenAppeal | undefined => {
  const appeal = record.appeals.get(id);
  if (appeal === undefined) {
    report('STATES', `appeal ${id} went to ${to} and was never submitted`);
    return undefined;
  }
  if (!(APPEAL_MOVES[appeal.state] ?? []).includes(to))
    report('STATES', `appeal ${id} went from ${appeal.state} to ${to}`);
  const { pausedSinceMs } = appeal;
  if (appeal.state === 'info_requested' && appeal.pausedSinceMs !== null) {
    appeal.pausedMs += atMs - appeal.pausedSinceMs;
    appeal.pausedSinceMs = null;
  }
  const waitedMs = pausedSinceMs === null ? null : atMs - pausedSinceMs;
  if (to === 'in_review' && waitedMs !== null && waitedMs < INFORMATION_DAYS * DAY_MS - SKEW_MS)
    report('G8', `appeal ${id} was reviewed before the days for what was asked were over`);
  if (to === 'info_requested') appeal.pausedSinceMs = atMs;
  appeal.state = to;
  return appeal;
};
