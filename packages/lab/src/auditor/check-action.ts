import type { Fact } from '@clearline/line';
import type { Report } from './auditor.ts';
import type { BorrowerRecord } from './borrower-record.ts';
import { MADE_AGAIN } from './rules.ts';

/** What was taken from borrowers, and how much of it came with what they are promised. All five are to be equal. */
export interface AdverseActions {
  actions: number;
  withReasons: number;
  withNotice: number;
  withAppealRoute: number;
  withProof: number;
}

export const noActions = (): AdverseActions => ({
  actions: 0,
  withReasons: 0,
  withNotice: 0,
  withAppealRoute: 0,
  withProof: 0,
});

/**
 * Counts the adverse actions of one commit, each restriction when it is first announced or takes effect, each
 * time that one is made longer and each application declined, and holds every one to its four promises: reasons (G1), notice (G2), a way to contest (G8) and a
 * proof in the log (G12). To be called after the commit’s notices and leaves were seen.
 */
export const checkActions = (
  record: BorrowerRecord,
  facts: readonly Fact[],
  counts: AdverseActions,
  report: Report,
): void => {
  for (const { body } of facts) {
    if (body.type === 'restriction.announced' || body.type === 'restriction.effective') {
      const restriction = record.restrictions.get(body.restrictionId);
      if (restriction === undefined || restriction.isCounted) continue;
      restriction.isCounted = true;
      check(record, `restriction ${body.restrictionId}`, restriction.decisionId, body.noticeId, counts, report);
    }
    if (body.type === 'restriction.renewed') {
      const { restrictionId: id } = body;
      const told = facts.find((each) => each.body.type === 'notice.issued' && each.body.notice.restrictionId === id);
      const noticeId = told?.body.type === 'notice.issued' ? told.body.notice.id : '';
      const decisionId = record.restrictions.get(id)?.decisionId ?? '';
      check(record, `renewal of ${id}`, decisionId, noticeId, counts, report);
    }
    if (body.type === 'decision.recorded' && body.decision.action === 'DECLINE') {
      const { id, kind } = body.decision;
      if (MADE_AGAIN.includes(kind)) continue;
      const told = facts.find((each) => each.body.type === 'notice.issued' && each.body.notice.decisionId === id);
      const noticeId = told?.body.type === 'notice.issued' ? told.body.notice.id : '';
      check(record, `decline ${id}`, id, noticeId, counts, report);
    }
  }
};

const check = (
  record: BorrowerRecord,
  what: string,
  decisionId: string,
  noticeId: string,
  counts: AdverseActions,
  report: Report,
): void => {
  const decision = record.decisions.get(decisionId);
  const notice = record.notices.get(noticeId);
  const has = (promise: Exclude<keyof AdverseActions, 'actions'>, guarantee: string, kept: boolean): void => {
    if (kept) counts[promise] += 1;
    else report(guarantee, `${what} comes ${promise.replace('with', 'without ').toLowerCase()}`);
  };
  counts.actions += 1;
  has('withReasons', 'G1', (decision?.reasons.length ?? 0) > 0 && notice?.givesReasons === true);
  has('withNotice', 'G2', notice?.queued === true);
  has('withAppealRoute', 'G8', notice?.isContestable === true);
  has('withProof', 'G12', notice?.isLogged === true);
};
