import { z } from 'zod';

/** A JSON Schema (2020-12) node as it appears in the OpenAPI document. */
export type SchemaNode = { readonly [key: string]: unknown };
export type Components = Map<string, SchemaNode>;

const largestSafeInteger = Number.MAX_SAFE_INTEGER;

/** Drops what Zod adds that says nothing to a reader: bounds of a safe integer, the closing of reply objects. */
function tidy({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema['additionalProperties'] === false) delete jsonSchema['additionalProperties'];
  if (jsonSchema['minimum'] === -largestSafeInteger) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === largestSafeInteger) delete jsonSchema['maximum'];
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern'];
}

function repoint(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(repoint);
  if (node === null || typeof node !== 'object') return node;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    copy[key] =
      key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : repoint(value);
  }
  return copy;
}

/**
 * The JSON Schema of a contract schema, with every named schema (`.meta({ id })`) moved into `components`.
 * Throws when one name stands for two shapes: the client could then not have one type for it.
 */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): SchemaNode {
  const { $schema: _, $defs, ...root } = z.toJSONSchema(schema, { io, override: tidy }) as Record<string, unknown>;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, SchemaNode>)) {
    const moved = repoint(definition) as SchemaNode;
    const known = components.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(moved)) {
      throw new Error(`Schema ${name} has two shapes, as input and as reply; give the two different ids.`);
    }
    components.set(name, moved);
  }
  return repoint(root) as SchemaNode;
}
