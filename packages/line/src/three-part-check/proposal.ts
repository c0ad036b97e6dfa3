import type { Instant } from '../vocabulary.ts';
import type { CreditMemo } from './memo.ts';

/** What one person proposes on the ground of a memo, until another agrees or sends it back. */
export interface CreditProposal {
  readonly id: string;
  readonly memo: CreditMemo;
  readonly memoHash: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
}
export interface AnsweredProposal extends CreditProposal {
  readonly state: 'WAITING' | 'AGREED' | 'RETURNED';
  readonly decidedBy: string | null;
  readonly note: string | null;
}
