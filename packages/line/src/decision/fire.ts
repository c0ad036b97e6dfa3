import { type PolicyModel, type PolicyRule, thresholdsOf } from '@clearline/dmn';
import type { Action, InputValue, RecordedInput } from '../decision-record.ts';
import type { PolicySet, PolicyTableEntry } from '../policy/policy-set.ts';

/** A rule that fired, with what its row says. */
export interface FiredRule {
  readonly ruleId: string;
  readonly index: number;
  readonly action: Action;
  readonly reasonCode: string;
  readonly holdHours: number | null;
  readonly limitPercent: number | null;
  readonly stepUpLifts: boolean;
}

/** Runs the table; rules whose signal was found mistaken for this borrower do not count (G9). */
export const fire = (
  entry: PolicyTableEntry,
  values: Record<string, InputValue>,
  policies: PolicySet,
  suppressed: readonly string[],
): { fired: FiredRule[]; missing: readonly string[] } => {
  const model = policies.models[entry.id];
  const table = model?.tables[0];
  if (!model || !table) throw new Error(`table ${entry.id} was not compiled`);
  const outcome = model.decide(table.id, values);
  const fired = outcome.fired.map((index): FiredRule => {
    const rule = table.rules[index];
    if (!rule) throw new Error(`table ${entry.id} fired rule ${index}, which it does not hold`);
    const number = (name: string): number | null => (rule.outputs[name] == null ? null : Number(rule.outputs[name]));
    return {
      ruleId: rule.id,
      index,
      action: actionOf(rule),
      reasonCode: rule.annotations['reason'] ?? '',
      holdHours: number('hold_hours'),
      limitPercent: number('limit_percent') ?? percentFrom(rule.annotations['limit_from'], values),
      stepUpLifts: rule.annotations['lifted_by'] === 'STEP_UP',
    };
  });
  return { fired: fired.filter((rule) => !suppressed.includes(rule.ruleId)), missing: outcome.missing };
};

/** What a rule asks for. */
export const actionOf = (rule: PolicyRule): Action => String(rule.outputs['action']) as Action;

type Values = Readonly<Record<string, InputValue>>;

/** Values in the order in which a table declares its inputs, some of them changed. */
export const inTableOrder = (
  entry: PolicyTableEntry,
  values: Values,
  policies: PolicySet,
  changes: Values = {},
): InputValue[] =>
  (policies.models[entry.id]?.tables[0]?.inputs ?? []).map(({ name }) => {
    const changed = changes[name];
    return changed === undefined ? (values[name] ?? null) : changed;
  });

/** The rules that would fire on values in the table’s order; of everything else that `fire` says nothing. */
export const wouldFire = (
  entry: PolicyTableEntry,
  inOrder: readonly InputValue[],
  policies: PolicySet,
  suppressed: readonly string[],
): PolicyRule[] => {
  const model = policies.models[entry.id];
  const table = model?.tables[0];
  if (!model || !table) throw new Error(`table ${entry.id} was not compiled`);
  const rules = model.fired(table.id, inOrder).fired.map((index) => table.rules[index] as PolicyRule);
  return suppressed.length === 0 ? rules : rules.filter(({ id }) => !suppressed.includes(id));
};

/** The share of the limit that an input states, where a rule’s `limit_from` names one: a strategy brings its own. */
const percentFrom = (name: string | undefined, values: Record<string, InputValue>): number | null => {
  const value = name === undefined ? null : values[name];
  return typeof value === 'number' ? value : null;
};

/** One cell of a rule as a test. */
export interface TestedLine {
  /** The name of an input, or `a / b` where the column is a ratio. */
  readonly input: string;
  readonly op: string;
  readonly value: InputValue;
}

/** The cells of a rule as tests: input, operator, value. */
export const linesOf = (
  entry: PolicyTableEntry,
  rule: Pick<FiredRule, 'index'>,
  policies: PolicySet,
): readonly TestedLine[] => {
  const table = policies.models[entry.id]?.tables[0];
  if (!table) return [];
  const known = linesKnown.get(table) ?? new Map<number, readonly TestedLine[]>();
  linesKnown.set(table, known);
  const lines = known.get(rule.index) ?? testsOf(table, rule.index);
  known.set(rule.index, lines);
  return lines;
};
/** A compiled table does not change, and one explanation asks for the same rules some hundred times. */
const linesKnown = new WeakMap<object, Map<number, readonly TestedLine[]>>();

/** The same of a table at hand. */
export const testsOf = (table: Parameters<typeof thresholdsOf>[0], index: number): readonly TestedLine[] =>
  thresholdsOf(table, index).map((line) => ({
    input: line.input,
    op: line.op,
    value: typeof line.value === 'bigint' ? Number(line.value) : line.value,
  }));

/** The inputs that a test looks at: two where it is of a ratio. */
export const inputsTested = ({ input }: TestedLine): readonly string[] => input.split(' / ');

/** The test that a rule’s reason speaks of: that of the column in its `about`, else its first. */
export const lineOfReason = (lines: readonly TestedLine[], about: string | undefined): TestedLine | undefined =>
  lines.find((line) => line.input === about) ?? lines[0];

/**
 * A test as people read it, of one input against a value. That of a ratio, `a / b >= 2`, is of `a` against twice what `b`
 * is; only whole numbers may stand there (checked at compile), so that it is the same test.
 */
export const plainLine = (line: TestedLine, inputs: readonly RecordedInput[]): TestedLine => {
  const [input = line.input, over] = inputsTested(line);
  if (over === undefined) return line;
  const base = inputs.find(({ name }) => name === over)?.value;
  return typeof base === 'number' && typeof line.value === 'number'
    ? { input, op: line.op, value: base * line.value }
    : line;
};

/**
 * The line that a rule’s reason speaks of. Where the rule has an `against`, it is that the input in its `about` is what the
 * input in `against` says: two words, of which the table sees only whether they fit.
 */
export const reasonLine = (
  entry: PolicyTableEntry,
  rule: Pick<FiredRule, 'index'>,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
): TestedLine | undefined => {
  const { about, against } = policies.models[entry.id]?.tables[0]?.rules[rule.index]?.annotations ?? {};
  if (about && against)
    return { input: about, op: '=', value: inputs.find(({ name }) => name === against)?.value ?? null };
  const tested = lineOfReason(linesOf(entry, rule, policies), about);
  return tested && plainLine(tested, inputs);
};

/** Names of the inputs that a table looks at: its columns, and the words that its reasons hold against one another. */
export const namesOfTable = (model: PolicyModel | undefined): readonly string[] => {
  const table = model?.tables[0];
  const said = (table?.rules ?? []).flatMap(({ annotations: { about, against } }) =>
    about && against ? [about, against] : [],
  );
  return [...new Set([...(table?.inputs ?? []).map(({ name }) => name), ...said])];
};
