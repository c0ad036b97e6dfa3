import { bytesOfHex, textOf, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { readCheckpoint } from './checkpoint.ts';
import { formatLogProof, parseLogProof, verifyLogProof } from './log-proof.ts';
import type { ReceiptLeaf } from './receipt-leaf.ts';
import { leafData, noticeCommitment, parseLeaf } from './receipt-leaf.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import { readStrictJson } from './strict-json.ts';
import type { TrustedKeys, VerifiedCheckpoint } from './trust.ts';

/** What is needed, beside the notice itself, to write a borrower’s receipt. */
export interface ReceiptParts {
  readonly leaf: ReceiptLeaf;
  /** The notice’s salt, 32 bytes in hexadecimal. */
  readonly salt: string;
  readonly index: number;
  /** Inclusion proof of the leaf under the checkpoint. */
  readonly hashes: readonly Uint8Array[];
  /** A signed checkpoint of the log, verbatim. */
  readonly checkpoint: string;
  /** The proof (`formatLogProof`) that this checkpoint is in the lender’s log, which witnesses cosign; left out before they have. */
  readonly witnessed?: string | null;
}

const extraText = (leaf: ReceiptLeaf, salt: string, witnessed: string | null): string =>
  canonicalJson({ leaf, salt, ...(witnessed === null ? {} : { witnessed }) });

/**
 * The receipt that a borrower downloads beside the notice: a tlog-proof whose extra data are the leaf and the salt. The
 * extra data need no trust, because the leaf is what the proof proves and the salt must reproduce its commitment.
 */
export const formatReceipt = ({ leaf, salt, index, hashes, checkpoint, witnessed = null }: ReceiptParts): string =>
  formatLogProof({
    extra: utf8(extraText(leaf, salt, witnessed)),
    index,
    hashes,
    checkpoint,
  });

export interface VerifiedReceipt {
  readonly leaf: ReceiptLeaf;
  readonly index: number;
  readonly checkpoint: VerifiedCheckpoint;
  /** Names of the trusted witnesses who saw the log that holds this checkpoint, and so that nobody is shown another. */
  readonly witnesses: readonly string[];
}

const hasUnsafeNumber = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnsafeNumber);
};

/** A notice’s JSON text as a value; refused where it says two things, or where reading it would round a number. */
const parseNotice = (text: string): Checked<unknown> => {
  const read = readStrictJson(text);
  if ('problem' in read) return refused('malformed_notice', 'notice', `the notice ${read.problem}`);
  return hasUnsafeNumber(read.value)
    ? refused('malformed_notice', 'notice', 'the notice holds a number too large to be read exactly')
    : accepted(read.value);
};

interface Extra {
  readonly leaf: ReceiptLeaf;
  readonly salt: string;
  readonly witnessed: string | null;
}

const parseExtra = (extra: Uint8Array | null): Checked<Extra> => {
  const bad = (field: string, problem: string) => refused('malformed_receipt', field, `the receipt ${problem}`);
  const text = extra === null ? '' : (textOf(extra) ?? '');
  const read = readStrictJson(text);
  if ('problem' in read || typeof read.value !== 'object' || read.value === null)
    return bad('extra', 'carries no leaf and salt');
  const { leaf, salt, witnessed = null } = read.value as { readonly [field in keyof Extra]?: unknown };
  if (typeof salt !== 'string' || bytesOfHex(salt)?.length !== 32) return bad('salt', 'has no salt of 32 bytes');
  if (witnessed !== null && typeof witnessed !== 'string')
    return bad('witnessed', 'has a second proof that is not text');
  const checked = parseLeaf(leaf);
  if (!checked.ok) return checked;
  // Nothing signs these bytes as they stand, so that they have one form: what could be added would be taken for proven.
  return extraText(checked.value, salt, witnessed) === text
    ? accepted({ leaf: checked.value, salt, witnessed })
    : bad('extra', 'carries more than leaf, salt and proof of witnesses, or writes them in another form');
};

/**
 * The witnesses behind a book’s checkpoint: they cosign the lender’s log, in which it is proven to be. A book’s own
 * checkpoint is signed inside the commit and cannot wait for them. None where no log of a lender is trusted here.
 */
const witnessesOf = (
  checkpoint: string,
  witnessed: string | null,
  trusted: TrustedKeys,
): Checked<readonly string[]> => {
  const proof = witnessed === null ? null : parseLogProof(witnessed);
  if (proof !== null && !proof.ok) return proof;
  if (proof !== null && proof.value.extra !== null)
    return refused('malformed_proof', 'witnessed', 'the proof of witnesses carries data that nothing proves');
  const claimed = proof === null ? null : readCheckpoint(proof.value.checkpoint);
  if (claimed !== null && !claimed.ok) return claimed;
  const isKnown = claimed !== null && trusted.logs.some(({ origin }) => origin === claimed.value.origin);
  if (proof === null || !isKnown)
    return trusted.witnessesNeeded === 0
      ? accepted([])
      : refused('too_few_witnesses', 'witnessed', `no witness has seen it; ${trusted.witnessesNeeded} are needed`);
  const seen = verifyLogProof(utf8(checkpoint), proof.value, trusted);
  return seen.ok ? accepted(seen.value.checkpoint.witnesses) : seen;
};

/**
 * Checks, offline, that a notice is the one that was logged: its text is what the leaf commits to, the leaf is in the
 * log, the log’s checkpoint is signed by keys one trusts, and as many witnesses as are needed saw it.
 *
 * @param noticeJson the notice’s JSON, in any layout
 * @param receipt the text made by `formatReceipt`
 */
export const verifyReceipt = (noticeJson: string, receipt: string, trusted: TrustedKeys): Checked<VerifiedReceipt> => {
  const notice = parseNotice(noticeJson);
  if (!notice.ok) return notice;
  const proof = parseLogProof(receipt);
  if (!proof.ok) return proof;
  const extra = parseExtra(proof.value.extra);
  if (!extra.ok) return extra;
  const { leaf, salt, witnessed } = extra.value;
  const logged = verifyLogProof(leafData(leaf), proof.value, { ...trusted, witnessesNeeded: 0 });
  if (!logged.ok) return logged;
  const witnesses = witnessesOf(proof.value.checkpoint, witnessed, trusted);
  if (!witnesses.ok) return witnesses;
  // A leaf of a decision alone commits to no notice, and so to none that could be shown.
  if (leaf.notice === null || noticeCommitment(notice.value, salt) !== leaf.notice)
    return refused('notice_altered', 'notice', `the notice is not the one logged as leaf ${logged.value.index}`);
  return accepted({
    leaf,
    index: logged.value.index,
    checkpoint: logged.value.checkpoint,
    witnesses: witnesses.value,
  });
};
