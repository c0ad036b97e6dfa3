import type { FastifyInstance } from 'fastify';

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
  readonly bytes: Buffer;
  readonly type: string;
}
export interface Api {
  get<T>(path: string): Promise<Reply<T>>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, key?: string): Promise<Reply<T>>;
  upload<T>(path: string, form: FormData, key?: string): Promise<Reply<T>>;
}

let made = 0;
const freshKey = (): string => `test-key-${String((made += 1)).padStart(8, '0')}`;

/** Somebody who calls the API and keeps the cookies it sets, as a browser does. */
export function apiOf(app: FastifyInstance, headers: Readonly<Record<string, string>> = {}): Api {
  const cookies = new Map<string, string>();
  async function call<T>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    extra: Readonly<Record<string, string>>,
    payload?: string | Buffer,
  ): Promise<Reply<T>> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.inject({
      method,
      url: path,
      headers: { ...headers, ...extra, ...(cookie === '' ? {} : { cookie }) },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of response.cookies) cookies.set(name, value);
    const type = String(response.headers['content-type'] ?? '');
    const body = (type.includes('json') ? response.json() : null) as T;
    return { status: response.statusCode, body, bytes: response.rawPayload, type };
  }
  return {
    get: (path) => call('GET', path, {}),
    send(method, path, body, key = freshKey()) {
      const extra = { 'idempotency-key': key };
      if (body === undefined) return call(method, path, extra);
      return call(method, path, { ...extra, 'content-type': 'application/json' }, JSON.stringify(body));
    },
    async upload(path, form, key = freshKey()) {
      const encoded = new Response(form);
      const type = encoded.headers.get('content-type') ?? '';
      const payload = Buffer.from(await encoded.arrayBuffer());
      return call('POST', path, { 'content-type': type, 'idempotency-key': key }, payload);
    },
  };
}
