import type { Feel } from './ast.ts';
import { typeOfBuiltIn } from './builtins/built-in-types.ts';
import { parseTemporal } from './temporal.ts';
import { resolveType, typeConforms } from './types.ts';
import { ANY, basic, type Type } from './values.ts';

/** Types by name: of the parameters around an expression. */
export type TypeEnvironment = ReadonlyMap<string, Type>;

/**
 * The type of an expression as far as its text alone tells; any where it does not. `instance of function<…>->…` asks for
 * it, since a function written in FEEL declares no type of its result.
 */
export const inferType = (node: Feel, environment: TypeEnvironment, typeNamed: (name: string) => Type | null): Type => {
  const infer = (part: Feel): Type => inferType(part, environment, typeNamed);
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return basic(node.kind);
    case 'null':
      return { kind: 'null' };
    case 'temporal':
      return temporalType(node.text);
    case 'name':
      return environment.get(node.name) ?? typeOfBuiltIn(node.name) ?? ANY;
    case 'path': {
      const of = infer(node.of);
      return of.kind === 'context' ? (of.fields.get(node.name) ?? ANY) : ANY;
    }
    case 'descendants':
      return { kind: 'list', of: ANY };
    case 'call': {
      const callee = infer(node.callee);
      return callee.kind === 'function' ? callee.result : ANY;
    }
    case 'negate':
      return infer(node.of);
    case 'arithmetic':
      return ofArithmetic(node.op, infer(node.left), infer(node.right));
    case 'compare':
    case 'and':
    case 'or':
    case 'between':
    case 'in':
    case 'instance of':
    case 'some':
    case 'every':
      return basic('boolean');
    case 'if':
      return common([infer(node.yes), infer(node.no)]);
    case 'list':
      return { kind: 'list', of: common(node.items.map(infer)) };
    case 'context':
      return { kind: 'context', fields: fieldsOf(node, environment, typeNamed) };
    case 'range':
      return { kind: 'range', of: common([infer(node.low), infer(node.high)]) };
    case 'function': {
      const parameters = node.parameters.map((parameter) =>
        parameter.type === null ? ANY : resolveType(parameter.type, typeNamed),
      );
      const inner = new Map(environment);
      node.parameters.forEach((parameter, index) => inner.set(parameter.name, parameters[index] ?? ANY));
      return { kind: 'function', parameters, result: node.external ? ANY : inferType(node.body, inner, typeNamed) };
    }
    default:
      return ANY;
  }
};

const temporalType = (text: string): Type => {
  const value = parseTemporal(text);
  return value === null ? { kind: 'null' } : basic(value.kind);
};

const ofArithmetic = (op: string, left: Type, right: Type): Type => {
  if (left.kind !== 'basic' || right.kind !== 'basic' || left.name !== right.name) return ANY;
  if (left.name === 'number' || (left.name === 'string' && op === '+')) return left;
  return ANY;
};

/** Each entry may name those before it. */
const fieldsOf = (
  node: Feel & { kind: 'context' },
  environment: TypeEnvironment,
  typeNamed: (name: string) => Type | null,
): Map<string, Type> => {
  const fields = new Map<string, Type>();
  for (const { key, value } of node.entries)
    fields.set(key, inferType(value, new Map([...environment, ...fields]), typeNamed));
  return fields;
};

/** The one type that all are of; any when they differ. */
const common = (types: readonly Type[]): Type => {
  const known = types.filter((type) => type.kind !== 'null');
  const [first] = known;
  if (!first) return types.length > 0 ? { kind: 'null' } : ANY;
  return known.every((type) => typeConforms(type, first) && typeConforms(first, type)) ? first : ANY;
};
