import type { Fact } from '@clearline/line';
import { borrowerPseudonym, leafHashHex, noticeCommitment, type ReceiptLeaf, sha256Hex } from '@clearline/receipts';
import { toJson } from '@clearline/line';

/** Where a borrower’s chain of leaves stands. */
export interface Chain {
  readonly sequence: number;
  readonly previous: string | null;
}
export const NEW_CHAIN: Chain = { sequence: 0, previous: null };

/** Secrets of a simulated borrower follow from the ids, so that a run can be repeated; live ones are random. */
const secretOf = (what: string): string => sha256Hex(`simulated secret: ${what}`);

/** A leaf for each notice, and for each decision: what of it can be proven later, and nothing that tells whose it is. */
export const leavesOf = (
  borrowerId: string,
  chain: Chain,
  facts: readonly Fact[],
): { readonly leaves: readonly ReceiptLeaf[]; readonly chain: Chain } => {
  const leaves: ReceiptLeaf[] = [];
  let { sequence, previous } = chain;
  for (const { body } of facts) {
    if (body.type !== 'notice.issued' && body.type !== 'decision.recorded') continue;
    const record = body.type === 'notice.issued' ? body.notice : body.decision;
    sequence += 1;
    const leaf: ReceiptLeaf = {
      version: 1,
      notice: noticeCommitment(JSON.parse(toJson(record)), secretOf(record.id)),
      decision: body.type === 'notice.issued' ? body.notice.decisionId : body.decision.recordHash,
      policy: body.type === 'notice.issued' ? body.notice.decidedBy.policyVersion : body.decision.versions.policy,
      borrower: borrowerPseudonym(borrowerId, secretOf(borrowerId)),
      sequence,
      previous,
    };
    previous = leafHashHex(leaf);
    leaves.push(leaf);
  }
  return { leaves, chain: { sequence, previous } };
};
