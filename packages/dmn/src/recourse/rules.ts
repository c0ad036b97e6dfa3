import { type Budget, cheapestCover, type Cover, type CoverOptions } from './cover.ts';
import type { Alternative, Condition, RecourseModel } from './problem.ts';

type Groups = readonly (readonly Alternative[])[];
interface Rule {
  readonly when: readonly Condition[];
}

/** Conditions by the feature they test; a model is searched for many people, so this is made once. */
interface RuleIndex {
  readonly words: number;
  readonly count: number;
  readonly byFeature: ReadonlyMap<
    number,
    readonly { readonly rule: number; readonly low: number; readonly high: number }[]
  >;
}
const indexes = new WeakMap<readonly Rule[], RuleIndex>();

const indexOf = (rules: readonly Rule[]): RuleIndex => {
  const known = indexes.get(rules);
  if (known) return known;
  const byFeature = new Map<number, { rule: number; low: number; high: number }[]>();
  rules.forEach(({ when }, rule) => {
    for (const [feature, low, high] of when) {
      const conditions = byFeature.get(feature) ?? [];
      conditions.push({ rule, low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY });
      byFeature.set(feature, conditions);
    }
  });
  const index = { words: Math.max(1, Math.ceil(rules.length / 32)), count: rules.length, byFeature };
  indexes.set(rules, index);
  return index;
};

/** Takes out of a set at `offset` the rules that a value of a feature keeps from firing. */
const applyFeature = (index: RuleIndex, feature: number, value: number, bits: Int32Array, offset: number): void => {
  for (const { rule, low, high } of index.byFeature.get(feature) ?? [])
    if (value < low || value > high) {
      const word = offset + (rule >>> 5);
      bits[word] = (bits[word] as number) & ~(1 << (rule & 31));
    }
};

/** Options of every group as rule sets, for a list of rules that a decision looks at. */
export interface Satisfied extends CoverOptions {
  /** Rules that the features no group touches let fire. */
  readonly fixed: Int32Array;
}

const satisfied = (rules: readonly Rule[], x: readonly number[], groups: Groups): Satisfied => {
  const index = indexOf(rules);
  const features = groups.map(
    (group) => new Set(group.flatMap((alternative) => Object.keys(alternative.delta).map(Number))),
  );
  const group: number[] = [];
  const alternative: (number | null)[] = [];
  const cost: number[] = [];
  const holds = new Int32Array(
    (groups.length + groups.reduce((sum, options) => sum + options.length, 0)) * index.words,
  ).fill(-1);
  const add = (place: number, which: number | null, price: number, delta: Readonly<Record<string, number>>): void => {
    const offset = group.length * index.words;
    for (const feature of features[place] ?? [])
      applyFeature(index, feature, (x[feature] ?? 0) + (delta[feature] ?? 0), holds, offset);
    group.push(place);
    alternative.push(which);
    cost.push(price);
  };
  groups.forEach((options, place) => {
    add(place, null, 0, {});
    options.forEach((option, which) => add(place, which, option.cost, option.delta));
  });
  const fixed = new Int32Array(index.words).fill(-1);
  for (let beyond = index.count; beyond < index.words * 32; beyond++)
    fixed[beyond >>> 5] = (fixed[beyond >>> 5] as number) & ~(1 << (beyond & 31));
  const touched = new Set(features.flatMap((set) => [...set]));
  for (const feature of index.byFeature.keys())
    if (!touched.has(feature)) applyFeature(index, feature, x[feature] ?? 0, fixed, 0);
  return { words: index.words, groups: groups.length, group, alternative, cost, holds, fixed };
};

const hasBit = (bits: Int32Array, offset: number, rule: number): boolean =>
  ((bits[offset + (rule >>> 5)] as number) & (1 << (rule & 31))) !== 0;

/** The rules that can deny, made once per list of rules. */
const denyingOf = new WeakMap<readonly Rule[], readonly Rule[]>();

/** No rule at or above the limit may fire. */
export const collectRecourse = (
  model: RecourseModel & { kind: 'collect' },
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => {
  const denying = denyingOf.get(model.rules) ?? model.rules.filter((rule) => rule.severity >= model.limit);
  denyingOf.set(model.rules, denying);
  return coverAll(satisfied(denying, x, groups), budget);
};

/** Every rule that the fixed features let fire must be kept from firing. */
export const coverAll = (held: Satisfied, budget: Budget): Cover | null =>
  cheapestCover(
    held,
    held.group.map((_group, option) => option),
    held.fixed,
    Number.POSITIVE_INFINITY,
    budget,
  );

/** One way to be approved: the rule that must fire (null for the default), and what its options cost at least. */
interface Target {
  readonly rule: number | null;
  readonly least: number;
}

export const firstHitRecourse = (
  model: RecourseModel & { kind: 'first-hit' },
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => coverFirstHit(satisfied(model.rules, x, groups), model.rules, model.default, budget);

/**
 * For each approving rule as the target: it fires and no denying rule above it does; and, when the default approves, no
 * denying rule fires at all. The targets that may be cheapest come first, and each is bounded by the best so far. With
 * `anywhere`, denying rules below the target count too, as where the order of rules says nothing.
 */
export const coverFirstHit = (
  held: Satisfied,
  rules: readonly { readonly approve: boolean }[],
  otherwise: boolean,
  budget: Budget,
  anywhere = false,
): Cover | null => {
  const targets: Target[] = [];
  rules.forEach(({ approve }, rule) => {
    if (approve && hasBit(held.fixed, 0, rule)) targets.push({ rule, least: leastFor(held, rule) });
  });
  if (otherwise) targets.push({ rule: null, least: leastFor(held, null) });
  let best: Cover | null = null;
  for (const { rule, least } of targets.sort((a, b) => a.least - b.least)) {
    const bound: number = best?.cost ?? Number.POSITIVE_INFINITY;
    if (least >= bound) break;
    const denying = denyingAbove(held, rules, anywhere || rule === null ? rules.length : rule);
    best = cheapestCover(held, optionsFor(held, rule), denying, bound, budget) ?? best;
  }
  return best;
};

const denyingAbove = (held: Satisfied, rules: readonly { readonly approve: boolean }[], end: number): Int32Array => {
  const denying = new Int32Array(held.words);
  for (let rule = 0; rule < end; rule++)
    if (rules[rule]?.approve === false) denying[rule >>> 5] = (denying[rule >>> 5] as number) | (1 << (rule & 31));
  return denying.map((word, at) => word & (held.fixed[at] as number));
};

/** The options under which a rule can fire; all of them for the default. */
const optionsFor = (held: Satisfied, rule: number | null): number[] => {
  const allowed: number[] = [];
  for (let option = 0; option < held.group.length; option++)
    if (rule === null || hasBit(held.holds, option * held.words, rule)) allowed.push(option);
  return allowed;
};

/** The cheapest option of each group that lets a rule fire, together; infinite when a group has none. */
const leastFor = (held: Satisfied, rule: number | null): number => {
  let [sum, least] = [0, Number.POSITIVE_INFINITY];
  for (let option = 0; option < held.group.length; option++) {
    const cost = held.cost[option] as number;
    if (cost < least && (rule === null || hasBit(held.holds, option * held.words, rule))) least = cost;
    if (held.group[option + 1] === held.group[option]) continue;
    sum += least;
    least = Number.POSITIVE_INFINITY;
  }
  return sum;
};
