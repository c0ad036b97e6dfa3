import { compilePolicyTables, type PolicyInput, type PolicyModel, thresholdsOf } from '@clearline/dmn';
import { contentHash } from '@clearline/receipts';
import { type ScorecardModel, validateScorecard } from '@clearline/scorecard';
import { ACTIONS, CURE_KINDS } from '../decision-record.ts';
import { compileFeatures } from '../features/compile.ts';
import type { FeatureFile } from '../features/declaration.ts';
import { jsonFault } from './json-fault.ts';
import { CAUSE_FAMILIES, type IsoDate, type LineKind, type LocalText } from '../vocabulary.ts';
import {
  ACTIONABILITIES,
  type InputDeclaration,
  type Parameter,
  type PolicyFiles,
  type PolicySet,
  type PolicyTableEntry,
  REASON_STANDINGS,
  type ReasonText,
  type Scenario,
  UNITS,
} from './policy-set.ts';
import { ONLY_STRATEGY_INPUTS } from '../decision/strategy-terms.ts';
import { columnFaults } from './columns.ts';
import { prohibition } from './prohibited.ts';
import { MACHINE_HOLD_HOURS_MAX } from '../decision/guarantees.ts';
import { CHECK_FROM, checkParametersOf } from '../three-part-check/parameters.ts';
import { isAdverse, SEVERITY, worstAction } from '../decision/severity.ts';
import { SUPPRESSION_DAYS, SUPPRESSION_DAYS_MIN } from '../suppression.ts';

/** One fault of a policy: the file and place, what is wrong, and what to do. */
export interface PolicyFault {
  readonly file: string;
  readonly place: string;
  readonly message: string;
}
export type Compiled =
  | { readonly ok: true; readonly policies: PolicySet }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

interface Manifest {
  readonly name: LocalText;
  readonly author: string;
  readonly approver: string;
  readonly tables: readonly PolicyTableEntry[];
  readonly scorecards: Readonly<Partial<Record<LineKind, string>>>;
  readonly scenarios: readonly string[];
}

/**
 * Compiles a policy from its files as of a business date (which fixes the dated parameters). Refuses prohibited or
 * undeclared inputs (G6), rules without a catalogued reason (G1), unknown actions, and failing scenarios. Pure.
 */
export const compilePolicySet = (files: PolicyFiles, asOf: IsoDate): Compiled => {
  const faults: PolicyFault[] = [];
  const fault = (file: string, place: string, message: string): void => void faults.push({ file, place, message });
  const read = <T>(file: string): T | null => {
    const text = files[file];
    if (text === undefined) {
      fault(file, '', 'the file is missing; the manifest names it');
      return null;
    }
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      fault(file, '', `not valid JSON: ${jsonFault(error, text)}`);
      return null;
    }
  };

  const manifest = read<Manifest>('manifest.json');
  const declared = read<InputDeclaration[]>('inputs.json');
  const sources = read<Record<string, LocalText>>('sources.json');
  const reasonList = read<ReasonText[]>('reasons.json');
  const parameters = read<Parameter[]>('parameters.json');
  // Policies kept from before features were declared have no such file; their inputs are all read by hand.
  const featureFile = files['features.json'] === undefined ? NO_FEATURE_FILE : read<FeatureFile>('features.json');
  if (!manifest || !declared || !sources || !reasonList || !parameters || !featureFile) return { ok: false, faults };

  const inputs = Object.fromEntries(declared.map((input) => [input.name, input]));
  const reasons = Object.fromEntries(reasonList.map((reason) => [reason.code, reason]));
  checkInputs(declared, sources, fault);
  checkReasons(reasonList, fault);
  const bound = bindParameters(parameters, asOf, fault);
  const features = compileFeatures(featureFile, bound, (place, message) => fault('features.json', place, message));
  checkFeatures(featureFile, inputs, fault);
  checkOfBusiness(bound, fault);

  const models: Record<string, PolicyModel> = {};
  for (const entry of manifest.tables) {
    const xml = files[entry.file];
    if (xml === undefined) {
      fault(entry.file, entry.id, 'the table file is missing; the manifest names it');
      continue;
    }
    const compiled = compilePolicyTables(xml, declared.map(policyInput), bound);
    if (!compiled.ok) {
      for (const error of compiled.errors) fault(entry.file, entry.id, error.message);
      continue;
    }
    models[entry.id] = compiled.value;
    if (entry.role === 'DECIDE') checkTable(entry, compiled.value, reasons, fault);
    for (const { place, message } of columnFaults(entry, compiled.value, reasons)) fault(entry.file, place, message);
    checkRepayments(entry, compiled.value, featureFile, fault);
  }

  const scorecards: Partial<Record<LineKind, ScorecardModel>> = {};
  for (const [kind, file] of Object.entries(manifest.scorecards) as [LineKind, string][]) {
    const model = read<ScorecardModel>(file);
    if (!model) continue;
    for (const finding of validateScorecard(model)) fault(file, model.id, finding.message);
    for (const attribute of model.attributes) {
      if (ONLY_STRATEGY_INPUTS.includes(attribute.name))
        fault(file, attribute.name, 'only strategy tables may look at it (G6); remove the attribute');
      if (!inputs[attribute.name]) fault(file, attribute.name, 'the attribute is not declared in inputs.json');
      if (!reasons[scoreReasonCode(attribute.name)])
        fault(file, attribute.name, `reasons.json lacks ${scoreReasonCode(attribute.name)}`);
    }
    scorecards[kind] = model;
  }

  const scenarios = manifest.scenarios.flatMap((file) => read<Scenario[]>(file) ?? []);
  if (faults.length === 0) for (const scenario of scenarios) runScenario(scenario, models, fault);
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    policies: {
      version: contentHash(files as Record<string, string>).slice(0, 16),
      name: manifest.name,
      author: manifest.author,
      approver: manifest.approver,
      parametersVersion: contentHash(bound).slice(0, 16),
      entries: manifest.tables,
      models,
      sources,
      inputs,
      features,
      reasons,
      parameters,
      bound,
      scorecards,
      scenarios,
      files,
      earlier: {},
    },
  };
};

/** Whoever says from which limit on the three-part check is needed says by which lines it is made, too (N135). */
const checkOfBusiness = (bound: Readonly<Record<string, number>>, fault: Fault): void => {
  const lines = checkParametersOf({ bound });
  if (bound[CHECK_FROM] !== undefined && !lines.ok)
    fault('parameters.json', lines.missing, `is missing; ${CHECK_FROM} needs it, for the three-part check`);
};

/** The catalogue code of a scorecard attribute’s reason. */
export const scoreReasonCode = (attribute: string): string => `SCORE_${attribute.toUpperCase()}`;

/** The day from which the newest of a policy’s dated parameters holds: the policy as its owner last set it. */
export const newestParameterDate = (files: PolicyFiles): IsoDate => {
  const parameters = JSON.parse(files['parameters.json'] ?? '[]') as readonly Parameter[];
  return parameters
    .flatMap((parameter) => parameter.values.map((value) => value.from))
    .reduce((newest, from) => (from > newest ? from : newest), '');
};

const NO_FEATURE_FILE: FeatureFile = { features: [], signals: [] };

type Fault = (file: string, place: string, message: string) => void;

const policyInput = (input: InputDeclaration): PolicyInput => ({
  name: input.name,
  // Values reach the tables as integers in the unit of the declaration; ratios are ten-thousandths already.
  type: input.type === 'money' || input.type === 'ratio' ? 'integer' : input.type,
});

const checkInputs = (declared: readonly InputDeclaration[], sources: Record<string, LocalText>, fault: Fault): void => {
  for (const input of declared) {
    const why = prohibition(input.name);
    if (why) fault('inputs.json', input.name, `prohibited input (G6): ${why}; remove it`);
    if (!sources[input.source]) fault('inputs.json', input.name, `source “${input.source}” is not in sources.json`);
    if (!ACTIONABILITIES.includes(input.actionability))
      fault('inputs.json', input.name, `unknown actionability “${input.actionability}”`);
    if (!UNITS.includes(input.unit)) fault('inputs.json', input.name, `unknown unit “${input.unit}”`);
  }
};

/** A feature that is an input comes from the same source, in the same unit, as its declaration says. */
const checkFeatures = (file: FeatureFile, inputs: Record<string, InputDeclaration>, fault: Fault): void => {
  const inSignals = new Set(file.signals.flatMap(({ signals }) => signals.map((signal) => signal.feature)));
  for (const { name, source, unit } of file.features) {
    const input = inputs[name];
    if (input === undefined && !inSignals.has(name))
      fault('features.json', name, 'is neither an input of inputs.json nor one of several signals');
    if (input !== undefined && (input.source !== source || input.unit !== unit))
      fault('features.json', name, `says ${source} in ${unit}; inputs.json says ${input.source} in ${input.unit}`);
  }
  for (const { name } of file.signals)
    if (inputs[name] === undefined) fault('features.json', name, 'is not an input of inputs.json');
};

/** Words that say nothing; a reason made of them is none (G1). */
const EMPTY_WORDS = [/综合评[估分]/, /内部政策/, /overall assessment/i, /internal policy/i, /system evaluation/i];

const checkReasons = (reasons: readonly ReasonText[], fault: Fault): void => {
  for (const reason of reasons) {
    if (!CAUSE_FAMILIES.includes(reason.family))
      fault('reasons.json', reason.code, `unknown cause family “${reason.family}”`);
    if (!CURE_KINDS.includes(reason.cure)) fault('reasons.json', reason.code, `unknown cure “${reason.cure}”`);
    if (reason.standing !== undefined && !REASON_STANDINGS.includes(reason.standing))
      fault('reasons.json', reason.code, `unknown standing “${reason.standing}”; write SUPPORTING or leave it out`);
    for (const [language, text] of Object.entries(reason.whatWeSaw)) {
      // With the words for one and for more of it, or without.
      if (!/\{value[|}]/.test(text))
        fault('reasons.json', `${reason.code}.whatWeSaw.${language}`, 'must show the borrower’s own {value} (G1)');
      if (EMPTY_WORDS.some((word) => word.test(text)))
        fault('reasons.json', `${reason.code}.whatWeSaw.${language}`, 'says nothing specific (G1)');
    }
  }
};

const bindParameters = (parameters: readonly Parameter[], asOf: IsoDate, fault: Fault): Record<string, number> => {
  const bound: Record<string, number> = {};
  for (const parameter of parameters) {
    const inForce = parameter.values.filter((value) => value.from <= asOf).at(-1);
    if (!inForce) fault('parameters.json', parameter.name, `no value is in force on ${asOf}`);
    else bound[parameter.name] = inForce.value;
    for (const { from, value } of parameter.name === SUPPRESSION_DAYS ? parameter.values : [])
      if (!Number.isInteger(value) || value < SUPPRESSION_DAYS_MIN)
        fault(
          'parameters.json',
          parameter.name,
          `from ${from}: ${value} days; what was found mistaken counts for nothing for ${SUPPRESSION_DAYS_MIN} at least (G9)`,
        );
  }
  return bound;
};

const checkTable = (
  entry: PolicyTableEntry,
  model: PolicyModel,
  reasons: Record<string, ReasonText>,
  fault: Fault,
): void => {
  const table = model.tables[0];
  if (!table) return fault(entry.file, entry.id, 'holds no decision table');
  for (const rule of table.rules) {
    const action = String(rule.outputs['action'] ?? '');
    if (!(ACTIONS as readonly string[]).includes(action)) fault(entry.file, rule.id, `unknown action “${action}”`);
    if (action === 'SINGLE_DRAW_CAP') checkCap(entry, rule, fault);
    const code = rule.annotations['reason'];
    if (code === undefined) fault(entry.file, rule.id, 'has no reason annotation (G1)');
    else if (code !== 'SCORE' && !reasons[code])
      fault(entry.file, rule.id, `reason “${code}” is not in reasons.json (G1)`);
    else if (reasons[code]?.standing === 'SUPPORTING' && isKnownAction(action) && isAdverse(action))
      fault(
        entry.file,
        rule.id,
        `${action} may not rest on ${code}, which supports other reasons and carries nothing alone (G3)`,
      );
  }
};

/** A cap on each draw says which share of the limit it leaves, and for how many hours (G4). */
const checkCap = (
  entry: PolicyTableEntry,
  rule: { readonly id: string; readonly outputs: Readonly<Record<string, unknown>> },
  fault: Fault,
): void => {
  const within = (name: string, most: number): void => {
    const value = Number(rule.outputs[name] ?? 0);
    if (!(value >= 1 && value <= most))
      fault(entry.file, rule.id, `a cap per draw needs ${name} from 1 to ${most}, not ${String(rule.outputs[name])}`);
  };
  within('limit_percent', 99);
  within('hold_hours', MACHINE_HOLD_HOURS_MAX);
};

/** Events of people paying. A window over them may ask a person to look, and nothing harder: early repayment never cuts. */
const REPAYMENTS: readonly string[] = ['OWN_REPAYMENT', 'REPAYMENT'];

const checkRepayments = (entry: PolicyTableEntry, model: PolicyModel, features: FeatureFile, fault: Fault): void => {
  const windows = features.features.filter(({ event }) => REPAYMENTS.includes(event)).map(({ name }) => name);
  const table = model.tables[0];
  table?.rules.forEach((rule, index) => {
    const action = String(rule.outputs['action'] ?? 'NONE');
    if (!isKnownAction(action) || SEVERITY[action] <= SEVERITY.REVIEW) return;
    for (const { input } of thresholdsOf(table, index))
      if (windows.includes(input))
        fault(
          entry.file,
          rule.id,
          `${action} may not rest on ${input}: early repayment never counts against anyone (G6)`,
        );
  });
};
const isKnownAction = (action: string): action is (typeof ACTIONS)[number] =>
  (ACTIONS as readonly string[]).includes(action);

const runScenario = (scenario: Scenario, models: Record<string, PolicyModel>, fault: Fault): void => {
  const where = scenario.name.en;
  const model = models[scenario.table];
  const table = model?.tables[0];
  if (!model || !table) return fault('scenarios', where, `there is no table “${scenario.table}”`);
  const given = Object.fromEntries(table.inputs.map((input) => [input.name, scenario.given[input.name] ?? null]));
  const outcome = model.decide(table.id, given);
  const fired = outcome.fired.map((index) => table.rules[index]?.id ?? '');
  const action = worstAction(outcome.outputs.map((output) => String(output['action'] ?? 'NONE')));
  if (fired.join() !== scenario.expect.rules.join())
    fault(
      'scenarios',
      where,
      `fired ${fired.join() || 'nothing'}, expected ${scenario.expect.rules.join() || 'nothing'}`,
    );
  else if (action !== scenario.expect.action)
    fault('scenarios', where, `ended in ${action}, expected ${scenario.expect.action}`);
};
