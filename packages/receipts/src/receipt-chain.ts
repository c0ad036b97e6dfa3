import { sameBytes } from './bytes.ts';
import { EMPTY_ROOT } from './merkle-hash.ts';
import type { VerifiedReceipt } from './receipt.ts';
import type { ReceiptLeaf } from './receipt-leaf.ts';
import { leafHashHex } from './receipt-leaf.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import type { TrustedKeys, VerifiedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';
import { verifyConsistency } from './verify-proof.ts';

/** A leaf of the borrower’s chain, with the receipt that proves it where the borrower holds one. */
interface Link {
  readonly leaf: ReceiptLeaf;
  readonly receipt: VerifiedReceipt | null;
}

/**
 * Whether receipts, in the order in which the notices came, are all the notices of one borrower from the first on: none
 * hidden between them, none moved, none replaced.
 *
 * @param between the borrower’s leaves that log a decision without a notice, as the lender hands them out. They need no
 *   proof of their own: the leaf after each names its hash. One that commits to a notice is a notice kept back.
 */
export const verifyReceiptChain = (
  receipts: readonly VerifiedReceipt[],
  between: readonly ReceiptLeaf[] = [],
): Checked<true> => {
  const spare = new Map(between.map((leaf) => [leaf.sequence, leaf]));
  const links: Link[] = [];
  for (const receipt of receipts) {
    for (let next = links.length + 1; next < receipt.leaf.sequence; next = links.length + 1) {
      const leaf = spare.get(next);
      if (leaf === undefined || leaf.notice !== null)
        return refused(
          'receipt_hidden',
          'sequence',
          `leaf ${next} is missing or is a notice that was not handed over: leaf ${receipt.leaf.sequence} follows instead`,
        );
      links.push({ leaf, receipt: null });
    }
    if (receipt.leaf.sequence < links.length + 1)
      return refused(
        'receipt_reordered',
        'sequence',
        `leaf ${receipt.leaf.sequence} comes again or too late, as number ${links.length + 1}`,
      );
    links.push({ leaf: receipt.leaf, receipt });
  }
  return verifyLinks(links);
};

const verifyLinks = (links: readonly Link[]): Checked<true> => {
  let proven: VerifiedReceipt | null = null;
  for (const [position, { leaf, receipt }] of links.entries()) {
    const before = links[position - 1];
    if (
      (before !== undefined && leaf.borrower !== before.leaf.borrower) ||
      (proven !== null && receipt !== null && receipt.checkpoint.origin !== proven.checkpoint.origin)
    )
      return refused('other_borrower', 'borrower', `leaf ${leaf.sequence} is of another borrower or log`);
    if (before !== undefined && leaf.previous !== leafHashHex(before.leaf))
      return refused('chain_broken', 'previous', `leaf ${leaf.sequence} does not name the leaf before it as logged`);
    if (proven !== null && receipt !== null && receipt.index <= proven.index)
      return refused(
        'receipt_reordered',
        'index',
        `leaf ${leaf.sequence} was logged at ${receipt.index}, before leaf ${proven.leaf.sequence}`,
      );
    proven = receipt ?? proven;
  }
  return accepted(true);
};

/**
 * Whether a log has only grown between two signed checkpoints, given the consistency proof between them. A log that was
 * rewritten has no such proof, and two checkpoints it signed are then evidence against it.
 */
export const verifyGrowth = (
  olderNote: string,
  newerNote: string,
  proof: readonly Uint8Array[],
  trusted: TrustedKeys,
): Checked<{ readonly older: VerifiedCheckpoint; readonly newer: VerifiedCheckpoint }> => {
  const older = verifyCheckpoint(olderNote, trusted);
  if (!older.ok) return older;
  const newer = verifyCheckpoint(newerNote, trusted);
  if (!newer.ok) return newer;
  if (older.value.origin !== newer.value.origin)
    return refused('wrong_origin', 'origin', `${older.value.origin} and ${newer.value.origin} are two logs`);
  const grown = accepted({ older: older.value, newer: newer.value });
  // Every log extends the empty one; there is nothing to prove, and so nothing may be offered as a proof.
  if (older.value.size === 0 && proof.length === 0 && sameBytes(older.value.root, EMPTY_ROOT)) return grown;
  const consistent = verifyConsistency({
    oldSize: older.value.size,
    oldRoot: older.value.root,
    newSize: newer.value.size,
    newRoot: newer.value.root,
    proof,
  });
  if (consistent.ok) return grown;
  return refused('log_rewritten', consistent.refusal.field, `no growth is proven: ${consistent.refusal.message}`);
};
