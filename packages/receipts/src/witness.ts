import { base64Of, bytesOfBase64 } from './bytes.ts';
import { parseCount, readCheckpoint } from './checkpoint.ts';
import { HASH_BYTES } from './merkle-hash.ts';
import { parseNote } from './signed-note.ts';
import type { TrustedKeys, VerifiedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';
import { verifyConsistency } from './verify-proof.ts';

/*
 * A witness sees to it that a log shows everybody the same: it remembers the newest checkpoint of each log that it
 * cosigned, and cosigns no other that does not extend it. Requests and answers are those of c2sp.org/tlog-witness.
 */

/** The newest checkpoint of a log that a witness cosigned. */
export interface WitnessedState {
  readonly size: number;
  /** Base 64. */
  readonly root: string;
}

/** A request `add-checkpoint`. */
export interface AddCheckpoint {
  /** The size that the log believes the witness has cosigned last; 0 for none. */
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
}

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `${[`old ${oldSize}`, ...proof.map(base64Of)].join('\n')}\n\n${checkpoint}`;

const PROOF_HASHES_MAX = 63;

/** Null for a body that is no such request. */
export const parseAddCheckpoint = (body: string): AddCheckpoint | null => {
  const split = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(split, 0)).split('\n');
  const oldSize = first.startsWith('old ') ? parseCount(first.slice(4)) : null;
  const proof = lines.map(bytesOfBase64);
  if (oldSize === null || lines.length > PROOF_HASHES_MAX) return null;
  if (!proof.every((hash) => hash?.length === HASH_BYTES)) return null;
  return { oldSize, proof: proof as Uint8Array[], checkpoint: body.slice(split + 2) };
};

/** What a witness answers, by HTTP status. */
export type WitnessAnswer =
  /** To be cosigned, once the new state is kept. */
  | {
      readonly status: 200;
      readonly state: WitnessedState;
      readonly checkpoint: VerifiedCheckpoint;
      readonly text: string;
    }
  /** The witness has another size, which it says. */
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly reason: string };

/**
 * Judges a request by what the witness remembers of the log. Refuses a log it does not know (404), a checkpoint that no
 * key of the log signed (403), an old size that is not the remembered one (409), and growth that is not proven (422).
 */
export const judgeAddCheckpoint = (
  body: string,
  stateOf: (origin: string) => WitnessedState | null,
  trusted: TrustedKeys,
): WitnessAnswer => {
  const request = parseAddCheckpoint(body);
  const claimed = request === null ? null : readCheckpoint(request.checkpoint);
  const note = request === null ? null : parseNote(request.checkpoint);
  if (request === null || claimed === null || !claimed.ok || note === null || !note.ok)
    return { status: 400, reason: 'the body is not an old size, a proof and a signed checkpoint' };
  const { origin } = claimed.value;
  if (!trusted.logs.some((log) => log.origin === origin))
    return { status: 404, reason: `${origin} is not watched here` };
  const verified = verifyCheckpoint(request.checkpoint, trusted);
  if (!verified.ok) return { status: 403, reason: verified.refusal.message };
  const checkpoint = verified.value;
  if (request.oldSize > checkpoint.size)
    return { status: 400, reason: `the old size ${request.oldSize} is beyond the new one, ${checkpoint.size}` };
  const known = stateOf(origin);
  if (request.oldSize !== (known?.size ?? 0)) return { status: 409, size: known?.size ?? 0 };
  const root = base64Of(checkpoint.root);
  if (known !== null && known.size === checkpoint.size && known.root !== root) return { status: 409, size: known.size };
  const grown = known === null || known.size === 0 ? isFirst(request) : isGrown(known, request, checkpoint);
  if (!grown) return { status: 422, reason: `no growth is proven from ${request.oldSize} to ${checkpoint.size}` };
  return { status: 200, state: { size: checkpoint.size, root }, checkpoint, text: note.value.text };
};

/** Every log extends the empty one; nothing is to be proven, and so nothing may be offered as a proof. */
const isFirst = ({ proof }: AddCheckpoint): boolean => proof.length === 0;

const isGrown = (known: WitnessedState, { proof }: AddCheckpoint, checkpoint: VerifiedCheckpoint): boolean =>
  verifyConsistency({
    oldSize: known.size,
    oldRoot: bytesOfBase64(known.root) ?? new Uint8Array(0),
    newSize: checkpoint.size,
    newRoot: checkpoint.root,
    proof,
  }).ok;
