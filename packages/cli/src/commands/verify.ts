import { parseArgs } from 'node:util';
import { describeVerification } from '@clearline/receipts';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { logKeysFileIn, readNamed, trustedOf } from '../log-keys-file.ts';
import { CommandRefused } from '../policy/files.ts';

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
      const [notice, proof, trusted] = [await readNamed(noticePath), await readNamed(proofPath), await trustedOf(keys)];
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
