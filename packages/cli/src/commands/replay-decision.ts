import { parseArgs } from 'node:util';
import { replayDecision as runAgain } from '@clearline/line';
import type { Queries } from '@clearline/store';
import type { Command } from '../command.ts';
import { findDecision, policyFinder } from '../decision/find.ts';
import { replayAll, replayLines } from '../decision/replays.ts';
import { withDatabase } from '../decision/with-database.ts';
import { CommandRefused } from '../policy/files.ts';
import { isLanguage, LANGUAGES, NO_LANGUAGE, sayRefused, type Say, sayingIn } from '../policy/language.ts';

/** Differing decisions printed; the count is always whole. */
const SHOWN_MAX = 20;

const one = async (queries: Queries, id: string, say: Say): Promise<number> => {
  const { record } = await findDecision(queries, id);
  const policyOf = await policyFinder(queries);
  const replay = runAgain(record, policyOf(record.versions.policy));
  console.log(replayLines(record, replay, say).join('\n'));
  return replay.identical ? 0 : 1;
};

const all = async (queries: Queries, say: Say): Promise<number> => {
  const policyOf = await policyFinder(queries);
  const { replayed, different, notRun } = await replayAll(queries, policyOf, (count) =>
    process.stderr.write(`\r${count} decisions`),
  );
  process.stderr.write('\r');
  console.log(
    say({
      zh: `重放${replayed}个决定，${different.length}个不相同`,
      en: `${replayed} decisions replayed, ${different.length} not identical`,
    }),
  );
  for (const id of different.slice(0, SHOWN_MAX)) console.log(`  ${id}`);
  if (notRun.length > 0)
    console.log(say({ zh: `${notRun.length}个不能重放`, en: `${notRun.length} could not be run` }));
  for (const { why } of notRun.slice(0, SHOWN_MAX)) console.log(`  ${say(why)}`);
  return different.length + notRun.length === 0 ? 0 : 1;
};

export const replayDecision: Command = {
  name: 'replay-decision',
  summary: 'run a recorded decision (or all) again from its record alone and compare bit for bit',
  usage: 'DECISION | --all   [--lang zh|en] [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        lang: { type: 'string' },
        'data-dir': { type: 'string' },
        all: { type: 'boolean', default: false },
      },
    });
    const [id] = positionals;
    const { lang } = values;
    if (lang !== undefined && !isLanguage(lang)) {
      console.error(NO_LANGUAGE(lang));
      return 2;
    }
    if (positionals.length > 1 || values.all !== (id === undefined)) {
      console.error(`Usage: clearline replay-decision ${replayDecision.usage}`);
      return 2;
    }
    const languages = lang === undefined ? LANGUAGES : [lang];
    const say = sayingIn(languages);
    try {
      return await withDatabase(values['data-dir'], (queries) =>
        id === undefined ? all(queries, say) : one(queries, id, say),
      );
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      sayRefused(error, languages);
      return 1;
    }
  },
};
