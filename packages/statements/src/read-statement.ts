import { amountOf, dayOf, isBlank, nameOf } from './cells.ts';
import { decode } from './decode.ts';
import { fault, type StatementFault } from './fault.ts';
import {
  DIRECTION_WORDS,
  FORMAT_DEFINITIONS,
  type Format,
  type FormatDefinition,
  FORMATS,
  GIVEN_BACK,
  NOTHING_MOVED,
  requiredColumns,
  YUAN_NAMES,
} from './formats.ts';
import { type Line, linesOf } from './lines.ts';
import { type Preamble, readPreamble } from './preamble.ts';
import { inSlices, noPause, type Pause } from './slices.ts';

export interface StatementRow {
  /** Line of the file, counted from one. */
  readonly row: number;
  readonly day: string;
  readonly direction: 'IN' | 'OUT' | 'NEUTRAL';
  /** Never below nothing; of a receipt, less what was given back. */
  readonly amountFen: bigint;
  readonly balanceFen: bigint | null;
  readonly other: string;
  /** All that says what for. */
  readonly text: string;
}
export interface BankStatement extends Preamble {
  readonly format: Format;
  /** In the order of the file. */
  readonly rows: readonly StatementRow[];
}
export type ReadStatement =
  | { readonly ok: true; readonly statement: BankStatement }
  | { readonly ok: false; readonly faults: readonly StatementFault[] };

/** Faults beyond these tell nobody more. */
const MOST_FAULTS = 20;

/** Reads a bank’s or wallet’s CSV file (B1-B4), slice by slice (B9); pure, and all or nothing. */
export async function readStatement(bytes: Uint8Array, pause: Pause = noPause): Promise<ReadStatement> {
  const pieces = await decode(bytes, pause);
  if ('code' in pieces) return { ok: false, faults: [pieces] };
  const lines = await linesOf(pieces, pause);
  if ('code' in lines) return { ok: false, faults: [lines] };
  const heading = await headingIn(lines, pause);
  if (heading === null) return { ok: false, faults: [fault('NO_HEADING')] };
  const { at, format, columns } = heading;
  const rows: StatementRow[] = [];
  const faults: StatementFault[] = [];
  await inSlices(lines.slice(at + 1), pause, (line) => {
    const read = isFooter(line) ? null : rowOf(line, FORMAT_DEFINITIONS[format], columns);
    if (read === null) return 'more';
    if ('code' in read) return faults.push(read) === MOST_FAULTS ? 'enough' : 'more';
    rows.push(read);
    return 'more';
  });
  if (faults.length > 0) return { ok: false, faults };
  if (rows.length === 0) return { ok: false, faults: [fault('NO_ROWS')] };
  return { ok: true, statement: { ...readPreamble(lines.slice(0, at).map(({ cells }) => cells)), format, rows } };
}

interface Heading {
  readonly at: number;
  readonly format: Format;
  readonly columns: ReadonlyMap<string, number>;
}

/** The first line that has all columns of a format, with where each of them stands. */
async function headingIn(lines: readonly Line[], pause: Pause): Promise<Heading | null> {
  const found: Heading[] = [];
  await inSlices(lines, pause, ({ cells }, at) => {
    const names = cells.map(nameOf);
    const format = FORMATS.find((one) => {
      const definition = FORMAT_DEFINITIONS[one];
      return (
        requiredColumns(definition).every((name) => names.includes(name)) && !names.includes(definition.without ?? '-')
      );
    });
    if (format === undefined) return 'more';
    found.push({ at, format, columns: new Map(names.map((name, index) => [name, index])) });
    return 'enough';
  });
  return found[0] ?? null;
}

/** Totals and notes below the rows, and rules drawn between: none of them is a row. */
const isFooter = ({ cells }: Line): boolean => {
  const [first = ''] = cells;
  return isBlank(first) ? cells.every(isBlank) : /合计|总计|^-{4,}|仅供参考|以上数据|温馨提示|^#/.test(first);
};

/** One row, null where nothing moved, or the first thing that is wrong with it. */
function rowOf(
  { row, cells }: Line,
  format: FormatDefinition,
  columns: ReadonlyMap<string, number>,
): StatementRow | StatementFault | null {
  const cell = (name: string): string => cells[columns.get(name) ?? -1] ?? '';
  const wrong = (code: StatementFault['code'], column: string) => fault(code, { row, column, value: cell(column) });
  const day = dayOf(cell(format.day));
  if (day === null) return wrong('DAY_EXPECTED', format.day);
  if (format.currency !== null && !YUAN_NAMES.includes(cell(format.currency)))
    return wrong('OTHER_CURRENCY', format.currency);
  const moved = movementOf(format, cell, wrong);
  if ('code' in moved) return moved;
  const status = format.status === null ? '' : cell(format.status);
  if (NOTHING_MOVED.test(status)) return null;
  // A balance that is masked, as some banks hand it out, is not given.
  const balanceFen = format.balance === null ? null : amountOf(cell(format.balance));
  const { direction } = moved;
  const back = direction === 'IN' ? amountOf(GIVEN_BACK.exec(status)?.[1] ?? '0') : 0n;
  if (back === null || back > moved.amountFen) return wrong('AMOUNT_EXPECTED', format.status ?? '');
  const text = [...format.words, format.other].map(cell).join(' ');
  return { row, day, direction, amountFen: moved.amountFen - back, balanceFen, other: cell(format.other), text };
}

function movementOf(
  { movement }: FormatDefinition,
  cell: (name: string) => string,
  wrong: (code: StatementFault['code'], column: string) => StatementFault,
): Pick<StatementRow, 'direction' | 'amountFen'> | StatementFault {
  if (movement.kind === 'TWO_COLUMNS') {
    const [cameIn, wentOut] = [movement.in, movement.out].map((name) =>
      isBlank(cell(name)) ? 0n : amountOf(cell(name)),
    );
    if (typeof cameIn !== 'bigint') return wrong('AMOUNT_EXPECTED', movement.in);
    if (typeof wentOut !== 'bigint') return wrong('AMOUNT_EXPECTED', movement.out);
    const netFen = cameIn - wentOut;
    return { direction: netFen < 0n ? 'OUT' : 'IN', amountFen: netFen < 0n ? -netFen : netFen };
  }
  const amountFen = amountOf(cell(movement.amount));
  if (amountFen === null) return wrong('AMOUNT_EXPECTED', movement.amount);
  if (movement.kind === 'SIGN')
    return { direction: amountFen < 0n ? 'OUT' : 'IN', amountFen: amountFen < 0n ? -amountFen : amountFen };
  if (amountFen < 0n) return wrong('AMOUNT_EXPECTED', movement.amount);
  const direction = DIRECTION_WORDS[cell(movement.word)];
  return direction === undefined ? wrong('DIRECTION_EXPECTED', movement.word) : { direction, amountFen };
}
