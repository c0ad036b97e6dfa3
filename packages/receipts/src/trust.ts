import { hexOf } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseCheckpointText, parseCount, readCheckpoint } from './checkpoint.ts';
import type { NoteSigner, SignatureType, VerifierKey } from './keys.ts';
import { parseVerifierKey, SIGNATURE_TYPES, verifierKeyText } from './keys.ts';
import type { Checked } from './refusal.ts';
import { accepted, refused } from './refusal.ts';
import { signNote, verifyNote } from './signed-note.ts';

/** A key as trusted for a log: from its first checkpoint to its last, by size. Null is no end yet. */
export interface LogKey {
  /** `name+keyid+base64`, as published. */
  readonly key: string;
  readonly fromSize: number;
  readonly untilSize: number | null;
}

export interface TrustedLog {
  readonly origin: string;
  readonly keys: readonly LogKey[];
}

/** Whom a verifier believes. Plain data, so that it can be printed in an offline page. */
export interface TrustedKeys {
  readonly logs: readonly TrustedLog[];
  /** Public keys of witnesses, and how many of them must have cosigned a checkpoint. */
  readonly witnesses: readonly string[];
  readonly witnessesNeeded: number;
}

export interface VerifiedCheckpoint extends Checkpoint {
  /** Names of the log’s keys and of the witnesses that signed. */
  readonly signedBy: readonly string[];
  readonly witnesses: readonly string[];
}

/** Keys of one kind: a log’s say nothing of time, a witness’s sign nothing without it, and neither passes for the other. */
const parseKeys = (texts: readonly string[], type: SignatureType): Checked<readonly VerifierKey[]> => {
  const keys: VerifierKey[] = [];
  for (const text of texts) {
    const key = parseVerifierKey(text);
    if (!key.ok) return key;
    if (key.value.type !== type)
      return refused(
        'malformed_key',
        'key',
        `the public key ${JSON.stringify(text)} is ${type === SIGNATURE_TYPES.ed25519 ? 'a witness’s, and was given for a log' : 'a log’s, and was given for a witness'}`,
      );
    keys.push(key.value);
  }
  return accepted(keys);
};

/** Those who cosigned, each once, however many keys or names it has; the log itself is none of them. */
const independent = (cosigners: readonly VerifierKey[], logKeys: readonly VerifierKey[]): readonly string[] => {
  const names = new Set<string>();
  const known = new Set(logKeys.map(({ publicKey }) => hexOf(publicKey)));
  for (const { name, publicKey } of cosigners) {
    if (!known.has(hexOf(publicKey))) names.add(name);
    known.add(hexOf(publicKey));
  }
  return [...names];
};

const logOf = (origin: string, trusted: TrustedKeys): Checked<TrustedLog> => {
  const log = trusted.logs.find((candidate) => candidate.origin === origin);
  return log === undefined
    ? refused('wrong_origin', 'origin', `the log ${JSON.stringify(origin)} is not among those trusted here`)
    : accepted(log);
};

/**
 * Accepts a signed checkpoint when its log is trusted, a key of that log that is valid at that size signed it, and
 * enough witnesses cosigned it.
 */
export const verifyCheckpoint = (note: string, trusted: TrustedKeys): Checked<VerifiedCheckpoint> => {
  const claimed = readCheckpoint(note);
  if (!claimed.ok) return claimed;
  const { origin, size } = claimed.value;
  const log = logOf(origin, trusted);
  if (!log.ok) return log;
  const logKeys = parseKeys(
    log.value.keys.map(({ key }) => key),
    SIGNATURE_TYPES.ed25519,
  );
  if (!logKeys.ok) return logKeys;
  const witnessKeys = parseKeys(trusted.witnesses, SIGNATURE_TYPES.cosignature);
  if (!witnessKeys.ok) return witnessKeys;
  const verified = verifyNote(note, [...logKeys.value, ...witnessKeys.value]);
  if (!verified.ok) return verified;
  const { text, signedBy } = verified.value;
  const isValidHere = (key: VerifierKey): boolean =>
    log.value.keys.some(
      (known) =>
        known.key === verifierKeyText(key) &&
        size >= known.fromSize &&
        (known.untilSize === null || size <= known.untilSize),
    );
  const ofLog = signedBy.filter((key) => logKeys.value.includes(key));
  const witnesses = independent(
    signedBy.filter((key) => witnessKeys.value.includes(key)),
    logKeys.value,
  );
  if (ofLog.length === 0)
    return refused(
      'no_trusted_signature',
      'checkpoint',
      `no key of ${origin} signed it; witnesses alone do not suffice`,
    );
  if (!ofLog.some(isValidHere)) {
    const names = ofLog.map(({ keyId }) => keyId).join(', ');
    return refused('key_not_valid_at_size', 'checkpoint', `key ${names} of ${origin} is not valid at size ${size}`);
  }
  if (witnesses.length < trusted.witnessesNeeded)
    return refused(
      'too_few_witnesses',
      'checkpoint',
      `${witnesses.length} trusted witnesses cosigned it; ${trusted.witnessesNeeded} are needed`,
    );
  const checkpoint = parseCheckpointText(text);
  if (!checkpoint.ok) return checkpoint;
  return accepted({ ...checkpoint.value, signedBy: ofLog.map(({ name }) => name), witnesses });
};

const ROTATION_HEADER = 'clearline/key-rotation@v1';
const rotationText = (origin: string, size: number, newKey: string): string =>
  `${ROTATION_HEADER}\n${origin}\n${size}\n${newKey}\n`;

/**
 * The statement by which a log changes its key at a size: signed by the old key, which ends there, and by the new key,
 * which begins there. It is published beside the checkpoints.
 */
export const signKeyRotation = (origin: string, size: number, oldSigner: NoteSigner, newSigner: NoteSigner): string =>
  signNote(rotationText(origin, size, verifierKeyText(newSigner.key)), [oldSigner, newSigner]);

/**
 * Follows a rotation: the keys that were open end at its size, and the new key begins there. A stolen old key can then
 * sign nothing that grows the log. Refused unless both an open key of the log and the new key signed it.
 */
export const applyKeyRotation = (note: string, trusted: TrustedKeys): Checked<TrustedKeys> => {
  const bad = (problem: string) => refused('malformed_rotation', 'rotation', `the key rotation ${problem}`);
  const lines = note.split('\n');
  const [header, origin = '', sizeText = '', newKeyText = '', empty] = lines;
  const size = parseCount(sizeText);
  if (header !== ROTATION_HEADER || empty !== '' || size === null)
    return bad(`does not begin with ${ROTATION_HEADER}, an origin, a size and a key`);
  const log = logOf(origin, trusted);
  if (!log.ok) return log;
  const open = log.value.keys.filter(({ untilSize }) => untilSize === null);
  if (open.some(({ fromSize }) => fromSize > size))
    return bad(`goes back to size ${size}, before the present key began`);
  const openKeys = parseKeys(
    open.map(({ key }) => key),
    SIGNATURE_TYPES.ed25519,
  );
  if (!openKeys.ok) return openKeys;
  const newKey = parseVerifierKey(newKeyText);
  if (!newKey.ok) return newKey;
  // A witness’s key signs another text than a log’s; one that signed for both could pass for either.
  if (newKey.value.name !== origin || newKey.value.type !== SIGNATURE_TYPES.ed25519)
    return bad(`names ${newKeyText}, which is no key for signing ${origin}`);
  if (log.value.keys.some(({ key }) => key === newKeyText))
    return bad(`goes back to ${newKeyText}, which the log had before`);
  const verified = verifyNote(note, [...openKeys.value, newKey.value]);
  if (!verified.ok) return verified;
  if (verified.value.text !== rotationText(origin, size, newKeyText))
    return bad('says more than who signs from when on');
  if (!verified.value.signedBy.includes(newKey.value)) return bad('is not signed by the new key');
  if (!verified.value.signedBy.some((key) => openKeys.value.includes(key)))
    return bad('is not signed by the present key');
  const keys = [
    ...log.value.keys.map((known) => (known.untilSize === null ? { ...known, untilSize: size } : known)),
    { key: newKeyText, fromSize: size, untilSize: null },
  ];
  const logs = trusted.logs.map((known) => (known === log.value ? { origin, keys } : known));
  return accepted({ ...trusted, logs });
};

/** Origin and new key, as the statement says before anybody looked at who signed it. */
const claimedBy = (rotation: string): { readonly origin: string; readonly newKey: string } => {
  const [, origin = '', , newKey = ''] = rotation.split('\n');
  return { origin, newKey };
};

/**
 * Whom one comes to trust who begins with one key of each log: follows the statements that were published, those of all
 * logs in one list. What is said of logs that are not trusted here is passed over, and so is what led to a key that one
 * began with.
 */
export const followKeyRotations = (rotations: readonly string[], trusted: TrustedKeys): Checked<TrustedKeys> => {
  let followed = trusted;
  for (const { origin, keys } of trusted.logs) {
    const ofLog = rotations.filter((rotation) => claimedBy(rotation).origin === origin);
    const known = ofLog.findLastIndex((rotation) => keys.some(({ key }) => key === claimedBy(rotation).newKey));
    for (const rotation of ofLog.slice(known + 1)) {
      const next = applyKeyRotation(rotation, followed);
      if (!next.ok) return next;
      followed = next.value;
    }
  }
  return accepted(followed);
};
