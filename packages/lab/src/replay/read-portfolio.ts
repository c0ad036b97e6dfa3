import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { columnsOf, type Mapping, ReplayInputError } from './mapping.ts';

/** One client’s history as the decision code takes it; money in minor units. */
export interface ClientHistory {
  readonly id: string;
  readonly limitFen: bigint;
  readonly bad: boolean;
  readonly months: readonly {
    readonly daysPastDue: number;
    readonly used: boolean;
    readonly balanceFen: bigint;
    readonly paidFen: bigint;
  }[];
}

/**
 * Streams a CSV file (gzip by its `.gz` ending), one client at a time; memory does not grow with the file.
 * @throws ReplayInputError naming file, row and column.
 */
export const readPortfolio = async (
  file: string,
  mapping: Mapping,
  onClient: (client: ClientHistory) => void,
): Promise<number> => {
  const source = createReadStream(file);
  const parser = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  let header: Map<string, number> | null = null;
  let row = 0;
  let clients = 0;
  // What stopped the reading; the pipeline reports only that it was aborted.
  let first: unknown = null;
  const consume = async (records: AsyncIterable<string[]>): Promise<void> => {
    try {
      for await (const record of records) {
        row += 1;
        if (header === null) {
          header = headerOf(record, mapping, file);
          continue;
        }
        onClient(clientOf(record, header, mapping, file, row));
        clients += 1;
      }
    } catch (error) {
      first ??= error;
      throw error;
    }
  };
  try {
    if (file.endsWith('.gz')) await pipeline(source, createGunzip(), parser, consume);
    else await pipeline(source, parser, consume);
  } catch (error) {
    throw explained(first ?? error, file, row);
  }
  if (header === null) throw new ReplayInputError(`${file}: the file is empty; its first row must name the columns.`);
  if (clients === 0) throw new ReplayInputError(`${file}: there is a header and no row below it.`);
  return clients;
};

const explained = (error: unknown, file: string, row: number): Error => {
  if (error instanceof ReplayInputError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return new ReplayInputError(`${file}: there is no such file.`);
  if (code === 'EISDIR') return new ReplayInputError(`${file}: is a folder; name a CSV file.`);
  if (code === 'EACCES') return new ReplayInputError(`${file}: this user may not read it.`);
  if (code.startsWith('Z_'))
    return new ReplayInputError(
      `${file}: the gzip data is cut short or damaged after row ${row}; fetch the file again.`,
    );
  if (error instanceof CsvError)
    return new ReplayInputError(`${file}: row ${row + 1} is not valid CSV: ${error.message}.`);
  return error instanceof Error ? error : new Error(String(error));
};

const headerOf = (record: readonly string[], mapping: Mapping, file: string): Map<string, number> => {
  const header = new Map(record.map((name, index) => [name, index]));
  const missing = columnsOf(mapping).filter((name) => !header.has(name));
  if (missing.length > 0)
    throw new ReplayInputError(
      `${file}: row 1 lacks the column ${missing.map((name) => `“${name}”`).join(', ')} that mapping “${mapping.name}” reads; it has ${record.slice(0, 12).join(', ')}${record.length > 12 ? ', …' : ''}.`,
    );
  return header;
};

const clientOf = (
  record: readonly string[],
  header: ReadonlyMap<string, number>,
  mapping: Mapping,
  file: string,
  row: number,
): ClientHistory => {
  const cell = (column: string): string => {
    const text = record[header.get(column) ?? -1];
    if (text === undefined || text === '')
      throw new ReplayInputError(`${file}: row ${row}, column “${column}”: empty; every month needs a value.`);
    return text;
  };
  const amount = (column: string): bigint => {
    const text = cell(column);
    if (!/^-?\d+(\.\d+)?$/.test(text))
      throw new ReplayInputError(
        `${file}: row ${row}, column “${column}”: “${text}” is not a number; write digits with an optional decimal point.`,
      );
    return toMinor(text, mapping.minorUnitsPerUnit);
  };
  const limitFen = amount(mapping.limit);
  if (limitFen <= 0n)
    throw new ReplayInputError(`${file}: row ${row}, column “${mapping.limit}”: the limit must be above zero.`);
  return {
    id: cell(mapping.id),
    limitFen,
    bad: mapping.outcome.bad.includes(cell(mapping.outcome.column)),
    months: mapping.months.map((month) => {
      const status = cell(month.status);
      const daysPastDue = mapping.daysPastDue[status];
      if (daysPastDue === undefined)
        throw new ReplayInputError(
          `${file}: row ${row}, column “${month.status}”: status “${status}” is not in the mapping’s daysPastDue; add it there or correct the row.`,
        );
      return {
        daysPastDue,
        used: !mapping.noUse.includes(status),
        balanceFen: amount(month.balance),
        paidFen: amount(month.paid),
      };
    }),
  };
};

/** Decimal text to minor units, exactly; digits beyond the minor unit are cut. */
const toMinor = (text: string, perUnit: number): bigint => {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = String(perUnit).length - 1;
  const value = BigInt(whole) * BigInt(perUnit) + BigInt(fraction.padEnd(digits, '0').slice(0, digits) || '0');
  return negative ? -value : value;
};
