import { arrangeArguments } from '../feel/builtins/index.ts';
import { bindParameters, evaluate, invoke, itemScope } from '../feel/evaluate.ts';
import { externalFunction } from '../feel/external.ts';
import { domainOfValue } from '../feel/iteration.ts';
import { NameScope } from '../feel/names.ts';
import { and, or } from '../feel/operators.ts';
import { type ParseScope, parseExpression } from '../feel/parse.ts';
import { type Run, takeTurn, withDepth } from '../feel/run.ts';
import { Scope } from '../feel/scope.ts';
import { coerce } from '../feel/types.ts';
import { ANY, integerOf, isFunction, isList, isNumber, type Type, type Value } from '../feel/values.ts';
import { compileTable } from './compile-table.ts';
import type { Boxed } from './definitions.ts';
import type { ModelTypes } from './model-types.ts';

/** A compiled expression. */
export type Compiled = (scope: Scope, run: Run) => Value;

/** What a compilation knows: names in scope, types, and the place for messages. */
export interface Compilation extends ParseScope {
  readonly modelTypes: ModelTypes;
  readonly place: string;
}

export const withNames = (compilation: Compilation, names: Iterable<string>): Compilation => ({
  ...compilation,
  names: new NameScope(names, compilation.names),
});

const nothing: Compiled = () => null;

/** Compiles a boxed expression; the value is converted to the expression’s own type, or null when it does not fit. */
export const compileBoxed = (boxed: Boxed | null, compilation: Compilation): Compiled => {
  if (boxed === null) return nothing;
  const compiled = compilePlain(boxed, compilation);
  // The type of a function definition is that of its result; it is applied there.
  return boxed.typeRef === null || boxed.kind === 'function'
    ? compiled
    : typed(compiled, compilation.modelTypes.of(boxed.typeRef), compilation.place);
};

/** Converts to a type; what does not fit is null, and reported. */
export const typed = (compiled: Compiled, type: Type, place: string): Compiled => {
  if (type.kind === 'any') return compiled;
  return (scope, run) => {
    const value = coerce(compiled(scope, run), type);
    if (value !== undefined) return value;
    run.report({ at: 0, message: `${place}: the value is not of the declared type` });
    return null;
  };
};

/** Compiles FEEL text; text that cannot be parsed is null at every evaluation, and reported. */
export const compileText = (text: string, compilation: Compilation): Compiled => {
  const parsed = parseExpression(text, compilation);
  if (parsed.ok) return (scope, run) => evaluate(parsed.value, scope, run);
  const { at, message } = parsed.errors;
  return (_scope, run) => {
    run.report({ at, message: `${compilation.place}: ${message}\n  ${text}\n  ${' '.repeat(at)}^` });
    return null;
  };
};

const compilePlain = (boxed: Boxed, compilation: Compilation): Compiled => {
  switch (boxed.kind) {
    case 'literal':
      return boxed.text.trim() === '' ? nothing : compileText(boxed.text, compilation);
    case 'table':
      return compileTable(boxed.table, compilation);
    case 'context':
      return compileContext(boxed, compilation);
    case 'list': {
      const items = boxed.items.map((item) => compileBoxed(item, compilation));
      return (scope, run) => items.map((item) => item(scope, run));
    }
    case 'relation':
      return compileRelation(boxed, compilation);
    case 'invocation':
      return compileInvocation(boxed, compilation);
    case 'function':
      return compileFunction(boxed, compilation, ANY);
    case 'conditional':
      return compileConditional(boxed, compilation);
    case 'filter':
      return compileFilter(boxed, compilation);
    default:
      return compileIteration(boxed, compilation);
  }
};

const compileContext = (boxed: Boxed & { kind: 'context' }, compilation: Compilation): Compiled => {
  const names = new NameScope([], compilation.names);
  const inner = { ...compilation, names };
  const entries = boxed.entries.map((entry) => {
    const compiled = compileBoxed(entry.value, inner);
    const value = typed(
      compiled,
      compilation.modelTypes.of(entry.typeRef),
      `${compilation.place}, entry “${entry.name ?? 'result'}”`,
    );
    if (entry.name !== null) names.add(entry.name);
    return { name: entry.name, value };
  });
  return (scope, run) => {
    const values = new Map<string, Value>();
    const innerScope = new Scope(values, scope);
    for (const { name, value } of entries) {
      if (name === null) return value(innerScope, run);
      values.set(name, value(innerScope, run));
    }
    return values;
  };
};

const compileRelation = (boxed: Boxed & { kind: 'relation' }, compilation: Compilation): Compiled => {
  const rows = boxed.rows.map((row) =>
    boxed.columns.map((column, index) => ({
      name: column.name,
      value: typed(
        compileBoxed(row[index] ?? null, compilation),
        compilation.modelTypes.of(column.typeRef),
        `${compilation.place}, column “${column.name}”`,
      ),
    })),
  );
  return (scope, run) => rows.map((row) => new Map(row.map(({ name, value }) => [name, value(scope, run)])));
};

const compileInvocation = (boxed: Boxed & { kind: 'invocation' }, compilation: Compilation): Compiled => {
  const callee = compileBoxed(boxed.callee, compilation);
  const bindings = boxed.bindings.map((binding) =>
    typed(
      compileBoxed(binding.value, compilation),
      compilation.modelTypes.of(binding.typeRef),
      `${compilation.place}, binding “${binding.name}”`,
    ),
  );
  const names = boxed.bindings.map((binding) => binding.name);
  return (scope, run) => {
    const target = callee(scope, run);
    if (!isFunction(target)) {
      run.report({ at: 0, message: `${compilation.place}: what is invoked is no function` });
      return null;
    }
    const args = bindings.map((binding) => binding(scope, run));
    // A parameter without a binding is null.
    const missing =
      names.length > 0 && arrangeArguments(target, args, names) === null
        ? (target.signatures[0] ?? []).filter((name) => !names.includes(name))
        : [];
    return invoke(
      target,
      [...args, ...missing.map(() => null)],
      names.length === 0 ? null : [...names, ...missing],
      { kind: 'null', at: 0 },
      run,
    );
  };
};

/**
 * What a type says of the result of a function of some parameters: a function type of as many declares it, as of DMN 1.3;
 * any other type is that of the result itself.
 */
export const resultOf = (type: Type, parameters: number): Type => {
  const plain = type.kind === 'lazy' ? type.resolve() : type;
  return plain.kind === 'function' && plain.parameters.length === parameters ? plain.result : plain;
};
/** The types of the parameters, where a function type of as many declares them. */
export const parametersOf = (type: Type, parameters: number): readonly Type[] | null => {
  const plain = type.kind === 'lazy' ? type.resolve() : type;
  return plain.kind === 'function' && plain.parameters.length === parameters ? plain.parameters : null;
};

/**
 * A function definition. `declared` is the type of the knowledge model around it; arguments and result are converted to
 * what the definition itself says of them, and then to that.
 */
export const compileFunction = (
  boxed: Boxed & { kind: 'function' },
  compilation: Compilation,
  declared: Type,
): Compiled => {
  const names = boxed.parameters.map((parameter) => parameter.name);
  const { modelTypes, place } = compilation;
  const own = modelTypes.of(boxed.typeRef);
  const types = boxed.parameters.map((parameter, index) =>
    parameter.typeRef === null
      ? (parametersOf(own, names.length)?.[index] ?? parametersOf(declared, names.length)?.[index] ?? ANY)
      : modelTypes.of(parameter.typeRef),
  );
  if (boxed.language !== 'FEEL') {
    const mapping = compileBoxed(boxed.body, compilation);
    return (scope, run) =>
      externalFunction(boxed.language === 'Java' ? new Map([['java', mapping(scope, run)]]) : null, names);
  }
  const [inner, outer] = [resultOf(own, names.length), resultOf(declared, names.length)];
  const body = typed(typed(compileBoxed(boxed.body, withNames(compilation, names)), inner, place), outer, place);
  return (scope, run) => ({
    kind: 'function',
    name: place,
    signatures: [names],
    type: { kind: 'function', parameters: types, result: outer.kind === 'any' ? inner : outer },
    call: (args) => {
      const values = bindParameters(names, types, args);
      if (values !== null) return withDepth(run, 0, () => body(new Scope(values, scope), run));
      run.report({ at: 0, message: `${place}: an argument is not of the type of its parameter` });
      return null;
    },
  });
};

const compileConditional = (boxed: Boxed & { kind: 'conditional' }, compilation: Compilation): Compiled => {
  const [test, yes, no] = [boxed.test, boxed.yes, boxed.no].map((part) => compileBoxed(part, compilation)) as [
    Compiled,
    Compiled,
    Compiled,
  ];
  return (scope, run) => {
    const condition = test(scope, run);
    if (typeof condition === 'boolean') return condition ? yes(scope, run) : no(scope, run);
    if (condition === null) return no(scope, run);
    run.report({ at: 0, message: `${compilation.place}: the condition is neither true nor false` });
    return null;
  };
};

const compileFilter = (boxed: Boxed & { kind: 'filter' }, compilation: Compilation): Compiled => {
  const of = compileBoxed(boxed.of, compilation);
  const by = compileBoxed(boxed.by, {
    ...compilation,
    names: new NameScope(['item'], compilation.members.joined(compilation.names)),
  });
  return (scope, run) => {
    const over = of(scope, run);
    const items = isList(over) ? over : over === null ? null : [over];
    if (items === null) return null;
    const kept: Value[] = [];
    for (const item of items) {
      const test = by(itemScope(item, scope), run);
      if (isNumber(test)) {
        const at = integerOf(test);
        return at === null || at === 0 ? null : (items.at(at > 0 ? at - 1 : at) ?? null);
      }
      if (test !== null && typeof test !== 'boolean') {
        run.report({ at: 0, message: `${compilation.place}: a filter is a number or a condition` });
        return null;
      }
      if (test === true) kept.push(item);
    }
    return kept;
  };
};

const compileIteration = (boxed: Boxed & { kind: 'for' | 'some' | 'every' }, compilation: Compilation): Compiled => {
  const over = compileBoxed(boxed.over, compilation);
  const body = compileBoxed(boxed.body, withNames(compilation, [boxed.name, 'partial']));
  return (scope, run) => {
    const domain = domainOfValue(over(scope, run));
    if (domain === null) {
      run.report({ at: 0, message: `${compilation.place}: “${boxed.name}” has nothing to go through` });
      return null;
    }
    const results: Value[] = [];
    for (const item of domain) {
      if (!takeTurn(run, 0)) return null;
      results.push(
        body(
          new Scope(
            new Map<string, Value>([
              [boxed.name, item],
              ['partial', results],
            ]),
            scope,
          ),
          run,
        ),
      );
    }
    if (boxed.kind === 'for') return results;
    if (results.some((result) => result !== null && typeof result !== 'boolean')) {
      run.report({ at: 0, message: `${compilation.place}: a condition is neither true nor false` });
      return null;
    }
    return results.reduce<boolean | null>(boxed.kind === 'every' ? and : or, boxed.kind === 'every');
  };
};
