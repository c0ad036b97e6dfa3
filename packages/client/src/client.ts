import type { Api, ApiUrls, FormBody, OperationData, Problem } from './generated/api.ts';
import { operations } from './generated/api.ts';
import { ApiProblem, networkProblem, unreadableProblem } from './problem.ts';

export interface ClientOptions {
  /** Where the API lives, without a trailing slash; '' for the page's own origin. */
  readonly baseUrl: string;
  /** A substitute for the global `fetch`, for tests. */
  readonly fetch?: typeof fetch;
  /** Sent as a bearer key; for a lender's own systems, never for pages. */
  readonly apiKey?: string;
  /** Called when the session is missing or over, before the problem is thrown. */
  readonly onUnauthenticated?: (problem: Problem) => void;
}

export interface Client extends Api {
  readonly urls: ApiUrls;
}

interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

function urlOf(baseUrl: string, operation: OperationData, input: Input): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = input.params?.[name];
    if (value === undefined) throw new Error(`${operation.method} ${operation.path} needs params.${name}.`);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `${baseUrl}${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
}

function formOf(body: FormBody): FormData {
  if (body instanceof FormData) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    form.set(name, value instanceof Blob ? value : String(value));
  }
  return form;
}

function requestOf(options: ClientOptions, operation: OperationData, input: Input): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
  if (operation.idempotent) headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID();
  const request: RequestInit = { method: operation.method, headers, credentials: 'same-origin' };
  if (input.signal !== undefined) request.signal = input.signal;
  if (operation.form) {
    request.body = formOf(input.body as FormBody);
  } else if (input.body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(input.body);
  }
  return request;
}

async function problemOf(response: Response): Promise<Problem> {
  if (!(response.headers.get('content-type') ?? '').startsWith('application/problem+json')) {
    return unreadableProblem(response.status);
  }
  return (await response.json()) as Problem;
}

async function send(options: ClientOptions, operation: OperationData, input: Input): Promise<unknown> {
  const url = urlOf(options.baseUrl, operation, input);
  const request = requestOf(options, operation, input);
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(url, request);
  } catch (error) {
    if (input.signal?.aborted) throw error;
    throw new ApiProblem(networkProblem(error));
  }
  if (response.ok) return operation.reply === 'json' ? response.json() : response.blob();
  const problem = await problemOf(response);
  if (problem.code === 'not_signed_in') options.onUnauthenticated?.(problem);
  throw new ApiProblem(problem);
}

/**
 * A typed client: one method per operation of the API, each taking `{ params, query, body, idempotencyKey, signal }` as
 * the operation needs. Sessions travel in cookies. Where the API wants an idempotency key and none is given, one is made
 * per call; pass your own to repeat a call safely. Every failure is thrown as `ApiProblem`.
 */
export function createClient(options: ClientOptions): Client {
  const methods: Record<string, unknown> = {};
  const urls: Record<string, unknown> = {};
  for (const [name, operation] of Object.entries(operations)) {
    methods[name] = (input: Input = {}) => send(options, operation, input);
    if (operation.reply === 'bytes') urls[name] = (input: Input) => urlOf(options.baseUrl, operation, input);
  }
  return { ...methods, urls } as unknown as Client;
}
