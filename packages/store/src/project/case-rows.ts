import {
  actorName,
  isOpenAppeal,
  type Appeal,
  type BorrowerFile,
  type Evidence,
  type Restriction,
} from '@clearline/line';
import type { Row } from './table-spec.ts';

/** Rows of restrictions, notices and appeals, made from the file. */
export const restrictionRow = (file: BorrowerFile, restriction: Restriction): Row => ({
  restriction_id: restriction.id,
  borrower_id: file.borrowerId,
  kind: restriction.kind,
  state: restriction.state,
  cause_family: restriction.causeFamily,
  reason_codes: JSON.stringify(restriction.reasonCodes),
  decision_id: restriction.decisionId,
  notice_id: restriction.noticeId,
  proposed_at: restriction.proposedAt,
  proposed_by: actorName(restriction.proposedBy),
  approved_by: JSON.stringify(restriction.approvedBy),
  effective_at: restriction.effectiveAt,
  expires_at: restriction.expiresAt,
  ended_at: restriction.endedAt,
  limit_before_fen: restriction.limitBeforeFen,
  limit_after_fen: restriction.limitAfterFen,
  single_draw_cap_fen: restriction.singleDrawCapFen ?? null,
  strategy_id: restriction.strategyId,
  good_standing: file.decisions[restriction.decisionId]?.context.goodStanding ?? false,
  took_effect: tookEffect(restriction),
});

/** Whether it was ever in force: one withdrawn during its notice period carries the date it would have begun. */
const tookEffect = ({ state, effectiveAt, endedAt }: Restriction): boolean =>
  effectiveAt !== null &&
  state !== 'proposed' &&
  state !== 'pre_notice' &&
  (endedAt === null || effectiveAt <= endedAt);

export const noticeRow = (borrowerId: string, notice: BorrowerFile['notices'][string]): Row => ({
  notice_id: notice.id,
  borrower_id: borrowerId,
  kind: notice.kind,
  issued_at: notice.issuedAt,
  read_at: notice.readAt,
  adverse: notice.adverse,
  cause_family: notice.causeFamily,
  no_fault: notice.noFault,
  reason_count: notice.reasons.length,
  restriction_id: notice.restrictionId,
  decision_id: notice.decisionId,
  appeal_id: notice.appealId,
  content_hash: notice.contentHash,
});

export const appealRow = (file: BorrowerFile, appeal: Appeal): Row => {
  const decided = appeal.steps.findLast((step) => step.state === 'decided');
  const byPeople = appeal.outcome !== null && appeal.outcome !== 'withdrawn';
  const decision = file.decisions[appeal.decisionId];
  if (decision === undefined)
    throw new Error(`appeal ${appeal.id} contests decision ${appeal.decisionId}, which the file does not hold`);
  return {
    appeal_id: appeal.id,
    borrower_id: file.borrowerId,
    state: appeal.state,
    outcome: appeal.outcome,
    decision_id: appeal.decisionId,
    restriction_id: appeal.restrictionId,
    submitted_at: appeal.submittedAt,
    acknowledge_by: appeal.acknowledgeBy,
    answer_by: appeal.answerBy,
    paused_since: appeal.pausedSince,
    urgent: appeal.urgentHardship,
    assignee: appeal.assignee,
    evidence_count: appeal.evidence.length,
    original_decider: actorName(decision.actor),
    proposed_by: appeal.proposal?.by ?? null,
    second_by: byPeople ? (decided?.actor ?? null) : null,
    decided_at: appeal.outcome === null ? null : (decided?.at ?? null),
    is_open: isOpenAppeal(appeal),
  };
};

export const evidenceRow = (borrowerId: string, appealId: string, evidence: Evidence): Row => ({
  evidence_id: evidence.id,
  appeal_id: appealId,
  borrower_id: borrowerId,
  kind: evidence.kind,
  file_name: evidence.fileName,
  media_type: evidence.mediaType,
  size_bytes: evidence.sizeBytes,
  sha256: evidence.sha256,
  received_at: evidence.receivedAt,
});
