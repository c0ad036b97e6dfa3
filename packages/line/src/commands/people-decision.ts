import type { Context } from '../context.ts';
import { HUMAN_TABLE } from '../decision/human.ts';
import { collectInputs } from '../decision/inputs.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, judgementContextOf } from '../decision/record.ts';
import type { Action, DecisionRecord, GuaranteeCheck, ReasonRecord, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { accept, type Outcome } from '../refusal.ts';
import { dateOf } from '../time.ts';
import { crossedLine, type ReasonUse } from './citable.ts';
import type { CauseFamily, DecisionKind, LineKind } from '../vocabulary.ts';

/** Decisions that people make, recorded like the machine’s: with the borrower’s own value and the line it crossed. */
export interface CitedReason {
  readonly reason: ReasonRecord;
  readonly input: RecordedInput;
  readonly causeFamily: CauseFamily;
}

/** The reason a person gives, or why it may not be given (`crossedLine`). */
export const citeReason = (
  code: string,
  use: ReasonUse,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): Outcome<CitedReason> => {
  const crossed = crossedLine(code, use, lineKind, file, context);
  if (!crossed.ok) return crossed;
  const { line, text, takes } = crossed.value;
  const [input] = collectInputs([line.input], file, context.now, context.businessDate, context.policies);
  if (input === undefined || input.value === null)
    throw new Error(`rule ${line.ruleId} fired on ${line.input}, which has no value`);
  const actionability = context.policies.inputs[input.name]?.actionability;
  const reason: ReasonRecord = {
    code,
    ruleId: line.ruleId,
    input: input.name,
    value: input.value,
    source: input.source,
    observedAt: input.observedAt,
    threshold: { operator: line.operator, value: line.value },
    changeable: actionability !== 'fixed' && actionability !== 'time',
    cure: text.cure,
    earliestDate: input.decay?.[0] ? dateOf(input.decay[0].at) : null,
    ...(takes ? {} : { judgedByPerson: true }),
  };
  return accept({ reason, input, causeFamily: text.family });
};

/** The record of a decision by the acting person. */
export const peopleDecision = (
  what: {
    readonly kind: DecisionKind;
    readonly proposedAction: Action;
    readonly action: Action;
    readonly causeFamily: CauseFamily | null;
    readonly limitFen: bigint | null;
    readonly singleDrawCapFen?: bigint;
    readonly holdDays: number | null;
    readonly check: GuaranteeCheck;
    /** How many people stand behind it; one where not given. */
    readonly people?: number;
    readonly memoHash?: string;
    /** Who proposed it, where the actor agrees. */
    readonly proposedBy?: string;
    readonly cited: CitedReason | null;
  },
  file: BorrowerFile,
  context: Context,
): DecisionRecord => {
  const {
    kind,
    proposedAction,
    action,
    causeFamily,
    limitFen,
    singleDrawCapFen,
    holdDays,
    check,
    cited,
    people = 1,
    memoHash,
    proposedBy,
  } = what;
  const unhashed: Omit<DecisionRecord, 'recordHash'> = {
    id: derivedId(context.commandId, 'decision:HUMAN'),
    kind,
    at: context.now,
    actor: context.actor,
    context: judgementContextOf(file, context, people),
    inputs: cited === null ? [] : [cited.input],
    versions: {
      policy: context.policies.version,
      parameters: context.policies.parametersVersion,
      scorecard: null,
      behaviour: BEHAVIOUR_VERSION,
    },
    tableId: HUMAN_TABLE,
    firedRuleIds: cited === null ? [] : [cited.reason.ruleId],
    points: null,
    proposedAction,
    action,
    causeFamily,
    limitFen,
    ...(singleDrawCapFen === undefined ? {} : { singleDrawCapFen }),
    holdDays,
    ...(memoHash === undefined ? {} : { memoHash }),
    ...(proposedBy === undefined ? {} : { proposedBy }),
    guaranteeChecks: [check],
    reasons: cited === null ? [] : [cited.reason],
    counterfactuals: [],
    timeAloneOn: null,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};
