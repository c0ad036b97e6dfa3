import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';
import { explanation } from '../decision/explanation.ts';
import { findDecision, policyFinder } from '../decision/find.ts';
import { CommandRefused } from '../policy/files.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'tell a recorded decision whole: inputs, rules, reasons, what would have changed it, checks',
  usage: 'DECISION [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { 'data-dir': { type: 'string' } },
    });
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) {
      console.error(`Usage: clearline explain ${explain.usage}`);
      return 2;
    }
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const queries = database.store.queries(BOOK_ID);
      const found = await findDecision(queries, id);
      const policyOf = await policyFinder(queries);
      console.log(explanation(found, policyOf(found.record.versions.policy)).join('\n'));
      return 0;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      return 1;
    } finally {
      await database.stop();
    }
  },
};
