import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreError } from '../errors.ts';

const KEY_PATTERN = /^[0-9a-f]{64}$/i;

/**
 * The key that wraps every borrower’s key: 64 hexadecimal digits from the environment, or from a file that only its
 * owner can read, made on first use. Losing it makes personal data unreadable for ever.
 */
export const loadMasterKey = async (from: { env?: string | undefined; file: string }): Promise<Uint8Array> => {
  if (from.env !== undefined && from.env !== '') return parse(from.env, 'CLEARLINE_MASTER_KEY');
  try {
    return parse((await readFile(from.file, 'utf8')).trim(), from.file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  await mkdir(dirname(from.file), { recursive: true, mode: 0o700 });
  const made = randomBytes(32);
  // 'wx' refuses to overwrite: of two processes that start at once, one makes the key and the other reads it.
  await writeFile(from.file, `${made.toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return parse((await readFile(from.file, 'utf8')).trim(), from.file);
};

const parse = (text: string, where: string): Uint8Array => {
  if (!KEY_PATTERN.test(text))
    throw new StoreError(
      'bad_master_key',
      `${where} does not hold a master key: expected 64 hexadecimal digits, found ${text.length} characters.`,
    );
  return Buffer.from(text, 'hex');
};
