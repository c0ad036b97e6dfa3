import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../db/sql.ts';
import { TestBook } from '../fixtures/test-book.ts';
import { binaryArray } from './binary-array.ts';
import type { Cell, ColumnType } from './table-spec.ts';

/** Texts that COPY and array literals each have to escape, and characters of one to four bytes. */
const text = fc.oneof(
  fc.constantFrom('', '\\', '"', '{a,"b"}', 'NULL', '\t\n\r', '浙江', '€', '👍', 'é'),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\u0000')),
);
const CELLS: Readonly<Record<ColumnType, fc.Arbitrary<Exclude<Cell, null>>>> = {
  text,
  jsonb: text,
  integer: fc.oneof(fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer()),
  bigint: fc.oneof(
    fc.constantFrom(0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)),
    fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }),
  ),
  boolean: fc.boolean(),
  date: fc.constantFrom('1970-01-01', '1999-12-31', '2000-01-01', '2024-02-29', '2026-11-26', '9999-12-31'),
  timestamptz: fc
    .oneof(fc.constantFrom(0, -1, 946_684_799_999, 946_684_800_000), fc.integer({ min: -(2 ** 40), max: 2 ** 45 }))
    .map((ms) => new Date(ms).toISOString()),
  bytea: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
};

let test: TestBook;
let sql: Sql;
beforeAll(async () => {
  test = await TestBook.open();
  sql = test.store.sql;
});
afterAll(() => test.close());

describe('S72: a column travels as a binary array', () => {
  it.each(Object.keys(CELLS) as ColumnType[])(
    '%s: PostgreSQL reads what was written, nothing included',
    async (type) => {
      const wire = type === 'jsonb' ? 'text' : type;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.option(CELLS[type]), { maxLength: 12 }), async (cells) => {
          const rows = await sql.query<{ value: unknown }>(
            `SELECT value FROM unnest($1::${wire}[]) WITH ORDINALITY AS u(value, n) ORDER BY n`,
            [binaryArray(type, cells)],
          );
          expect(rows.map(({ value }) => value)).toEqual(cells);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('refuses a cell of another type, naming it', () => {
    expect(() => binaryArray('timestamptz', ['yesterday'])).toThrow('“yesterday” where its table wants an instant');
    expect(() => binaryArray('integer', ['7'])).toThrow('wants an integer');
    expect(() => binaryArray('integer', [2 ** 31])).toThrow('out of range');
  });
});
