import { reviveBigFields } from '@clearline/line';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Route, routes } from '../contract/routes/index.ts';
import { type Access, type AccessQueries, accessOf } from './access.ts';
import { sessionCookie } from './cookies.ts';
import { eventBytesMax, readEvents } from './events-body.ts';
import { readForm } from './form.ts';
import type { FileReply, Handlers, RequestBasics, UploadedForm } from './handler.ts';
import { type Answer, answer, problemOf, type Refused, refuse } from './refused.ts';
import { replyWriter } from './serialise.ts';
import { validated } from './validate.ts';

export interface Binding {
  readonly handlers: Handlers;
  readonly queries: AccessQueries;
  readonly now: () => string;
  readonly demoMode: boolean;
  readonly secureCookies: boolean;
}
type AnyRequest = RequestBasics & { caller: unknown; params: unknown; query: unknown; body: unknown };
type AnyHandler = (request: AnyRequest) => Promise<Answer<unknown>>;

/** Routes that exist only while the lender is a demo: everyone else gets the 404 of a path that is not there. */
const isDemoOnly = (route: Route): boolean => route.callers.includes('demo') || route.path.startsWith('/v1/sandbox/');

const printable = /^[\u0021-\u007e]{8,200}$/;

function idempotencyKeyOf(route: Route, request: FastifyRequest): Answer<string | undefined> {
  if (!route.idempotent) return answer(undefined);
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' && printable.test(key) ? answer(key) : refuse('idempotency_key_needed');
}

function sendRefused(reply: FastifyReply, refused: Refused): FastifyReply {
  if (refused.status === 429 && refused.value !== null && /^\d+$/.test(refused.value)) {
    void reply.header('retry-after', refused.value);
  }
  return reply
    .code(refused.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemOf(refused)));
}
export { sendRefused };

async function bodyOf(route: Route, request: FastifyRequest): Promise<Answer<unknown>> {
  if (route.bodyKind === 'multipart') return readForm(request) satisfies Promise<Answer<UploadedForm>>;
  if (route.bodyKind === 'events') return readEvents(request.body);
  if (route.body === undefined) return answer(undefined);
  const body = validated(route.body, 'body', request.body);
  return body.ok ? answer(reviveBigFields(body.value)) : body;
}

async function inputOf(
  route: Route,
  request: FastifyRequest,
): Promise<Answer<Omit<AnyRequest, keyof RequestBasics | 'caller'> & { idempotencyKey: string | undefined }>> {
  const params = route.params === undefined ? answer(undefined) : validated(route.params, 'params', request.params);
  if (!params.ok) return params;
  const query = route.query === undefined ? answer(undefined) : validated(route.query, 'query', request.query);
  if (!query.ok) return query;
  const key = idempotencyKeyOf(route, request);
  if (!key.ok) return key;
  const body = await bodyOf(route, request);
  if (!body.ok) return body;
  return answer({ params: params.value, query: query.value, body: body.value, idempotencyKey: key.value });
}

function sendFile(reply: FastifyReply, file: FileReply): FastifyReply {
  const name = encodeURIComponent(file.fileName);
  return reply
    .header('content-type', file.mediaType)
    .header('content-disposition', `${file.disposition}; filename*=UTF-8''${name}`)
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(file.bytes));
}

function bindRoute(app: FastifyInstance, route: Route, handler: AnyHandler, binding: Binding): void {
  const write = route.reply === null ? null : replyWriter(route.reply);
  const accesses = new WeakMap<FastifyRequest, Access>();
  app.route({
    method: route.method,
    url: route.path,
    config: { operationId: route.operationId },
    ...(route.bodyKind === 'events' ? { bodyLimit: eventBytesMax } : {}),
    // Before the body is read: nobody uploads ten megabytes to be told that they may not.
    async onRequest(request, reply) {
      if (isDemoOnly(route) && !binding.demoMode) {
        return sendRefused(reply, refuse('not_found', { value: route.path }).refused);
      }
      const access = await accessOf(route.callers, request, binding.queries, binding.now());
      if (!access.ok) return sendRefused(reply, access.refused);
      const coding = request.headers['content-encoding'] ?? 'identity';
      if (coding !== 'identity') return sendRefused(reply, refuse('body_packed', { value: coding }).refused);
      accesses.set(request, access.value);
      return undefined;
    },
    async handler(request, reply) {
      const access = accesses.get(request) as Access;
      const input = await inputOf(route, request);
      if (!input.ok) return sendRefused(reply, input.refused);
      // What is new first: an object that begins with a spread and is then given names outlives young collections in V8 11.
      const result = await handler({
        address: request.ip,
        setSession: (realm, token, seconds) =>
          void reply.header('set-cookie', sessionCookie(realm, token, seconds, binding.secureCookies)),
        clearSession: (realm) => void reply.header('set-cookie', sessionCookie(realm, '', 0, binding.secureCookies)),
        ...input.value,
        ...access,
      });
      if (!result.ok) return sendRefused(reply, result.refused);
      if (write === null) return sendFile(reply, result.value as FileReply);
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(write(result.value));
    },
  });
}

/** Adds every route of the contract to the app, each with its access check, validation, handler and reply writer. */
export function bindRoutes(app: FastifyInstance, binding: Binding): void {
  for (const route of routes as readonly Route[]) {
    const handler = binding.handlers[route.operationId as keyof Handlers] as unknown as AnyHandler;
    bindRoute(app, route, handler, binding);
  }
}
