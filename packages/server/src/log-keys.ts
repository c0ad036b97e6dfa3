import { type TrustedKeys, type TrustedLog, verifierKeyText } from '@clearline/receipts';
import type { LenderLog, LogReader } from '@clearline/store';
import type { WitnessPeer } from './witness/ask-witness.ts';

/** The public keys of a lender, as served at `/.well-known/clearline-log-keys` and left in the data folder. */
export interface PublishedKeys extends TrustedKeys {
  /** The statements by which the book’s log and the lender’s changed their keys. */
  readonly rotations: readonly string[];
}

/** The keys of a book’s log and of the lender’s, those that signed before included, with the witnesses that are asked. */
export async function publishedKeys(
  bookLog: Pick<LogReader, 'trusted' | 'rotations'>,
  lenderLog: Pick<LenderLog, 'trusted' | 'rotations'>,
  witnesses: readonly WitnessPeer[],
): Promise<PublishedKeys> {
  const logs: (TrustedLog | null)[] = [...((await bookLog.trusted())?.logs ?? []), await lenderLog.trusted()];
  return {
    logs: logs.filter((log) => log !== null),
    witnesses: witnesses.map(({ key }) => verifierKeyText(key)),
    // A receipt is genuine from the commit on and shows its witnesses once they have seen it: whoever checks says how
    // many they want.
    witnessesNeeded: 0,
    rotations: [...(await bookLog.rotations()), ...(await lenderLog.rotations())],
  };
}
