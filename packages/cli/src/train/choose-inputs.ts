import { prohibition } from '@clearline/line';
import { type CsvTable } from './read-csv.ts';
import { isMissing } from './columns.ts';

/** A column that is not learnt from, and why. */
export interface LeftOut {
  readonly name: string;
  readonly why: 'protected' | 'asked' | 'time' | 'identifier' | 'one value' | 'empty';
  readonly note: string;
}

export interface Choice {
  readonly inputs: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** `monthlyIncome`, `Monthly Income` and `MONTHLY_INCOME` as the list of prohibited names writes them. */
const snake = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase();

const CHINESE = [
  ['性别', 'gender'],
  ['年龄', 'age'],
  ['出生', 'birth'],
  ['婚姻', 'marriage'],
  ['学历', 'education'],
  ['教育', 'education'],
  ['民族', 'ethnic'],
  ['国籍', 'nationality'],
  ['籍贯', 'native_place'],
  ['外籍', 'foreign'],
  ['外国', 'foreign'],
  ['移民', 'immigra'],
  ['宗教', 'religion'],
  ['残疾', 'disability'],
  ['怀孕', 'pregnan'],
  ['提前还款', 'early_repay'],
  ['申诉', 'appeal'],
  ['投诉', 'complain'],
] as const;

/** Why policies may not look at a column of this name (G6), or null. Knows Chinese column names too. */
export const prohibitionOf = (name: string): string | null => {
  const chinese = CHINESE.find(([part]) => name.includes(part));
  return prohibition(chinese ? chinese[1] : snake(name));
};

const IDENTIFIER = /^(?:.*_)?(?:id|no|uuid|index|row)$/;

const reasonToLeave = (table: CsvTable, name: string): Omit<LeftOut, 'name'> | null => {
  const forbidden = prohibitionOf(name);
  if (forbidden !== null) return { why: 'protected', note: `${forbidden} (G6)` };
  const at = table.names.indexOf(name);
  const known = table.rows.flatMap((row) => (isMissing(row[at] ?? '') ? [] : [row[at] ?? '']));
  if (known.length === 0) return { why: 'empty', note: 'no row has a value' };
  const distinct = new Set(known).size;
  if (distinct === 1 && known.length === table.rows.length)
    return { why: 'one value', note: `every row says “${known[0] ?? ''}”` };
  const named = IDENTIFIER.test(snake(name));
  const words = known.every((cell) => Number.isNaN(Number(cell)));
  if (distinct === table.rows.length && distinct > 20 && (named || words))
    return { why: 'identifier', note: 'names the row: every row has its own' };
  return null;
};

/** The columns to learn from: all but the target, those asked to be left out, and those that no model may use. */
export const chooseInputs = (
  table: CsvTable,
  target: string,
  exclude: readonly string[],
  time: string | null = null,
): Choice => {
  const leftOut: LeftOut[] = [];
  const inputs: string[] = [];
  for (const name of table.names) {
    if (name === target) continue;
    const reason =
      name === time
        ? ({ why: 'time', note: 'says when cases were decided (--time)' } as const)
        : exclude.includes(name)
          ? ({ why: 'asked', note: 'asked for by --exclude' } as const)
          : reasonToLeave(table, name);
    if (reason === null) inputs.push(name);
    else leftOut.push({ name, ...reason });
  }
  return { inputs, leftOut };
};
