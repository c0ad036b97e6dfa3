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

/** What counts against a person, and what of the alternatives may be taken. */
export interface TableRecourse {
  /** Which rules count against the person. */
  readonly adverse: (rule: PolicyRule) => boolean;
  /** Whether it counts against the person when no rule fires. */
  readonly defaultAdverse: boolean;
  /** Which alternatives may be taken; all where left out. */
  readonly allows?: (group: number, alternative: number) => boolean;
}
type Groups = readonly (readonly PolicyAlternative[])[];

/** More combinations than this in groups that one ratio ties together are searched one by one instead. */
const COMBINED_MAX = 4_096;

/** A search over one person’s alternatives, made ready once for all that is asked of it. */
export interface TableSearch {
  /**
   * The cheapest changes after which the table no longer decides against the person: exact, proven, or said not to be. What
   * is found is decided again by the table itself; a change that does not flip the decision is a bug, and throws.
   */
  solve(wanted: TableRecourse, options?: RecourseOptions): Recourse;
}

/**
 * The search over what one person can do about a table’s decision.
 * @param groups at most one alternative of each is taken; no input occurs in two of them
 */
export const tableCounterfactuals = (
  model: PolicyModel,
  tableId: string,
  inputs: PolicyInputs,
  groups: Groups,
): TableSearch => {
  const table = model.tables.find((candidate) => candidate.id === tableId);
  if (!table) throw new RangeError(`there is no table “${tableId}”`);
  const before = table.inputs.map(({ name }) => inputs[name] ?? null);
  const after = (change: readonly (number | null)[]): readonly PolicyValue[] => {
    const sets = change.flatMap((taken, group) => (taken === null ? [] : [groups[group]?.[taken]?.set ?? {}]));
    if (sets.length === 0) return before;
    return table.inputs.map(({ name }, place) => {
      const set = sets.findLast((one) => name in one);
      return (set === undefined ? before[place] : set[name]) ?? null;
    });
  };
  const unchanged = groups.map(() => null);
  let ready: Ready | null = null;
  const solve: TableSearch['solve'] = (wanted, options = {}) => {
    const isAdverse = (change: readonly (number | null)[]): boolean => {
      const { fired, conflict } = model.fired(tableId, after(change));
      if (fired.length === 0) return wanted.defaultAdverse;
      return conflict || fired.some((index) => wanted.adverse(table.rules[index] as PolicyRule));
    };
    if (!isAdverse(unchanged)) return { status: 'found', cost: 0, change: unchanged, proven: true, nodes: 0 };
    ready ??= prepare(table, inputs, groups);
    // What is too much to be looked at together may be little enough once some of it may not be taken.
    const isOfAll = wanted.allows === undefined;
    if (ready.combined === null && !isOfAll) return withoutBarred(model, tableId, inputs, groups, wanted, options);
    // Under PRIORITY, OUTPUT ORDER and ANY the rules that fire beside the deciding one matter in ways a cover does not see.
    if (ready.combined === null || !isCovered(table))
      return counterfactualsOf(
        groups.map((group) => group.map((alternative) => alternative.cost)),
        (change) => !isAdverse(change),
        options,
      );
    const { combined, held } = ready;
    const budget: Budget = { nodes: 0, nodesMax: options.nodesMax ?? NODES_MAX };
    const found = cover(table, isOfAll ? held : allowedOf(held, combined, wanted), wanted, budget);
    const proven = budget.nodes <= budget.nodesMax;
    if (!found) return { status: proven ? 'none' : 'budget', cost: null, change: null, proven, nodes: budget.nodes };
    const change = spread(found, combined, groups.length);
    if (isAdverse(change))
      throw new Error(`table ${tableId}: a counterfactual does not flip the decision: ${JSON.stringify(change)}`);
    return { status: proven ? 'found' : 'budget', cost: found.cost, change, proven, nodes: budget.nodes };
  };
  return { solve };
};

/** The alternatives as the cover sees them; `combined` is null where too many belong together. */
type Ready = { readonly combined: null } | { readonly combined: readonly Combined[]; readonly held: Satisfied };

const prepare = (table: PolicyTable, inputs: PolicyInputs, groups: Groups): Ready => {
  const combined = isCovered(table) ? combineTied(table, groups) : null;
  return combined === null ? { combined } : { combined, held: satisfiedBy(table, inputs, combined) };
};

/** The search over what may be taken alone, as if there were no more. */
const withoutBarred = (
  model: PolicyModel,
  tableId: string,
  inputs: PolicyInputs,
  groups: Groups,
  { adverse, defaultAdverse, allows = () => true }: TableRecourse,
  options: RecourseOptions,
): Recourse => {
  const places = groups.map((group, of) => [...group.keys()].filter((place) => allows(of, place)));
  const left = places.map((kept, of) => kept.map((place) => groups[of]?.[place] as PolicyAlternative));
  const found = tableCounterfactuals(model, tableId, inputs, left).solve({ adverse, defaultAdverse }, options);
  const change = found.change?.map((taken, of) => (taken === null ? null : (places[of]?.[taken] ?? null)));
  return { ...found, change: change ?? null };
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
const combineTied = (table: PolicyTable, groups: Groups): Combined[] | null => {
  const names = groups.map((group) => {
    const moved = new Set<string>();
    for (const { set } of group) for (const name in set) moved.add(name);
    return moved;
  });
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
      ...(groups[first] ?? []).map(({ set: values, cost }, index): Option => ({ taken: [index], set: values, cost })),
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
    const inputs = others.length === 0 ? names[first] : new Set(set.flatMap((group) => [...(names[group] ?? [])]));
    return { groups: set, inputs: inputs ?? new Set(), options };
  });
  return combined.some((set) => set === null) ? null : combined.filter((set) => set !== null);
};

const cover = (table: PolicyTable, held: Satisfied, wanted: TableRecourse, budget: Budget): Cover | null => {
  const collects = table.hitPolicy !== 'FIRST';
  if (collects && !wanted.defaultAdverse) {
    const fixed = held.fixed.slice();
    for (const rule of table.rules)
      if (!wanted.adverse(rule)) fixed[rule.index >>> 5] = (fixed[rule.index >>> 5] as number) & ~bitOf(rule);
    return coverAll({ ...held, fixed }, budget);
  }
  const approve = table.rules.map((rule) => ({ approve: !wanted.adverse(rule) }));
  return coverFirstHit(held, approve, !wanted.defaultAdverse, budget, collects);
};

/** Only the options that take nothing which is barred. */
const allowedOf = (
  held: Satisfied,
  combined: readonly Combined[],
  { allows = () => true }: Pick<TableRecourse, 'allows'>,
): Satisfied => {
  const kept: number[] = [];
  held.group.forEach((of, row) => {
    const set = combined[of] as Combined;
    const option = set.options[held.alternative[row] ?? 0] as Option;
    if (option.taken.every((taken, at) => taken === null || allows(set.groups[at] as number, taken))) kept.push(row);
  });
  const holds = new Int32Array(kept.length * held.words);
  kept.forEach((row, place) => {
    for (let word = 0; word < held.words; word += 1)
      holds[place * held.words + word] = held.holds[row * held.words + word] as number;
  });
  return {
    ...held,
    group: kept.map((row) => held.group[row] as number),
    alternative: kept.map((row) => held.alternative[row] as number | null),
    cost: kept.map((row) => held.cost[row] as number),
    holds,
  };
};

const bitOf = ({ index }: PolicyRule): number => 1 << (index & 31);

const satisfiedBy = (table: PolicyTable, inputs: PolicyInputs, combined: readonly Combined[]): Satisfied => {
  const index = indexOf(table);
  const { words, all } = index;
  const { positions, columnInputs } = namesOf(table);
  const codes = encodeAll(table, inputs);
  const touched = columnInputs.map((names) => combined.findIndex((set) => names.some((name) => set.inputs.has(name))));
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

/** Where the inputs of a table stand, and which each column tests; made once, for a table is searched for many people. */
const namesOf = (table: PolicyTable) => {
  let known = namesKnown.get(table);
  if (known === undefined) {
    const positions = new Map(table.inputs.map(({ name }, position) => [name, position]));
    known = { positions, columnInputs: table.columns.map((column) => inputsOf(table, column)) };
    namesKnown.set(table, known);
  }
  return known;
};
interface Names {
  readonly positions: ReadonlyMap<string, number>;
  readonly columnInputs: readonly (readonly string[])[];
}
const namesKnown = new WeakMap<PolicyTable, Names>();

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
