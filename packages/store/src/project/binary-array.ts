import type { Cell, ColumnType } from './table-spec.ts';

/**
 * Arrays as PostgreSQL takes them in binary parameters (`array_recv`): the server copies values instead of parsing text in
 * which each quote and backslash is escaped twice.
 */

/** Of the types as they travel: `jsonb` goes as text, and the statement turns it into what it is. */
const ELEMENT_OIDS: Readonly<Record<ColumnType, number>> = {
  text: 25,
  jsonb: 25,
  integer: 23,
  bigint: 20,
  boolean: 16,
  date: 1082,
  timestamptz: 1184,
  bytea: 17,
};
/** Dimensions, a flag for nulls, type of the elements; of the one dimension its size and first index. */
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** No code unit of a JavaScript string takes more bytes in UTF-8. */
const UTF8_BYTES_MAX = 3;

/** PostgreSQL counts time from the start of the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
const WORD = 2 ** 32;

/**
 * One column of rows as a binary array parameter.
 * @throws Error for a cell that is not of the column's type, naming the value: a bug of whoever made the row.
 */
export const binaryArray = (type: ColumnType, cells: readonly Cell[]): Buffer => {
  const writeCell = WRITERS[type];
  let sizeMax = HEADER_BYTES;
  for (const cell of cells) sizeMax += LENGTH_BYTES + bytesMaxOf(cell);
  const buffer = Buffer.allocUnsafe(sizeMax);
  let hasNull = 0;
  let end = HEADER_BYTES;
  for (const cell of cells) {
    const start = end + LENGTH_BYTES;
    if (cell === null) {
      hasNull = 1;
      buffer.writeInt32BE(NULL_LENGTH, end);
      end = start;
    } else {
      const length = writeCell(buffer, start, cell);
      buffer.writeInt32BE(length, end);
      end = start + length;
    }
  }
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(ELEMENT_OIDS[type], 8);
  buffer.writeInt32BE(cells.length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer.subarray(0, end);
};

const bytesMaxOf = (cell: Cell): number => {
  if (typeof cell === 'string') return Math.max(8, cell.length * UTF8_BYTES_MAX);
  return Buffer.isBuffer(cell) ? cell.length : 8;
};

/** Writes a value at a place and tells how long it is. */
type CellWriter = (buffer: Buffer, at: number, cell: NonNullable<Cell>) => number;

const writeText: CellWriter = (buffer, at, cell) =>
  typeof cell === 'string' ? buffer.write(cell, at, 'utf8') : refuse('text', cell);

const WRITERS: Readonly<Record<ColumnType, CellWriter>> = {
  text: writeText,
  jsonb: writeText,
  integer: (buffer, at, cell) => {
    if (typeof cell !== 'number') return refuse('an integer', cell);
    buffer.writeInt32BE(cell, at);
    return 4;
  },
  bigint: (buffer, at, cell) => {
    if (typeof cell !== 'bigint' && typeof cell !== 'number') return refuse('a bigint', cell);
    buffer.writeBigInt64BE(BigInt(cell), at);
    return 8;
  },
  boolean: (buffer, at, cell) => {
    buffer[at] = typeof cell === 'boolean' ? Number(cell) : refuse('a boolean', cell);
    return 1;
  },
  date: (buffer, at, cell) => {
    buffer.writeInt32BE((msOf(cell, 'a date') - EPOCH_MS) / DAY_MS, at);
    return 4;
  },
  timestamptz: (buffer, at, cell) => {
    const micros = (msOf(cell, 'an instant') - EPOCH_MS) * 1000;
    const high = Math.floor(micros / WORD);
    buffer.writeInt32BE(high, at);
    buffer.writeUInt32BE(micros - high * WORD, at + 4);
    return 8;
  },
  bytea: (buffer, at, cell) => (Buffer.isBuffer(cell) ? cell.copy(buffer, at) : refuse('bytes', cell)),
};

/** Rows of one commit share their instants. */
let parsed: { readonly text: string; readonly ms: number } = { text: '', ms: Number.NaN };
const msOf = (cell: NonNullable<Cell>, what: string): number => {
  if (typeof cell !== 'string') return refuse(what, cell);
  if (parsed.text !== cell) {
    const ms = Date.parse(cell);
    if (Number.isNaN(ms)) return refuse(what, cell);
    parsed = { text: cell, ms };
  }
  return parsed.ms;
};

const refuse = (expected: string, cell: NonNullable<Cell>): never => {
  throw new Error(`a row holds ${typeof cell} “${String(cell)}” where its table wants ${expected}`);
};
