import { type Problem, newRun, type Run } from '../feel/run.ts';
import { Scope } from '../feel/scope.ts';
import { coerce } from '../feel/types.ts';
import {
  ANY,
  type Context,
  type DateTimeValue,
  type FunctionValue,
  isContext,
  type Type,
  type Value,
} from '../feel/values.ts';
import {
  type Compilation,
  type Compiled,
  compileBoxed,
  compileFunction,
  parametersOf,
  resultOf,
  typed,
  withNames,
} from './compile-boxed.ts';
import type { Decision, DrgElement, InputData, Knowledge, Requirement, Service } from './definitions.ts';
import type { LoadedModel, Located } from './engine.ts';

/** Compiled logic by element; elements are immutable, so what was compiled once serves every evaluation. */
const compiledLogic = new WeakMap<DrgElement, Compiled>();

/** One evaluation of a decision graph: every element is computed at most once. */
export class Evaluation {
  readonly #models: readonly LoadedModel[];
  readonly #inputs: ReadonlyMap<string, Value>;
  readonly #run: Run;
  readonly #now: DateTimeValue | null;
  readonly #report: (problem: Problem) => void;
  /** Values known, or given from outside (the inputs of a decision service). */
  readonly #values: ValuesByElement;

  constructor(
    models: readonly LoadedModel[],
    inputs: ReadonlyMap<string, Value>,
    now: DateTimeValue | null,
    report: (problem: Problem) => void,
    given: ValuesByElement = new ValuesByElement(),
    outer: Run | null = null,
  ) {
    this.#models = models;
    this.#inputs = inputs;
    this.#now = now;
    this.#report = report;
    this.#values = given;
    this.#run = outer ?? newRun({ now, report });
  }

  /** The value of an element; knowledge and services are functions. */
  valueOf(located: Located): Value {
    const { model, element } = located;
    const known = this.#values.get(located);
    if (known === 'open') {
      this.#report({ at: 0, message: `decision “${element.name}” requires itself` });
      return null;
    }
    if (known !== undefined) return known.value;
    this.#values.open(located);
    const value = this.#compute(model, element);
    this.#values.set(located, value);
    return value;
  }

  #compute(model: LoadedModel, element: DrgElement): Value {
    switch (element.kind) {
      case 'input data':
        return this.#input(model, element);
      case 'decision':
        return this.#decision(model, element);
      case 'knowledge':
        return this.#knowledge(model, element);
      case 'service':
        return this.#serviceFunction(model, element);
    }
  }

  #input(model: LoadedModel, element: InputData): Value {
    const given = this.#given(model, element.name);
    const value = coerce(given, model.types.of(element.typeRef));
    if (value !== undefined) return value;
    this.#report({ at: 0, message: `input “${element.name}” is not of its declared type` });
    return null;
  }

  /** An input of an imported model may be given by its own name, as `import.name`, or inside a context of the import’s name. */
  #given(model: LoadedModel, name: string): Value {
    const [main] = this.#models;
    const path = main ? importPath(main, model) : [];
    const qualified = [...path, name].join('.');
    const direct = this.#inputs.get(qualified) ?? this.#inputs.get(name);
    if (direct !== undefined) return direct;
    let inside: Value = this.#inputs.get(path[0] ?? name) ?? null;
    for (const part of [...path.slice(1), name]) inside = isContext(inside) ? (inside.get(part) ?? null) : null;
    return path.length > 0 ? inside : null;
  }

  #decision(model: LoadedModel, element: Decision): Value {
    if (element.logic === null) {
      this.#report({ at: 0, message: `decision “${element.name}” has no logic` });
      return null;
    }
    const required = this.#required(model, element.requires);
    const logic = compileOnce(element, () => {
      const compilation: Compilation = withNames(
        { ...model.scope, modelTypes: model.types, place: `decision “${element.name}”` },
        required.keys(),
      );
      return typed(compileBoxed(element.logic, compilation), model.types.of(element.typeRef), compilation.place);
    });
    return logic(new Scope(required), this.#runFor(model));
  }

  #knowledge(model: LoadedModel, element: Knowledge): Value {
    const { logic } = element;
    if (logic === null) return null;
    // The body’s scope is made at the first call, so that knowledge may call itself, and knowledge that calls it.
    const scope: { made: Scope | null } = { made: null };
    const names = logic.parameters.map((parameter) => parameter.name);
    const compiled = compileOnce(element, () => {
      const known = [...this.#names(model, element.requires), element.name];
      const compilation: Compilation = withNames(
        { ...model.scope, modelTypes: model.types, place: `knowledge “${element.name}”` },
        known,
      );
      return compileFunction(logic, compilation, model.types.of(element.typeRef));
    });
    const shell: FunctionValue = {
      kind: 'function',
      name: element.name,
      signatures: [names],
      type: {
        kind: 'function',
        parameters: logic.parameters.map((parameter) => model.types.of(parameter.typeRef)),
        result: resultOf(model.types.of(element.typeRef), names.length),
      },
      call: (args) => {
        scope.made ??= new Scope(this.#required(model, element.requires).set(element.name, shell));
        const inner = compiled(scope.made, this.#runFor(model));
        return isFunctionValue(inner) ? inner.call(args) : null;
      },
    };
    return shell;
  }

  /** The parameters of a service: its input data, then its input decisions. */
  #serviceInputs(model: LoadedModel, element: Service): Located[] {
    return [...element.inputData, ...element.inputDecisions].flatMap((href) => this.#locate(model, href) ?? []);
  }

  #serviceFunction(model: LoadedModel, element: Service): Value {
    const inputs = this.#serviceInputs(model, element);
    const declared = parametersOf(model.types.of(element.typeRef), inputs.length);
    return {
      kind: 'function',
      name: element.name,
      signatures: [inputs.map((input) => input.element.name)],
      type: {
        kind: 'function',
        parameters: inputs.map((input) => input.model.types.of(input.element.typeRef)),
        result: resultOf(model.types.of(element.typeRef), inputs.length),
      },
      call: (args) => {
        const given = new ValuesByElement();
        inputs.forEach((input, index) =>
          given.set(input, this.#fit(input, declared?.[index] ?? ANY, args[index] ?? null)),
        );
        return new Evaluation(this.#models, new Map(), this.#now, this.#report, given, this.#run).#outputs(
          model,
          element,
        ).value;
      },
    };
  }

  /** Knowledge called with the inputs of this evaluation of the names of its parameters. */
  knowledge(located: Located & { readonly element: Knowledge }): Value {
    const callee = this.valueOf(located);
    if (!isFunctionValue(callee)) return null;
    return callee.call((located.element.logic?.parameters ?? []).map(({ name }) => this.#inputs.get(name) ?? null));
  }

  /** A decision service run on the inputs of this evaluation. */
  service(model: LoadedModel, element: Service): { value: Value; outputs: string[] } {
    const inputs = this.#serviceInputs(model, element);
    const declared = parametersOf(model.types.of(element.typeRef), inputs.length);
    inputs.forEach((input, index) => {
      const given = this.#given(input.model, input.element.name);
      this.#values.set(input, this.#fit(input, declared?.[index] ?? ANY, given));
    });
    return this.#outputs(model, element);
  }

  #outputs(model: LoadedModel, element: Service): { value: Value; outputs: string[] } {
    const located = element.outputs.flatMap((href) => this.#locate(model, href) ?? []);
    const values = located.map((output): [string, Value] => [output.element.name, this.valueOf(output)]);
    const plain = values.length === 1 ? (values[0]?.[1] ?? null) : new Map(values);
    const parameters = element.inputData.length + element.inputDecisions.length;
    const value = coerce(plain, resultOf(model.types.of(element.typeRef), parameters));
    if (value === undefined)
      this.#report({ at: 0, message: `decision service “${element.name}”: the result is not of the declared type` });
    return { value: value ?? null, outputs: values.map(([name]) => name) };
  }

  /** A value as an input of a service: of the type of the element, and of that the service declares for it. */
  #fit(input: Located, declared: Type, value: Value): Value {
    const own = coerce(value, input.model.types.of(input.element.typeRef));
    const fitted = own === undefined ? undefined : coerce(own, declared);
    if (fitted === undefined) this.#report({ at: 0, message: `“${input.element.name}” is not of its declared type` });
    return fitted ?? null;
  }

  /** Values of required elements by the names the requiring element knows them by; imported ones inside contexts. */
  #required(model: LoadedModel, requires: readonly Requirement[]): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const { href } of requires) {
      const located = this.#locate(model, href);
      if (!located) {
        this.#report({ at: 0, message: `requirement “${href}” leads nowhere` });
        continue;
      }
      let into: Context = values;
      for (const part of importPath(model, located.model)) {
        const inner: Context = new Map(contextAt(into, part));
        into.set(part, inner);
        into = inner;
      }
      into.set(located.element.name, this.valueOf(located));
    }
    return values;
  }

  #names(model: LoadedModel, requires: readonly Requirement[]): string[] {
    return requires.flatMap(({ href }) => {
      const located = this.#locate(model, href);
      return located ? [importPath(model, located.model)[0] ?? located.element.name] : [];
    });
  }

  #locate(model: LoadedModel, href: string): Located | null {
    const hash = href.lastIndexOf('#');
    const namespace = href.slice(0, Math.max(hash, 0));
    const id = href.slice(hash + 1);
    const target =
      namespace === '' || model.definitions.namespaces.has(namespace)
        ? model
        : (importOf(model, namespace) ??
          this.#models.find((candidate) => candidate.definitions.namespace === namespace));
    const { elements, aliases } = target?.definitions ?? {};
    const element = elements?.get(`${namespace}#${id}`) ?? elements?.get(id) ?? elements?.get(aliases?.get(id) ?? '');
    return target && element ? { model: target, element } : null;
  }

  #runFor(model: LoadedModel): Run {
    return { ...this.#run, typeNamed: model.types.named };
  }
}

/** What is known of each element, model by model: one that is imported along two ways has a value on each. */
class ValuesByElement {
  readonly #byModel = new Map<LoadedModel, Map<DrgElement, { readonly value: Value } | 'open'>>();

  get({ model, element }: Located): { readonly value: Value } | 'open' | undefined {
    return this.#byModel.get(model)?.get(element);
  }
  set({ model, element }: Located, value: Value): void {
    this.#of(model).set(element, { value });
  }
  /** Marks an element whose value is being worked out. */
  open({ model, element }: Located): void {
    this.#of(model).set(element, 'open');
  }
  #of(model: LoadedModel): Map<DrgElement, { readonly value: Value } | 'open'> {
    const known = this.#byModel.get(model) ?? new Map<DrgElement, { readonly value: Value } | 'open'>();
    this.#byModel.set(model, known);
    return known;
  }
}

/** A model with all that it imports, at any depth, each by the import names that lead there; the nearest first. */
function* waysFrom(model: LoadedModel): Generator<{ readonly model: LoadedModel; readonly path: readonly string[] }> {
  const met = new Set([model]);
  let level = [{ model, path: [] as readonly string[] }];
  while (level.length > 0) {
    yield* level;
    const next: typeof level = [];
    for (const way of level)
      for (const [name, imported] of way.model.imports)
        if (!met.has(imported)) {
          met.add(imported);
          next.push({ model: imported, path: [...way.path, name] });
        }
    level = next;
  }
}

/** The model that another one, or the nearest of its imports, refers to by a namespace. */
const importOf = (from: LoadedModel, namespace: string): LoadedModel | undefined => {
  for (const { model } of waysFrom(from)) {
    const imported = model.importsByNamespace.get(namespace);
    if (imported) return imported;
  }
  return undefined;
};

const contextAt = (context: Context, key: string): Context => {
  const value = context.get(key) ?? null;
  return isContext(value) ? value : new Map();
};

const isFunctionValue = (value: Value): value is FunctionValue =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'function';

const compileOnce = (element: DrgElement, compile: () => Compiled): Compiled => {
  const known = compiledLogic.get(element);
  if (known) return known;
  const compiled = compile();
  compiledLogic.set(element, compiled);
  return compiled;
};

/** The import names that lead from one model to another. */
const importPath = (from: LoadedModel, to: LoadedModel): readonly string[] => {
  for (const { model, path } of waysFrom(from)) if (model === to) return path;
  return [];
};
