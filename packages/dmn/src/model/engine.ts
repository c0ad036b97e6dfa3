import { BUILT_IN_NAMES } from '../feel/builtins/index.ts';
import { NameScope } from '../feel/names.ts';
import type { ParseScope } from '../feel/parse.ts';
import { BUILT_IN_TYPE_NAMES } from '../feel/types.ts';
import type { DateTimeValue, Type, Value } from '../feel/values.ts';
import type { Problem } from '../feel/run.ts';
import { failed, ok, type Result } from '../result.ts';
import { type Boxed, type Definitions, type DrgElement, type ItemDefinition } from './definitions.ts';
import { Evaluation } from './evaluation.ts';
import { importedModel } from './imported-model.ts';
import { type MergedDefinitions, mergeImports } from './merge-imports.ts';
import { ModelTypes } from './model-types.ts';
import { readDefinitions } from './read-definitions.ts';

/**
 * One model of an engine, with the models it imports by the names it gives them. A model imported along two ways stands
 * there twice: its inputs may be given for each.
 */
export interface LoadedModel {
  readonly definitions: MergedDefinitions;
  readonly types: ModelTypes;
  readonly scope: ParseScope;
  readonly imports: ReadonlyMap<string, LoadedModel>;
  /** The same by the namespaces under which it refers to them. */
  readonly importsByNamespace: ReadonlyMap<string, LoadedModel>;
}

/** A DMN document, and where it was read from, for those that import it by that. */
export interface DmnDocument {
  readonly text: string;
  readonly location: string;
}

/** An element and the model it stands in. */
export interface Located {
  readonly model: LoadedModel;
  readonly element: DrgElement;
}

export interface ModelError {
  /** Which of the documents given, from 0. */
  readonly document: number;
  readonly line: number;
  readonly message: string;
}

/** The value of a decision, and why parts of it are null. */
export interface DecisionResult {
  readonly value: Value;
  readonly problems: readonly Problem[];
}

export interface EvaluateOptions {
  /** The present for `now()` and `today()`; without it they are null. */
  readonly now?: DateTimeValue;
}

export interface DmnEngine {
  readonly models: readonly LoadedModel[];
  /** Names of the decisions of the first model. */
  readonly decisions: readonly string[];
  /** The declared type of an input or decision of the first model; null when there is none of that name. */
  typeOf(name: string): Type | null;
  /** Evaluates a decision by name with inputs by name; null when there is no such decision. */
  evaluateDecision(name: string, inputs: ReadonlyMap<string, Value>, options?: EvaluateOptions): DecisionResult | null;
  /** Calls knowledge by name with arguments by the names of its parameters; null when there is none of that name. */
  evaluateKnowledge(name: string, inputs: ReadonlyMap<string, Value>, options?: EvaluateOptions): DecisionResult | null;
  /** Evaluates a decision service by name: the value of its one output, or a context of them; null when there is none. */
  evaluateService(
    name: string,
    inputs: ReadonlyMap<string, Value>,
    options?: EvaluateOptions,
  ): (DecisionResult & { readonly outputs: readonly string[] }) | null;
}

/** Loads DMN documents: the first is the model to run, the others may be imported by it. */
export const loadDmn = (documents: readonly (string | DmnDocument)[]): Result<DmnEngine, ModelError[]> => {
  const errors: ModelError[] = [];
  const definitions: Definitions[] = [];
  documents.forEach((given, document) => {
    const read = typeof given === 'string' ? readDefinitions(given) : readDefinitions(given.text, given.location);
    if (read.ok) definitions.push(read.value);
    else errors.push({ document, line: read.errors.line, message: read.errors.message });
  });
  if (errors.length > 0) return failed(errors);
  const models = link(mergeImports(definitions));
  const [main] = models;
  if (!main) return failed([{ document: 0, line: 0, message: 'no document was given' }]);
  const named = (name: string, kind: DrgElement['kind']): Located | null => {
    const element = [...main.definitions.elements.values()].find(
      (candidate) => candidate.name === name && candidate.kind === kind,
    );
    return element ? { model: main, element } : null;
  };
  const run = (
    inputs: ReadonlyMap<string, Value>,
    options: EvaluateOptions | undefined,
    problems: Problem[],
  ): Evaluation => new Evaluation(models, inputs, options?.now ?? null, (problem) => problems.push(problem));
  return ok({
    models,
    decisions: [...main.definitions.elements.values()]
      .filter((element) => element.kind === 'decision')
      .map((element) => element.name),
    typeOf(name) {
      const element = [...main.definitions.elements.values()].find((candidate) => candidate.name === name);
      return element ? main.types.of(element.typeRef) : null;
    },
    evaluateDecision(name, inputs, options) {
      const located = named(name, 'decision');
      if (!located) return null;
      const problems: Problem[] = [];
      return { value: run(inputs, options, problems).valueOf(located), problems };
    },
    evaluateKnowledge(name, inputs, options) {
      const located = named(name, 'knowledge');
      if (located?.element.kind !== 'knowledge') return null;
      const problems: Problem[] = [];
      const value = run(inputs, options, problems).knowledge({ model: located.model, element: located.element });
      return { value, problems };
    },
    evaluateService(name, inputs, options) {
      const located = named(name, 'service');
      if (located?.element.kind !== 'service') return null;
      const problems: Problem[] = [];
      return { ...run(inputs, options, problems).service(located.model, located.element), problems };
    },
  });
};

/** Ways into the models of one engine; models beyond are shared between the ways that lead to them. */
const WAYS_MAX = 250;
const BUILT_INS = new NameScope(BUILT_IN_NAMES);

/** Gives each model its types, its imports, and the names its expressions may meet after a dot. */
const link = (definitions: readonly MergedDefinitions[]): LoadedModel[] => {
  const members = new NameScope(definitions.flatMap(memberNames));
  const loaded = new Map<MergedDefinitions, LoadedModel>();
  let ways = 0;
  const load = (model: MergedDefinitions, open: readonly MergedDefinitions[]): LoadedModel => {
    const known = (ways += 1) > WAYS_MAX ? loaded.get(model) : undefined;
    if (known) return known;
    const imports = new Map<string, LoadedModel>();
    const importsByNamespace = new Map<string, LoadedModel>();
    for (const one of model.imports) {
      const target = importedModel(one, model, definitions);
      if (!target || target === model || open.includes(target)) continue;
      const imported = load(target, [...open, model]);
      imports.set(one.name, imported);
      // Of two names for one namespace, the first is meant by a reference to the namespace.
      if (!importsByNamespace.has(one.namespace)) importsByNamespace.set(one.namespace, imported);
    }
    const typeNames = [...BUILT_IN_TYPE_NAMES, ...typeNamesOf(model, '')];
    for (const [name, imported] of imports) typeNames.push(...typeNamesOf(imported.definitions, `${name}.`));
    const scope: ParseScope = { names: BUILT_INS, members, types: new NameScope(typeNames) };
    const types = new ModelTypes(model, new Map([...imports].map(([name, imported]) => [name, imported.types])), scope);
    const result: LoadedModel = { definitions: model, types, scope, imports, importsByNamespace };
    loaded.set(model, result);
    return result;
  };
  return definitions.map((model) => load(model, []));
};

const typeNamesOf = (model: Definitions, prefix: string): string[] =>
  model.itemDefinitions.map((definition) => `${prefix}${definition.name}`);

/** Every name a model can put after a dot or inside a filter. */
const memberNames = (model: Definitions): string[] => [
  ...model.itemDefinitions.flatMap(componentNames),
  ...[...model.elements.values()].flatMap((element) => [
    element.name,
    ...('logic' in element ? boxedNames(element.logic) : []),
  ]),
  ...model.imports.map((imported) => imported.name),
];
const componentNames = (definition: ItemDefinition): string[] =>
  definition.components.flatMap((component) => [component.name, ...componentNames(component)]);

const boxedNames = (boxed: Boxed | null): string[] => {
  switch (boxed?.kind) {
    case 'context':
      return boxed.entries.flatMap((entry) => [
        ...(entry.name === null ? [] : [entry.name]),
        ...boxedNames(entry.value),
      ]);
    case 'relation':
      return boxed.columns.map((column) => column.name);
    case 'list':
      return boxed.items.flatMap(boxedNames);
    case 'function':
      return boxedNames(boxed.body);
    case 'table':
      return boxed.table.outputs.flatMap((output) => (output.name === null ? [] : [output.name]));
    default:
      return [];
  }
};
