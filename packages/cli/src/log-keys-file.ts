import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  followKeyRotations,
  type LogKey,
  parseVerifierKey,
  SIGNATURE_TYPES,
  type TrustedKeys,
  type TrustedLog,
} from '@clearline/receipts';
import type { LocalText } from '@clearline/line';
import { publishedKeys, type PublishedKeys, type WitnessPeer } from '@clearline/server';
import type { Store } from '@clearline/store';
import { CommandRefused } from './policy/files.ts';

/** Where the public keys of the logs are left, so that `verify` needs neither a database nor a network. */
export const logKeysFileIn = (dataDir: string): string => join(dataDir, 'log-keys.json');

/**
 * The public keys of a book’s log and of the lender’s, with the witnesses, as they are served at
 * `/.well-known/clearline-log-keys`; null for a book without a log.
 */
export const publicKeysOf = async (
  store: Pick<Store, 'log' | 'lenderLog'>,
  bookId: string,
  witnesses: readonly WitnessPeer[],
): Promise<string | null> => {
  const log = store.log(bookId);
  if ((await log.trusted()) === null) return null;
  return `${JSON.stringify(await publishedKeys(log, store.lenderLog, witnesses), null, 2)}\n`;
};

/** Leaves them where `verify` finds them, and begins the lender’s log, so that it is among them from the first start on. */
export const keepLogKeys = async (
  store: Store,
  bookId: string,
  dataDir: string,
  witnesses: readonly WitnessPeer[],
): Promise<void> => {
  await store.lenderLog.begin();
  const keys = await publicKeysOf(store, bookId, witnesses);
  if (keys !== null) await writeFile(logKeysFileIn(dataDir), keys);
};

/** @throws CommandRefused that names the file. */
export const readNamed = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const { zh, en } = WHY_NOT_READ[code] ?? { zh: String(error), en: String(error) };
    throw new CommandRefused(`${path}: ${en}`, `${path}：${zh}`);
  });
const WHY_NOT_READ: Readonly<Record<string, LocalText>> = {
  ENOENT: { zh: '没有这个文件。', en: 'there is no such file.' },
  EISDIR: { zh: '这是文件夹；请给出其中的文件。', en: 'this is a folder; name the file in it.' },
  EACCES: { zh: '没有权限读取。', en: 'this user may not read it.' },
};

/**
 * Keys as given: each the text of one key, of a log or a witness, or a file as `/.well-known/clearline-log-keys` serves it.
 * A log of which a key was given as text is trusted by that key, and by those that the statements in the files lead to from
 * it; a file that lists others for it is not believed.
 * @throws CommandRefused for what is neither, and for keys that do not follow from each other.
 */
export const trustedOf = async (given: readonly string[]): Promise<TrustedKeys> => {
  const held = new Map<string, LogKey[]>();
  const files: [path: string, keys: PublishedKeys][] = [];
  const witnesses: string[] = [];
  for (const each of given.map((one) => one.trim())) {
    const key = parseVerifierKey(each);
    if (!key.ok) {
      if (/^[^/\\]+\+[0-9a-f]{8}\+/.test(each)) throw new CommandRefused(key.refusal.message);
      files.push([each, keysIn(each, await readNamed(each))]);
    } else if (key.value.type === SIGNATURE_TYPES.cosignature) witnesses.push(each);
    else held.set(key.value.name, [...(held.get(key.value.name) ?? []), { key: each, fromSize: 0, untilSize: null }]);
  }
  const fromTexts = [...held].map(([origin, keys]) => ({ origin, keys }));
  const ofFiles = files.flatMap(([path, { logs, rotations }]) =>
    logs.filter(({ origin }) => !held.has(origin)).map((log) => chained(path, log, rotations)),
  );
  const followed = follow(
    files.map(([path]) => path).join(', '),
    fromTexts,
    files.flatMap(([, { rotations }]) => rotations),
  );
  return {
    logs: [...followed, ...ofFiles],
    witnesses: [...witnesses, ...files.flatMap(([, keys]) => keys.witnesses)],
    witnessesNeeded: 0,
  };
};

const follow = (path: string, logs: readonly TrustedLog[], rotations: readonly string[]): readonly TrustedLog[] => {
  const followed = followKeyRotations(rotations, { logs, witnesses: [], witnessesNeeded: 0 });
  if (followed.ok) return followed.value.logs;
  throw new CommandRefused(`${path}: ${followed.refusal.message}; get the file again, and ask the lender why`);
};

/** A log as its file lists it, whose later keys must be those that its statements lead to from the first. */
const chained = (path: string, log: TrustedLog, rotations: readonly string[]): TrustedLog => {
  const [first] = log.keys;
  const begun = first === undefined ? [] : [{ ...log, keys: [{ ...first, untilSize: null }] }];
  const [led] = follow(path, begun, rotations);
  if (JSON.stringify(led?.keys) === JSON.stringify(log.keys)) return log;
  throw new CommandRefused(
    `${path}: the keys of ${log.origin} are not those that its key rotations lead to; get the file again, and ask the lender why`,
  );
};

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isLogKey = (value: unknown): value is LogKey => {
  const { key, fromSize, untilSize } = (value ?? {}) as Partial<LogKey>;
  return typeof key === 'string' && isSize(fromSize) && (untilSize === null || isSize(untilSize));
};
const isLog = (value: unknown): value is TrustedLog => {
  const { origin, keys } = (value ?? {}) as Partial<TrustedLog>;
  return typeof origin === 'string' && Array.isArray(keys) && keys.length > 0 && keys.every(isLogKey);
};
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const keysIn = (path: string, text: string): PublishedKeys => {
  const refuse = (): never => {
    throw new CommandRefused(
      `${path}: not a list of log keys; give the file that the lender serves as /.well-known/clearline-log-keys`,
    );
  };
  let parsed: Partial<PublishedKeys> | null;
  try {
    parsed = JSON.parse(text) as Partial<PublishedKeys> | null;
  } catch {
    return refuse();
  }
  const { logs, witnesses = [], rotations = [] } = parsed ?? {};
  if (!Array.isArray(logs) || !logs.every(isLog) || !isTexts(witnesses) || !isTexts(rotations)) return refuse();
  // Each log with these fields and no others, in this order: they are compared as text.
  const read = logs.map(({ origin, keys }) => ({
    origin,
    keys: keys.map(({ key, fromSize, untilSize }) => ({ key, fromSize, untilSize })),
  }));
  return { logs: read, witnesses, witnessesNeeded: 0, rotations };
};
