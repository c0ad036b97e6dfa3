import { Problem } from '../contract/common.ts';
import { NDJSON } from '../contract/events.ts';
import { type Caller, type Route, routes } from '../contract/routes/index.ts';
import { type Components, type SchemaNode, schemaOf } from './schema.ts';

/** The parts of an OpenAPI 3.1 document that we write and that the client generator reads. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: SchemaNode }; readonly [part: string]: unknown };
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly { readonly [scheme: string]: readonly string[] }[];
  readonly 'x-callers': readonly Caller[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: { readonly [status: string]: unknown };
}
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: SchemaNode;
}
type Content = { readonly [mediaType: string]: { readonly schema: SchemaNode } };

const tags = [
  { name: 'Sign-in', description: 'Sessions of borrowers, and the demo’s visible outbox.' },
  { name: 'Borrower', description: 'What a borrower sees and does; the session says who.' },
  { name: 'Systems', description: 'For the lender’s own systems, with an API key.' },
  { name: 'Staff', description: 'The console; roles decide what is allowed.' },
  { name: 'Log', description: 'The append-only log of decisions and notices, readable by everybody.' },
  { name: 'Service', description: 'The service itself.' },
] as const;

const securitySchemes = {
  borrowerSession: { type: 'apiKey', in: 'cookie', name: 'clearline_borrower' },
  staffSession: { type: 'apiKey', in: 'cookie', name: 'clearline_staff' },
  apiKey: { type: 'http', scheme: 'bearer', description: 'A key issued to one of the lender’s systems.' },
} as const;

function tagOf(path: string): string {
  if (path.startsWith('/v1/auth') || path.startsWith('/v1/demo')) return 'Sign-in';
  if (path.startsWith('/v1/me')) return 'Borrower';
  if (path.startsWith('/v1/staff')) return 'Staff';
  if (path.startsWith('/log/') || path.startsWith('/v1/log/') || path.startsWith('/.well-known/')) return 'Log';
  return path === '/v1/health' ? 'Service' : 'Systems';
}

function schemeOf(caller: Caller): keyof typeof securitySchemes | null {
  if (caller === 'anyone' || caller === 'demo') return null;
  if (caller === 'borrower') return 'borrowerSession';
  return caller === 'system' || caller === 'rail' ? 'apiKey' : 'staffSession';
}

function securityOf(callers: readonly Caller[]): Operation['security'] {
  const schemes = new Set(callers.map(schemeOf));
  return [...schemes].map((scheme) => (scheme === null ? {} : { [scheme]: [] }));
}

/** `/v1/me/loans/:id` as OpenAPI writes it: `/v1/me/loans/{id}`; a rest of several segments is one parameter there. */
const templateOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{rest}');

function parametersOf(route: Route, components: Components): Parameter[] {
  const found: Parameter[] = [];
  for (const [place, schema] of [
    ['path', route.params],
    ['query', route.query],
  ] as const) {
    if (schema === undefined) continue;
    const node = schemaOf(schema, 'input', components);
    const required = (node['required'] ?? []) as string[];
    for (const [name, property] of Object.entries(node['properties'] as Record<string, SchemaNode>)) {
      found.push({
        name: name === '*' ? 'rest' : name,
        in: place,
        required: place === 'path' || required.includes(name),
        schema: property,
      });
    }
  }
  if (route.idempotent) {
    found.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description:
        'Chosen by the caller, 8 to 200 characters; the same key with the same request gives the same reply.',
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    });
  }
  return found;
}

interface FormFields {
  readonly properties?: SchemaNode;
  readonly required?: readonly string[];
}

function bodyOf(route: Route, components: Components): Pick<Operation, 'requestBody'> {
  if (route.bodyKind === 'multipart') {
    const fields = route.form === undefined ? {} : schemaOf(route.form, 'input', components);
    const { properties = {}, required = [] } = fields as FormFields;
    const form = {
      type: 'object',
      properties: { ...properties, file: { type: 'string', format: 'binary' } },
      required: [...required, 'file'],
    };
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: form } } } };
  }
  if (route.body === undefined) return {};
  const schema = schemaOf(route.body, 'input', components);
  const lines = { schema: { type: 'string', description: 'One event a line.' } };
  const content = { 'application/json': { schema }, ...(route.bodyKind === 'events' ? { [NDJSON]: lines } : {}) };
  return { requestBody: { required: true, content } };
}

function replyContentOf(route: Route, components: Components): Content {
  const bytes = { schema: { type: 'string', format: 'binary' } };
  if (route.replyKind === 'pdf') return { 'application/pdf': bytes };
  if (route.replyKind === 'file' || route.reply === null) return { 'application/octet-stream': bytes };
  return { 'application/json': { schema: schemaOf(route.reply, 'output', components) } };
}

function operationOf(route: Route, components: Components): Operation {
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [tagOf(route.path)],
    security: securityOf(route.callers),
    'x-callers': route.callers,
    parameters: parametersOf(route, components),
    ...bodyOf(route, components),
    responses: {
      200: { description: 'Done.', content: replyContentOf(route, components) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/**
 * The OpenAPI 3.1 document of the whole API, made from the route table and nothing else.
 * Throws when two shapes share a schema id.
 */
export function openApiDocument(): OpenApiDocument {
  const components: Components = new Map();
  const problem = schemaOf(Problem, 'output', components);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes as readonly Route[]) {
    const item = (paths[templateOf(route.path)] ??= {});
    item[route.method.toLowerCase()] = operationOf(route, components);
  }
  const schemas = Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1)));
  const responses = {
    Problem: {
      description: 'Refused; the problem document says why, in both languages, and what to do.',
      content: { 'application/problem+json': { schema: problem } },
    },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clearline 明借',
      version: '1',
      description:
        'Revolving credit lines that can say why. Money is integer fen (fields ending in Fen), rates are integer parts ' +
        'per billion (Ppb). Errors are RFC 9457 problem documents.',
    },
    tags,
    paths,
    components: { schemas, responses, securitySchemes },
  };
}
