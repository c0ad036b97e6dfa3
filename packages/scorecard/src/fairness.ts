import { discriminationOf } from './metrics.ts';
import type { ScoredCase } from './scored-case.ts';

/** How one group fares beside the others under one score. */
export interface GroupOutcome {
  readonly group: string;
  readonly count: number;
  readonly observedBadRate: number;
  readonly expectedBadRate: number;
  readonly auc: number;
  /** Share at or above the cut; null without one. */
  readonly passRate: number | null;
  /** Share of the good cases that fall below the cut: those wrongly refused. */
  readonly goodsRefusedRate: number | null;
}

export interface GroupComparison {
  /** What divides the groups, e.g. `sex`. */
  readonly by: string;
  readonly outcomes: readonly GroupOutcome[];
  /** Lowest pass rate over highest; by custom below 0.8 asks for an explanation. Null without a cut. */
  readonly passRatio: number | null;
  /** Largest difference between groups in the share of good cases refused. Null without a cut. */
  readonly goodsRefusedGap: number | null;
}

const shareOf = (cases: readonly ScoredCase[], condition: (item: ScoredCase) => boolean): number =>
  cases.length === 0 ? Number.NaN : cases.filter(condition).length / cases.length;

const outcomeOf = (group: string, cases: readonly ScoredCase[], cut: number | null): GroupOutcome => {
  const goods = cases.filter(({ bad }) => !bad);
  return {
    group,
    count: cases.length,
    observedBadRate: shareOf(cases, ({ bad }) => bad),
    expectedBadRate: cases.reduce((sum, { probabilityOfBad }) => sum + probabilityOfBad, 0) / cases.length,
    auc: discriminationOf(
      cases.map(({ score }) => score),
      cases.map(({ bad }) => (bad ? 1 : 0)),
    ).auc,
    passRate: cut === null ? null : shareOf(cases, ({ score }) => score >= cut),
    goodsRefusedRate: cut === null ? null : shareOf(goods, ({ score }) => score < cut),
  };
};

/**
 * Compares the groups that cases state, attribute by attribute. Groups are for this measurement only: no model here reads
 * them. Groups with fewer than `leastCount` cases are left out, for their rates are chance.
 */
export const compareGroups = (
  cases: readonly ScoredCase[],
  cut: number | null,
  leastCount = 100,
): GroupComparison[] => {
  const dividers = [...new Set(cases.flatMap(({ groups }) => Object.keys(groups)))].sort();
  return dividers.map((by) => {
    const members = new Map<string, ScoredCase[]>();
    for (const item of cases) {
      const group = item.groups[by];
      if (group === undefined) continue;
      const list = members.get(group) ?? [];
      list.push(item);
      members.set(group, list);
    }
    const outcomes = [...members]
      .filter(([, list]) => list.length >= leastCount)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([group, list]) => outcomeOf(group, list, cut));
    const passRates = outcomes.flatMap(({ passRate }) => passRate ?? []);
    const refused = outcomes.flatMap(({ goodsRefusedRate }) => goodsRefusedRate ?? []);
    return {
      by,
      outcomes,
      passRatio: passRates.length === 0 ? null : Math.min(...passRates) / Math.max(...passRates),
      goodsRefusedGap: refused.length === 0 ? null : Math.max(...refused) - Math.min(...refused),
    };
  });
};
