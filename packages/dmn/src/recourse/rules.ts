import { addBit, emptyBits, hasBit, intersection } from './bits.ts';
import { type Budget, cheapestCover, type Cover, type CoverOption } from './cover.ts';
import { changed, within } from './decide.ts';
import type { Alternative, Condition, RecourseModel } from './problem.ts';

type Groups = readonly (readonly Alternative[])[];

/** For each option of each group, the rules whose conditions on that group’s features hold; and those that the rest allows. */
interface Satisfied {
  readonly groups: readonly (readonly {
    readonly alternative: number | null;
    readonly cost: number;
    readonly holds: Int32Array;
  }[])[];
  readonly fixed: Int32Array;
}

const satisfied = (
  rules: readonly { readonly when: readonly Condition[] }[],
  x: readonly number[],
  groups: Groups,
): Satisfied => {
  const owner = new Map<number, number>();
  groups.forEach((group, index) => {
    for (const alternative of group)
      for (const feature of Object.keys(alternative.delta)) owner.set(Number(feature), index);
  });
  const holding = (values: readonly number[], group: number): Int32Array => {
    const bits = emptyBits(rules.length);
    rules.forEach((rule, index) => {
      if (rule.when.every((condition) => (owner.get(condition[0]) ?? -1) !== group || within(condition, values)))
        addBit(bits, index);
    });
    return bits;
  };
  return {
    groups: groups.map((group, index) => [
      { alternative: null, cost: 0, holds: holding(x, index) },
      ...group.map((alternative, at) => ({
        alternative: at,
        cost: alternative.cost,
        holds: holding(changed(x, alternative), index),
      })),
    ]),
    fixed: holding(x, -1),
  };
};

const options = (group: Satisfied['groups'][number], allowed: (holds: Int32Array) => boolean): CoverOption[] =>
  group
    .filter((option) => allowed(option.holds))
    .map(({ alternative, cost, holds }) => ({ alternative, cost, kills: holds.map((word) => ~word) }));

/** No rule at or above the limit may fire. */
export const collectRecourse = (
  model: RecourseModel & { kind: 'collect' },
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => {
  const denying = model.rules.filter((rule) => rule.severity >= model.limit);
  const held = satisfied(denying, x, groups);
  return cheapestCover(
    held.groups.map((group) => options(group, () => true)),
    held.fixed,
    Number.POSITIVE_INFINITY,
    budget,
  );
};

/**
 * For each approving rule as the target: it fires and no denying rule above it does; and, when the default approves, no
 * denying rule fires at all. The cheapest of these answers, each bounded by the best so far.
 */
export const firstHitRecourse = (
  model: RecourseModel & { kind: 'first-hit' },
  x: readonly number[],
  groups: Groups,
  budget: Budget,
): Cover | null => {
  const held = satisfied(model.rules, x, groups);
  const denying = emptyBits(model.rules.length);
  let best: Cover | null = null;
  const consider = (allowed: (holds: Int32Array) => boolean): void => {
    const found = cheapestCover(
      held.groups.map((group) => options(group, allowed)),
      intersection(denying, held.fixed),
      best?.cost ?? Number.POSITIVE_INFINITY,
      budget,
    );
    best = found ?? best;
  };
  model.rules.forEach((rule, index) => {
    if (!rule.approve) addBit(denying, index);
    else if (hasBit(held.fixed, index)) consider((holds) => hasBit(holds, index));
  });
  if (model.default) consider(() => true);
  return best;
};
