import { parseArgs } from 'node:util';
import type { LocalText } from '@clearline/line';
import { describeFiles } from '@clearline/receipts';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { logKeysFileIn, readNamed, trustedOf } from '../log-keys-file.ts';
import { CommandRefused } from '../policy/files.ts';
import { sayRefused } from '../policy/language.ts';

const NO_KEY: LocalText = {
  zh: '没有给出 --key，所以找的是数据文件夹里的公钥；请用 --key 给出放款机构公布的公钥。',
  en: 'No --key was given, so the keys of the data folder were looked for; give with --key the key that the lender publishes.',
};

export const verify: Command = {
  name: 'verify',
  summary:
    'check a notice against its proof, or all of one borrower’s as a chain: unchanged, logged, none left out; needs no database',
  usage:
    'NOTICE PROOF [NOTICE PROOF … LIST-OF-RECORDS] [--witnesses N] [--key KEY-OR-FILE]… [--lang zh|en] [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true, default: [] },
        lang: { type: 'string' },
        witnesses: { type: 'string', default: '0' },
        'data-dir': { type: 'string' },
      },
    });
    const { lang } = values;
    const witnessesNeeded = Number(values.witnesses);
    if (positionals.length < 2 || !['zh', 'en', undefined].includes(lang) || !/^\d{1,2}$/.test(values.witnesses)) {
      console.error(`Usage: clearline verify ${verify.usage}`);
      return 2;
    }
    const languages = lang === undefined ? (['zh', 'en'] as const) : ([lang] as ('zh' | 'en')[]);
    try {
      const keys = values.key.length > 0 ? values.key : [logKeysFileIn(dataDirFrom(values['data-dir']))];
      const trusted = { ...(await trustedOf(keys)), witnessesNeeded };
      const texts = await Promise.all(positionals.map(readNamed));
      const { genuine, headline, details } = describeFiles(texts, trusted);
      for (const language of languages) {
        console.log(`${genuine ? '✓' : '✗'} ${headline[language]}`);
        for (const detail of details) console.log(`  ${detail[language]}`);
      }
      return genuine ? 0 : 1;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      sayRefused(error, languages);
      if (values.key.length === 0) for (const language of languages) console.error(NO_KEY[language]);
      return 2;
    }
  },
};
