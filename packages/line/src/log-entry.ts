import type { Fact } from './fact.ts';
import type { BorrowerFile } from './file.ts';
import { GuaranteeBroken } from './guarantees.ts';
import type { Notice } from './notice.ts';

/** What one fact leaves in the log (G12): a notice as issued, or a decision as recorded. */
export interface LogEntry {
  readonly factSeq: number;
  /** Null for the entry of a decision. */
  readonly notice: Notice | null;
  /** The decision itself, or the one that the notice tells of; null for a notice that no decision made. */
  readonly decision: { readonly recordHash: string; readonly policyVersion: string } | null;
}

/**
 * The entry of a fact, given the file right after it; null for facts that are neither decision nor notice. A pure
 * function of facts, so that an audit can make every entry again.
 */
export const logEntryOf = (fact: Fact, after: BorrowerFile): LogEntry | null => {
  const { body, seq: factSeq } = fact;
  switch (body.type) {
    case 'decision.recorded':
      return { factSeq, notice: null, decision: decisionIn(after, body.decision.id) };
    case 'notice.issued': {
      const { notice } = body;
      return { factSeq, notice, decision: notice.decisionId === null ? null : decisionIn(after, notice.decisionId) };
    }
    default:
      return null;
  }
};

const decisionIn = (file: BorrowerFile, decisionId: string): LogEntry['decision'] => {
  const decision = file.decisions[decisionId];
  if (decision === undefined) throw new Error(`a notice names decision ${decisionId}, which the file does not hold`);
  return { recordHash: decision.recordHash, policyVersion: decision.versions.policy };
};

/**
 * G12: a restriction is announced or takes effect only when the notice it rests on is logged, in this same commit or
 * before it.
 * @param entries what the commit logs for this borrower
 * @param before the file that the commit began with; what it holds was logged when it was committed
 */
export const requireLogged = (
  before: BorrowerFile,
  facts: readonly Fact[],
  entries: readonly (LogEntry | null)[],
): void => {
  const logged = new Set(entries.map((entry) => entry?.notice?.id));
  for (const { body } of facts) {
    if (body.type !== 'restriction.effective' && body.type !== 'restriction.announced') continue;
    if (!logged.has(body.noticeId) && before.notices[body.noticeId] === undefined)
      throw new GuaranteeBroken(
        'G12',
        `restriction ${body.restrictionId} rests on notice ${body.noticeId}, which is not in the log`,
      );
  }
};
