import { matches } from '../feel/evaluate.ts';
import { or } from '../feel/operators.ts';
import { type ParseScope, parseUnaryTests } from '../feel/parse.ts';
import { newRun } from '../feel/run.ts';
import { Scope } from '../feel/scope.ts';
import { builtInType } from '../feel/types.ts';
import { ANY, type Constraint, type Type } from '../feel/values.ts';
import type { Definitions, ItemDefinition } from './definitions.ts';

/** Resolves the item definitions of a model and of what it imports into types, by name. */
export class ModelTypes {
  readonly #definitions: Definitions;
  readonly #imported: ReadonlyMap<string, ModelTypes>;
  readonly #resolved = new Map<string, Type>();
  readonly #open = new Set<string>();
  readonly #scope: ParseScope;

  constructor(definitions: Definitions, imported: ReadonlyMap<string, ModelTypes>, scope: ParseScope) {
    this.#definitions = definitions;
    this.#imported = imported;
    this.#scope = scope;
  }

  /** The type of a name: an item definition, `import.name`, or a type of FEEL. */
  readonly named = (name: string): Type | null => {
    const known = this.#resolved.get(name);
    if (known) return known;
    const definition = this.#definitions.itemDefinitions.find((candidate) => candidate.name === name);
    if (definition) return this.#resolve(definition);
    for (const [prefix, types] of this.#imported) {
      const inner = name.startsWith(`${prefix}.`) ? types.named(name.slice(prefix.length + 1)) : null;
      if (inner) return inner;
    }
    return builtInType(name);
  };

  /** The type a reference stands for; any without one, or when nothing defines it. */
  of(typeRef: string | null): Type {
    if (typeRef === null) return ANY;
    return this.named(typeRef) ?? ANY;
  }

  #resolve(definition: ItemDefinition): Type {
    // A type may refer to itself (a tree of parts); inside itself it is resolved when used.
    if (this.#open.has(definition.name))
      return { kind: 'lazy', resolve: () => this.#resolved.get(definition.name) ?? ANY };
    this.#open.add(definition.name);
    const type = this.#build(definition);
    this.#open.delete(definition.name);
    this.#resolved.set(definition.name, type);
    return type;
  }

  #build(definition: ItemDefinition): Type {
    const base = this.#base(definition);
    // Allowed values take the place of those of the type referred to.
    const item: Type =
      definition.allowedValues === null
        ? base
        : {
            kind: 'constrained',
            of: base.kind === 'constrained' ? base.of : base,
            allowed: this.#constraint(definition.allowedValues),
          };
    const whole: Type = definition.isCollection ? { kind: 'list', of: item } : item;
    return definition.typeConstraint === null
      ? whole
      : { kind: 'constrained', of: whole, allowed: this.#constraint(definition.typeConstraint) };
  }

  #base(definition: ItemDefinition): Type {
    if (definition.components.length > 0)
      return {
        kind: 'context',
        fields: new Map(definition.components.map((component) => [component.name, this.#build(component)])),
      };
    if (definition.functionItem)
      return {
        kind: 'function',
        parameters: definition.functionItem.parameters.map((parameter) => this.of(parameter)),
        result: this.of(definition.functionItem.result),
      };
    return this.of(definition.typeRef);
  }

  #constraint(text: string): Constraint {
    const tests = parseUnaryTests(text, this.#scope);
    if (!tests.ok) return () => false;
    const run = newRun({ typeNamed: this.named });
    const scope = new Scope(new Map());
    // A missing value is for the expression that uses it to judge, not for the type.
    return (value) =>
      value === null ||
      tests.value.map((test) => matches(test, value, scope, run)).reduce<boolean | null>(or, false) === true;
  }
}
