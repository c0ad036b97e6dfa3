import { describe, expect, it } from 'vitest';
import { ApiProblem, createClient, type Problem } from './index.ts';

const problem: Problem = {
  type: 'about:blank',
  title: 'Not signed in',
  status: 401,
  detail: 'Please sign in first.',
  code: 'not_signed_in',
  message: { zh: '请先登录。', en: 'Please sign in first.' },
};
const json = (body: unknown, status = 200, type = 'application/json'): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

/** A client over answers given in advance, and what it sent for them. */
function over(answer: () => Response | Promise<Response>, onUnauthenticated?: (problem: Problem) => void) {
  const sent: { url: string; init: RequestInit }[] = [];
  const client = createClient({
    baseUrl: 'http://api',
    fetch: async (url, init) => {
      sent.push({ url: url as string, init: init ?? {} });
      return answer();
    },
    ...(onUnauthenticated === undefined ? {} : { onUnauthenticated }),
  });
  const headers = (): Headers => new Headers(sent.at(-1)?.init.headers);
  return { client, sent, headers };
}
async function refusedWith(call: Promise<unknown>): Promise<ApiProblem> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiProblem)) throw new Error(`expected an ApiProblem, got ${String(error)}`);
  return error;
}

describe('the client', () => {
  it('sends method, address, cookies and body as the operation needs (CL1)', async () => {
    const { client, sent, headers } = over(() => json({ ok: true }));
    await client.quoteDraw({ body: { amountFen: 500_000, tenorMonths: 6, method: 'EQUAL_INSTALMENT' } });
    expect(sent[0]).toMatchObject({
      url: 'http://api/v1/me/draw-quotes',
      init: {
        method: 'POST',
        credentials: 'same-origin',
        body: '{"amountFen":500000,"tenorMonths":6,"method":"EQUAL_INSTALMENT"}',
      },
    });
    expect(headers().get('content-type')).toBe('application/json');
    expect(headers().has('idempotency-key')).toBe(false);
  });

  it('makes an idempotency key per call, and uses the one it is given (CL2)', async () => {
    const { client, headers } = over(() => json({}));
    await client.pauseLine();
    const first = headers().get('idempotency-key');
    await client.pauseLine();
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(headers().get('idempotency-key')).not.toBe(first);
    await client.pauseLine({ idempotencyKey: 'mine-0001' });
    expect(headers().get('idempotency-key')).toBe('mine-0001');
  });

  it('throws the server’s own problem (CL3) and says when there is no session (CL5)', async () => {
    const told: Problem[] = [];
    const { client } = over(
      () => json(problem, 401, 'application/problem+json'),
      (seen) => void told.push(seen),
    );
    expect((await refusedWith(client.home())).problem).toEqual(problem);
    expect(told).toEqual([problem]);
  });

  it('does not take a wrong code for a lost session (CL5)', async () => {
    const told: Problem[] = [];
    const wrong = { ...problem, code: 'code_wrong' };
    const { client } = over(
      () => json(wrong, 401, 'application/problem+json'),
      (seen) => void told.push(seen),
    );
    expect((await refusedWith(client.completeStepUp({ body: { code: '000000' } }))).problem.code).toBe('code_wrong');
    expect(told).toEqual([]);
  });

  it('names a missing answer and one that it cannot read, in both languages (CL4)', async () => {
    const offline = over(() => Promise.reject(new TypeError('fetch failed')));
    const lost = await refusedWith(offline.client.home());
    expect(lost.problem).toMatchObject({ code: 'network', status: 0 });
    const proxy = over(() => new Response('<h1>502</h1>', { status: 502, headers: { 'content-type': 'text/html' } }));
    const unreadable = await refusedWith(proxy.client.home());
    expect(unreadable.problem).toMatchObject({ code: 'unreadable_answer', status: 502 });
    for (const { problem: told } of [lost, unreadable]) expect(told.message.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it('lets a cancelled call be cancelled rather than a problem', async () => {
    const { client } = over(() => Promise.reject(new DOMException('stopped', 'AbortError')));
    const controller = new AbortController();
    controller.abort();
    await expect(client.home({ signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('encodes what goes into addresses and leaves out what is absent (CL6)', async () => {
    const { client, sent } = over(() => json({ items: [], nextCursor: null }));
    await client.searchBorrowers({ query: { q: '张 & 三', limit: 10 } });
    expect(sent[0]?.url).toBe('http://api/v1/staff/borrowers?q=%E5%BC%A0+%26+%E4%B8%89&limit=10');
    await client.getPolicy({ params: { version: 'a/b' } });
    expect(sent[1]?.url).toBe('http://api/v1/staff/policies/a%2Fb');
    expect(client.urls.getNoticePdf({ params: { id: 'n' }, query: { lang: 'en' } })).toBe(
      'http://api/v1/me/notices/n/pdf?lang=en',
    );
  });

  it('sends forms as forms, the browser naming their boundary', async () => {
    const { client, sent, headers } = over(() => json({}));
    const body = { kind: 'INCOME_PROOF', monthlyIncomeFen: 2_000_000, file: new Blob(['x']) };
    await client.addEvidence({ params: { id: 'a' }, body });
    const form = sent[0]?.init.body as FormData;
    expect([form.get('kind'), form.get('monthlyIncomeFen')]).toEqual(['INCOME_PROOF', '2000000']);
    expect(headers().has('content-type')).toBe(false);
  });
});
