import type { NumericColumn } from '../training-data.ts';
import type { Formula, Operand } from './formula.ts';

/** Columns that say the same of several times or things, in the order of their numbers: `bill_1`, `bill_2`, … */
interface Family {
  readonly names: readonly string[];
  /** Whether they are steps, such as months late, rather than quantities. */
  readonly steps: boolean;
}

/** Fewest members that make a family. */
const FAMILY_LEAST = 3;
/** A column with at most so many different values counts in steps. */
const STEPS_MOST = 20;
const MILLION = 1_000_000;
/**
 * Quantities that stand alone are paired where they are no more than this. Among many, some pair always tells how the file
 * was put together (two columns that should be equal and are not) rather than anything that would hold elsewhere.
 */
const QUANTITIES_MOST = 8;

const distinctOf = ({ values }: NumericColumn, most: number): number => {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size > most) break;
  }
  return seen.size;
};

/** Name without its last number, and that number; null where it has none. */
const numbered = (name: string): { readonly stem: string; readonly number: number } | null => {
  const match = /^(.*?)(\d+)(\D*)$/.exec(name);
  return match === null ? null : { stem: `${match[1] ?? ''}#${match[3] ?? ''}`, number: Number(match[2]) };
};

const familiesOf = (columns: readonly NumericColumn[]): Family[] => {
  const byStem = new Map<string, { readonly column: NumericColumn; readonly number: number }[]>();
  for (const column of columns) {
    const parts = numbered(column.name);
    if (parts === null) continue;
    byStem.set(parts.stem, [...(byStem.get(parts.stem) ?? []), { column, number: parts.number }]);
  }
  return [...byStem.values()]
    .filter((members) => members.length >= FAMILY_LEAST)
    .map((members) => ({
      names: members.sort((left, right) => left.number - right.number).map(({ column }) => column.name),
      steps: members.every(({ column }) => distinctOf(column, STEPS_MOST) <= STEPS_MOST),
    }));
};

const ratio = (top: Operand, bottom: Operand): Formula => ({ kind: 'ratio', of: [top, bottom], times: MILLION });
const difference = (first: Operand, second: Operand): Formula => ({ kind: 'difference', of: [first, second] });
const of = (kind: 'sum' | 'greatest' | 'least', names: readonly string[]): Formula => ({ kind, of: names });

/** What a family says as a whole, and what its beginning and end say. */
const withinFamily = ({ names, steps }: Family): Formula[] => {
  const [first = '', second = ''] = names;
  const last = names.at(-1) ?? '';
  const half = Math.ceil(names.length / 2);
  const stretches = [names, names.slice(0, 2), ...(half > 2 ? [names.slice(0, half)] : []), names.slice(-half)];
  const summaries = stretches.flatMap((some) => [of('greatest', some), of('least', some), of('sum', some)]);
  const counts = (steps ? [1, 2, 3] : [1]).map((atLeast): Formula => ({ kind: 'count', of: names, atLeast }));
  const changes = [difference(first, last), difference(first, second)];
  return [...summaries, ...counts, ...changes, ...(steps ? [] : [ratio(first, of('sum', names))])];
};

/** What one family is of another with as many members: in all, member by member, and each to the next one’s. */
const betweenFamilies = (one: Family, other: Family): Formula[] => {
  if (one.names.length !== other.names.length) return [];
  const pairs = one.names.map((name, index) => ratio(name, other.names[index] ?? ''));
  const next = one.names.slice(0, -1).map((name, index) => ratio(name, other.names[index + 1] ?? ''));
  return [
    ratio(of('sum', one.names), of('sum', other.names)),
    ratio(of('greatest', one.names), of('greatest', other.names)),
    ...pairs,
    ...next,
  ];
};

/** What a family is of a quantity that stands alone. */
const toSingle = ({ names }: Family, single: string): Formula[] => [
  ...names.map((name) => ratio(name, single)),
  ...(['sum', 'greatest', 'least'] as const).map((kind) => ratio(of(kind, names), single)),
  ratio(difference(names[0] ?? '', names.at(-1) ?? ''), single),
];

/** Rows that are looked at to see whether two columns are one. */
const SAMPLE = 500;
/** Two columns are one when the middle half of their ratios lies within such a share of its middle. */
const SAME_WITHIN = 0.01;

/**
 * Whether two columns say one thing, perhaps in two units. What little they differ by tells how the file was put together
 * and nothing of a borrower.
 */
const sayTheSame = (one: NumericColumn, other: NumericColumn): boolean => {
  const every = Math.max(1, Math.floor(one.values.length / SAMPLE));
  const ratios: number[] = [];
  for (let row = 0; row < one.values.length; row += every) {
    const quotient = one.values[row]! / other.values[row]!;
    if (Number.isFinite(quotient)) ratios.push(quotient);
  }
  ratios.sort((left, right) => left - right);
  const at = (share: number) => ratios[Math.floor(share * (ratios.length - 1))] ?? Number.NaN;
  return at(0.75) - at(0.25) <= SAME_WITHIN * Math.abs(at(0.5));
};

const middleOf = ({ values }: NumericColumn): number => {
  const every = Math.max(1, Math.floor(values.length / SAMPLE));
  const sizes = values
    .filter((value, row) => row % every === 0 && !Number.isNaN(value))
    .map(Math.abs)
    .sort();
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
};

/** Two quantities are taken from one another only where neither would vanish beside the other. */
const LIKE_WITHIN = 10;

const pairOf = (one: NumericColumn, other: NumericColumn): Formula[] => {
  if (sayTheSame(one, other)) return [];
  const [first, second] = [middleOf(one), middleOf(other)];
  const alike = Math.max(first, second) <= LIKE_WITHIN * Math.min(first, second);
  // Of two positive quantities either ratio says what the other does; else each is missing where the other may not be.
  const positive = [one, other].every(({ values }) => values.every((value) => !(value <= 0)));
  const there = ratio(one.name, other.name);
  const ratios = positive ? [there] : [there, ratio(other.name, one.name)];
  return alike ? [...ratios, difference(one.name, other.name)] : ratios;
};

/** How the columns were scaled to be whole: each is the cell times 10^decimals. */
type Decimals = (operand: Operand) => number;

/** The formula over columns as they were scaled; null where it would put unlike scales together. */
const scaled = (formula: Formula, decimalsOf: Decimals): Formula | null => {
  const [first = 0, second = 0] = formula.of.map(decimalsOf);
  if (formula.kind === 'ratio') return { ...formula, times: formula.times * 10 ** (second - first) };
  if (formula.of.some((operand) => decimalsOf(operand) !== first)) return null;
  return formula.kind === 'count' ? { ...formula, atLeast: formula.atLeast * 10 ** first } : formula;
};

/**
 * Derived inputs worth trying, found from the columns’ names and values alone; how cases ended is not looked at. Their
 * order, and so everything that is learnt from them, depends on the order of the columns only.
 */
export const candidatesOf = (
  columns: readonly NumericColumn[],
  decimals: Readonly<Record<string, number>> = {},
): readonly Formula[] => {
  const families = familiesOf(columns);
  const inFamily = new Set(families.flatMap(({ names }) => names));
  const quantities = columns.filter(
    (column) => !inFamily.has(column.name) && distinctOf(column, STEPS_MOST) > STEPS_MOST,
  );
  const amounts = families.filter(({ steps }) => !steps);
  const found = [
    ...families.flatMap(withinFamily),
    ...amounts.flatMap((one) => amounts.flatMap((other) => (one === other ? [] : betweenFamilies(one, other)))),
    ...amounts.flatMap((family) => quantities.flatMap(({ name }) => toSingle(family, name))),
  ];
  const pairs =
    quantities.length <= QUANTITIES_MOST
      ? quantities.flatMap((one, index) => quantities.slice(index + 1).flatMap((other) => pairOf(one, other)))
      : [];
  const decimalsOf = (operand: Operand): number =>
    typeof operand === 'string' ? (decimals[operand] ?? 0) : decimalsOf(operand.of[0] ?? '');
  return [...found, ...pairs].flatMap((formula) => scaled(formula, decimalsOf) ?? []);
};
