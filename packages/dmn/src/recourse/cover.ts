import { hasBit, intersection, isEmpty, isSubset, members, without } from './bits.ts';

/** An option of a group: its cost and the rules it keeps from firing. */
export interface CoverOption {
  readonly alternative: number | null;
  readonly cost: number;
  readonly kills: Int32Array;
}

export interface Budget {
  nodes: number;
  readonly nodesMax: number;
}

export interface Cover {
  readonly cost: number;
  readonly taken: readonly (number | null)[];
}

/**
 * The cheapest choice of exactly one option per group such that every rule of `rules` is kept from firing by some group;
 * null when there is none below `bound`, or none found before the budget ran out. Depth-first with a lower bound: the
 * rule with the fewest ways out is settled first, and what its ways out cost at least is added for rules that share none.
 */
export const cheapestCover = (
  groups: readonly (readonly CoverOption[])[],
  rules: Int32Array,
  bound: number,
  budget: Budget,
): Cover | null => {
  const options = groups.map((group) => reduce(group, rules));
  if (options.some((group) => group.length === 0)) return null;
  const search = new CoverSearch(options, bound, budget);
  search.visit(
    rules,
    options.map(() => null),
    0,
  );
  return search.best;
};

/** Leaves out every option that another of its group beats in cost and in what it kills. */
const reduce = (group: readonly CoverOption[], rules: Int32Array): CoverOption[] => {
  const kept: CoverOption[] = [];
  for (const option of [...group].sort((a, b) => a.cost - b.cost)) {
    const kills = intersection(option.kills, rules);
    if (!kept.some((other) => isSubset(kills, other.kills))) kept.push({ ...option, kills });
  }
  return kept;
};

class CoverSearch {
  best: Cover | null = null;
  readonly #groups: readonly (readonly CoverOption[])[];
  readonly #bound: number;
  readonly #budget: Budget;

  constructor(groups: readonly (readonly CoverOption[])[], bound: number, budget: Budget) {
    this.#groups = groups;
    this.#bound = bound;
    this.#budget = budget;
  }

  /** `fixed` holds the option taken per group, null while open; `cost` is that of the taken ones. */
  visit(alive: Int32Array, fixed: readonly (CoverOption | null)[], cost: number): void {
    if (++this.#budget.nodes > this.#budget.nodesMax) return;
    const open = this.#groups.map((group, index) => (fixed[index] ? [] : group));
    // An open group costs at least its cheapest option, which is 0 wherever leaving things alone is allowed.
    const idle = open.reduce((sum, group) => sum + (group[0]?.cost ?? 0), 0);
    if (cost + idle >= this.#limit()) return;
    if (isEmpty(alive)) {
      const taken = fixed.map((option, index) => (option ?? this.#groups[index]?.[0])?.alternative ?? null);
      this.best = { cost: cost + idle, taken };
      return;
    }
    const settle = this.#choose(alive, open, cost + idle);
    if (settle === null) return;
    for (const { group, option } of settle)
      this.visit(
        without(alive, option.kills),
        fixed.map((taken, index) => (index === group ? option : taken)),
        cost + option.cost,
      );
  }

  #limit(): number {
    return Math.min(this.#bound, this.best?.cost ?? Number.POSITIVE_INFINITY);
  }

  /** The ways out of the rule that has fewest, cheapest first; null when some rule has none or the bound says enough. */
  #choose(
    alive: Int32Array,
    open: readonly (readonly CoverOption[])[],
    base: number,
  ): { group: number; option: CoverOption }[] | null {
    const rules = members(alive).map((rule) => waysOut(rule, open));
    if (rules.some((ways) => ways.length === 0)) return null;
    rules.sort((a, b) => a.length - b.length);
    let bound = base;
    let used: ReadonlySet<number> = new Set();
    for (const ways of rules) {
      const groups = new Set(ways.map((way) => way.group));
      if ([...groups].some((group) => used.has(group))) continue;
      bound += Math.min(...ways.map((way) => way.option.cost - (open[way.group]?.[0]?.cost ?? 0)));
      used = new Set([...used, ...groups]);
    }
    if (bound >= this.#limit()) return null;
    return (rules[0] ?? []).sort((a, b) => a.option.cost - b.option.cost);
  }
}

const waysOut = (rule: number, open: readonly (readonly CoverOption[])[]): { group: number; option: CoverOption }[] =>
  open.flatMap((group, index) =>
    group.filter((option) => hasBit(option.kills, rule)).map((option) => ({ group: index, option })),
  );
