import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord, SeenDecision } from './borrower-record.ts';
import { crosses } from './check-grounds.ts';

/** What may show that a cause is gone; of the rest nothing is looked at, as most of what is observed is purchases. */
const TELLING: readonly string[] = ['BUREAU_UPDATE', 'INCOME_UPDATE', 'DOCUMENT_STATUS', 'CORRECTION', 'REVERSAL'];
/** Ratios whose line a version may have moved since (B52): where it lies now the auditor does not know. */
const LINES_MOVE: readonly string[] = ['debt_service_ratio', 'utilisation_elsewhere'];
const LIMITS: readonly string[] = ['LIMIT_REDUCED', 'DRAW_SUSPENDED'];
const HOLDS: readonly string[] = ['DRAW_HOLD', 'SINGLE_DRAW_CAP'];

/**
 * Whether what a notice names restores, by what was seen to be done: who verified is held by no check, whose paper is valid again or whose
 * report was put right by nothing that rested on it alone, and evidence that was accepted is what the decision is made again on.
 */
export const checkCured = (record: BorrowerRecord, facts: readonly Fact[], report: Report): void => {
  const bodies = facts.map(({ body }) => body);
  const atMs = Date.parse(facts.at(-1)?.occurredAt ?? '');
  if (bodies.some(({ type }) => type === 'step_up.passed'))
    for (const [id, { state, stepUpLifts, expiresAtMs }] of record.restrictions)
      if (stepUpLifts && state === 'effective' && (expiresAtMs ?? Infinity) > atMs)
        report('G1', `restriction ${id} stands though its borrower verified`);
  if (bodies.some((body) => body.type === 'behaviour.observed' && TELLING.includes(body.event.kind)))
    checkCauses(record, atMs, report);
  for (const body of bodies) if (body.type === 'remedy.applied') checkAccepted(record, body, bodies, report);
};

const checkCauses = (record: BorrowerRecord, atMs: number, report: Report): void => {
  for (const [id, { state, kind, family, byStaff, decisionId, expiresAtMs }] of record.restrictions) {
    if (state !== 'effective' && state !== 'pre_notice') continue;
    if (byStaff || (expiresAtMs !== null && expiresAtMs <= atMs)) continue;
    const endsWithCause =
      (family === 'ELIGIBILITY' && [...LIMITS, ...HOLDS].includes(kind)) ||
      (family === 'BEHAVIOUR' && LIMITS.includes(kind));
    const decision = record.decisions.get(decisionId);
    if (endsWithCause && decision !== undefined && isGone(record, decision, atMs))
      report('G1', `restriction ${id} stands though nothing that its notice names is there any more`);
  }
};

/** Whether every rule that fired is named, and each value that is named is sound and on the other side of its line. */
const isGone = (record: BorrowerRecord, { reasons, fired }: SeenDecision, atMs: number): boolean =>
  reasons.length > 0 &&
  fired.every((ruleId) => reasons.some((reason) => reason.ruleId === ruleId)) &&
  reasons.every(({ input, operator, line }) => {
    const reading = record.data.read(input, atMs, record.silentFeeds);
    const isSound = reading !== null && reading.doubt === null && reading.value !== null;
    return isSound && !LINES_MOVE.includes(input) && !crosses(reading.value, operator, line);
  });

type Body<T extends Fact['body']['type']> = Extract<Fact['body'], { type: T }>;

/** What was accepted is what the decision was made again on, and an income that was is known from then on. */
const checkAccepted = (
  record: BorrowerRecord,
  { appealId, acceptedEvidence }: Body<'remedy.applied'>,
  bodies: readonly Fact['body'][],
  report: Report,
): void => {
  const contested = record.decisions.get(record.appeals.get(appealId)?.decisionId ?? '');
  const again = bodies.find(
    (body): body is Body<'decision.recorded'> =>
      body.type === 'decision.recorded' && body.decision.kind === 'APPEAL_REDECISION',
  );
  for (const { input, value } of acceptedEvidence) {
    const used = again?.decision.inputs.find(({ name }) => name === input)?.value;
    // What people or a strategy decided has no table to be run again.
    if (contested?.decider === null && contested.kind !== 'STRATEGY' && used !== value)
      report('G9', `the decision of appeal ${appealId} was made again without the accepted ${input}`);
    const isKnown = bodies.some(
      (body) =>
        body.type === 'behaviour.observed' &&
        body.event.kind === 'INCOME_UPDATE' &&
        body.event.monthlyIncomeFen === BigInt(value),
    );
    if (input === 'monthly_income' && !isKnown)
      report('G9', `the income that appeal ${appealId} showed is forgotten again`);
  }
};
