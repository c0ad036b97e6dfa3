import {
  formatAddCheckpoint,
  parseNote,
  parseVerifierKey,
  SIGNATURE_TYPES,
  type VerifierKey,
  verifyNote,
} from '@clearline/receipts';
import { type LenderLog, sizeOfCheckpoint } from '@clearline/store';

/** A witness that the lender asks: where it listens, and the public key it cosigns with. */
export interface WitnessPeer {
  /** Its address, without `/add-checkpoint`. */
  readonly url: string;
  readonly key: VerifierKey;
}

/**
 * Reads witnesses as configured: `URL KEY`, several with commas between.
 * @throws TypeError that names the entry which is not one.
 */
export function witnessPeers(text: string | undefined): readonly WitnessPeer[] {
  const entries = (text ?? '').split(',').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [url = '', keyText = ''] = entry.split(/\s+/);
      const key = parseVerifierKey(keyText);
      if (!URL.canParse(url) || !key.ok)
        throw new TypeError(`CLEARLINE_WITNESSES: ${JSON.stringify(entry)} is not an address and a public key`);
      if (key.value.type !== SIGNATURE_TYPES.cosignature)
        throw new TypeError(
          `CLEARLINE_WITNESSES: the key of ${JSON.stringify(entry)} is no witness’s; give the one that the witness prints when it starts`,
        );
      return { url: url.replace(/\/$/, ''), key: key.value };
    });
}

/** What came of asking one witness. */
export type Asked =
  | { readonly ok: true; readonly witness: string; readonly size: number }
  | { readonly ok: false; readonly witness: string; readonly why: string };

const TIMEOUT_MS = 5_000;

const post = (peer: WitnessPeer, body: string): Promise<Response> =>
  fetch(`${peer.url}/add-checkpoint`, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) });

/**
 * Asks a witness to cosign the newest checkpoint of the lender’s log and keeps what it signs. A witness that remembers
 * another size than we believed says so (409) and is asked once more from there; it never goes back.
 */
export async function askWitness(log: LenderLog, peer: WitnessPeer): Promise<Asked> {
  const witness = peer.key.name;
  const failed = (why: string): Asked => ({ ok: false, witness, why });
  const cosigned = await log.checkpoint();
  const note = cosigned === null ? null : parseNote(cosigned);
  if (cosigned === null || note === null || !note.ok) return failed('the lender’s log is empty');
  const size = sizeOfCheckpoint(cosigned);
  let oldSize = 0;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const proof = await log.consistency(oldSize, size);
    const response = await post(peer, formatAddCheckpoint({ oldSize, proof, checkpoint: cosigned })).catch(
      (error: unknown) => String(error),
    );
    if (typeof response === 'string') return failed(response);
    const text = await response.text();
    if (response.status === 200) {
      const signed = verifyNote(`${note.value.text}\n${text}`, [peer.key]);
      if (!signed.ok) return failed(`what it signed is not this checkpoint: ${signed.refusal.message}`);
      await log.addCosignature(size, witness, text);
      return { ok: true, witness, size };
    }
    const known = response.status === 409 && /^\d+\n?$/.test(text) ? Number(text) : null;
    if (known === null) return failed(`it answered ${response.status}: ${text.trim()}`);
    if (known > size) return failed(`it has cosigned ${known} entries, more than our log has: our log was cut off`);
    oldSize = known;
  }
  return failed('it says another size each time it is asked');
}
