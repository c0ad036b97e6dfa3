import fastJsonStringify, { type Schema } from 'fast-json-stringify';
import type { z } from 'zod';
import { type Components, type SchemaNode, schemaOf } from '../openapi/schema.ts';

const nullNode = (node: SchemaNode): boolean => node['type'] === 'null';

/** A choice between objects as one object that may have the fields of each; what a value lacks is not written. */
function mergedObjects(choices: readonly SchemaNode[]): SchemaNode | null {
  if (choices.some((choice) => choice['type'] !== 'object')) return null;
  const required = choices.map((choice) => new Set(choice['required'] as string[]));
  const [first] = required;
  return {
    type: 'object',
    properties: Object.assign({}, ...choices.map((choice) => choice['properties'])) as SchemaNode,
    required: [...(first ?? [])].filter((name) => required.every((names) => names.has(name))),
  };
}

/** `anyOf: [X, null]` as `X, nullable`; of a choice between objects see above; any other is left to plain JSON. */
function choiceOf(choices: readonly SchemaNode[], components: Components): SchemaNode {
  const rest = choices.filter((choice) => !nullNode(choice));
  const [only] = rest;
  if (only === undefined) return {};
  if (rest.length > 1) {
    const merged = mergedObjects(rest.map((choice) => inlined(choice, components)));
    if (merged === null) return {};
    return rest.length === choices.length ? merged : { ...merged, nullable: true };
  }
  const inner = inlined(only, components);
  return rest.length === choices.length ? inner : { ...inner, nullable: true };
}

/**
 * A schema without references, in the dialect of fast-json-stringify. References are inlined because that library loses
 * `nullable` beside a `$ref`, and its `anyOf` validates every value and refuses bigint.
 */
function inlined(node: SchemaNode, components: Components): SchemaNode {
  const ref = node['$ref'];
  if (typeof ref === 'string') {
    const name = ref.slice(ref.lastIndexOf('/') + 1);
    const target = components.get(name);
    if (target === undefined) throw new Error(`Schema ${name} is referred to but not defined.`);
    return inlined(target, components);
  }
  const choices = (node['anyOf'] ?? node['oneOf']) as SchemaNode[] | undefined;
  if (choices !== undefined) return choiceOf(choices, components);
  const types = node['type'];
  if (Array.isArray(types)) {
    return choiceOf(
      types.map((type: unknown) => ({ ...node, type })),
      components,
    );
  }
  switch (types) {
    case 'array':
      return { type: 'array', items: inlined(node['items'] as SchemaNode, components) };
    case 'object': {
      const properties = Object.entries((node['properties'] ?? {}) as Record<string, SchemaNode>);
      const extra = node['additionalProperties'];
      return {
        type: 'object',
        properties: Object.fromEntries(properties.map(([name, inner]) => [name, inlined(inner, components)])),
        required: node['required'] ?? [],
        ...(extra === undefined || typeof extra !== 'object'
          ? {}
          : { additionalProperties: inlined(extra as SchemaNode, components) }),
      };
    }
    case 'integer':
    case 'number':
    case 'boolean':
    case 'string':
      return { type: types };
    default:
      return {};
  }
}

type ReplyWriter = (value: unknown) => string;

/** Compiled once for each schema: routes share schemas, and servers of one process share routes. */
const writers = new WeakMap<z.ZodType, ReplyWriter>();

/**
 * Compiles the writer of a reply. It writes only what the contract names, in the contract’s order, bigint as integers,
 * and throws when a required field is missing: a reply that breaks the contract is a bug, not an answer.
 */
export function replyWriter(schema: z.ZodType): ReplyWriter {
  const known = writers.get(schema);
  if (known !== undefined) return known;
  const components: Components = new Map();
  const root = inlined(schemaOf(schema, 'output', components), components);
  const writer = fastJsonStringify(root as unknown as Schema);
  writers.set(schema, writer);
  return writer;
}
