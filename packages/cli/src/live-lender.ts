import { readFile } from 'node:fs/promises';
import type { Lender } from '@clearline/line';
import { type Adapters, httpAdapters, LenderFileRefused, readLenderFile, secretFrom } from '@clearline/server';

/** A real lender as its file and the environment describe it. */
export interface LiveLender {
  readonly lender: Lender;
  readonly adapters: Adapters;
}

const SECRET = 'CLEARLINE_WEBHOOK_SECRET';

/**
 * Reads the lender file, and from the environment the secret that calls to the lender’s systems are signed with: a secret has
 * no place in a file that people pass around.
 * @throws LenderFileRefused with every fault.
 */
export async function liveLenderFrom(path: string, environment: NodeJS.ProcessEnv = process.env): Promise<LiveLender> {
  const json = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new LenderFileRefused(path, [`it cannot be read: ${why}; docs/guides/operate.md tells how to write one.`]);
  });
  const { lender, adapters } = readLenderFile(json, path);
  const secret = secretFrom(environment[SECRET] ?? '');
  if (secret === null) {
    throw new LenderFileRefused(path, [
      `${SECRET} is not set to a secret: it is whsec_ and the base64 of at least 24 random bytes, the same that the lender’s systems check with.`,
    ]);
  }
  return { lender, adapters: httpAdapters(adapters, secret) };
}
