import {
  actorName,
  isAdverse,
  toJson,
  type Actor,
  type BehaviourEvent,
  type DataDoubt,
  type DecisionRecord,
  type Fact,
  type FactBody,
  type LimitChange,
  type Statement,
} from '@clearline/line';
import type { Row } from './table-spec.ts';

/** Rows that a single fact says whole. */
export const factRow = (borrowerId: string, fact: Fact): Row => ({
  borrower_id: borrowerId,
  seq: fact.seq,
  occurred_at: fact.occurredAt,
  recorded_at: fact.recordedAt,
  command_id: fact.commandId,
  type: fact.body.type,
  actor: actorJson(fact.actor),
  body: toJson(fact.body),
});

/** All that a feed sends at once has one sender. */
const actorJson = (actor: Actor): string => {
  if (written.actor !== actor) written = { actor, json: toJson(actor) };
  return written.json;
};
let written: { readonly actor: Actor | null; readonly json: string } = { actor: null, json: '' };

export const limitChangeRow = (borrowerId: string, fact: Fact, change: LimitChange): Row => ({
  borrower_id: borrowerId,
  fact_seq: fact.seq,
  at: fact.occurredAt,
  from_fen: change.fromFen,
  to_fen: change.toFen,
  kind: change.kind,
  decision_id: change.decisionId,
  notice_id: change.noticeId,
  decided_by: change.decidedBy,
});

/** What lists need of a statement; what it says stands whole in the fact. */
export const statementRow = (borrowerId: string, fact: Fact, statement: Statement): Row => ({
  statement_id: statement.id,
  borrower_id: borrowerId,
  month: statement.month,
  issued_at: fact.occurredAt,
  closing_owed_fen: statement.closingOwedFen,
  content_hash: statement.contentHash,
  fact_seq: fact.seq,
});

/** What lists need of a decision; its record stands whole in the fact, and nowhere twice. */
export const decisionRow = (borrowerId: string, fact: Fact, decision: DecisionRecord): Row => ({
  decision_id: decision.id,
  borrower_id: borrowerId,
  kind: decision.kind,
  at: decision.at,
  actor: actorName(decision.actor),
  action: decision.action,
  proposed_action: decision.proposedAction,
  cause_family: decision.causeFamily,
  adverse: isAdverse(decision.action),
  good_standing: decision.context.goodStanding,
  people: decision.context.people,
  reason_codes: JSON.stringify(decision.reasons.map((reason) => reason.code)),
  policy_version: decision.versions.policy,
  record_hash: decision.recordHash,
  fact_seq: fact.seq,
});

/** The proof that a cost sheet was read before an offer or a draw was agreed to; null where the fact is of neither. */
export const readingRow = (borrowerId: string, fact: Fact): Row | null => {
  const { body } = fact;
  const reading = body.type === 'offer.accepted' ? body : body.type === 'draw.requested' ? body.reading : undefined;
  if (reading === undefined || (body.type !== 'offer.accepted' && body.type !== 'draw.requested')) return null;
  return {
    borrower_id: borrowerId,
    fact_seq: fact.seq,
    kind: body.type === 'offer.accepted' ? 'OFFER' : 'DRAW',
    subject_id: body.type === 'offer.accepted' ? body.applicationId : body.loanId,
    cost_sheet_hash: body.costSheetHash,
    read_seconds: reading.readSeconds,
    minimum_seconds: reading.minimumReadingSeconds ?? null,
    scrolled_to_end: reading.scrolledToEnd,
    confirmed_at: fact.occurredAt,
  };
};

/** What a person said, after a roll-back, of what another had decided. */
export const lookRow = (
  borrowerId: string,
  fact: Fact,
  { rollBackId, decisionId, kept, by }: Extract<FactBody, { type: 'roll_back.looked_at' }>,
): Row => ({
  roll_back_id: rollBackId,
  decision_id: decisionId,
  borrower_id: borrowerId,
  kept,
  looked_by: by,
  looked_at: fact.occurredAt,
});

export const eventRow = (borrowerId: string, fact: Fact, event: BehaviourEvent): Row => ({
  borrower_id: borrowerId,
  event_id: event.eventId,
  kind: event.kind,
  occurred_at: event.occurredAt,
  recorded_at: fact.recordedAt,
  source: event.source,
  fact_seq: fact.seq,
});

export const doubtRow = (borrowerId: string, fact: Fact, doubt: DataDoubt): Row => ({
  borrower_id: borrowerId,
  fact_seq: fact.seq,
  at: fact.occurredAt,
  kind: doubt.kind,
  source: doubt.source,
});

/** One count per rule that fired; a re-decision on appeal is not the rule acting again. */
export const firedRows = (decision: DecisionRecord): Row[] =>
  decision.kind === 'APPEAL_REDECISION' || decision.kind === 'ROLL_BACK_REDECISION'
    ? []
    : decision.firedRuleIds.map((ruleId) => ruleRow(ruleId, decision.versions.policy, { fired: 1n }));

export const contestedRow = (decision: DecisionRecord, contested: Extract<FactBody, { type: 'rule.contested' }>): Row =>
  ruleRow(contested.ruleId, decision.versions.policy, {
    contested: 1n,
    overturned: contested.result === 'overturned' ? 1n : 0n,
    upheld: contested.result === 'upheld' ? 1n : 0n,
  });

const ruleRow = (
  ruleId: string,
  policyVersion: string,
  counts: {
    readonly fired?: bigint;
    readonly contested?: bigint;
    readonly overturned?: bigint;
    readonly upheld?: bigint;
  },
): Row => ({
  rule_id: ruleId,
  policy_version: policyVersion,
  fired: counts.fired ?? 0n,
  contested: counts.contested ?? 0n,
  overturned: counts.overturned ?? 0n,
  upheld: counts.upheld ?? 0n,
});

/** Facts that merely follow from what a person did; the deed itself is in the trail. */
const CONSEQUENCES = new Set<FactBody['type']>([
  'decision.recorded',
  'notice.issued',
  'rule.contested',
  'limit.changed',
]);

/** What a staff member read or changed; null for everybody else’s facts. */
export const auditRow = (borrowerId: string, fact: Fact): Row | null => {
  if (fact.actor.kind !== 'staff' || CONSEQUENCES.has(fact.body.type)) return null;
  return {
    at: fact.recordedAt,
    entry_id: `${borrowerId}:${fact.seq}`,
    actor: fact.actor.staffNo,
    action: fact.body.type,
    borrower_id: borrowerId,
    fact_seq: fact.seq,
    detail: subjectOf(fact.body),
  };
};

const subjectOf = (body: FactBody): string => {
  if ('restriction' in body) return `${body.restriction.kind} ${body.restriction.id}`;
  if ('restrictionId' in body && body.restrictionId !== null) return body.restrictionId;
  if ('change' in body && 'loanId' in body) return `${body.change.kind} ${body.loanId}`;
  if (body.type === 'loan.change_proposed') return `${body.proposal.change.kind} ${body.proposal.loanId}`;
  if ('proposalId' in body && body.proposalId !== null) return body.proposalId;
  if ('paymentId' in body) return body.paymentId;
  if ('appealId' in body) return body.appealId;
  if ('decisionId' in body && body.decisionId !== null) return body.decisionId;
  return '';
};
