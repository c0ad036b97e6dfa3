/** What the options of every group keep from firing, flat so that the search runs over plain integers. */
export interface CoverOptions {
  /** 32-bit words per set of rules. */
  readonly words: number;
  readonly groups: number;
  /** Ascending: the options of a group stand together. */
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
 * group; null when none is cheaper than `bound`, or the budget ran out first.
 *
 * Depth-first from the cheapest option everywhere. A rule that fires there fires in every answer in which no open group
 * moves to an option that keeps it from firing, so one of those moves must be made: the rule with the fewest is settled
 * first, cheapest move first, and a move tried once is barred beside its later siblings, so no choice is met twice. Rules
 * that fire without a group in common add up to a lower bound. Each group must be allowed at least one option.
 */
export const cheapestCover = (
  options: CoverOptions,
  allowed: readonly number[],
  rules: Int32Array,
  bound: number,
  budget: Budget,
): Cover | null => {
  const search = new CoverSearch(options, undominated(options, allowed, rules), rules, bound, budget);
  search.run();
  return search.best;
};

/** Cheapest first within each group, without the options that a cheaper one beats in what it keeps from firing. */
const undominated = (options: CoverOptions, allowed: readonly number[], rules: Int32Array): number[] => {
  const { group, cost } = options;
  const kept: number[] = [];
  let start = 0;
  for (let at = 0; at < allowed.length; at++) {
    const option = allowed[at] as number;
    if (at > 0 && group[option] !== group[allowed[at - 1] as number]) start = kept.length;
    // Dearer ones before it give way to it, cheaper ones may beat it; equals stay in their order.
    let place = kept.length;
    while (place > start && (cost[kept[place - 1] as number] as number) > (cost[option] as number)) place--;
    let beaten = false;
    for (let cheaper = start; cheaper < place && !beaten; cheaper++)
      beaten = keepsAsMuch(options, kept[cheaper] as number, option, rules);
    if (beaten) continue;
    for (let dearer = kept.length - 1; dearer >= place; dearer--)
      if (keepsAsMuch(options, option, kept[dearer] as number, rules)) kept.splice(dearer, 1);
    kept.splice(place, 0, option);
  }
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
  readonly #rules: Int32Array;
  readonly #bound: number;
  readonly #budget: Budget;
  /** The option of each group, the cheapest while the group is open. */
  readonly #taken: Int32Array;
  readonly #settled: Uint8Array;
  readonly #barred: Uint8Array;
  /** What a move to an option costs beyond the cheapest of its group. */
  readonly #extra: Float64Array;
  /** By rule, made when it first fires: the options that keep it from firing, cheapest move first. */
  readonly #ways: (readonly number[] | undefined)[] = [];
  /** Groups counted in a lower bound carry the number of that bound. */
  readonly #counted: Int32Array;
  #bounds = 0;

  constructor(options: CoverOptions, kept: readonly number[], rules: Int32Array, bound: number, budget: Budget) {
    this.#options = options;
    this.#kept = kept;
    this.#rules = rules;
    this.#bound = bound;
    this.#budget = budget;
    this.#taken = new Int32Array(options.groups).fill(-1);
    this.#settled = new Uint8Array(options.groups);
    this.#counted = new Int32Array(options.groups);
    this.#barred = new Uint8Array(options.group.length);
    this.#extra = new Float64Array(options.group.length);
  }

  run(): void {
    const { group, cost } = this.#options;
    let least = 0;
    for (const option of this.#kept) {
      const place = group[option] as number;
      if ((this.#taken[place] as number) < 0) {
        this.#taken[place] = option;
        least += cost[option] as number;
      }
      this.#extra[option] = (cost[option] as number) - (cost[this.#taken[place] as number] as number);
    }
    if (!this.#taken.includes(-1)) this.#visit(least);
  }

  #visit(cost: number): void {
    if (++this.#budget.nodes > this.#budget.nodesMax) return;
    if (cost >= this.#limit()) return;
    const ways = this.#settle(cost);
    if (ways === 'hopeless') return;
    if (ways === 'done') {
      this.#record(cost);
      return;
    }
    const moves = ways.filter((option) => this.#isOpen(option));
    for (const option of moves) {
      const place = this.#options.group[option] as number;
      const before = this.#taken[place] as number;
      this.#taken[place] = option;
      this.#settled[place] = 1;
      this.#visit(cost + (this.#extra[option] as number));
      this.#taken[place] = before;
      this.#settled[place] = 0;
      this.#barred[option] = 1;
    }
    for (const option of moves) this.#barred[option] = 0;
  }

  #isOpen(option: number): boolean {
    return this.#barred[option] === 0 && this.#settled[this.#options.group[option] as number] === 0;
  }

  #record(cost: number): void {
    this.best = { cost, taken: Array.from(this.#taken, (option) => this.#options.alternative[option] ?? null) };
  }

  #limit(): number {
    return Math.min(this.#bound, this.best?.cost ?? Number.POSITIVE_INFINITY);
  }

  /** The ways out of the firing rule with the fewest; or that nothing fires, or that no answer is below the limit. */
  #settle(cost: number): readonly number[] | 'done' | 'hopeless' {
    this.#bounds++;
    let settle: readonly number[] | 'done' = 'done';
    let fewest = Number.POSITIVE_INFINITY;
    let apart = cost;
    const limit = this.#limit();
    for (let word = 0; word < this.#options.words; word++)
      for (let rest = this.#firing(word); rest !== 0; rest &= rest - 1) {
        const ways = this.#waysOut(word * 32 + 31 - Math.clz32(rest & -rest));
        let count = 0;
        let least = 0;
        let separate = true;
        for (const option of ways) {
          if (!this.#isOpen(option)) continue;
          if (count++ === 0) least = this.#extra[option] as number;
          if (this.#counted[this.#options.group[option] as number] === this.#bounds) separate = false;
        }
        if (count === 0) return 'hopeless';
        if (separate) {
          apart += least;
          if (apart >= limit) return 'hopeless';
          for (const option of ways)
            if (this.#isOpen(option)) this.#counted[this.#options.group[option] as number] = this.#bounds;
        } else if (cost + least >= limit) return 'hopeless';
        if (count < fewest) {
          fewest = count;
          settle = ways;
        }
      }
    return settle;
  }

  /** The rules of a word that fire under the options taken. */
  #firing(word: number): number {
    const { words, holds } = this.#options;
    let firing = this.#rules[word] as number;
    for (const option of this.#taken) {
      if (firing === 0) return 0;
      firing &= holds[option * words + word] as number;
    }
    return firing;
  }

  #waysOut(rule: number): readonly number[] {
    const known = this.#ways[rule];
    if (known) return known;
    const { words, holds } = this.#options;
    const ways = this.#kept
      .filter((option) => ((holds[option * words + (rule >>> 5)] as number) & (1 << (rule & 31))) === 0)
      .sort((a, b) => (this.#extra[a] as number) - (this.#extra[b] as number));
    this.#ways[rule] = ways;
    return ways;
  }
}
