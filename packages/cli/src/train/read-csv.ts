import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { CommandRefused } from '../policy/files.ts';

/** A CSV file as it stands: names of columns, and rows of as many cells. Row 1 of the file is the header. */
export interface CsvTable {
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line of the file on which each row ends: what an editor or a spreadsheet calls its number. */
  readonly lines: readonly number[];
  /** SHA-256 of the text, in hex. */
  readonly sha256: string;
}

/** A cell as messages name it. */
export const placeOf = (table: Pick<CsvTable, 'file' | 'lines'>, index: number, column: string): string =>
  `${table.file} row ${table.lines[index] ?? 0}, column ${column}`;

const contentOf = async (file: string): Promise<Buffer> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new CommandRefused(`${file}: there is no such file.`);
    if (code === 'EISDIR') throw new CommandRefused(`${file} is a folder; name a CSV file.`);
    throw error;
  });
  if (!file.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw new CommandRefused(`${file}: ends in .gz and is not a whole gzip file.`);
  }
};

/** UTF-8, else GB18030, in which spreadsheets in China save CSV. */
const textOf = (file: string, content: Buffer): string => {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  throw new CommandRefused(`${file}: is neither UTF-8 nor GB18030 text; save it as CSV in UTF-8.`);
};

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const recordsOf = (file: string, text: string): Row[] => {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true, info: true } as const;
    // With `info` the parser gives pairs, which its types do not say.
    return parse(text, options) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw new CommandRefused(`${file}: ${error.message}.`);
    throw error;
  }
};

/**
 * Reads a CSV file (gzip by its `.gz` ending) with a header.
 * @throws CommandRefused naming file, row and column
 */
export const readCsv = async (file: string): Promise<CsvTable> => {
  const text = textOf(file, await contentOf(file));
  const [header, ...body] = recordsOf(file, text);
  if (header === undefined) throw new CommandRefused(`${file}: is empty; its first row must name the columns.`);
  if (body.length === 0) throw new CommandRefused(`${file}: there is a header and no row below it.`);
  const names = header.record;
  for (const [index, name] of names.entries()) {
    if (name === '') throw new CommandRefused(`${file} row 1: column ${index + 1} has no name.`);
    if (names.indexOf(name) < index) throw new CommandRefused(`${file} row 1: two columns are named ${name}.`);
  }
  for (const { record, info } of body) {
    if (record.length === names.length) continue;
    const where = record.length < names.length ? `none for ${names[record.length] ?? ''}` : 'more than there are names';
    throw new CommandRefused(
      `${file} row ${info.lines}: has ${record.length} cells; the header names ${names.length} columns (${where}).`,
    );
  }
  return {
    file,
    names,
    rows: body.map(({ record }) => record),
    lines: body.map(({ info }) => info.lines),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
};
