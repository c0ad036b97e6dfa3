import { parseArgs } from 'node:util';
import { witnessPeers } from '@clearline/server';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';
import { keepLogKeys, logKeysFileIn, publicKeysOf } from '../log-keys-file.ts';

const DEEDS = ['checkpoint', 'keys', 'rotate-key', 'rebuild'] as const;
type Deed = (typeof DEEDS)[number];
/** Deeds that are done to one log, the book’s unless `--lender` says otherwise; the others are about both. */
const OF_ONE_LOG: readonly Deed[] = ['checkpoint', 'rotate-key'];
const isDeed = (word: string | undefined): word is Deed => DEEDS.some((deed) => deed === word);

export const log: Command = {
  name: 'log',
  summary:
    'print the newest signed checkpoint or the public keys of the log, give it a new key, or make what was lost of it again',
  usage: 'checkpoint [--lender] | keys | rotate-key [--lender] | rebuild   [--data-dir DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { 'data-dir': { type: 'string' }, lender: { type: 'boolean', default: false } },
    });
    const [deed, ...more] = positionals;
    if (!isDeed(deed) || more.length > 0 || (values.lender && !OF_ONE_LOG.includes(deed))) {
      console.error(`Usage: clearline log ${log.usage}`);
      return 2;
    }
    const dataDir = dataDirFrom(values['data-dir']);
    const database = await openDatabase(dataDir);
    try {
      const { store } = database;
      const witnesses = witnessPeers(process.env['CLEARLINE_WITNESSES']);
      const reader = store.log(BOOK_ID);
      if ((await reader.trusted()) === null) {
        console.error('This book has no log yet. It is begun when the book is first opened for work.');
        return 1;
      }
      const log = values.lender ? store.lenderLog : reader;
      if (deed === 'checkpoint') process.stdout.write((await log.checkpoint()) ?? 'The log is empty.\n');
      else if (deed === 'keys') process.stdout.write((await publicKeysOf(store, BOOK_ID, witnesses)) ?? '');
      else if (deed === 'rebuild')
        for (const { bookId, leaves, leavesMade, nodes, checkpoints } of await store.rebuildLogs(BOOK_ID))
          console.log(
            `${bookId}: ${leaves} leaves under ${checkpoints} checkpoints, ${leavesMade} of them and ${nodes} nodes made again.`,
          );
      else {
        const key = values.lender ? await store.lenderLog.rotateKey() : await store.rotateLogKey(BOOK_ID);
        await keepLogKeys(store, BOOK_ID, dataDir, witnesses);
        console.log(
          `The ${values.lender ? 'lender’s log' : 'log'} is signed by a new key from now on; what the old one signed stays valid.\n${key}`,
        );
        if (values.lender)
          console.log(
            `Give your witnesses ${logKeysFileIn(dataDir)}: they cosign nothing that the new key signs until they are started with it.`,
          );
      }
      return 0;
    } finally {
      await database.stop();
    }
  },
};
