import { randomUUID } from 'node:crypto';
import fastifyMultipart from '@fastify/multipart';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { NDJSON } from './contract/events.ts';
import { bindRoutes, type Binding } from './http/bind.ts';
import { docsPage, docsStyle } from './http/docs-page.ts';
import { eventBytesMax } from './http/events-body.ts';
import { answerFaults } from './http/faults.ts';
import { securityHeaders } from './http/security-headers.ts';
import { type AppFolders, serveApps } from './http/static-apps.ts';
import { openApiDocument } from './openapi/document.ts';

export interface ServerDeps extends Binding {
  readonly log: Logger;
  readonly apps: AppFolders;
  /** True behind a proxy that sets `X-Forwarded-*`; only then are those headers believed. */
  readonly trustProxy: boolean;
}

const jsonBytesMax = 2 * 1024 * 1024;

function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    // The route’s pattern and never the address itself: addresses hold ids and phones.
    const route = request.routeOptions.url ?? 'unknown';
    const fields = { requestId: request.id, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 };
    request.log.info(fields, `${request.method} ${route}`);
  });
}

/** A connection kept alive would keep a stopping server waiting until it times out: replies given meanwhile end theirs. */
function endConnectionsWhenStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) void reply.header('connection', 'close');
  });
}

/** The document and its page, made when somebody first asks: most servers are never asked, and it takes a second of their start. */
let madeDocs: { readonly json: string; readonly page: string } | null = null;
function docs(): NonNullable<typeof madeDocs> {
  if (madeDocs === null) {
    const document = openApiDocument();
    madeDocs = { json: JSON.stringify(document), page: docsPage(document) };
  }
  return madeDocs;
}

function serveDocs(app: FastifyInstance): void {
  const send =
    (type: string, text: () => string) =>
    async (_: unknown, reply: { type(t: string): { send(b: string): unknown } }) =>
      reply.type(type).send(text());
  app.get(
    '/openapi.json',
    send('application/json; charset=utf-8', () => docs().json),
  );
  app.get(
    '/docs',
    send('text/html; charset=utf-8', () => docs().page),
  );
  app.get(
    '/docs/style.css',
    send('text/css; charset=utf-8', () => docsStyle),
  );
}

/**
 * The HTTP server over its handlers, ready to `listen`. `close()` drains: it refuses new requests with 503, lets the ones
 * under way finish, and closes idle connections at once.
 */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: jsonBytesMax,
    // A field that no schema names is left out like any other: one such event in a list would keep all the others out.
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    trustProxy: deps.trustProxy,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance;
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
  });
  logRequests(app);
  endConnectionsWhenStopping(app);
  answerFaults(app);
  await app.register(fastifyMultipart);
  app.addContentTypeParser(
    NDJSON,
    { parseAs: 'string', bodyLimit: eventBytesMax },
    async (_request: unknown, body: string | Buffer) => body,
  );
  bindRoutes(app, deps);
  serveDocs(app);
  await serveApps(app, deps.apps);
  return app;
}
