/**
 * Records by an id that nobody else has. V8 gives plain objects of the same names one hidden class and keeps what leads from
 * class to class; ids, each of them a name of its own, use up that memory (some 1,500 names that may come first in an object),
 * and from then on every other object in the program that begins with a new name gets a class of its own, made among what is old.
 * Records without a prototype are tables from the start. Nor do they hold “constructor” or other names that nobody put there.
 */
export type ById<T> = Readonly<Record<string, T>>;

const none = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;
const NOTHING = Object.freeze(none<never>());

export const noneById = <T>(): ById<T> => NOTHING;

/** With an entry more, or with another in its place. */
export const withEntry = <T>(record: ById<T>, id: string, entry: T): ById<T> => {
  const next = none<T>();
  for (const known in record) next[known] = record[known] as T;
  next[id] = entry;
  return next;
};

/** With an entry as the newest, and only so many of those before it. */
export const withNewest = <T>(record: ById<T>, id: string, entry: T, keptMax: number): ById<T> => {
  const next = none<T>();
  const others = Object.keys(record).filter((known) => known !== id);
  for (const known of others.slice(-keptMax)) next[known] = record[known] as T;
  next[id] = entry;
  return next;
};
