import { base64Of, bytesOfBase64 } from './bytes.ts';
import { parseCount } from './checkpoint.ts';
import { HASH_BYTES, leafHashOf } from './merkle-hash.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import type { TrustedKeys, VerifiedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';
import { verifyInclusion } from './verify-proof.ts';

/** A proof that data is in a log, in the textual form of c2sp.org/tlog-proof. */
export interface LogProof {
  /** Opaque bytes that travel along and are not authenticated by the format itself; null when there are none. */
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

/** The first line of every proof. */
export const PROOF_HEADER = 'c2sp.org/tlog-proof@v1';

export const formatLogProof = ({ extra, index, hashes, checkpoint }: LogProof): string => {
  const lines = [PROOF_HEADER, ...(extra === null ? [] : [`extra ${base64Of(extra)}`]), `index ${index}`];
  return `${[...lines, ...hashes.map(base64Of)].join('\n')}\n\n${checkpoint}`;
};

const valueOf = (line: string | undefined, word: string): string | null =>
  line?.startsWith(`${word} `) === true ? line.slice(word.length + 1) : null;

export const parseLogProof = (text: string): Checked<LogProof> => {
  const bad = (problem: string) => refused('malformed_proof', 'proof', `the proof ${problem}`);
  const split = text.indexOf('\n\n');
  if (split < 0) return bad('has no empty line before its checkpoint');
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== PROOF_HEADER) return bad(`does not begin with ${PROOF_HEADER}`);
  const extraText = valueOf(lines[0], 'extra');
  if (extraText !== null) lines.shift();
  const extra = extraText === null ? null : bytesOfBase64(extraText);
  if (extraText !== null && extra === null) return bad('has extra data that is not base 64');
  const indexText = valueOf(lines.shift(), 'index');
  const index = parseCount(indexText ?? '');
  if (index === null) return bad(`has the index ${JSON.stringify(indexText)}, which is not a count`);
  const hashes = lines.map(bytesOfBase64);
  if (!hashes.every((hash) => hash?.length === HASH_BYTES)) return bad('has a line that is not a hash');
  return accepted({ extra, index, hashes: hashes as Uint8Array[], checkpoint: text.slice(split + 2) });
};

export interface LoggedAt {
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly checkpoint: VerifiedCheckpoint;
}

/** Whether `data` is in a trusted log, at the index and under the checkpoint that the proof names. */
export const verifyLogProof = (data: Uint8Array, proof: LogProof, trusted: TrustedKeys): Checked<LoggedAt> => {
  const checkpoint = verifyCheckpoint(proof.checkpoint, trusted);
  if (!checkpoint.ok) return checkpoint;
  const leafHash = leafHashOf(data);
  const { size, root } = checkpoint.value;
  const included = verifyInclusion({ leafHash, index: proof.index, size, proof: proof.hashes, root });
  return included.ok ? accepted({ index: proof.index, leafHash, checkpoint: checkpoint.value }) : included;
};
