import { describe, expect, it } from 'vitest';
import { bareServer, headersOf } from '../testing/bare-server.ts';
import { answer } from './refused.ts';

const quote = {
  planHash: 'p',
  rows: [],
  totalInterestFen: 12_345n,
  costSheet: {
    hash: 'h',
    principalFen: 500_000n,
    items: [],
    annualCostPpb: 109_500_000n,
    annualRateSimplePpb: 109_500_000n,
    dailyRatePpb: 300_000n,
    defaultOnly: [],
    nothingElse: { zh: '无', en: 'none' },
    minimumReadingSeconds: 10,
  },
};
interface ProblemJson {
  code: string;
  field?: string;
  message: { zh: string; en: string };
}

describe('the HTTP shell', () => {
  it('gives money to handlers as bigint and takes it back as JSON integers (S10)', async () => {
    let seen: unknown;
    const app = await bareServer({
      quoteDraw: async ({ body }) => {
        seen = body;
        return answer(quote);
      },
    });
    const payload = { amountFen: 500_000, tenorMonths: 6, method: 'EQUAL_INSTALMENT' };
    const reply = await app.inject({
      method: 'POST',
      url: '/v1/me/draw-quotes',
      payload,
      headers: headersOf('borrower'),
    });
    expect(seen).toEqual({ ...payload, amountFen: 500_000n });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ totalInterestFen: 12_345, costSheet: { annualCostPpb: 109_500_000 } });
    await app.close();
  });

  it('writes null, nested and absent money as the contract says', async () => {
    const series = [{ date: '2026-11-23', limitFen: 5_000_000n }];
    const app = await bareServer({
      repay: async () => answer({ paymentId: '00000000-0000-4000-8000-000000000001', extra: 'never sent' }),
      quoteRepayment: async ({ body }) =>
        body.amountFen === null
          ? answer({
              amountFen: 1n,
              principalFen: 1n,
              interestFen: 0n,
              penaltyFen: 0n,
              feesFen: 0n,
              interestSavedFen: 0n,
              rowsAfter: [],
            })
          : Promise.reject(new Error(`unexpected amount with ${series.length} points`)),
    });
    const body = { loanId: null, mode: 'DUE', amountFen: null };
    const post = (url: string, headers = {}) =>
      app.inject({ method: 'POST', url, payload: body, headers: { ...headersOf('borrower'), ...headers } });
    expect((await post('/v1/me/repayment-quotes')).json()).toMatchObject({ amountFen: 1, rowsAfter: [] });
    const paid = await post('/v1/me/repayments', { 'idempotency-key': 'key-12345678' });
    expect(paid.json()).toEqual({ paymentId: '00000000-0000-4000-8000-000000000001' });
    await app.close();
  });

  it('names the first wrong field in both languages and echoes no value (S7)', async () => {
    const app = await bareServer();
    const bad = async (payload: unknown) =>
      (await app.inject({ method: 'POST', url: '/v1/auth/codes', payload: payload as object })).json<ProblemJson>();
    const problem = await bad({ phone: '13800001111x' });
    expect(problem).toMatchObject({ code: 'invalid_input', field: 'phone' });
    expect(problem.message.zh).toContain('手机号');
    expect(JSON.stringify(problem)).not.toContain('13800001111');
    expect((await bad({})).message.en).toContain('it is required');
    await app.close();
  });

  it('wants an idempotency key where the contract says so (S8)', async () => {
    const app = await bareServer();
    const pause = (key?: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/me/line/pause',
        headers: { ...headersOf('borrower'), ...(key === undefined ? {} : { 'idempotency-key': key }) },
      });
    expect((await pause()).json<ProblemJson>().code).toBe('idempotency_key_needed');
    expect((await pause('short')).statusCode).toBe(400);
    expect((await pause('key-12345678')).statusCode).toBe(404);
    await app.close();
  });

  it('answers every failure as a problem document with a request id (S6)', async () => {
    const lines: string[] = [];
    const app = await bareServer(
      {
        home: async () => {
          throw new Error('lost 13812345678 and 110101199001011234');
        },
      },
      { logLines: lines },
    );
    const fault = await app.inject({ url: '/v1/me', headers: headersOf('borrower') });
    expect(fault.statusCode).toBe(500);
    expect(fault.headers['content-type']).toContain('application/problem+json');
    expect(fault.body).toContain(String(fault.headers['x-request-id']));
    expect(fault.body).not.toContain('lost');
    expect(lines.join('')).toContain('lost [phone] and [id-number]');
    expect(lines.join('')).not.toMatch(/13812345678|110101199001011234/);

    const unknown = await app.inject({ url: '/v1/nothing' });
    expect([unknown.statusCode, unknown.json<ProblemJson>().code]).toEqual([404, 'not_found']);
    const json = { 'content-type': 'application/json' };
    const broken = await app.inject({ method: 'POST', url: '/v1/auth/codes', payload: '{"phone":', headers: json });
    expect([broken.statusCode, broken.json<ProblemJson>().code]).toEqual([400, 'malformed_request']);
    expect(broken.json<ProblemJson>().message).toEqual({
      zh: '请求无法读取：内容不是JSON。',
      en: 'The request cannot be read: the body is not JSON.',
    });
    const xml = await app.inject({
      method: 'POST',
      url: '/v1/auth/codes',
      payload: '<a/>',
      headers: { 'content-type': 'text/xml' },
    });
    expect([xml.statusCode, xml.json<ProblemJson>().code]).toEqual([415, 'unsupported_media']);
    const huge = await app.inject({
      method: 'POST',
      url: '/v1/auth/codes',
      payload: JSON.stringify({ phone: 'x'.repeat(3e6) }),
      headers: json,
    });
    expect([huge.statusCode, huge.json<ProblemJson>().code]).toEqual([413, 'body_too_large']);
    await app.close();
  });

  it('logs the route and never the address, which may hold a phone (S9)', async () => {
    const lines: string[] = [];
    const app = await bareServer({}, { logLines: lines });
    await app.inject({ url: '/v1/demo/outbox?phone=13812345678' });
    expect(lines.some((line) => line.includes('GET /v1/demo/outbox'))).toBe(true);
    expect(lines.join('')).not.toContain('phone=');
    await app.close();
  });

  it('sends security headers with everything, and serves the API for reading', async () => {
    const app = await bareServer();
    const page = await app.inject({ url: '/docs' });
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).toContain('id="quoteDraw"');
    expect(page.body).not.toContain('<script');
    const document = await app.inject({ url: '/openapi.json' });
    expect(document.json()).toMatchObject({ openapi: '3.1.0' });
    await app.close();
  });

  it('takes a form with one file whose bytes show its type (S11)', async () => {
    let seen: unknown;
    const app = await bareServer({
      addEvidence: async ({ body }) => {
        seen = { ...body.fields, fileName: body.file.fileName, mediaType: body.file.mediaType };
        return {
          ok: false,
          refused: { status: 409, title: 't', code: 'seen', field: null, value: null, message: { zh: '', en: '' } },
        };
      },
    });
    const send = async (content: Blob, name: string) => {
      const form = new FormData();
      form.set('kind', 'INCOME_PROOF');
      form.set('file', content, name);
      const encoded = new Response(form);
      return app.inject({
        method: 'POST',
        url: '/v1/me/appeals/00000000-0000-4000-8000-000000000001/evidence',
        payload: Buffer.from(await encoded.arrayBuffer()),
        headers: {
          ...headersOf('borrower'),
          'content-type': encoded.headers.get('content-type') ?? '',
          'idempotency-key': 'key-12345678',
        },
      });
    };
    // The sender says text, the bytes say PDF.
    const pdf = await send(new Blob(['%PDF-1.7 …'], { type: 'text/plain' }), '../工资单.pdf');
    expect(pdf.json<ProblemJson>().code).toBe('seen');
    expect(seen).toEqual({ kind: 'INCOME_PROOF', fileName: '工资单.pdf', mediaType: 'application/pdf' });
    const program = await send(new Blob([new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2])]), 'a.pdf');
    expect([program.statusCode, program.json<ProblemJson>().code]).toEqual([415, 'unsupported_media']);
    const large = await send(new Blob([new Uint8Array(10 * 1024 * 1024 + 1)]), 'a.pdf');
    expect([large.statusCode, large.json<ProblemJson>().code]).toEqual([413, 'file_too_large']);
    await app.close();
  });
});
