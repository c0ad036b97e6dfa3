import { parseArgs } from 'node:util';
import { replayDecision as runAgain } from '@clearline/line';
import type { Queries } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';
import { findDecision, policyFinder } from '../decision/find.ts';
import { replayAll, replayLines } from '../decision/replays.ts';
import { CommandRefused } from '../policy/files.ts';

/** Differing decisions printed; the count is always whole. */
const SHOWN_MAX = 20;

const one = async (queries: Queries, id: string): Promise<number> => {
  const { record } = await findDecision(queries, id);
  const policyOf = await policyFinder(queries);
  const replay = runAgain(record, policyOf(record.versions.policy));
  console.log(replayLines(record, replay).join('\n'));
  return replay.identical ? 0 : 1;
};

const all = async (queries: Queries): Promise<number> => {
  const policyOf = await policyFinder(queries);
  const { replayed, different } = await replayAll(queries, policyOf, (count) =>
    process.stderr.write(`\r${count} decisions`),
  );
  process.stderr.write('\r');
  console.log(`${replayed} decisions replayed, ${different.length} not identical`);
  for (const id of different.slice(0, SHOWN_MAX)) console.log(`  ${id}`);
  return different.length === 0 ? 0 : 1;
};

export const replayDecision: Command = {
  name: 'replay-decision',
  summary: 'run a recorded decision (or all) again from its record alone and compare bit for bit',
  usage: 'DECISION | --all   [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { 'data-dir': { type: 'string' }, all: { type: 'boolean', default: false } },
    });
    const [id] = positionals;
    if (positionals.length > 1 || values.all !== (id === undefined)) {
      console.error(`Usage: clearline replay-decision ${replayDecision.usage}`);
      return 2;
    }
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const queries = database.store.queries(BOOK_ID);
      return await (id === undefined ? all(queries) : one(queries, id));
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      return 1;
    } finally {
      await database.stop();
    }
  },
};
