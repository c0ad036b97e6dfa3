import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVerifierKey, SIGNATURE_TYPES, type TrustedKeys, verifierKeyText } from '@clearline/receipts';
import type { WitnessPeer } from '@clearline/server';
import type { Store } from '@clearline/store';
import { CommandRefused } from './policy/files.ts';

/** Where the public keys of the logs are left, so that `verify` needs neither a database nor a network. */
export const logKeysFileIn = (dataDir: string): string => join(dataDir, 'log-keys.json');

/**
 * The public keys of a book’s log and of the lender’s, with the witnesses, as they are served at
 * `/.well-known/clearline-log-keys`; null for a book without a log.
 */
export const publicKeysOf = async (
  store: Pick<Store, 'log' | 'lenderLog'>,
  bookId: string,
  witnesses: readonly WitnessPeer[],
): Promise<string | null> => {
  const log = store.log(bookId);
  const trusted = await log.trusted();
  if (trusted === null) return null;
  const lenders = await store.lenderLog.trusted();
  const logs = lenders === null ? trusted.logs : [...trusted.logs, lenders];
  const keys = {
    ...trusted,
    logs,
    witnesses: witnesses.map(({ key }) => verifierKeyText(key)),
    rotations: await log.rotations(),
  };
  return `${JSON.stringify(keys, null, 2)}\n`;
};

/** Leaves them where `verify` finds them, and begins the lender’s log, so that it is among them from the first start on. */
export const keepLogKeys = async (
  store: Store,
  bookId: string,
  dataDir: string,
  witnesses: readonly WitnessPeer[],
): Promise<void> => {
  await store.lenderLog.begin();
  const keys = await publicKeysOf(store, bookId, witnesses);
  if (keys !== null) await writeFile(logKeysFileIn(dataDir), keys);
};

/** @throws CommandRefused that names the file. */
export const readNamed = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new CommandRefused(`${path}: ${why}`);
  });

/**
 * Keys as given: each the text of one key, of a log or a witness, or a file as `/.well-known/clearline-log-keys` serves it.
 * @throws CommandRefused for what is neither.
 */
export const trustedOf = async (given: readonly string[]): Promise<TrustedKeys> => {
  const logs: TrustedKeys['logs'][number][] = [];
  const witnesses: string[] = [];
  for (const each of given) {
    const key = parseVerifierKey(each.trim());
    if (key.ok && key.value.type === SIGNATURE_TYPES.cosignature) {
      witnesses.push(each.trim());
      continue;
    }
    if (key.ok) {
      logs.push({ origin: key.value.name, keys: [{ key: each.trim(), fromSize: 0, untilSize: null }] });
      continue;
    }
    if (/^[^/\\]+\+[0-9a-f]{8}\+/.test(each)) throw new CommandRefused(key.refusal.message);
    const read = keysIn(each, await readNamed(each));
    logs.push(...read.logs);
    witnesses.push(...read.witnesses);
  }
  return { logs, witnesses, witnessesNeeded: 0 };
};

const keysIn = (path: string, text: string): TrustedKeys => {
  const refuse = (): never => {
    throw new CommandRefused(
      `${path}: not a list of log keys; give the file that the lender serves as /.well-known/clearline-log-keys`,
    );
  };
  try {
    const parsed = JSON.parse(text) as Partial<TrustedKeys>;
    const { logs, witnesses = [] } = parsed;
    return Array.isArray(logs) && Array.isArray(witnesses) ? { logs, witnesses, witnessesNeeded: 0 } : refuse();
  } catch {
    return refuse();
  }
};
