import {
  type Action,
  type DecisionRecord,
  endOfDate,
  type Instant,
  isAdverse,
  judge,
  kindOfTable,
  lineKindOfTable,
  type PolicySet,
  policyVersion,
  type RecordedInput,
  replayDecision,
  startOfDate,
} from '@clearline/line';

type InputValue = RecordedInput['value'];
type Reason = DecisionRecord['reasons'][number];

/** What comes of doing a recorded decision again, and of doing it with each thing changed that it says would change it. */
export interface Proof {
  readonly identical: boolean;
  readonly differences: readonly string[];
  readonly counterfactuals: number;
  /** Printed changes after which the decision is still adverse; any is a lie on a notice. */
  readonly unflipped: number;
  /** Whether the day that is named as lifting it by time alone does, and none before; null where none is named. */
  readonly liftsOnDay: boolean | null;
  /**
   * What an adverse decision of a table becomes once every value that its reasons name is on the other side of the line
   * they name. Null where no table decided, or nothing adverse was decided or put before people.
   */
  readonly withReasonsMet: Action | null;
  /** The same with the first reason alone. */
  readonly withFirstReasonMet: Action | null;
}

/**
 * Runs a decision again from its record (G10), and again with each counterfactual’s values put in. The second goes
 * through the judgement alone, not through the search that found the change.
 */
export const proveDecision = (decision: DecisionRecord, policies: PolicySet): Proof => {
  const { identical, differences } = replayDecision(decision, policies);
  const again = judgementOf(decision, policies);
  const { counterfactuals, reasons, timeAloneOn } = decision;
  const unflipped = counterfactuals.filter(({ changes, steps }) => {
    const changed = new Map(changes.map(({ input, to }) => [input, to]));
    // Who has verified has answered every rule that a security check lifts.
    const answered = steps?.includes('VERIFY_IDENTITY') ? rulesLiftedByStepUp(policies) : [];
    return again === null || isAdverse(again(withValues(decision.inputs, changed), answered));
  }).length;
  const met = (named: readonly Reason[]): Action | null =>
    again === null || !isAgainstBorrower(decision)
      ? null
      : again(withValues(decision.inputs, new Map(named.map((reason) => [reason.input, beyond(reason)]))));
  const at = (moment: Instant): boolean => again !== null && isAdverse(again(decayedTo(decision.inputs, moment)));
  return {
    identical,
    differences,
    counterfactuals: counterfactuals.length,
    unflipped,
    liftsOnDay: timeAloneOn === null ? null : at(startOfDate(timeAloneOn)) && !at(endOfDate(timeAloneOn)),
    withReasonsMet: met(reasons),
    withFirstReasonMet: met(reasons.slice(0, 1)),
  };
};

/** Whether a decision takes something away, or asks people whether to. */
const isAgainstBorrower = ({ action, proposedAction }: DecisionRecord): boolean =>
  isAdverse(action) || (action === 'REVIEW' && isAdverse(proposedAction));

/** The judgement of a decision on other inputs; null for what people or a strategy decided. */
const judgementOf = (
  decision: DecisionRecord,
  known: PolicySet,
): ((inputs: readonly RecordedInput[], answered?: readonly string[]) => Action) | null => {
  const policies = policyVersion(known, decision.versions.policy) ?? known;
  const lineKind = lineKindOfTable(decision.tableId, policies);
  const kind = kindOfTable(decision.tableId, policies);
  if (lineKind === null || kind === null) return null;
  return (inputs, answered = []) => {
    const about = { ...decision.context, suppressedRuleIds: [...decision.context.suppressedRuleIds, ...answered] };
    return judge(kind, lineKind, inputs, about, policies, { explain: false }).proposedAction;
  };
};

const withValues = (inputs: readonly RecordedInput[], values: ReadonlyMap<string, InputValue>): RecordedInput[] =>
  inputs.map((input) => (values.has(input.name) ? { ...input, value: values.get(input.name) ?? null } : input));

/** What is left of each value at a moment if nothing new happens. */
const decayedTo = (inputs: readonly RecordedInput[], moment: Instant): RecordedInput[] =>
  inputs.map((input) => {
    const step = input.decay?.filter(({ at }) => at < moment).at(-1);
    return step === undefined ? input : { ...input, value: step.value };
  });

/** The nearest value that is not over the line that a reason names; its own value where the line has no other side. */
const beyond = ({ value, threshold }: Reason): InputValue => {
  const line = threshold.value;
  if (typeof value === 'boolean') return !value;
  if (typeof line !== 'number') return value;
  const step: Readonly<Record<string, number>> = { '>=': -1, '>': 0, '<=': 1, '<': 0 };
  const by = step[threshold.operator];
  return by === undefined ? value : line + by;
};

const rulesLiftedByStepUp = ({ models }: PolicySet): string[] =>
  Object.values(models).flatMap(({ tables }) =>
    tables.flatMap(({ rules }) =>
      rules.filter((rule) => rule.annotations['lifted_by'] === 'STEP_UP').map(({ id }) => id),
    ),
  );
