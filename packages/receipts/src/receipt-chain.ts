import { sameBytes } from './bytes.ts';
import { EMPTY_ROOT } from './merkle-hash.ts';
import type { VerifiedReceipt } from './receipt.ts';
import { leafHashHex } from './receipt-leaf.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import type { TrustedKeys, VerifiedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';
import { verifyConsistency } from './verify-proof.ts';

/**
 * Whether receipts, in the order in which the notices came, are all the notices of one borrower from the first on: none
 * hidden between them, none moved, none replaced.
 */
export const verifyReceiptChain = (receipts: readonly VerifiedReceipt[]): Checked<true> => {
  for (const [position, { leaf, index, checkpoint }] of receipts.entries()) {
    const before = receipts[position - 1];
    const number = position + 1;
    if (
      before !== undefined &&
      (leaf.borrower !== before.leaf.borrower || checkpoint.origin !== before.checkpoint.origin)
    )
      return refused('other_borrower', 'borrower', `receipt ${number} is of another borrower or log`);
    if (leaf.sequence > number)
      return refused(
        'receipt_hidden',
        'sequence',
        `notice ${number} is missing: notice ${leaf.sequence} follows instead`,
      );
    if (leaf.sequence < number)
      return refused(
        'receipt_reordered',
        'sequence',
        `notice ${leaf.sequence} comes again or too late, as number ${number}`,
      );
    if (before === undefined) continue;
    if (leaf.previous !== leafHashHex(before.leaf))
      return refused('chain_broken', 'previous', `notice ${number} does not name the notice before it as logged`);
    if (index <= before.index)
      return refused(
        'receipt_reordered',
        'index',
        `notice ${number} was logged at ${index}, before notice ${number - 1}`,
      );
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
