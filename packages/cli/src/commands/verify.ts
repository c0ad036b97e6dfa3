import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeVerification, parseVerifierKey, type TrustedKeys } from '@clearline/receipts';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { logKeysFileIn } from '../log-keys-file.ts';
import { CommandRefused } from '../policy/files.ts';

const read = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new CommandRefused(`${path}: ${why}`);
  });

/** Keys as given: each the text of one key, or a file as `/.well-known/clearline-log-keys` serves it. */
const trustedOf = async (given: readonly string[]): Promise<TrustedKeys> => {
  const logs: TrustedKeys['logs'][number][] = [];
  for (const each of given) {
    const key = parseVerifierKey(each.trim());
    if (key.ok) {
      logs.push({ origin: key.value.name, keys: [{ key: each.trim(), fromSize: 0, untilSize: null }] });
      continue;
    }
    if (/^[^/\\]+\+[0-9a-f]{8}\+/.test(each)) throw new CommandRefused(key.refusal.message);
    logs.push(...keysIn(each, await read(each)).logs);
  }
  return { logs, witnesses: [], witnessesNeeded: 0 };
};

const keysIn = (path: string, text: string): TrustedKeys => {
  const refuse = (): never => {
    throw new CommandRefused(
      `${path}: not a list of log keys; give the file that the lender serves as /.well-known/clearline-log-keys`,
    );
  };
  try {
    const parsed = JSON.parse(text) as Partial<TrustedKeys>;
    return Array.isArray(parsed.logs) ? { logs: parsed.logs, witnesses: [], witnessesNeeded: 0 } : refuse();
  } catch {
    return refuse();
  }
};

export const verify: Command = {
  name: 'verify',
  summary: 'check a notice against its proof: unchanged, logged, and signed by a key you trust; needs no database',
  usage: 'NOTICE PROOF [--key KEY-OR-FILE]… [--lang zh|en] [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, default: [] },
        lang: { type: 'string' },
        'data-dir': { type: 'string' },
      },
    });
    const [noticePath, proofPath] = positionals;
    const { lang } = values;
    if (
      noticePath === undefined ||
      proofPath === undefined ||
      positionals.length > 2 ||
      !['zh', 'en', undefined].includes(lang)
    ) {
      console.error(`Usage: clearline verify ${verify.usage}`);
      return 2;
    }
    try {
      const keys = values.key.length > 0 ? values.key : [logKeysFileIn(dataDirFrom(values['data-dir']))];
      const [notice, proof, trusted] = [await read(noticePath), await read(proofPath), await trustedOf(keys)];
      const { genuine, headline, details } = describeVerification(notice, proof, trusted);
      const languages = lang === undefined ? (['zh', 'en'] as const) : ([lang] as ('zh' | 'en')[]);
      for (const language of languages) {
        console.log(`${genuine ? '✓' : '✗'} ${headline[language]}`);
        for (const detail of details) console.log(`  ${detail[language]}`);
      }
      return genuine ? 0 : 1;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      if (values.key.length === 0)
        console.error(
          'No --key was given, so the keys of the data folder were looked for. 请用 --key 给出贷款机构公布的公钥。',
        );
      return 2;
    }
  },
};
