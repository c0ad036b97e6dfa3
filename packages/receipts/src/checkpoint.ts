import { base64Of, bytesOfBase64, sameBytes } from './bytes.ts';
import type { NoteSigner } from './keys.ts';
import { EMPTY_ROOT, HASH_BYTES } from './merkle-hash.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import { parseNote, signNote } from './signed-note.ts';

/** The state of a log at one size, as c2sp.org/tlog-checkpoint states it. */
export interface Checkpoint {
  /** The log’s identity, e.g. `lender.example/books/7`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const COUNT = /^(?:0|[1-9][0-9]{0,15})$/;

/** A leaf count or index in decimal without leading zeroes, or null. */
export const parseCount = (text: string): number | null => {
  const count = COUNT.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
};

export const checkpointText = ({ origin, size, root }: Checkpoint): string => {
  if (origin === '' || origin.includes('\n')) throw new TypeError('a log’s origin is one non-empty line');
  if (!Number.isSafeInteger(size) || size < 0) throw new TypeError(`${size} is not a log’s size`);
  return `${origin}\n${size}\n${base64Of(root)}\n`;
};

/** Signs a checkpoint. Whoever signs vouches that it extends every checkpoint that this key signed before. */
export const signCheckpoint = (checkpoint: Checkpoint, signers: readonly NoteSigner[]): string =>
  signNote(checkpointText(checkpoint), signers);

/** Reads the text of a checkpoint. Extension lines are refused: we write none, and nobody could audit them. */
export const parseCheckpointText = (text: string): Checked<Checkpoint> => {
  const bad = (problem: string) => refused('malformed_checkpoint', 'checkpoint', `the checkpoint ${problem}`);
  const [origin, sizeText, rootText, rest, ...extensions] = text.split('\n');
  if (rest !== '' || extensions.length > 0) return bad('is not exactly the three lines origin, size and root');
  const size = parseCount(sizeText ?? '');
  const root = bytesOfBase64(rootText ?? '');
  if (origin === undefined || origin === '') return bad('has no origin');
  if (size === null) return bad(`has the size ${JSON.stringify(sizeText)}, which is not a count`);
  if (root === null || root.length !== HASH_BYTES) return bad(`has the root ${JSON.stringify(rootText)}, not a hash`);
  if (size === 0 && !sameBytes(root, EMPTY_ROOT))
    return bad(`has the root ${JSON.stringify(rootText)} over no leaf; the empty log has one root`);
  return accepted({ origin, size, root });
};

/** Reads a signed checkpoint without judging its signatures, to learn whose keys to check it with. */
export const readCheckpoint = (note: string): Checked<Checkpoint> => {
  const parsed = parseNote(note);
  return parsed.ok ? parseCheckpointText(parsed.value.text) : parsed;
};
