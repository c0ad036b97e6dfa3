import type { ScorecardModel } from '@clearline/scorecard';
import { type PolicySet, type PolicyTableEntry, tableFor } from '../policy/policy-set.ts';
import { coolsUntil } from '../cooling-off.ts';
import { CHECK_READERS } from '../three-part-check/inputs.ts';
import { startOfDate } from '../time.ts';
import type {
  Action,
  CounterfactualRecord,
  GuaranteeCheck,
  InputValue,
  JudgementContext,
  ReasonRecord,
  RecordedInput,
} from '../decision-record.ts';
import type { CauseFamily, DecisionKind, Instant, IsoDate, LineKind } from '../vocabulary.ts';
import { searchCounterfactuals } from './behaviour-1.ts';
import { turningPoints } from './recourse/passing-time.ts';
import { INCOME, OVER_INCOME } from './recourse/steps.ts';
import { alikeFor, type RecourseFound, searchRecourse, timeAloneDate } from './recourse/search.ts';
import {
  actionOf,
  type FiredRule,
  fire,
  inputsTested,
  inTableOrder,
  linesOf,
  namesOfTable,
  wouldFire,
} from './fire.ts';
import { guard } from './guarantees.ts';
import { beyondMachine, limitOf, priceOf, singleDrawCapOf, wouldChangeNothing } from './limit-and-price.ts';
import { looksAtScore, POINTS, SCORE_FALL, scoreInputs, scoreInto } from './own-score.ts';
import { reasonsOf } from './reasons.ts';
import { isAdverse, SEVERITY, worstAction } from './severity.ts';

/** What a policy makes of inputs: a pure function of what is recorded, so a replay can be compared bit for bit (G10). */
export interface Judgement {
  readonly tableId: string;
  readonly firedRuleIds: readonly string[];
  readonly points: number | null;
  readonly proposedAction: Action;
  /** What people would be asked to agree to where the machine alone may not; else what `action` says. */
  readonly wantedAction: Action;
  readonly action: Action;
  readonly causeFamily: CauseFamily | null;
  readonly limitFen: bigint | null;
  readonly dailyRatePpb: bigint | null;
  /** The most that one draw may be, where it ends in a cap. */
  readonly singleDrawCapFen?: bigint;
  readonly holdDays: number | null;
  /** Hours a hold or a cap per draw lasts; a lock after failed sign-ins is shorter than a day. */
  readonly holdHours: number | null;
  readonly stepUpLifts: boolean;
  readonly guaranteeChecks: readonly GuaranteeCheck[];
  readonly reasons: readonly ReasonRecord[];
  readonly counterfactuals: readonly CounterfactualRecord[];
  /** Absent where nothing was searched for. */
  readonly recourse?: RecourseFound;
  readonly timeAloneOn: IsoDate | null;
}

/** Names of the inputs that a decision of this kind looks at, its pricing table and scorecard included. */
export const inputNamesFor = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): readonly string[] => {
  const known = namesKnown.get(policies) ?? new Map<string, readonly string[]>();
  namesKnown.set(policies, known);
  const key = `${kind} ${lineKind}`;
  const names = known.get(key) ?? namesOf(policies, kind, lineKind);
  known.set(key, names);
  return names;
};
/** A policy is compiled once and asked at every event. */
const namesKnown = new WeakMap<PolicySet, Map<string, readonly string[]>>();

const namesOf = (policies: PolicySet, kind: DecisionKind, lineKind: LineKind): string[] => {
  const names = new Set<string>();
  for (const entry of policies.entries)
    if (entry.decisionKind === kind && entry.lineKind === lineKind)
      for (const name of namesOfTable(policies.models[entry.id])) names.add(name);
  if (looksAtScore(kind, names)) for (const name of scoreInputs(names, lineKind, policies)) names.add(name);
  // Who is told that more income would do is told how much (N245): the ratios alone do not say what they are over.
  if (policies.inputs[INCOME] !== undefined && OVER_INCOME.some((name) => names.has(name))) names.add(INCOME);
  names.delete(POINTS);
  names.delete(SCORE_FALL);
  return [...names].sort();
};

export interface JudgeOptions {
  /** False leaves out counterfactuals; portfolio replay uses it where only the outcome counts. */
  readonly explain: boolean;
  /** The behaviour version of a record that is run again; the present one where left out. */
  readonly behaviour?: number;
}

/** Decides, and explains what is adverse. */
export const judge = (
  kind: DecisionKind,
  lineKind: LineKind,
  inputs: readonly RecordedInput[],
  context: JudgementContext,
  policies: PolicySet,
  options: JudgeOptions = { explain: true },
): Judgement => {
  const entry = requiredTable(kind, lineKind, policies);
  const { values, scorecard, score } = scored(kind, lineKind, inputs, policies);
  const { fired, missing } = fire(entry, values, policies, context.suppressedRuleIds);
  // Before version 3 points were taken as sound whatever they were made of.
  const isBefore3 = options.behaviour !== undefined && options.behaviour < 3;
  const madeOf = isBefore3 ? [] : (scorecard?.attributes ?? []);
  const sound = fired.filter((rule) => !standsOnStaleData(entry, rule, inputs, policies, madeOf));
  const awaited = missing.filter((name) => policies.inputs[name]?.optional !== true);
  const dataTrouble = sound.length < fired.length || awaited.length > 0;
  const proposedAction = worstAction(fired.map((rule) => rule.action));
  const resting = restingRules(sound, context, policies);
  const open = sound.filter((rule) => !resting.has(rule));
  const soundAction = worstAction(open.map((rule) => rule.action));
  const limitRule = open.find((rule) => rule.limitPercent !== null && rule.action !== 'SINGLE_DRAW_CAP');
  const capFen = singleDrawCapOf(open, context);
  const limitPercent = limitRule?.limitPercent ?? null;
  const changesNothing = wouldChangeNothing(kind, soundAction, limitPercent, context, options.behaviour);
  const guarded = guard({
    kind,
    proposedAction,
    soundAction: worstAction(sound.map((rule) => rule.action)),
    restedAction: soundAction,
    restsUntil: [...resting.values()].sort().at(-1) ?? null,
    dataTrouble,
    // What only people record is missing from no report.
    missing: missing.filter((name) => CHECK_READERS[name] === undefined),
    context,
    rules: open,
    changesNothing,
    capsNothing: capFen === null || capFen >= context.effectiveLimitFen - context.usedFen,
  });
  // Reasons come from the rules that ask for what was decided; milder ones beside them did not decide.
  const asking = open.filter((rule) => rule.action === soundAction && SEVERITY[rule.action] > 0);
  const deciding = isAdverse(soundAction) ? asking : [...resting.keys(), ...asking];
  const leading = deciding[0];
  const price = priceOf(kind, lineKind, values, policies);
  const permitted = guarded.action === 'NONE' ? defaultAction(kind) : guarded.action;
  const beyond = permitted === 'APPROVE' ? beyondMachine(lineKind, price?.limitFen ?? null, context, policies) : null;
  const action = beyond === null ? permitted : 'REFER';

  const reasons =
    leading === undefined
      ? []
      : reasonsOf(entry, deciding, inputs, policies, scorecard ? { model: scorecard, values } : null).map((reason) =>
          heldBack(reason, resting),
        );
  const holdRule = open
    .filter((rule) => rule.holdHours !== null && rule.action === action)
    .sort((a, b) => (b.holdHours ?? 0) - (a.holdHours ?? 0))[0];
  const base = {
    tableId: entry.id,
    firedRuleIds: fired.map((rule) => rule.ruleId),
    points: score?.points ?? null,
    proposedAction,
    wantedAction: guarded.wanted,
    action,
    causeFamily: leading ? familyOf(leading.reasonCode, policies) : null,
    limitFen: limitOf(kind, action, guarded.wanted, context, limitPercent, price?.limitFen ?? null, options.behaviour),
    dailyRatePpb: price?.dailyRatePpb ?? null,
    ...(action === 'SINGLE_DRAW_CAP' && capFen !== null ? { singleDrawCapFen: capFen } : {}),
    holdHours: holdRule?.holdHours ?? null,
    holdDays: holdRule?.holdHours == null ? null : Math.ceil(holdRule.holdHours / 24),
    stepUpLifts: leading?.stepUpLifts ?? false,
    guaranteeChecks: beyond === null ? guarded.checks : [...guarded.checks, beyondCheck(beyond)],
    reasons,
  };
  // A strategy is not of the borrower’s doing: nothing that they could do is looked for (G11).
  if (!options.explain || kind === 'STRATEGY' || !(isAdverse(action) || isAdverse(guarded.wanted)))
    return { counterfactuals: [], timeAloneOn: null, ...base };
  const card = cardFor(kind, lineKind, policies);
  const again = (changes: Readonly<Record<string, InputValue>>, answered: readonly string[] = []): Action => {
    // Points are made of inputs; without them the values are all that a table is asked with.
    const after =
      card === null
        ? inTableOrder(entry, values, policies, changes)
        : inTableOrder(entry, scored(kind, lineKind, changed(inputs, changes), policies).values, policies);
    const setAside = answered.length === 0 ? context.suppressedRuleIds : [...context.suppressedRuleIds, ...answered];
    return worstAction(wouldFire(entry, after, policies, setAside).map(actionOf));
  };
  const moments = turningPoints(inputs, alikeFor(entry, policies, card));
  const timeAloneOn = timeAloneDate(moments, again);
  if (options.behaviour === 1)
    return {
      counterfactuals: searchCounterfactuals({ entry, rules: sound, inputs, policies, again }),
      timeAloneOn,
      ...base,
    };
  const now = startOfDate(context.businessDate);
  const explained = searchRecourse({
    entry,
    inputs,
    values,
    context,
    policies,
    scorecard: scorecard ?? null,
    turningPoints: moments,
    now,
    again,
  });
  // What begins with a spread and is then added to outlives every collection of the young in V8 11, for nobody.
  return { timeAloneOn, ...explained, ...base };
};

const beyondCheck = ({ limitFen, mostFen }: NonNullable<ReturnType<typeof beyondMachine>>): GuaranteeCheck => ({
  id: 'G3',
  held: false,
  note: `a limit of ${limitFen} fen is above ${mostFen}, the most that the machine alone may offer: put before two people`,
});

/** The inputs with some of their values changed. */
const changed = (
  inputs: readonly RecordedInput[],
  changes: Readonly<Record<string, InputValue>>,
): readonly RecordedInput[] =>
  inputs.map((input) => {
    const value = changes[input.name];
    return value === undefined ? input : { ...input, value };
  });

/** The values a table is asked with: points stand beside what they were made of, at an application and where a table asks. */
const scored = (kind: DecisionKind, lineKind: LineKind, inputs: readonly RecordedInput[], policies: PolicySet) => {
  const values = valuesOf(inputs);
  const card = cardFor(kind, lineKind, policies);
  const score = card === null ? null : scoreInto(values, kind, lineKind, inputs, policies);
  return { values, scorecard: score === null ? undefined : policies.scorecards[lineKind], score };
};

/** The scorecard that a kind of decision looks at; null for none. */
const cardFor = (kind: DecisionKind, lineKind: LineKind, policies: PolicySet): ScorecardModel | null => {
  const known = cardsKnown.get(policies) ?? new Map<string, ScorecardModel | null>();
  cardsKnown.set(policies, known);
  const key = `${kind} ${lineKind}`;
  let card = known.get(key);
  if (card === undefined) {
    const entry = tableFor(policies, kind, lineKind);
    const asked = entry !== null && looksAtScore(kind, new Set(namesOfTable(policies.models[entry.id])));
    card = asked ? (policies.scorecards[lineKind] ?? null) : null;
    known.set(key, card);
  }
  return card;
};
/** One explanation asks some hundred times. */
const cardsKnown = new WeakMap<PolicySet, Map<string, ScorecardModel | null>>();

/** Which rules of the table fire at all: what there is to decide about, without deciding it. */
export const firedRuleIds = (
  kind: DecisionKind,
  lineKind: LineKind,
  inputs: readonly RecordedInput[],
  suppressed: readonly string[],
  policies: PolicySet,
): { readonly tableId: string; readonly ruleIds: readonly string[] } => {
  const entry = requiredTable(kind, lineKind, policies);
  const { fired } = fire(entry, scored(kind, lineKind, inputs, policies).values, policies, suppressed);
  return { tableId: entry.id, ruleIds: fired.map((rule) => rule.ruleId) };
};

const requiredTable = (kind: DecisionKind, lineKind: LineKind, policies: PolicySet): PolicyTableEntry => {
  const entry = tableFor(policies, kind, lineKind);
  if (entry === null) throw new Error(`policy ${policies.version} has no table for ${kind} on ${lineKind} lines`);
  return entry;
};

/** What “no rule fired” means for each kind of decision. */
const defaultAction = (kind: DecisionKind): Action =>
  kind === 'UNDERWRITING' ? 'APPROVE' : kind === 'DRAW' ? 'ALLOW' : 'NONE';

const valuesOf = (inputs: readonly RecordedInput[]): Record<string, InputValue> => {
  const values: Record<string, InputValue> = {};
  for (const { name, value } of inputs) values[name] = value;
  return values;
};

/** True when a value that the rule tests is too old to carry an adverse action (G5); points are as old as what they are made of. */
const standsOnStaleData = (
  entry: PolicyTableEntry,
  rule: FiredRule,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
  pointsAreMadeOf: readonly { readonly name: string }[],
): boolean => {
  if (!isAdverse(rule.action) && rule.action !== 'REVIEW') return false;
  const tested = new Set(linesOf(entry, rule, policies).flatMap(inputsTested));
  if (tested.has(POINTS)) for (const { name } of pointsAreMadeOf) tested.add(name);
  return inputs.some((input) => tested.has(input.name) && !input.fresh);
};

/**
 * Sound rules that ask for an action which rests, each with the moment its rest ends (N80). What a security check answers
 * never rests: the borrower ends it in a minute, and a thief would not wait.
 */
const restingRules = (
  sound: readonly FiredRule[],
  context: JudgementContext,
  policies: PolicySet,
): ReadonlyMap<FiredRule, Instant> => {
  const rests = context.coolingOff ?? [];
  const resting = new Map<FiredRule, Instant>();
  for (const rule of rests.length === 0 ? [] : sound) {
    const until = rule.stepUpLifts ? null : coolsUntil(rests, rule.action, familyOf(rule.reasonCode, policies));
    if (until !== null) resting.set(rule, until);
  }
  return resting;
};

const heldBack = (reason: ReasonRecord, resting: ReadonlyMap<FiredRule, Instant>): ReasonRecord => {
  const until = [...resting].find(([rule]) => rule.ruleId === reason.ruleId)?.[1];
  return until === undefined ? reason : { ...reason, heldBackUntil: until };
};

const familyOf = (code: string, policies: PolicySet): CauseFamily | null =>
  code === 'SCORE' ? 'ELIGIBILITY' : (policies.reasons[code]?.family ?? null);
