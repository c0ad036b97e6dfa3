import { thresholdsOf } from '@clearline/dmn';
import type { Context } from '../context.ts';
import { HUMAN_TABLE } from '../decision/human.ts';
import { collectInputs } from '../decision/inputs.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, judgementContextOf } from '../decision/record.ts';
import type { Action, DecisionRecord, GuaranteeCheck, ReasonRecord, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import { dateOf } from '../time.ts';
import type { CauseFamily, DecisionKind } from '../vocabulary.ts';

/** Decisions that people make, recorded like the machine’s: with the borrower’s own value and the line it crossed. */
export interface CitedReason {
  readonly reason: ReasonRecord;
  readonly input: RecordedInput;
}

/**
 * The reason a person gives. It must be a rule of the live policy, about a value that we hold (G1): a code without the
 * borrower’s own value explains nothing.
 */
export const citeReason = (
  code: string,
  kinds: readonly DecisionKind[],
  file: BorrowerFile,
  context: Context,
): Outcome<CitedReason> => {
  const { policies } = context;
  const line = lineOf(code, kinds, policies);
  const text = policies.reasons[code];
  if (line === null || text === undefined) return refuse('reason_code_unknown', { field: 'reasonCode', value: code });
  const [input] = collectInputs([line.input], file, context.now, context.businessDate, policies);
  if (input === undefined || input.value === null)
    return refuse('reason_without_value', { field: 'reasonCode', value: code });
  const actionability = policies.inputs[input.name]?.actionability;
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
  };
  return accept({ reason, input });
};

/** Where a reason’s line runs in the live policy. */
const lineOf = (
  code: string,
  kinds: readonly DecisionKind[],
  policies: PolicySet,
): { input: string; operator: string; value: number | string | boolean | null; ruleId: string } | null => {
  for (const entry of policies.entries) {
    if (entry.role !== 'DECIDE' || !kinds.includes(entry.decisionKind)) continue;
    const table = policies.models[entry.id]?.tables[0];
    for (const rule of table?.rules ?? []) {
      if (rule.annotations['reason'] !== code || !table) continue;
      const lines = thresholdsOf(table, rule.index);
      const line = lines.find((candidate) => candidate.input === rule.annotations['about']) ?? lines[0];
      if (line)
        return {
          input: line.input,
          operator: line.op,
          value: typeof line.value === 'bigint' ? Number(line.value) : line.value,
          ruleId: rule.id,
        };
    }
  }
  return null;
};

/** The record of a decision by the acting person. */
export const peopleDecision = (
  what: {
    readonly kind: DecisionKind;
    readonly proposedAction: Action;
    readonly action: Action;
    readonly causeFamily: CauseFamily | null;
    readonly limitFen: bigint | null;
    readonly holdDays: number | null;
    readonly check: GuaranteeCheck;
    readonly cited: CitedReason | null;
  },
  file: BorrowerFile,
  context: Context,
): DecisionRecord => {
  const { kind, proposedAction, action, causeFamily, limitFen, holdDays, check, cited } = what;
  const unhashed: Omit<DecisionRecord, 'recordHash'> = {
    id: derivedId(context.commandId, 'decision:HUMAN'),
    kind,
    at: context.now,
    actor: context.actor,
    context: judgementContextOf(file, context, 1),
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
    holdDays,
    guaranteeChecks: [check],
    reasons: cited === null ? [] : [cited.reason],
    counterfactuals: [],
    timeAloneOn: null,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};
