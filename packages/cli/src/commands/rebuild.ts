import { parseArgs } from 'node:util';
import type { Store } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openExistingDatabase } from '../database.ts';
import { progress, progressDone } from '../progress.ts';

/** Makes the derived tables again and says how it goes. */
export async function rebuildTables(store: Store, takeOver: boolean): Promise<void> {
  const started = performance.now();
  const borrowers = await store.rebuild(BOOK_ID, {
    takeOver,
    onProgress: (made, of) => progress(`${made} of ${of} borrowers`),
  });
  progressDone();
  console.error(
    `  tables of ${borrowers} borrowers made again in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

export const rebuild: Command = {
  name: 'rebuild',
  summary: 'make all tables again from the facts, which are left as they are; nothing else may run on the book',
  usage: '[--data-dir DIR]',
  async run(parameters) {
    const { values } = parseArgs({ args: [...parameters], options: { 'data-dir': { type: 'string' } } });
    const database = await openExistingDatabase(dataDirFrom(values['data-dir']));
    try {
      await rebuildTables(database.store, false);
      return 0;
    } finally {
      await database.stop();
    }
  },
};
