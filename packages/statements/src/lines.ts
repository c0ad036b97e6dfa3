import { CsvError, parse, type Parser } from 'csv-parse';
import { clean } from './cells.ts';
import { fault, type StatementFault } from './fault.ts';
import type { Pause } from './slices.ts';

export interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

const CSV = { info: true, relax_column_count: true, relax_quotes: true, trim: true, skip_empty_lines: true };

/** The lines of a text in pieces, however it was cut. */
export async function linesOf(pieces: readonly string[], pause: Pause): Promise<readonly Line[] | StatementFault> {
  const lines: Line[] = [];
  const parser = parse(CSV);
  const fed = feed(parser, pieces, pause);
  try {
    for await (const read of parser) {
      const { info, record } = read as { info: { lines: number }; record: string[] };
      lines.push({ row: info.lines, cells: record.map(clean) });
    }
  } catch (error) {
    if (error instanceof CsvError) return fault('NOT_CSV', { row: Number(error['lines'] ?? 0) || 1 });
    throw error;
  } finally {
    await fed;
  }
  return lines;
}

/** Each piece is split into lines as it is written; one that is no CSV ends the parser, and the rest is not looked at. */
async function feed(parser: Parser, pieces: readonly string[], pause: Pause): Promise<void> {
  for (const piece of pieces) {
    if (parser.destroyed) return;
    parser.write(piece);
    await pause();
  }
  if (!parser.destroyed) parser.end();
}
