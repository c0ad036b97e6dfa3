import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { crosses } from './check-grounds.ts';
import { isSilent } from './data-seen.ts';
import {
  ADVERSE_ACTIONS,
  BUREAU_FRESH_DAYS,
  FORBIDDEN_INPUTS,
  MACHINE_ALONE,
  MADE_AGAIN,
  NO_REASONS,
} from './rules.ts';

/** Decisions, as recorded: G1, G3, G5, G6. */
export const checkDecision = (record: BorrowerRecord, { body }: Fact, report: Report): void => {
  if (body.type !== 'decision.recorded') return;
  const { decision } = body;
  const adverse = ADVERSE_ACTIONS.includes(decision.action);
  const where = `decision ${decision.id} (${decision.action})`;
  if (adverse && decision.reasons.length === 0) report('G1', `${where} has no reason`);
  if (decision.reasons.length > 4) report('G1', `${where} has ${decision.reasons.length} reasons`);
  if (adverse && decision.reasons.length > 0 && decision.reasons.every(({ supports }) => supports === true))
    report('G3', `${where} has no reason that carries it`);
  const isNew = adverse && !MADE_AGAIN.includes(decision.kind);
  for (const reason of decision.reasons) {
    if (NO_REASONS.test(reason.code)) report('G1', `${where} gives ${reason.code}, which is no reason`);
    if (reason.value === null || reason.source === '' || reason.threshold.value === null)
      report('G1', `${where}: reason ${reason.code} lacks value, source or line`);
    else if (!crosses(reason.value, reason.threshold.operator, reason.threshold.value))
      report(
        'G1',
        `${where}: ${String(reason.value)} is not ${reason.threshold.operator} ${String(reason.threshold.value)}`,
      );
    const input = decision.inputs.find(({ name }) => name === reason.input);
    if (adverse && input !== undefined && !input.fresh)
      report('G5', `${where} rests on ${reason.input}, which is not fresh`);
    if (isNew) checkReason(record, reason, where, Date.parse(decision.at), report);
    else if (decision.action === 'REVIEW' && !MADE_AGAIN.includes(decision.kind))
      checkValue(record, reason, where, Date.parse(decision.at), report);
    if (isNew && reason.source.startsWith('bureau') && reason.observedAt !== null) {
      const days = (Date.parse(decision.at) - Date.parse(reason.observedAt)) / 86_400_000;
      if (days > BUREAU_FRESH_DAYS + 1) report('G5', `${where} rests on a bureau report ${Math.floor(days)} days old`);
    }
  }
  for (const { name } of decision.inputs) if (FORBIDDEN_INPUTS.test(name)) report('G6', `${where} looked at ${name}`);
  const machine = decision.actor.kind !== 'staff' && decision.context.people === 0;
  if (
    machine &&
    adverse &&
    decision.kind !== 'UNDERWRITING' &&
    !MADE_AGAIN.includes(decision.kind) &&
    decision.context.goodStanding &&
    !MACHINE_ALONE.includes(decision.action)
  )
    report('G3', `${where} was the machine’s alone, in good standing`);
  if (!decision.context.goodStanding && record.lateLoans.size === 0 && record.loanRates.size === 0)
    report('G3', `${where} denies good standing to one who never borrowed`);
  if (record.decisions.has(decision.id)) report('STREAM', `${where} is recorded twice`);
  const { kind, tableId, versions, firedRuleIds: fired, points, proposedAction: proposed } = decision;
  const isKept = adverse || ADVERSE_ACTIONS.includes(proposed);
  record.decisions.set(decision.id, {
    kind,
    tableId,
    versions,
    fired,
    points,
    proposed,
    inputs: new Map(isKept ? decision.inputs.map(({ name, value }) => [name, value]) : []),
    action: decision.action,
    goodStanding: decision.context.goodStanding,
    people: decision.context.people,
    decider: decision.actor.kind === 'staff' ? decision.actor.staffNo : null,
    // What only supports others keeps nothing standing.
    reasons: decision.reasons
      .filter(({ supports }) => supports !== true)
      .map(({ ruleId, input, value, threshold: { operator, value: line } }) => ({
        ruleId,
        input,
        value,
        operator,
        line,
      })),
    recordHash: decision.recordHash,
    leastDrawFen: decision.context.leastDrawFen ?? null,
  });
};

/** Whether a reason says what the borrower’s data says, as the auditor reads it, on a feed that is there (G1, G5). */
const checkReason = (record: BorrowerRecord, reason: Reason, where: string, atMs: number, report: Report): void => {
  if (isSilent(reason.source, atMs, record.silentFeeds))
    report('G5', `${where} rests on ${reason.input}, whose feed is out`);
  const reading = record.data.read(reason.input, atMs, record.silentFeeds);
  if (reading?.doubt != null) report('G5', `${where} rests on ${reason.input}, which is ${reading.doubt}`);
  else checkValue(record, reason, where, atMs, report);
};

/** What is put before people as a reason says what the data says as well, where nothing makes the data doubtful (G1). */
const checkValue = (record: BorrowerRecord, reason: Reason, where: string, atMs: number, report: Report): void => {
  const reading = record.data.read(reason.input, atMs, record.silentFeeds);
  if (reading === null || reading.doubt !== null || reading.value === reason.value) return;
  report('G1', `${where}: ${reason.input} is said to be ${String(reason.value)} and is ${String(reading.value)}`);
};
type Reason = Extract<Fact['body'], { type: 'decision.recorded' }>['decision']['reasons'][number];
