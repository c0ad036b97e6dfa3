import { parseArgs } from 'node:util';
import { newToken, tokenHash } from '@clearline/server';
import { type ApiKeyPurpose, newId, type Queries } from '@clearline/store';
import type { Command } from '../command.ts';
import { dataDirFrom } from '../data-dir.ts';
import { BOOK_ID, openDatabase } from '../database.ts';

const PURPOSES: Readonly<Record<ApiKeyPurpose, string>> = {
  events: 'sends behaviour events',
  rail: 'answers for the payment rail',
};
const isPurpose = (text: string | undefined): text is ApiKeyPurpose =>
  text !== undefined && Object.hasOwn(PURPOSES, text);
const USAGE =
  'list | add NAME --for events [--feeds app,bureau:*] | add NAME --for rail | remove NAME  [--data-dir DIR]';

/** A key for the rail speaks for no feed of events. */
const feedsOf = (purpose: ApiKeyPurpose, given: string): string[] =>
  purpose === 'rail' ? [] : given.split(',').map((feed) => feed.trim());

async function add(queries: Queries, name: string, purpose: ApiKeyPurpose, feeds: readonly string[]): Promise<string> {
  const key = newToken();
  const createdAt = new Date().toISOString();
  await queries.putApiKey({ id: newId(), name, purpose, feeds, keyHash: tokenHash(key), createdAt });
  return `${key}\n  ${name} ${PURPOSES[purpose]} with this key. It is shown once and kept only as a hash.`;
}

async function list(queries: Queries): Promise<string> {
  const keys = await queries.listApiKeys();
  return keys.length === 0
    ? 'No keys yet.'
    : keys.map(({ name, purpose, feeds }) => `${name}  ${PURPOSES[purpose]}  ${feeds.join(', ')}`).join('\n');
}

/** Keys of the lender’s own systems, each for one purpose. */
export const key: Command = {
  name: 'key',
  summary: 'issue, list and withdraw the API keys of the lender’s own systems',
  usage: USAGE,
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { for: { type: 'string' }, feeds: { type: 'string', default: '*' }, 'data-dir': { type: 'string' } },
    });
    const [verb = '', name = ''] = positionals;
    const purpose = values.for;
    const wrong = !['list', 'add', 'remove'].includes(verb) || positionals.length !== (verb === 'list' ? 1 : 2);
    if (wrong || (verb === 'add' && !isPurpose(purpose))) {
      console.error(`Usage: clearline key ${USAGE}`);
      return 2;
    }
    const database = await openDatabase(dataDirFrom(values['data-dir']));
    try {
      const queries = database.store.queries(BOOK_ID);
      if (verb === 'list') console.log(await list(queries));
      else if (verb === 'add' && isPurpose(purpose))
        console.log(await add(queries, name, purpose, feedsOf(purpose, values.feeds)));
      else if ((await queries.removeApiKeys(name)) === 0) {
        console.error(`There is no key named ${name}.`);
        return 1;
      } else console.log(`The keys named ${name} open nothing any more.`);
      if (verb !== 'list')
        await queries.recordAudit({
          at: new Date().toISOString(),
          actor: 'operator:cli',
          action: `key.${verb}`,
          borrowerId: null,
          detail: name,
        });
      return 0;
    } finally {
      await database.stop();
    }
  },
};
