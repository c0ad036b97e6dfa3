import { counterfactualsOf } from '../recourse/counterfactuals.ts';
import type { Budget, Cover } from '../recourse/cover.ts';
import { NODES_MAX, type Recourse, type RecourseOptions } from '../recourse/problem.ts';
import { coverAll, coverFirstHit, type Satisfied } from '../recourse/rules.ts';
import { isCovered } from './alike.ts';
import { andColumn, type ColumnIndex, indexOf } from './bitmap-index.ts';
import { encodeAll, type PolicyInputs } from './decide.ts';
import { encode } from './encode.ts';
import type { PolicyModel } from './model.ts';
import type { PolicyColumn, PolicyRule, PolicyTable, PolicyValue, Whole } from './table.ts';

/** A change a person can make: the values it gives to inputs, all together, and what it costs. */
export interface PolicyAlternative {
  readonly set: Readonly<Record<string, PolicyValue>>;
  readonly cost: number;
}

export interface TableRecourse {
  /** At most one alternative of each group is taken; no input occurs in two groups. */
  readonly groups: readonly (readonly PolicyAlternative[])[];
  /** Which rules count against the person. */
  readonly adverse: (rule: PolicyRule) => boolean;
  /** Whether it counts against the person when no rule fires. */
  readonly defaultAdverse: boolean;
}

/** More combinations than this in groups that one ratio ties together are searched one by one instead. */
const COMBINED_MAX = 4_096;

/**
 * The cheapest changes after which a table no longer decides against the person: exact, proven, or said not to be. What is
 * found is decided again by the table itself; a change that does not flip the decision is a bug, and throws.
 */
export const tableCounterfactuals = (
  model: PolicyModel,
  tableId: string,
  inputs: PolicyInputs,
  wanted: TableRecourse,
  options: RecourseOptions = {},
): Recourse => {
  const table = model.tables.find((candidate) => candidate.id === tableId);
  if (!table) throw new RangeError(`there is no table “${tableId}”`);
  const after = (change: readonly (number | null)[]): PolicyInputs =>
    Object.assign(
      {},
      inputs,
      ...change.map((taken, group) => (taken === null ? {} : (wanted.groups[group]?.[taken]?.set ?? {}))),
    );
  const isAdverse = (change: readonly (number | null)[]): boolean => {
    const { fired, conflict } = model.decide(tableId, after(change));
    if (fired.length === 0) return wanted.defaultAdverse;
    return conflict || fired.some((index) => wanted.adverse(table.rules[index] as PolicyRule));
  };
  const unchanged = wanted.groups.map(() => null);
  if (!isAdverse(unchanged)) return { status: 'found', cost: 0, change: unchanged, proven: true, nodes: 0 };
  const combined = combineTied(table, wanted.groups);
  // Under PRIORITY, OUTPUT ORDER and ANY the rules that fire beside the deciding one matter in ways a cover does not see.
  if (combined === null || !isCovered(table))
    return counterfactualsOf(
      wanted.groups.map((group) => group.map((alternative) => alternative.cost)),
      (change) => !isAdverse(change),
      options,
    );
  const budget: Budget = { nodes: 0, nodesMax: options.nodesMax ?? NODES_MAX };
  const found = cover(table, inputs, combined, wanted, budget);
  const proven = budget.nodes <= budget.nodesMax;
  if (!found) return { status: proven ? 'none' : 'budget', cost: null, change: null, proven, nodes: budget.nodes };
  const change = spread(found, combined, wanted.groups.length);
  if (isAdverse(change))
    throw new Error(`table ${tableId}: a counterfactual does not flip the decision: ${JSON.stringify(change)}`);
  return { status: proven ? 'found' : 'budget', cost: found.cost, change, proven, nodes: budget.nodes };
};

/** Of each of the groups that are looked at together, which alternative is taken, and what that comes to. */
interface Option {
  readonly taken: readonly (number | null)[];
  readonly set: Readonly<Record<string, PolicyValue>>;
  readonly cost: number;
}
/** Groups that must be looked at together, and the options of their product. */
interface Combined {
  readonly groups: readonly number[];
  readonly inputs: ReadonlySet<string>;
  readonly options: readonly Option[];
}
const UNCHANGED: Option = { taken: [null], set: {}, cost: 0 };

/** Joins the groups that one column ties together (both parts of a ratio); null when a product grows too large. */
const combineTied = (table: PolicyTable, groups: TableRecourse['groups']): Combined[] | null => {
  const names = groups.map((group) => new Set(group.flatMap((alternative) => Object.keys(alternative.set))));
  let sets = groups.map((_group, index) => [index]);
  for (const column of table.columns) {
    if (column.kind !== 'ratio') continue;
    const parts = [column.numerator, column.denominator].map((position) => table.inputs[position]?.name ?? '');
    const tied = sets.filter((set) => set.some((group) => parts.some((part) => names[group]?.has(part))));
    if (tied.length > 1) sets = [...sets.filter((set) => !tied.includes(set)), tied.flat()];
  }
  const combined = sets.map((set): Combined | null => {
    const size = set.reduce((product, group) => product * ((groups[group]?.length ?? 0) + 1), 1);
    if (size > COMBINED_MAX) return null;
    const [first = -1, ...others] = set;
    let options = [
      UNCHANGED,
      ...(groups[first] ?? []).map((alternative, index): Option => ({ ...alternative, taken: [index] })),
    ];
    for (const group of others)
      options = options.flatMap((option) => [
        { ...option, taken: [...option.taken, null] },
        ...(groups[group] ?? []).map((alternative, index) => ({
          taken: [...option.taken, index],
          set: { ...option.set, ...alternative.set },
          cost: option.cost + alternative.cost,
        })),
      ]);
    return { groups: set, inputs: new Set(set.flatMap((group) => [...(names[group] ?? [])])), options };
  });
  return combined.some((set) => set === null) ? null : combined.filter((set) => set !== null);
};

const cover = (
  table: PolicyTable,
  inputs: PolicyInputs,
  combined: readonly Combined[],
  wanted: TableRecourse,
  budget: Budget,
): Cover | null => {
  const collects = table.hitPolicy !== 'FIRST';
  const held = satisfiedBy(table, inputs, combined);
  if (collects && !wanted.defaultAdverse) {
    for (const rule of table.rules)
      if (!wanted.adverse(rule)) held.fixed[rule.index >>> 5] = (held.fixed[rule.index >>> 5] as number) & ~bitOf(rule);
    return coverAll(held, budget);
  }
  const approve = table.rules.map((rule) => ({ approve: !wanted.adverse(rule) }));
  return coverFirstHit(held, approve, !wanted.defaultAdverse, budget, collects);
};

const bitOf = ({ index }: PolicyRule): number => 1 << (index & 31);

const satisfiedBy = (table: PolicyTable, inputs: PolicyInputs, combined: readonly Combined[]): Satisfied => {
  const index = indexOf(table);
  const { words, all } = index;
  const positions = new Map(table.inputs.map(({ name }, position) => [name, position]));
  const codes = encodeAll(table, inputs);
  const touched = table.columns.map((column) => {
    const names = inputsOf(table, column);
    return combined.findIndex((set) => names.some((name) => set.inputs.has(name)));
  });
  const columnsOf = (group: number): ColumnIndex[] =>
    index.columns.filter((_column, place) => touched[place] === group);
  const bits = new Int32Array(words);
  const into = (columns: readonly ColumnIndex[]): Int32Array => {
    bits.set(all);
    for (const column of columns) andColumn(column, words, codes, bits, false);
    return bits;
  };
  const rows = combined.reduce((sum, { options }) => sum + options.length, 0);
  const group: number[] = [];
  const alternative: number[] = [];
  const cost: number[] = [];
  const holds = new Int32Array(rows * words);
  const before = codes.slice();
  combined.forEach(({ options }, of) => {
    const columns = columnsOf(of);
    options.forEach((option, place) => {
      for (const name in option.set) {
        const position = positions.get(name);
        if (position !== undefined) codes[position] = encode(table, position, option.set[name]);
      }
      holds.set(into(columns), group.length * words);
      for (const name in option.set) {
        const position = positions.get(name);
        if (position !== undefined) codes[position] = before[position] as Whole | null;
      }
      group.push(of);
      alternative.push(place);
      cost.push(option.cost);
    });
  });
  const fixed = into(columnsOf(-1)).slice();
  return { words, groups: combined.length, group, alternative, cost, holds, fixed };
};

const inputsOf = (table: PolicyTable, column: PolicyColumn): string[] =>
  (column.kind === 'value' ? [column.input] : [column.numerator, column.denominator]).map(
    (position) => table.inputs[position]?.name ?? '',
  );

/** The choice per original group. */
const spread = (found: Cover, combined: readonly Combined[], groups: number): (number | null)[] => {
  const change = Array.from({ length: groups }, (): number | null => null);
  combined.forEach((set, index) => {
    const option = set.options[found.taken[index] ?? 0];
    set.groups.forEach((group, place) => {
      change[group] = option?.taken[place] ?? null;
    });
  });
  return change;
};
