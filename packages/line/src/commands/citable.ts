import type { Context } from '../context.ts';
import { lineOfReason, linesOf } from '../decision/fire.ts';
import { testedBy } from '../decision/grounds.ts';
import { judgementContextOf, lookAt } from '../decision/record.ts';
import { isAdverse, SEVERITY } from '../decision/severity.ts';
import type { Action, InputValue } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { fill, valueTexts } from '../notices/format.ts';
import type { PolicySet, PolicyTableEntry, ReasonStanding, ReasonText } from '../policy/policy-set.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';
import type { CauseFamily, DecisionKind, LineKind, LocalText } from '../vocabulary.ts';

/** What people give reasons for: keeping a line from an applicant, or restricting one. */
export type ReasonUse = 'DECLINE' | 'RESTRICT';

/** The kinds of decision whose rules give the reasons for it. */
const REASON_KINDS: Readonly<Record<ReasonUse, readonly DecisionKind[]>> = {
  DECLINE: ['UNDERWRITING'],
  RESTRICT: ['EVENT_MONITOR', 'SCHEDULED_REVIEW'],
};

/**
 * How a reason stands for a borrower now: it HOLDS on sound data; its line is NOT_CROSSED; its data is UNSOUND, so that it shows
 * nothing either way (G5); or its rules are SET_ASIDE for this borrower (G9, N9).
 */
const REASON_STATES = ['HOLDS', 'NOT_CROSSED', 'UNSOUND', 'SET_ASIDE'] as const;
export type ReasonState = (typeof REASON_STATES)[number];

/** A rule of the live policy that carries a reason, with the test that the reason speaks of. */
export interface ReasonLine {
  readonly kind: DecisionKind;
  readonly entry: PolicyTableEntry;
  readonly index: number;
  readonly ruleId: string;
  readonly action: Action;
  readonly code: string;
  readonly input: string;
  readonly operator: string;
  readonly value: InputValue;
}

/** Rules that speak against a borrower, by reason, in the order of the tables. What speaks for one, and points, give nothing to cite. */
export const reasonLines = (use: ReasonUse, lineKind: LineKind, policies: PolicySet): ReasonLine[] =>
  policies.entries
    .filter(
      (entry) =>
        entry.role === 'DECIDE' && entry.lineKind === lineKind && REASON_KINDS[use].includes(entry.decisionKind),
    )
    .flatMap((entry) =>
      (policies.models[entry.id]?.tables[0]?.rules ?? []).flatMap((rule, index): ReasonLine[] => {
        const code = rule.annotations['reason'] ?? '';
        const action = String(rule.outputs['action']) as Action;
        const line = lineOfReason(linesOf(entry, { index }, policies), rule.annotations['about']);
        if (line === undefined || policies.reasons[code] === undefined || SEVERITY[action] < SEVERITY.REVIEW) return [];
        const { input, op: operator, value } = line;
        return [{ kind: entry.decisionKind, entry, index, ruleId: rule.id, action, code, input, operator, value }];
      }),
    );

/** How a line stands, and whether its rule fired at all. */
interface Standing {
  readonly state: ReasonState;
  readonly fired: boolean;
  /** The value that the reason speaks of. */
  readonly value: InputValue;
}

/** Tells of each line how it stands; the file is looked at once for each kind of decision. */
const standingOf = (lineKind: LineKind, file: BorrowerFile, context: Context): ((line: ReasonLine) => Standing) => {
  const looks = new Map<DecisionKind, ReturnType<typeof lookAt>>();
  const { suppressedRuleIds } = judgementContextOf(file, context);
  return (line) => {
    const look = looks.get(line.kind) ?? lookAt(line.kind, lineKind, file, context, []);
    looks.set(line.kind, look);
    const fired = look.ruleIds.includes(line.ruleId);
    const tested = testedBy(line.entry, line, look.inputs, context.policies);
    const sound = tested.every(({ fresh, value }) => fresh && value !== null);
    const state = suppressedRuleIds.includes(line.ruleId)
      ? 'SET_ASIDE'
      : !sound
        ? 'UNSOUND'
        : fired
          ? 'HOLDS'
          : 'NOT_CROSSED';
    return { state, fired, value: look.inputs.find(({ name }) => name === line.input)?.value ?? null };
  };
};

/** A rule that fired on sound data, with the words of its reason. */
export interface CrossedLine {
  readonly line: ReasonLine;
  readonly text: ReasonText;
  /** Whether any rule with this reason takes something; else that it carried a decision is a person’s judgement. */
  readonly takes: boolean;
  /** How hard the hardest action is that a rule with this reason asks for now. */
  readonly weight: number;
  /** Where its first rule stands in the tables. */
  readonly place: number;
}

/**
 * Tells of each reason that a person gives the line behind it, or why it may not be given: it must be of the live policy and
 * hold now (G1) on sound data (G5).
 */
export const crossedLines = (
  use: ReasonUse,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): ((code: string) => Outcome<CrossedLine>) => {
  const all = reasonLines(use, lineKind, context.policies);
  const standing = standingOf(lineKind, file, context);
  return (code) => {
    const at = { field: REASONS_FIELD, value: code };
    const lines = all.filter((line) => line.code === code);
    const text = context.policies.reasons[code];
    if (lines.length === 0 || text === undefined) return refuse('reason_code_unknown', at);
    const stands = lines.map((line) => ({ line, ...standing(line) }));
    const holding = stands.filter(({ state }) => state === 'HOLDS');
    const line = holding[0]?.line;
    // What the machine may not rest an action on, people may not either: neither sees more in a stale report (G5).
    if (line === undefined)
      return refuse(stands.some(({ fired }) => fired) ? 'data_not_sound' : 'reason_does_not_hold', at);
    return accept({
      line,
      text,
      takes: lines.some(({ action }) => isAdverse(action)),
      weight: Math.max(...holding.map(({ line: { action } }) => SEVERITY[action])),
      place: all.indexOf(line),
    });
  };
};

/** The field of a command that reasons come in. */
export const REASONS_FIELD = 'reasonCodes';

/** A reason of the policy as a reviewer finds it for one borrower. */
export interface CitableReason {
  readonly code: string;
  readonly title: LocalText;
  /** Whether it may carry an action alone, or only supports one that does (G3). */
  readonly standing: 'ALONE' | ReasonStanding;
  readonly state: ReasonState;
  /** Reasons that carry one restriction are of one family of causes (N163). */
  readonly causeFamily: CauseFamily;
  /** The value it is about: no two reasons of one restriction are about the same (N163). */
  readonly input: string;
  /** The borrower’s own value now, under its name, and the line of the policy. */
  readonly label: LocalText;
  readonly value: LocalText;
  readonly ourLine: LocalText;
}

/** Every reason of the policy for such a use: those that may be given now first, then those that only support, then the others. */
export const citableReasons = (
  use: ReasonUse,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): CitableReason[] => {
  const { policies } = context;
  const standing = standingOf(lineKind, file, context);
  const best = new Map<string, { readonly line: ReasonLine } & Standing>();
  for (const line of reasonLines(use, lineKind, policies)) {
    const stands = { line, ...standing(line) };
    const known = best.get(line.code);
    if (known === undefined || rank(stands.state) < rank(known.state)) best.set(line.code, stands);
  }
  const reasons = [...best.values()].map(({ line, state, value }) => reasonOf(line, state, value, policies));
  return reasons.toSorted((a, b) => placeOf(a) - placeOf(b));
};

const rank = (state: ReasonState): number => REASON_STATES.indexOf(state);
const placeOf = ({ state, standing }: CitableReason): number =>
  state === 'HOLDS' && standing === 'ALONE' ? -1 : rank(state);

const reasonOf = (line: ReasonLine, state: ReasonState, value: InputValue, policies: PolicySet): CitableReason => {
  const text = policies.reasons[line.code];
  const input = policies.inputs[line.input];
  if (text === undefined || input === undefined)
    throw new Error(`rule ${line.ruleId} gives ${line.code} about ${line.input}, which the policy does not declare`);
  const [own, standard] = valueTexts(value, line.value, input.unit);
  return {
    code: line.code,
    title: text.title,
    standing: text.standing ?? 'ALONE',
    state,
    causeFamily: text.family,
    input: line.input,
    label: input.label,
    value: own,
    ourLine: fill(text.ourLine, { line: standard }),
  };
};
