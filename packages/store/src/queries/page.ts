import type { SqlValue } from '../db/sql.ts';
import { StoreError } from '../errors.ts';

/** A page of a list; `nextCursor` is null on the last. Cursors say where to go on, not how many to skip. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const encode = (place: readonly string[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * Reads a cursor of `parts` texts; null at the beginning.
 * @throws StoreError `bad_cursor` for anything that this store did not hand out.
 */
export const placeOf = (cursor: string | undefined, parts: number): string[] | null => {
  if (cursor === undefined || cursor === '') return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(place) && place.length === parts && place.every((part) => typeof part === 'string')) return place;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StoreError('bad_cursor', `The cursor “${cursor}” is not one of this list. Start without a cursor.`);
};

/** Cuts rows, of which one more than the limit was asked for, into a page. */
export const pageOf = <R, T>(
  rows: readonly R[],
  limit: number,
  item: (row: R) => T,
  place: (row: R) => readonly string[],
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last !== undefined ? encode(place(last)) : null };
};

/** Conditions and their values, numbered as they are added; `$1` is always the book. */
export class Conditions {
  readonly values: SqlValue[];
  readonly #parts = ['book_id = $1'];

  constructor(bookId: string) {
    this.values = [bookId];
  }

  /** Adds a condition in which each `?` stands for the next value. */
  add(sql: string, ...values: readonly SqlValue[]): void {
    let next = 0;
    this.#parts.push(sql.replaceAll('?', () => this.#value(values[next++] ?? null)));
  }

  get sql(): string {
    return this.#parts.join(' AND ');
  }

  #value(value: SqlValue): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
