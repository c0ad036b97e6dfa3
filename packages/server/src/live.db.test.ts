import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { compilePolicySet, dateOf, DEMO_LENDER, type PolicySet } from '@clearline/line';
import { createTestDatabase, newId, openStore, readPolicyFiles, type Store } from '@clearline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverLog } from './http/log.ts';
import { readLenderFile } from './lender-file/lender-file.ts';
import { type Lender, openLender } from './open-lender.ts';
import { type Adapters, httpAdapters } from './outside/adapters.ts';
import { isSignature } from './outside/signed-call.ts';
import { hashPassword } from './sign-in/passwords.ts';
import { newToken, tokenHash } from './sign-in/tokens.ts';
import { type Api, apiOf } from './testing/api.ts';

/** A real lender, end to end: its payment rail, bureau and message service are one small HTTP server on this machine. */
type Mode = 'SUCCEED' | 'FAIL' | 'PENDING' | 'SILENT';
interface Problem {
  readonly code: string;
}
const secret = new Uint8Array(randomBytes(32));
const report = {
  reportDate: '2026-11-20',
  overdueAccounts: 0,
  overdueDaysMax: 0,
  overdueAmountFen: 0,
  hardEnquiries1m: 0,
  hardEnquiries3m: 1,
  unsettledLenders: 1,
  newLenders3m: 0,
  totalDebtFen: 2_000_000,
  monthlyDebtServiceFen: 150_000,
  overdueMonths24m: 0,
  consecutiveOverdueMonths24m: 0,
};

const today = (): string => dateOf(new Date().toISOString());

class Outside {
  mode: Mode = 'SUCCEED';
  bureauUp = true;
  unsigned = 0;
  readonly orders = new Map<string, { status: string; asked: number; amountFen: number }>();
  readonly messages: { id: string; phone: string; body: { zh: string } }[] = [];
  readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = request.headers;
      if (!isSignature(String(signature), secret, String(id), Number(time), body)) this.unsigned += 1;
      const said = this.answer(request.method ?? '', request.url ?? '', body === '' ? {} : JSON.parse(body));
      if (said !== null) response.writeHead(said.status).end(JSON.stringify(said.body));
    });
  });

  answer(method: string, url: string, body: Record<string, unknown>): { status: number; body: unknown } | null {
    if (url === '/messages') {
      this.messages.push(body as unknown as (typeof this.messages)[number]);
      return { status: 202, body: {} };
    }
    if (url === '/enquiries') return this.bureauUp ? { status: 200, body: report } : { status: 503, body: {} };
    if (url.startsWith('/files/')) return { status: 404, body: {} };
    if (method === 'POST') return this.order(String(body['externalId']), Number(body['amountFen']));
    const known = this.orders.get(url.slice('/orders/'.length));
    if (known !== undefined) known.asked += 1;
    return known === undefined
      ? { status: 404, body: {} }
      : { status: 200, body: { status: known.status, date: today() } };
  }

  order(id: string, amountFen: number): { status: number; body: unknown } | null {
    const known = this.orders.get(id);
    const fresh = { SUCCEED: 'SUCCEEDED', FAIL: 'FAILED', PENDING: 'PENDING', SILENT: 'SUCCEEDED' }[this.mode];
    const status = known?.status ?? fresh;
    this.orders.set(id, known ?? { status, asked: 0, amountFen });
    return this.mode === 'SILENT' ? null : { status: 200, body: { status, date: today() } };
  }

  codeFor(phone: string): string {
    const sent = this.messages.findLast((message) => message.phone === phone && /\d{6}/.test(message.body.zh));
    return /\d{6}/.exec(sent?.body.zh ?? '')?.[0] ?? '';
  }
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let store: Store;
let policies: PolicySet;
let adapters: Adapters;
let lender: Lender;
const outside = new Outside();
const example = readFileSync(new URL('../../../docs/guides/lender.example.json', import.meta.url), 'utf8');
const terms = readLenderFile(example, 'lender.example.json').lender;

const open = (of: Partial<Parameters<typeof openLender>[0]> = {}): Promise<Lender> =>
  openLender({
    store,
    bookId: 'main',
    lender: terms,
    policies,
    apps: { borrower: null, console: null },
    adapters,
    log: serverLog('silent'),
    version: 'test',
    takeOver: true,
    ...of,
  });

async function until<T>(ask: () => Promise<T>, ready: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; ; ) {
    const value = await ask();
    if (ready(value)) return value;
    if (Date.now() > end) throw new Error(`not ready: ${JSON.stringify(value)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

async function borrower(phone: string): Promise<Api> {
  const api = apiOf(lender.app);
  await api.send('POST', '/v1/auth/codes', { phone });
  const signedIn = await api.send('POST', '/v1/auth/sessions', { phone, code: outside.codeFor(phone) });
  expect(signedIn.status, JSON.stringify(signedIn.body)).toBe(200);
  return api;
}

async function applyAs(api: Api, idNumber: string) {
  await api.send('POST', '/v1/me/identity', { name: '张三丰', idNumber });
  const consents = await api.get<{ items: { kind: string; version: string }[] }>('/v1/me/consents');
  for (const { kind, version } of consents.body.items)
    await api.send('PUT', `/v1/me/consents/${kind}`, { given: true, version });
  const input = { kind: 'CONSUMER', monthlyIncomeFen: 1_500_000, employment: 'EMPLOYED', monthsInWork: 48 };
  return api.send<Problem & { status: string; offer: { costSheet: { hash: string } } | null }>(
    'POST',
    '/v1/me/applications',
    input,
  );
}

const reading = (costSheetHash: string) => ({ costSheetHash, readSeconds: 30, scrolledToEnd: true, confirmed: true });

async function draw(api: Api, amountFen: number) {
  const input = { amountFen, tenorMonths: 6, method: 'EQUAL_INSTALMENT' };
  const quote = await api.send<{ planHash: string; costSheet: { hash: string } }>('POST', '/v1/me/draw-quotes', input);
  const order = { ...input, purpose: 'DAILY', accountTail: '1234', planHash: quote.body.planHash };
  const drawn = await api.send<{ loanId: string; paymentId: string }>('POST', '/v1/me/draws', {
    ...order,
    ...reading(quote.body.costSheet.hash),
  });
  expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
  return drawn.body;
}
const loanState = (api: Api, id: string) => async () =>
  (await api.get<{ state: string }>(`/v1/me/loans/${id}`)).body.state;

describe('a real lender, its systems behind signed HTTP', () => {
  let me: Api;

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      outside.server.listen(0, '127.0.0.1', resolve);
    });
    const address = outside.server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const endpoint = { url, timeoutMs: 400 };
    adapters = httpAdapters({ rail: endpoint, messages: endpoint, bureau: endpoint }, secret);
    database = await createTestDatabase();
    store = await openStore({ databaseUrl: database.url, masterKey: new Uint8Array(randomBytes(32)) });
    const files = await readPolicyFiles(fileURLToPath(new URL('../../../policies', import.meta.url)));
    const compiled = compilePolicySet(files, new Date().toISOString().slice(0, 10));
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    policies = compiled.policies;
    lender = await open();
  });
  afterAll(async () => {
    outside.server.closeAllConnections();
    outside.server.close();
    await lender.close();
    await store.close();
    await database.drop();
  });

  it('has nothing of a demo: no outbox, no clock, no well-known password or key', async () => {
    const api = apiOf(lender.app);
    expect((await api.get('/v1/demo/outbox?phone=13800001111')).status).toBe(404);
    expect((await api.get('/v1/demo/clock')).status).toBe(404);
    const password = { email: 'reviewer@demo.clearline.example', password: 'clearline-demo' };
    expect((await api.send('POST', '/v1/staff/sessions', password)).status).toBe(401);
    const demoKey = apiOf(lender.app, { authorization: 'Bearer clearline-demo-key' });
    expect((await demoKey.send('POST', '/v1/events', { events: [] })).status).toBe(401);
  });

  it('lets in the staff that its operator added', async () => {
    const passwordHash = await hashPassword('a long enough passphrase');
    const member = { id: newId(), staffNo: 'B1', name: '李', email: 'li@lender.example', passwordHash };
    await store.queries('main').putStaff({ ...member, roles: ['operator'] });
    const api = apiOf(lender.app);
    const given = { email: 'li@lender.example', password: 'a long enough passphrase' };
    expect((await api.send('POST', '/v1/staff/sessions', given)).status).toBe(200);
    expect((await api.get('/v1/staff/me')).body).toMatchObject({ staffNo: 'B1' });
  });

  it('records nothing while the bureau is silent, and goes on when it speaks', async () => {
    me = await borrower('13900001111');
    outside.bureauUp = false;
    const silent = await applyAs(me, '110101199001011234');
    expect([silent.status, silent.body.code]).toEqual([503, 'unavailable']);
    expect((await me.get('/v1/me/application')).body).toEqual({ application: null });
    outside.bureauUp = true;
    const applied = await applyAs(me, '110101199001011234');
    expect(applied.body.status, JSON.stringify(applied.body)).toBe('OFFERED');
    const accepted = await me.send(
      'POST',
      '/v1/me/offer/acceptance',
      reading(applied.body.offer?.costSheet.hash ?? ''),
    );
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
  });

  it('pays, and fails, as the rail says', async () => {
    const paid = await draw(me, 100_000);
    await until(loanState(me, paid.loanId), (state) => state === 'ACTIVE');
    outside.mode = 'FAIL';
    const failed = await draw(me, 110_000);
    await until(loanState(me, failed.loanId), (state) => state === 'FAILED');
    outside.mode = 'SUCCEED';
  });

  it('asks a silent rail and never guesses: the order is given once (S15)', async () => {
    outside.mode = 'SILENT';
    const { loanId, paymentId } = await draw(me, 120_000);
    await until(async () => outside.orders.has(paymentId), Boolean);
    expect(await loanState(me, loanId)()).toBe('PENDING');
    outside.mode = 'SUCCEED';
    await until(loanState(me, loanId), (state) => state === 'ACTIVE');
    expect(outside.orders.get(paymentId)?.asked).toBeGreaterThan(0);
  });

  it('takes the rail’s own word once, by its key alone, and refuses another word (S16)', async () => {
    outside.mode = 'PENDING';
    const { loanId, paymentId } = await draw(me, 50_000);
    await until(async () => outside.orders.has(paymentId), Boolean);
    const queries = store.queries('main');
    const keys = { rail: newToken(), events: newToken() };
    for (const purpose of ['rail', 'events'] as const) {
      const keyHash = tokenHash(keys[purpose]);
      await queries.putApiKey({
        id: newId(),
        name: purpose,
        purpose,
        feeds: ['*'],
        keyHash,
        createdAt: new Date().toISOString(),
      });
    }
    const answer = { externalId: paymentId, status: 'SUCCEEDED', date: today() };
    const taken = { externalId: paymentId, status: 'SUCCEEDED' };
    const tell = (key: string, body: unknown) =>
      apiOf(lender.app, { authorization: `Bearer ${key}` }).send<Problem>('POST', '/v1/rail/answers', body);
    expect((await tell(keys.events, answer)).status).toBe(401);
    expect((await me.send('POST', '/v1/rail/answers', answer)).status).toBe(401);
    expect((await tell(keys.rail, { ...answer, externalId: newId() })).status).toBe(404);
    expect((await tell(keys.rail, { ...answer, date: '2099-01-01' })).status).toBe(422);
    expect((await tell(keys.rail, answer)).body).toEqual({ ...taken, repeated: false });
    expect(await loanState(me, loanId)()).toBe('ACTIVE');
    expect((await tell(keys.rail, answer)).body).toEqual({ ...taken, repeated: true });
    const other = await tell(keys.rail, { ...answer, status: 'FAILED' });
    expect([other.status, other.body.code]).toEqual([409, 'payment_answered_otherwise']);
    outside.mode = 'SUCCEED';
  });

  it('sends each notice once as a message, and signs every call', async () => {
    await until(
      async () => (await store.queries('main').outboxDepth()).waiting,
      (waiting) => waiting === 0,
    );
    const notices = outside.messages.filter((message) => !/验证码/.test(message.body.zh));
    expect(notices.length).toBeGreaterThan(0);
    expect(new Set(notices.map((message) => message.id)).size).toBe(notices.length);
    expect(outside.unsigned).toBe(0);
  });

  it('closes its days by itself, and its books balance and replay', async () => {
    await until(
      async () => lender.book.lastClosedDate,
      (date) => date !== null,
    );
    const audited = await store.audit('main', { noticeDays: terms.noticeDays, policies });
    expect([audited.differences, audited.violations]).toEqual([[], []]);
  });

  it('does not open as a demo', async () => {
    await lender.close();
    await expect(open({ adapters: null, lender: DEMO_LENDER })).rejects.toMatchObject({ code: 'wrong_lender' });
    lender = await open();
  });
});
