import { parseArgs } from 'node:util';
import { addDays } from '@clearline/lending';
import { dateOf } from '@clearline/line';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';
import { DEMO_SIZES, type DemoSize, fillDemo } from '../demo/fill.ts';
import { loadPolicies } from '../policies.ts';
import { progress, progressDone } from '../progress.ts';

const isSize = (text: string): text is DemoSize => Object.hasOwn(DEMO_SIZES, text);

export const demo: Command = {
  name: 'demo',
  summary: 'fill an empty book with the fictional demo lender, a year simulated through the engine',
  usage: '[--size small|full] [--data-dir DIR]',
  async run(parameters) {
    const { values } = parseArgs({
      args: [...parameters],
      options: { size: { type: 'string', default: 'full' }, 'data-dir': { type: 'string' } },
    });
    if (!isSize(values.size)) {
      console.error(`--size is “${values.size}”; it is one of: ${Object.keys(DEMO_SIZES).join(', ')}.`);
      return 2;
    }
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const started = performance.now();
      const through = addDays(dateOf(new Date().toISOString()), -1);
      const report = await fillDemo(database.store, {
        bookId: BOOK_ID,
        size: values.size,
        through,
        policies: await loadPolicies(null),
        onProgress: (made, of) => progress(`${made} of ${of} borrowers`),
      });
      progressDone();
      console.log(
        `${report.borrowers} borrowers, ${report.facts} facts, ${report.entries} ledger entries in ${((performance.now() - started) / 1000).toFixed(1)} s`,
      );
      return 0;
    } finally {
      await database.stop();
    }
  },
};
