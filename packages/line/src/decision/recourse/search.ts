import { tableCounterfactuals } from '@clearline/dmn';
import { binOf, type ScorecardModel } from '@clearline/scorecard';
import type { Action, CounterfactualRecord, JudgementContext, RecordedInput } from '../../decision-record.ts';
import type { PolicySet, PolicyTableEntry } from '../../policy/policy-set.ts';
import { dateOf } from '../../time.ts';
import type { Instant, IsoDate } from '../../vocabulary.ts';
import { SCORE_HIGH } from '../own-score.ts';
import { inTableOrder, wouldFire } from '../fire.ts';
import { isAdverse } from '../severity.ts';
import { type Alternative, type Reachable, reachable, type Step } from './alternatives.ts';
import type { Alike, TurningPoint } from './passing-time.ts';
import { STEP_COST, type StepKind } from './steps.ts';
import { type Targets, targetsOf } from './targets.ts';

/** What a search for changes came to. `NONE` is proven over all that can be done; `NOT_PROVEN`: not all was looked through. */
export const RECOURSES = ['FOUND', 'NONE', 'NOT_PROVEN'] as const;
export type RecourseFound = (typeof RECOURSES)[number];

export interface Explained {
  readonly counterfactuals: readonly CounterfactualRecord[];
  readonly recourse: RecourseFound;
}

interface Search {
  readonly entry: PolicyTableEntry;
  readonly inputs: readonly RecordedInput[];
  readonly values: Readonly<Record<string, RecordedInput['value']>>;
  readonly context: JudgementContext;
  readonly policies: PolicySet;
  readonly scorecard: ScorecardModel | null;
  readonly turningPoints: readonly TurningPoint[];
  readonly now: Instant;
  /** The production decision on changed inputs, with these rules answered. */
  readonly again: (changes: Alternative['set'], answered: readonly string[]) => Action;
}

/** Nodes of one search; beyond it the answer says that it is not proven. */
const NODES_MAX = 20_000;
/** Ways out that are shown: the least, then what remains without one of its steps. */
const SHOWN_MAX = 3;

/**
 * The least that the borrower could do for another decision, exact over all that they can do (packages/dmn), and the least
 * without each step of it, so that who cannot do one thing sees another. Each is put through the production decision before
 * it counts; one that does not flip it is a bug and throws, and with it the notice (N14).
 */
export const searchRecourse = (search: Search): Explained => {
  const all = prepare(search);
  const least = all.solve([]);
  const tried = [least];
  for (const kind of new Set(least.found?.steps.map((step) => step.kind))) {
    const other = all.solve([kind]);
    if (!tried.some(({ found }) => sameSteps(found, other.found)) && tried.length < SHOWN_MAX) tried.push(other);
  }
  // Waiting alone is nothing to do: its day is said apart.
  const shown = tried.filter(({ found }) => found?.steps.some((step) => step.kind !== 'WAIT'));
  return {
    counterfactuals: shown.flatMap(({ found, proven }) => (found === null ? [] : [verified(found, proven, search)])),
    recourse: shown.length > 0 ? 'FOUND' : tried.every(({ proven }) => proven) ? 'NONE' : 'NOT_PROVEN',
  };
};

interface Solved {
  readonly found: Alternative | null;
  readonly proven: boolean;
}

/** The search over everything but some steps, with and without proving who one is. */
const prepare = (search: Search): { solve: (without: readonly StepKind[]) => Solved } => {
  const { entry, policies, values, context } = search;
  const model = policies.models[entry.id];
  const table = model?.tables[0];
  if (!model || !table) throw new Error(`table ${entry.id} was not compiled`);
  const counts = table.rules.map(
    (rule) => isAdverse(String(rule.outputs['action']) as Action) && !context.suppressedRuleIds.includes(rule.id),
  );
  const reach: Reachable = reachable({
    ...search,
    targets: targetsFor(search, counts),
  });
  const answerable = new Set(answeredByVerifying(entry, policies));
  const { groups } = reach;
  const over = tableCounterfactuals(model, table.id, values, groups);
  const run = (without: readonly StepKind[], verifies: boolean): Solved => {
    const allows = (group: number, place: number): boolean =>
      groups[group]?.[place]?.steps.every(({ kind }) => !without.includes(kind)) ?? false;
    const { change, proven } = over.solve(
      {
        adverse: (rule) => counts[rule.index] === true && !(verifies && answerable.has(rule.id)),
        defaultAdverse: false,
        ...(without.length === 0 ? {} : { allows }),
      },
      { nodesMax: NODES_MAX },
    );
    const taken = change?.flatMap((place, group) => (place === null ? [] : [groups[group]?.[place] as Alternative]));
    return { found: taken ? asOne(taken, verifies) : null, proven: proven && reach.complete };
  };
  const mayVerify = table.rules.some((rule) => counts[rule.index] === true && answerable.has(rule.id));
  return {
    solve: (without) => {
      const plain = run(without, false);
      if (!mayVerify || without.includes('VERIFY_IDENTITY')) return plain;
      const verifying = run(without, true);
      const cheaper = verifying.found !== null && (plain.found === null || verifying.found.cost < plain.found.cost);
      return { found: cheaper ? verifying.found : plain.found, proven: plain.proven && verifying.proven };
    },
  };
};

/** The values worth trying; the same for everybody for whom no rule is set aside, so that they are worked out once. */
const targetsFor = (search: Search, counts: readonly boolean[]): Targets => {
  const { entry, policies, context } = search;
  const byScore = scoreDecides(search);
  const work = (): Targets =>
    targetsOf(
      entry,
      counts.flatMap((adverse, index) => (adverse ? [index] : [])),
      byScore ? edgesOf(search.scorecard) : [],
      policies,
    );
  if (context.suppressedRuleIds.length > 0) return work();
  const known = targetsKnown.get(policies) ?? new Map<string, Targets>();
  targetsKnown.set(policies, known);
  const key = `${entry.id} ${byScore}`;
  const targets = known.get(key) ?? work();
  known.set(key, targets);
  return targets;
};
const targetsKnown = new WeakMap<PolicySet, Map<string, Targets>>();

/** Whether too few points are among the causes; only then is a better bin worth reaching for its own sake. */
const scoreDecides = ({ entry, values, policies }: Search): boolean =>
  wouldFire(entry, inTableOrder(entry, values, policies), policies, []).some(
    ({ annotations }) => annotations['reason'] === 'SCORE',
  );

const VERIFYING: Step = { kind: 'VERIFY_IDENTITY', set: {}, by: null };

const asOne = (taken: readonly Alternative[], verifies: boolean): Alternative => ({
  steps: [...(verifies ? [VERIFYING] : []), ...taken.flatMap(({ steps }) => steps)],
  set: Object.assign({}, ...taken.map(({ set }) => set)),
  cost: taken.reduce((sum, { cost }) => sum + cost, verifies ? STEP_COST.VERIFY : 0),
});

const sameSteps = (one: Alternative | null, other: Alternative | null): boolean =>
  one !== null && other !== null && JSON.stringify(one.set) === JSON.stringify(other.set);

const edgesOf = (scorecard: ScorecardModel | null) =>
  (scorecard?.attributes ?? []).map(({ name, bins }) => ({
    name,
    upTo: bins.flatMap(({ upTo }) => (typeof upTo === 'number' ? [upTo] : [])),
  }));

/** Rules of a table that a security check answers. */
export const answeredByVerifying = (entry: PolicyTableEntry, policies: PolicySet): string[] =>
  (policies.models[entry.id]?.tables[0]?.rules ?? [])
    .filter((rule) => rule.annotations['lifted_by'] === 'STEP_UP')
    .map((rule) => rule.id);

/** The change as recorded, after the production decision on it. */
const verified = (found: Alternative, least: boolean, search: Search): CounterfactualRecord => {
  const { inputs, entry, policies } = search;
  const verifies = found.steps.includes(VERIFYING);
  const actionAfter = search.again(found.set, verifies ? answeredByVerifying(entry, policies) : []);
  if (isAdverse(actionAfter))
    throw new Error(`table ${entry.id}: a counterfactual does not flip the decision: ${JSON.stringify(found.set)}`);
  const changes = inputs.flatMap((input) => {
    const to = found.set[input.name];
    return to === undefined || to === input.value ? [] : [{ input: input.name, from: input.value, to }];
  });
  const by = found.steps.find((step) => step.by !== null)?.by ?? null;
  const steps = [...new Set(found.steps.map(({ kind }) => kind))];
  return { steps, changes, actionAfter, byDate: by === null ? null : dateOf(by), least };
};

/**
 * The first day on which the passing of time alone makes the decision no longer adverse, as it is now; null when it never
 * does.
 */
export const timeAloneDate = (
  turningPoints: readonly TurningPoint[],
  again: (changes: Alternative['set']) => Action,
): IsoDate | null => {
  for (const { at, set } of turningPoints) if (!isAdverse(again(set))) return dateOf(at);
  return null;
};

/** Which values are one to a table, and to the scorecard whose points it reads. */
export const alikeFor = (entry: PolicyTableEntry, policies: PolicySet, scorecard: ScorecardModel | null): Alike => {
  const model = policies.models[entry.id];
  const table = model?.tables[0];
  // What a scorecard computes from its inputs can tell any two values apart.
  if (!model || !table || (scorecard?.derived ?? []).length > 0) return (_input, one, other) => one === other;
  const alike = model.alike(table.id);
  if (scorecard === null) return alike;
  const attributes = new Map(scorecard.attributes.map((attribute) => [attribute.name, attribute]));
  return (input, one, other) => {
    if (one === other) return true;
    // A score is taken only of values that are known, and held against its highest.
    if (one === null || other === null || input === SCORE_HIGH) return false;
    const attribute = attributes.get(input);
    if (attribute === undefined) return alike(input, one, other);
    // A bin of named values is no stretch between two edges.
    if (attribute.bins.some(({ values }) => values !== undefined)) return false;
    return alike(input, one, other) && binOf(attribute, one) === binOf(attribute, other);
  };
};
