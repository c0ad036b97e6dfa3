import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { explanation } from '../decision/explanation.ts';
import { findDecision, policyFinder } from '../decision/find.ts';
import { withDatabase } from '../decision/with-database.ts';
import { CommandRefused } from '../policy/files.ts';
import { isLanguage, LANGUAGES, NO_LANGUAGE, sayRefused } from '../policy/language.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'tell a recorded decision whole: inputs, rules, reasons, what would have changed it, checks',
  usage: 'DECISION [--lang zh|en] [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { lang: { type: 'string' }, 'data-dir': { type: 'string' } },
    });
    const [id] = positionals;
    const { lang } = values;
    if (lang !== undefined && !isLanguage(lang)) {
      console.error(NO_LANGUAGE(lang));
      return 2;
    }
    if (id === undefined || positionals.length > 1) {
      console.error(`Usage: clearline explain ${explain.usage}`);
      return 2;
    }
    const languages = lang === undefined ? LANGUAGES : [lang];
    try {
      return await withDatabase(values['data-dir'], async (queries) => {
        const found = await findDecision(queries, id);
        const policyOf = await policyFinder(queries);
        console.log(explanation(found, policyOf(found.record.versions.policy), languages).join('\n'));
        return 0;
      });
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      sayRefused(error, languages);
      return 1;
    }
  },
};
