import type { Context } from '../context.ts';
import { lineOfReason, linesOf } from '../decision/fire.ts';
import { testedBy } from '../decision/grounds.ts';
import { HUMAN_TABLE } from '../decision/human.ts';
import { collectInputs } from '../decision/inputs.ts';
import { isAdverse } from '../decision/severity.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, judgeFile, judgementContextOf } from '../decision/record.ts';
import type { Action, DecisionRecord, GuaranteeCheck, ReasonRecord, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import type { PolicySet, PolicyTableEntry } from '../policy/policy-set.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import { dateOf } from '../time.ts';
import type { CauseFamily, DecisionKind, LineKind } from '../vocabulary.ts';

/** Decisions that people make, recorded like the machine’s: with the borrower’s own value and the line it crossed. */
export interface CitedReason {
  readonly reason: ReasonRecord;
  readonly input: RecordedInput;
  readonly causeFamily: CauseFamily;
}

/**
 * The reason a person gives. It must be a rule of the live policy, and it must hold now, on a value that we have (G1): a
 * line that was not crossed is no reason.
 */
export const citeReason = (
  code: string,
  kinds: readonly DecisionKind[],
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): Outcome<CitedReason> => {
  const { policies } = context;
  const lines = linesOfReason(code, kinds, lineKind, policies);
  const text = policies.reasons[code];
  if (lines.length === 0 || text === undefined)
    return refuse('reason_code_unknown', { field: 'reasonCode', value: code });
  const crossed = lines.flatMap((line) => {
    const { inputs, judgement } = judgeFile(line.kind, lineKind, file, context, { explain: false });
    return judgement.firedRuleIds.includes(line.ruleId) ? [{ line, inputs }] : [];
  });
  if (crossed.length === 0) return refuse('reason_does_not_hold', { field: 'reasonCode', value: code });
  // What the machine may not rest an action on, people may not either: neither sees more in a stale report (G5).
  const sound = crossed.find(({ line, inputs }) =>
    testedBy(line.entry, line, inputs, policies).every(({ fresh }) => fresh),
  );
  if (sound === undefined) return refuse('data_not_sound', { field: 'reasonCode', value: code });
  const { line } = sound;
  const [input] = collectInputs([line.input], file, context.now, context.businessDate, policies);
  if (input === undefined || input.value === null)
    throw new Error(`rule ${line.ruleId} fired on ${line.input}, which has no value`);
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
    ...(lines.some(({ takes }) => takes) ? {} : { judgedByPerson: true }),
  };
  return accept({ reason, input, causeFamily: text.family });
};

interface ReasonLine {
  readonly kind: DecisionKind;
  readonly entry: PolicyTableEntry;
  readonly index: number;
  readonly ruleId: string;
  /** Whether the rule takes something; false where it only asks people to look. */
  readonly takes: boolean;
  readonly input: string;
  readonly operator: string;
  readonly value: number | string | boolean | null;
}

/** The rules of the live policy that carry a reason, with the test each speaks of. */
const linesOfReason = (
  code: string,
  kinds: readonly DecisionKind[],
  lineKind: LineKind,
  policies: PolicySet,
): ReasonLine[] =>
  policies.entries
    .filter((entry) => entry.role === 'DECIDE' && entry.lineKind === lineKind && kinds.includes(entry.decisionKind))
    .flatMap((entry) => {
      const rules = policies.models[entry.id]?.tables[0]?.rules ?? [];
      return rules
        .map((rule, index) => ({ ...rule, index }))
        .filter((rule) => rule.annotations['reason'] === code)
        .flatMap((rule): ReasonLine[] => {
          const tests = linesOf(entry, rule, policies);
          const line = lineOfReason(tests, rule.annotations['about']);
          return line
            ? [
                {
                  kind: entry.decisionKind,
                  entry,
                  index: rule.index,
                  ruleId: rule.id,
                  takes: isAdverse(String(rule.outputs['action']) as Action),
                  input: line.input,
                  operator: line.op,
                  value: line.value,
                },
              ]
            : [];
        });
    });

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
    readonly cited: CitedReason | null;
  },
  file: BorrowerFile,
  context: Context,
): DecisionRecord => {
  const { kind, proposedAction, action, causeFamily, limitFen, singleDrawCapFen, holdDays, check, cited } = what;
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
    ...(singleDrawCapFen === undefined ? {} : { singleDrawCapFen }),
    holdDays,
    guaranteeChecks: [check],
    reasons: cited === null ? [] : [cited.reason],
    counterfactuals: [],
    timeAloneOn: null,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};
