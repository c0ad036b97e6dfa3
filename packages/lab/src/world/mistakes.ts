import { compilePolicySet, newestParameterDate, type PolicySet, withEarlier } from '@clearline/line';
import type { Mistake } from '../auditor/roll-back-told.ts';
import type { Random } from '../simulate/random.ts';

/** What a roll-back takes back, with what was wrong in truth; the engine is told the first and never the second. */
export interface Flaw {
  /** The version that went out with it; null where rules of the version in force are taken back by name. */
  readonly faulty: PolicySet | null;
  readonly ruleIds: readonly string[];
  readonly scorecardVersion: string | null;
  readonly mistake: Mistake;
}

/** Thresholds typed wrongly: the name of each with what was typed, and the input whose hard line they moved. */
const MISTYPED = [
  {
    input: 'utilisation_elsewhere',
    line: 'p_utilisation_hard',
    typed: { p_utilisation_hard: 3_000, p_utilisation_soft: 2_000 },
  },
  { input: 'debt_service_ratio', line: 'p_dsr_hard', typed: { p_dsr_hard: 2_500, p_dsr_soft: 1_500 } },
] as const;
/** Rules found to tell nothing, by what they look at. */
const WITHDRAWN: readonly (readonly string[])[] = [['M33', 'U12'], ['M35', 'U7'], ['M1'], ['M44']];
/** The rule that declines on points, and how many the bad scorecard leaves out for everybody. */
const POINTS_RULE = 'U9';
const POINTS_LOST = 90;

/** One of the ways in which a policy turns out wrong: a threshold, a scorecard, or rules that should never have counted. */
export const flawOf = (policies: PolicySet, random: Random): Flaw => {
  const way = random.pick(['THRESHOLD', 'THRESHOLD', 'SCORECARD', 'RULES'] as const);
  if (way === 'THRESHOLD') return mistyped(policies, random.between(0, MISTYPED.length - 1));
  if (way === 'SCORECARD') return badScorecard(policies);
  const ruleIds = random.pick(WITHDRAWN);
  return { faulty: null, ruleIds, scorecardVersion: null, mistake: { kind: 'RULES', ruleIds } };
};

const mistyped = (policies: PolicySet, which: number): Flaw => {
  const { input, line, typed } = MISTYPED[which] ?? MISTYPED[0];
  const faulty = versionOf(policies, line, (files) => {
    const parameters = JSON.parse(files['parameters.json'] ?? '[]') as { name: string; values: { value: number }[] }[];
    for (const { name, values } of parameters)
      for (const dated of values) dated.value = (typed as Readonly<Record<string, number>>)[name] ?? dated.value;
    return { 'parameters.json': JSON.stringify(parameters) };
  });
  const trueLine = policies.bound[line];
  if (trueLine === undefined) throw new Error(`the policy has no parameter ${line} to mistype`);
  return {
    faulty,
    ruleIds: [],
    scorecardVersion: null,
    mistake: { kind: 'LINE', input, trueLine, wrongLine: Math.min(...Object.values(typed)) },
  };
};

const badScorecard = (policies: PolicySet): Flaw => {
  const file = 'scorecards/consumer-application.json';
  const faulty = versionOf(policies, file, (files) => {
    const card = JSON.parse(files[file] ?? '{}') as { version: string; basePoints: number };
    return {
      [file]: JSON.stringify({ ...card, version: `${card.version}-b`, basePoints: card.basePoints - POINTS_LOST }),
    };
  });
  const card = faulty.scorecards.CONSUMER;
  const cut = policies.bound['p_points_cut'];
  if (card === undefined || cut === undefined)
    throw new Error('the policy scores no consumer, or has no cut to score against');
  return {
    faulty,
    ruleIds: [],
    scorecardVersion: `${card.id}@${card.version}`,
    mistake: { kind: 'POINTS', ruleId: POINTS_RULE, lost: POINTS_LOST, cut },
  };
};

const compiled = new WeakMap<PolicySet, Map<string, PolicySet>>();

/**
 * A version with something changed, compiled once for all books of a thread. Its scenarios are left out: they say what the right
 * version does, and whoever believes the wrong one would have changed them with it.
 */
const versionOf = (
  policies: PolicySet,
  name: string,
  change: (files: Readonly<Record<string, string>>) => Record<string, string>,
): PolicySet => {
  const known = compiled.get(policies) ?? new Map<string, PolicySet>();
  compiled.set(policies, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const manifest = { ...(JSON.parse(policies.files['manifest.json'] ?? '{}') as object), scenarios: [] };
  const files = { ...policies.files, 'manifest.json': JSON.stringify(manifest), ...change(policies.files) };
  const outcome = compilePolicySet(files, newestParameterDate(files));
  if (!outcome.ok)
    throw new Error(
      `the flawed version (${name}) does not compile: ${outcome.faults.map(({ message }) => message).join('; ')}`,
    );
  const version = withEarlier(outcome.policies, [policies]);
  known.set(name, version);
  return version;
};
