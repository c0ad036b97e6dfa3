import { borrowerPseudonym, noticeCommitment, noticeSalt, type ReceiptLeaf } from '@clearline/receipts';
import { toJson } from './json.ts';
import type { LogEntry } from './log-entry.ts';

/** Where a borrower’s own chain of leaves stands. */
export interface LogChain {
  /** 32 bytes in hexadecimal; salts and the pseudonym are made from it. */
  readonly secret: string;
  readonly sequence: number;
  /** Leaf hash in hexadecimal; null before the first leaf. */
  readonly previous: string | null;
}

/** The leaf of an entry, next in its borrower’s chain: what can be proven of it later, and nothing that tells whose it is. */
export const leafOfEntry = (borrowerId: string, entry: LogEntry, chain: LogChain): ReceiptLeaf => ({
  version: 1,
  // The notice as it is downloaded: amounts are numbers there, and have the same canonical text.
  notice:
    entry.notice === null
      ? null
      : noticeCommitment(JSON.parse(toJson(entry.notice)), noticeSalt(chain.secret, entry.notice.id)),
  decision: entry.decision?.recordHash ?? null,
  policy: entry.decision?.policyVersion ?? null,
  borrower: borrowerPseudonym(borrowerId, chain.secret),
  sequence: chain.sequence + 1,
  previous: chain.previous,
});
