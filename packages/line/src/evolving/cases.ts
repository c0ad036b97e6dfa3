import type { Appeal, AppealState } from '../appeal.ts';
import { withEntry } from '../by-id.ts';
import type { Fact } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import type { Restriction } from '../restriction.ts';
import { actorName, type Instant } from '../vocabulary.ts';
import type { BodyOf } from './body-of.ts';

/** Restrictions and appeals. */
export const applyRestriction = (
  file: BorrowerFile,
  body: BodyOf<
    | 'restriction.approved'
    | 'restriction.rejected'
    | 'restriction.withdrawn'
    | 'restriction.announced'
    | 'restriction.effective'
    | 'restriction.renewed'
    | 'restriction.ended'
  >,
  at: Instant,
): BorrowerFile => {
  const restriction = file.restrictions[body.restrictionId];
  if (restriction === undefined)
    throw new Error(`${body.type} speaks of restriction ${body.restrictionId}, which the file does not hold`);
  const next = ((): Restriction => {
    switch (body.type) {
      case 'restriction.approved':
        return { ...restriction, approvedBy: [...restriction.approvedBy, body.by] };
      case 'restriction.rejected':
        return { ...restriction, state: 'lifted', endedAt: at };
      case 'restriction.withdrawn':
        return { ...restriction, state: 'withdrawn', endedAt: at };
      case 'restriction.announced':
        return {
          ...restriction,
          state: 'pre_notice',
          announcedAt: at,
          effectiveAt: body.effectiveAt,
          noticeId: body.noticeId,
        };
      case 'restriction.effective':
        return {
          ...restriction,
          state: 'effective',
          effectiveAt: at,
          expiresAt: body.expiresAt,
          noticeId: body.noticeId,
          ...(body.limitAfterFen === undefined ? {} : { limitAfterFen: body.limitAfterFen }),
        };
      case 'restriction.renewed':
        return {
          ...restriction,
          expiresAt: body.until,
          renewals: [...restriction.renewals, { at, until: body.until, by: body.by, reason: body.reason }],
        };
      case 'restriction.ended':
        return { ...restriction, state: body.state, endedAt: at };
    }
  })();
  return { ...file, restrictions: withEntry(file.restrictions, next.id, next) };
};

/** Steps that nobody takes: the system does them when an appeal is handed in. */
const BY_ITSELF: readonly AppealState[] = ['acknowledged', 'triaged'];

export const applyAppeal = (
  file: BorrowerFile,
  body: BodyOf<
    'appeal.submitted' | 'appeal.moved' | 'appeal.evidence_added' | 'appeal.outcome_proposed' | 'appeal.decided'
  >,
  fact: Fact,
): BorrowerFile => {
  const at = fact.occurredAt;
  if (body.type === 'appeal.submitted') {
    const { type: _type, appealId, ...rest } = body;
    const appeal: Appeal = {
      ...rest,
      id: appealId,
      state: 'submitted',
      outcome: null,
      submittedAt: at,
      pausedSince: null,
      infoRequest: null,
      assignee: null,
      proposal: null,
      outcomeText: null,
      steps: [{ state: 'submitted', at, actor: actorName(fact.actor), note: null }],
      evidence: [],
    };
    return { ...file, appeals: withEntry(file.appeals, appealId, appeal) };
  }
  const appeal = file.appeals[body.appealId];
  if (appeal === undefined)
    throw new Error(`${body.type} speaks of appeal ${body.appealId}, which the file does not hold`);
  const step = (state: AppealState, note: Appeal['steps'][number]['note'] = null): Appeal['steps'] => [
    ...appeal.steps,
    { state, at, actor: BY_ITSELF.includes(state) ? 'machine:appeals' : actorName(fact.actor), note },
  ];
  const next = ((): Appeal => {
    switch (body.type) {
      case 'appeal.moved':
        return {
          ...appeal,
          state: body.to,
          assignee: body.assignee,
          infoRequest: body.infoRequest,
          answerBy: body.answerBy,
          pausedSince: body.to === 'info_requested' ? at : null,
          proposal: body.to === 'in_review' ? null : appeal.proposal,
          steps: step(body.to, body.note),
        };
      case 'appeal.evidence_added':
        return { ...appeal, evidence: [...appeal.evidence, body.evidence] };
      case 'appeal.outcome_proposed':
        return { ...appeal, state: 'outcome_proposed', proposal: body.proposal, steps: step('outcome_proposed') };
      case 'appeal.decided':
        return {
          ...appeal,
          state: 'decided',
          outcome: body.outcome,
          outcomeText: body.text,
          steps: step('decided', body.text),
        };
    }
  })();
  return { ...file, appeals: withEntry(file.appeals, next.id, next) };
};
