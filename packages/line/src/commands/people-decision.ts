import type { Context } from '../context.ts';
import { HUMAN_TABLE } from '../decision/human.ts';
import { collectInputs } from '../decision/inputs.ts';
import { MAX_REASONS } from '../decision/reasons.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, judgementContextOf } from '../decision/record.ts';
import type { Action, DecisionRecord, GuaranteeCheck, ReasonRecord, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import type { ReasonText } from '../policy/policy-set.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import { dateOf } from '../time.ts';
import { type CrossedLine, crossedLines, REASONS_FIELD as field, type ReasonUse } from './citable.ts';
import type { CauseFamily, DecisionKind, LineKind, LocalText } from '../vocabulary.ts';

/** Decisions that people make, recorded like the machine’s: with the borrower’s own values and the lines they crossed. */
export interface CitedReasons {
  /** In order of weight (N164). */
  readonly reasons: readonly ReasonRecord[];
  readonly inputs: readonly RecordedInput[];
  readonly causeFamily: CauseFamily;
}

/**
 * The reasons a person gives, in order of weight, or why they may not be given: each must hold (`crossedLines`), no two be about
 * one value, one at least carry by itself (N143), and those that carry a restriction be of one family of causes, which is its own
 * (N163). To decline is one matter whatever it rests on: all of it is told at once (N179).
 */
export const citeReasons = (
  codes: readonly string[],
  use: ReasonUse,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): Outcome<CitedReasons> => {
  if (codes.length === 0 && use === 'DECLINE') return refuse('reason_needed', { field });
  if (codes.length === 0 || codes.length > MAX_REASONS)
    return refuse('reasons_count', { field, value: `${codes.length}` });
  const crossed: CrossedLine[] = [];
  const lineOf = crossedLines(use, lineKind, file, context);
  for (const code of codes) {
    const found = lineOf(code);
    if (!found.ok) return found;
    crossed.push(found.value);
  }
  const twice = crossed.find(({ line }, index) => crossed.findIndex((one) => one.line.input === line.input) < index);
  if (twice !== undefined) return refuse('reasons_repeat', { field, value: twice.line.code, words: twice.text.title });
  const ranked = crossed.toSorted(
    (a, b) => Number(supports(a)) - Number(supports(b)) || b.weight - a.weight || a.place - b.place,
  );
  const [first] = ranked;
  if (first === undefined || supports(first))
    return refuse('reason_only_supports', {
      field,
      value: ranked.map(({ line }) => line.code).join(', '),
      words: listed(ranked.map(({ text }) => text)),
    });
  const { family } = first.text;
  const other = ranked.find((one) => !supports(one) && one.text.family !== family);
  if (use === 'RESTRICT' && other !== undefined)
    return refuse('reasons_of_two_families', {
      field,
      value: other.line.code,
      words: listed([first.text, other.text]),
    });
  const cited = ranked.map((one) => citedOf(one, file, context));
  return accept({
    reasons: cited.map(({ reason }) => reason),
    inputs: cited.map(({ input }) => input),
    causeFamily: family,
  });
};

const supports = ({ text }: CrossedLine): boolean => text.standing === 'SUPPORTING';

/** Reasons by name, one after another. */
export const listed = (texts: readonly Pick<ReasonText, 'title'>[]): LocalText => ({
  zh: texts.map(({ title }) => `“${title.zh}”`).join('、'),
  en: texts.map(({ title }) => `“${title.en}”`).join(', '),
});

const citedOf = (
  crossed: CrossedLine,
  file: BorrowerFile,
  context: Context,
): { readonly reason: ReasonRecord; readonly input: RecordedInput } => {
  const { line, text, takes } = crossed;
  const [input] = collectInputs([line.input], file, context.now, context.businessDate, context.policies);
  if (input === undefined || input.value === null)
    throw new Error(`rule ${line.ruleId} fired on ${line.input}, which has no value`);
  const actionability = context.policies.inputs[input.name]?.actionability;
  const reason: ReasonRecord = {
    code: line.code,
    ruleId: line.ruleId,
    input: input.name,
    value: input.value,
    source: input.source,
    observedAt: input.observedAt,
    threshold: { operator: line.operator, value: line.value },
    changeable: actionability !== 'fixed' && actionability !== 'time',
    cure: text.cure,
    earliestDate: input.decay?.[0] ? dateOf(input.decay[0].at) : null,
    ...(supports(crossed) ? { supports: true } : takes ? {} : { judgedByPerson: true }),
  };
  return { reason, input };
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
    readonly cited: CitedReasons | null;
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
    inputs: cited?.inputs ?? [],
    versions: {
      policy: context.policies.version,
      parameters: context.policies.parametersVersion,
      scorecard: null,
      behaviour: BEHAVIOUR_VERSION,
    },
    tableId: HUMAN_TABLE,
    firedRuleIds: cited?.reasons.map(({ ruleId }) => ruleId) ?? [],
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
    reasons: cited?.reasons ?? [],
    counterfactuals: [],
    timeAloneOn: null,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};
