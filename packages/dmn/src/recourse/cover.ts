/** What the options of every group keep from firing, flat so that the search runs over plain integers. */
export interface CoverOptions {
  /** 32-bit words per set of rules. */
  readonly words: number;
  readonly groups: number;
  readonly group: readonly number[];
  /** Per option, null for leaving the group as it is. */
  readonly alternative: readonly (number | null)[];
  readonly cost: readonly number[];
  /** Rules whose conditions on the group’s features hold under the option: option o at o × words. */
  readonly holds: Int32Array;
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
 * The cheapest choice of exactly one allowed option per group such that every rule of `rules` is kept from firing by some
 * group; null when none is cheaper than `bound`, or the budget ran out first. Depth-first with a lower bound: the rule
 * with the fewest ways out is settled first, and the cheapest way out of each of several rules without a group in common
 * adds up.
 */
export const cheapestCover = (
  options: CoverOptions,
  allowed: readonly number[],
  rules: Int32Array,
  bound: number,
  budget: Budget,
): Cover | null => {
  const kept = undominated(options, allowed, rules);
  const idle = new Float64Array(options.groups).fill(Number.POSITIVE_INFINITY);
  for (const option of kept) {
    const group = options.group[option] as number;
    idle[group] = Math.min(idle[group] as number, options.cost[option] as number);
  }
  const search = new CoverSearch(options, kept, idle, bound, budget);
  search.visit(
    rules,
    new Int32Array(options.groups).fill(-1),
    idle.reduce((sum, cost) => sum + cost, 0),
  );
  return search.best;
};

/** Cheapest first within each group, without the options that a cheaper one beats in what it keeps from firing. */
const undominated = (options: CoverOptions, allowed: readonly number[], rules: Int32Array): number[] => {
  const kept: number[] = [];
  for (const option of allowed.toSorted((a, b) => (options.cost[a] as number) - (options.cost[b] as number)))
    if (
      !kept.some(
        (other) => options.group[other] === options.group[option] && keepsAsMuch(options, other, option, rules),
      )
    )
      kept.push(option);
  return kept;
};

/** Every rule that `option` keeps from firing, `other` keeps from firing too. */
const keepsAsMuch = ({ words, holds }: CoverOptions, other: number, option: number, rules: Int32Array): boolean => {
  for (let word = 0; word < words; word++)
    if (
      ((holds[other * words + word] as number) &
        ~(holds[option * words + word] as number) &
        (rules[word] as number)) !==
      0
    )
      return false;
  return true;
};

class CoverSearch {
  best: Cover | null = null;
  readonly #options: CoverOptions;
  readonly #kept: readonly number[];
  readonly #idle: Float64Array;
  readonly #bound: number;
  readonly #budget: Budget;

  constructor(options: CoverOptions, kept: readonly number[], idle: Float64Array, bound: number, budget: Budget) {
    this.#options = options;
    this.#kept = kept;
    this.#idle = idle;
    this.#bound = bound;
    this.#budget = budget;
  }

  /** `taken` is the option per group, −1 while open; `cost` counts open groups at their cheapest. */
  visit(alive: Int32Array, taken: Int32Array, cost: number): void {
    if (++this.#budget.nodes > this.#budget.nodesMax) return;
    if (cost >= this.#limit()) return;
    const settle = this.#settle(alive, taken, cost);
    if (settle === 'done') this.#record(taken, cost);
    else if (settle !== 'hopeless') for (const option of settle) this.#take(option, alive, taken, cost);
  }

  #take(option: number, alive: Int32Array, taken: Int32Array, cost: number): void {
    const { words, holds, group, cost: costs } = this.#options;
    const place = group[option] as number;
    const rest = new Int32Array(words);
    for (let word = 0; word < words; word++)
      rest[word] = (alive[word] as number) & (holds[option * words + word] as number);
    const next = taken.slice();
    next[place] = option;
    this.visit(rest, next, cost + (costs[option] as number) - (this.#idle[place] as number));
  }

  #record(taken: Int32Array, cost: number): void {
    const { alternative, group, cost: costs } = this.#options;
    const choice = Array.from(taken, (option, place) => {
      const final =
        option >= 0
          ? option
          : this.#kept.find((candidate) => group[candidate] === place && costs[candidate] === this.#idle[place]);
      return alternative[final ?? -1] ?? null;
    });
    this.best = { cost, taken: choice };
  }

  #limit(): number {
    return Math.min(this.#bound, this.best?.cost ?? Number.POSITIVE_INFINITY);
  }

  /** The options that settle the rule with the fewest, cheapest first; or that nothing is left, or that no answer is below the limit. */
  #settle(alive: Int32Array, taken: Int32Array, cost: number): readonly number[] | 'done' | 'hopeless' {
    const rules: { ways: number[]; least: number }[] = [];
    for (let word = 0; word < this.#options.words; word++)
      for (let rest = alive[word] as number; rest !== 0; rest &= rest - 1) {
        const rule = this.#waysOut(word, rest & -rest, taken);
        if (rule.ways.length === 0) return 'hopeless';
        rules.push(rule);
      }
    if (rules.length === 0) return 'done';
    rules.sort((a, b) => a.ways.length - b.ways.length);
    return cost + this.#apart(rules) >= this.#limit() ? 'hopeless' : (rules[0]?.ways ?? []);
  }

  #waysOut(word: number, bit: number, taken: Int32Array): { ways: number[]; least: number } {
    const { words, holds, group, cost } = this.#options;
    const ways: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (const option of this.#kept) {
      const place = group[option] as number;
      if ((taken[place] as number) >= 0 || ((holds[option * words + word] as number) & bit) !== 0) continue;
      ways.push(option);
      least = Math.min(least, (cost[option] as number) - (this.#idle[place] as number));
    }
    return { ways, least };
  }

  /** What rules without a group in common cost at least, together. */
  #apart(rules: readonly { ways: readonly number[]; least: number }[]): number {
    const used = new Uint8Array(this.#options.groups);
    let sum = 0;
    for (const { ways, least } of rules) {
      if (least === 0 || ways.some((option) => used[this.#options.group[option] as number] === 1)) continue;
      for (const option of ways) used[this.#options.group[option] as number] = 1;
      sum += least;
    }
    return sum;
  }
}
