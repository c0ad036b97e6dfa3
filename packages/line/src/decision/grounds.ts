import type { Context } from '../context.ts';
import {
  type Action,
  carryingReasons,
  type DecisionRecord,
  type ReasonRecord,
  type RecordedInput,
} from '../decision-record.ts';
import { dayOf, type StreamKind } from '../features/stream.ts';
import type { BorrowerFile } from '../file.ts';
import { type PolicySet, type PolicyTableEntry, policyVersion, tableFor } from '../policy/policy-set.ts';
import type { Restriction } from '../restriction.ts';
import { toMs } from '../time.ts';
import type { RestrictionKind } from '../vocabulary.ts';
import { type FiredRule, inputsTested, linesOf } from './fire.ts';
import { HUMAN_TABLE } from './human.ts';
import { lineKindOfTable, lookAt } from './record.ts';
import { SEVERITY } from './severity.ts';

/**
 * What has become of the grounds of a decision: they still HOLD on data that can carry them; they are GONE, as such data
 * shows; or the data is UNSOUND now, and shows nothing either way (G5).
 */
export type Grounds = 'HOLD' | 'GONE' | 'UNSOUND';

/**
 * Looks again at the rules that a restriction rests on, those that ask for no less than it is. What the lender does of its
 * own accord (strategy, law) looks at no data that ages.
 */
export const groundsNow = (
  { kind }: Pick<Restriction, 'kind'>,
  decision: DecisionRecord,
  file: BorrowerFile,
  context: Context,
  /** Whether of a value that is missing the file knows that there is none. */
  isKnownNothing: (input: RecordedInput) => boolean = () => false,
): Grounds => {
  if (decision.kind === 'STRATEGY' || decision.causeFamily === 'STRATEGY' || decision.causeFamily === 'LEGAL')
    return 'HOLD';
  const carrying = carryingReasons(decision).map(({ ruleId }) => ruleId);
  const entries = tablesOf(decision, carrying, file, context.policies);
  const resting = entries.flatMap((entry) => {
    const { inputs, ruleIds } = lookAt(entry.decisionKind, entry.lineKind, file, context, []);
    return rulesOf(kind, decision, carrying, entry, context.policies).map(({ id, index }) => ({
      id,
      fires: ruleIds.includes(id),
      tested: testedBy(entry, { index }, inputs, context.policies),
    }));
  });
  const firing = resting.filter(({ fires }) => fires);
  if (firing.length > 0) return firing.some(({ tested }) => tested.every(isFresh)) ? 'HOLD' : 'UNSOUND';
  // Of a rule that the policy in force does not have, nothing shows that its cause is gone.
  const isWhole = decision.tableId !== HUMAN_TABLE || carrying.every((id) => resting.some((rule) => rule.id === id));
  if (entries.length === 0 || !isWhole) return 'HOLD';
  const shows = (input: RecordedInput): boolean => (isFresh(input) && input.value !== null) || isKnownNothing(input);
  return resting.every(({ tested }) => tested.every(shows)) ? 'GONE' : 'UNSOUND';
};

/**
 * What people decided, with those of its reasons that hold on sound data now: what a notice that comes later than the decision
 * may still say (G1, G5, N165). The machine’s decisions are told as they were made.
 */
export const withReasonsThatHold = (decision: DecisionRecord, file: BorrowerFile, context: Context): DecisionRecord => {
  if (decision.tableId !== HUMAN_TABLE || decision.reasons.length < 2) return decision;
  return {
    ...decision,
    reasons: decision.reasons.filter((reason) => reasonNow(reason, decision, file, context) === 'HOLD'),
  };
};

/** How one reason that people gave stands now, by itself, whether it carries or only supports. */
export const reasonNow = (
  { supports: _beside, ...reason }: ReasonRecord,
  decision: DecisionRecord,
  file: BorrowerFile,
  context: Context,
): Grounds => groundsNow({ kind: 'STEP_UP' }, { ...decision, reasons: [reason] }, file, context);

/**
 * Whether, as we know it today, the decision never had its grounds: events were corrected or taken back since, or came
 * late. How much time has passed meanwhile is left aside: what a hold answers falls by waiting, and is there all the same.
 * So is another policy: that its lines lie elsewhere says nothing of what took place; whoever drew them wrong rolls them back.
 * Where the only report that gave a value was taken back, there is no other to show that the cause is gone, and none is needed (N203).
 */
export const neverHeld = (
  restriction: Pick<Restriction, 'kind'>,
  decision: DecisionRecord,
  file: BorrowerFile,
  context: Context,
): boolean => {
  if (decision.versions.policy !== context.policies.version) return false;
  const then = { ...context, now: decision.at, businessDate: decision.context.businessDate };
  return groundsNow(restriction, decision, file, then, wasTakenBack(decision, file, context.policies)) === 'GONE';
};

/**
 * Tells of a value that a decision had and that is missing today whether its events were taken back: they are there no more, and
 * were not let go for their age or number. A feed in trouble shows nothing of the kind (G5).
 */
const wasTakenBack =
  ({ inputs }: DecisionRecord, { behaviour }: BorrowerFile, { features: { features } }: PolicySet) =>
  ({ name, value, trouble }: RecordedInput): boolean => {
    const had = inputs.find((input) => input.name === name);
    const kind = Object.hasOwn(features, name) ? features[name]?.kind : KIND_BESIDE_FEATURES[name];
    if (value !== null || trouble !== undefined || kind === undefined) return false;
    if (had === undefined || had.value === null) return false;
    const stream = behaviour.streams[kind];
    if (stream === undefined || stream.isWhole) return true;
    return had.observedAt !== null && dayOf(toMs(had.observedAt)) >= stream.completeFrom;
  };

/** What is read off the events of a kind without a feature, and as of an instant. */
const KIND_BESIDE_FEATURES: Readonly<Record<string, StreamKind>> = { device_emulated: 'DEVICE' };

/** The tables in force whose rules decided: for what a person decided, those of the rules they gave as reasons. */
const tablesOf = (
  { tableId, kind }: DecisionRecord,
  cited: readonly string[],
  file: BorrowerFile,
  policies: PolicySet,
): readonly PolicyTableEntry[] => {
  if (tableId !== HUMAN_TABLE) {
    const lineKind = lineKindOfTable(tableId, policies);
    const entry = lineKind === null ? null : tableFor(policies, kind, lineKind);
    return entry === null ? [] : [entry];
  }
  return policies.entries.filter(
    (entry) =>
      entry.role === 'DECIDE' &&
      entry.lineKind === file.line?.kind &&
      (entry.decisionKind === 'EVENT_MONITOR' || entry.decisionKind === 'SCHEDULED_REVIEW') &&
      (policies.models[entry.id]?.tables[0]?.rules ?? []).some(({ id }) => cited.includes(id)),
  );
};

/**
 * The rules that a restriction rests on: of those that fired, the ones that ask for no less, on values that could carry it; what
 * people cited to carry it, whatever it asks. One that fired on stale data beside them carried nothing, and holds nothing up.
 */
const rulesOf = (
  kind: RestrictionKind,
  { tableId, firedRuleIds, inputs }: DecisionRecord,
  cited: readonly string[],
  entry: PolicyTableEntry,
  policies: PolicySet,
) => {
  const rules = (policies.models[entry.id]?.tables[0]?.rules ?? []).map(({ id, outputs }, index) => ({
    id,
    index,
    action: String(outputs['action']) as Action,
  }));
  if (tableId === HUMAN_TABLE) return rules.filter(({ id }) => cited.includes(id));
  const asking = rules.filter(({ id, action }) => firedRuleIds.includes(id) && SEVERITY[action] >= SEVERITY[kind]);
  const carrying = asking.filter((rule) => testedBy(entry, rule, inputs, policies).every(isFresh));
  return carrying.length > 0 ? carrying : asking;
};

/**
 * The rules that brought a decision about: of those that fired, the ones that ask for what its reasons’ rules ask for, on values
 * that could carry it. Rules beside them that only ask for a look decided nothing. People’s decisions rest on the reasons that
 * carry them; what has no table of rules to tell them apart by (a version that nobody kept) rests on all that it names.
 */
export const decidingRuleIds = (decision: DecisionRecord, known: PolicySet): readonly string[] => {
  if (decision.tableId === HUMAN_TABLE) return carryingReasons(decision).map(({ ruleId }) => ruleId);
  const policies = policyVersion(known, decision.versions.policy);
  const entry = policies?.entries.find(({ id }) => id === decision.tableId);
  if (policies === null || entry === undefined) return decision.firedRuleIds;
  const rules = policies.models[entry.id]?.tables[0]?.rules ?? [];
  const cited = decision.reasons.map(({ ruleId }) => ruleId);
  const asked = new Set(rules.filter(({ id }) => cited.includes(id)).map(({ outputs }) => outputs['action']));
  return rules.flatMap(({ id, outputs }, index) => {
    if (cited.includes(id)) return [id];
    const asks = decision.firedRuleIds.includes(id) && asked.has(outputs['action']);
    return asks && testedBy(entry, { index }, decision.inputs, policies).every(isFresh) ? [id] : [];
  });
};

/** The values that a rule tests; it may carry an adverse action only where all of them are fresh (G5). */
export const testedBy = (
  entry: PolicyTableEntry,
  rule: Pick<FiredRule, 'index'>,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
): RecordedInput[] => {
  const names = new Set(linesOf(entry, rule, policies).flatMap(inputsTested));
  return inputs.filter(({ name }) => names.has(name));
};

const isFresh = ({ fresh }: RecordedInput): boolean => fresh;
