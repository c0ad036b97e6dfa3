/** An option of a group: what it costs and what it adds to the score. `alternative` is null for leaving things as they are. */
export interface Option {
  readonly alternative: number | null;
  readonly cost: number;
  readonly gain: number;
}

interface State {
  readonly cost: number;
  readonly gain: number;
  readonly option: Option | null;
  readonly before: State | null;
}

/**
 * Multiple-choice knapsack: the cheapest choice, one option per group, whose gains exceed `need`; null when none does.
 * Group by group it keeps the states that no other beats in both cost and gain, less those that cannot get there any more.
 */
export const cheapestAbove = (
  groups: readonly (readonly Option[])[],
  need: number,
): { cost: number; options: (Option | null)[]; nodes: number } | null => {
  const useful = groups.map(undominated);
  const reach = suffixGains(useful);
  if ((reach[0] ?? 0) <= need) return null;
  let states: State[] = [{ cost: 0, gain: 0, option: null, before: null }];
  let best = Number.POSITIVE_INFINITY;
  let nodes = 1;
  useful.forEach((options, group) => {
    const next: State[] = [];
    for (const state of states)
      for (const option of options) {
        const cost = state.cost + option.cost;
        const gain = state.gain + option.gain;
        if (cost > best || gain + (reach[group + 1] ?? 0) <= need) continue;
        if (gain > need) best = Math.min(best, cost);
        next.push({ cost, gain, option, before: state });
      }
    nodes += next.length;
    states = frontier(next, best);
  });
  const found = states.find((state) => state.gain > need);
  return found ? { cost: found.cost, options: pathOf(found), nodes } : null;
};

const byCost = (a: { cost: number; gain: number }, b: { cost: number; gain: number }): number =>
  a.cost - b.cost || b.gain - a.gain;

const undominated = (options: readonly Option[]): Option[] => {
  const kept: Option[] = [];
  for (const option of [...options].sort(byCost))
    if (option.gain > (kept.at(-1)?.gain ?? Number.NEGATIVE_INFINITY)) kept.push(option);
  return kept;
};

const frontier = (states: State[], best: number): State[] => {
  const kept: State[] = [];
  for (const state of states.sort(byCost))
    if (state.cost <= best && state.gain > (kept.at(-1)?.gain ?? Number.NEGATIVE_INFINITY)) kept.push(state);
  return kept;
};

/** From each group on, the most that can still be gained. */
const suffixGains = (groups: readonly (readonly Option[])[]): number[] => {
  const reach = [0];
  for (const options of groups.toReversed())
    reach.push((reach.at(-1) ?? 0) + Math.max(...options.map((option) => option.gain)));
  return reach.toReversed();
};

const pathOf = (last: State): (Option | null)[] => {
  const options: (Option | null)[] = [];
  for (let state: State | null = last; state?.before; state = state.before) options.push(state.option);
  return options.toReversed();
};
