import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { isSignature, outside, OutsideSilent, secretFrom, signatureOf } from './signed-call.ts';

const secret = Buffer.from('a secret of thirty-two bytes ... ');
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
const caller = (url: string, timeoutMs = 2_000) => outside('rail', { url, timeoutMs }, secret, () => 1_700_000_000_900);

describe('calls to the lender’s systems (S41)', () => {
  it('are signed as the Standard Webhooks specification’s example is', () => {
    const key = secretFrom('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') as Uint8Array;
    const [id, time, body] = ['msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'] as const;
    expect(signatureOf(key, id, time, body)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(isSignature('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', key, id, time, body)).toBe(true);
    for (const other of [`${body} `, body.replace('4', '5')])
      expect(isSignature('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', key, id, time, other)).toBe(false);
    for (const wrong of ['', 'secret', 'whsec_short', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])
      expect(secretFrom(wrong)).toBeNull();
  });

  it('carry id, time and a signature over what they say', async () => {
    let seen: Record<string, unknown> = {};
    const url = await serving((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen = { ...request.headers, url: request.url, body: Buffer.concat(chunks).toString() };
        response.end('{"status":"SUCCEEDED"}');
      });
    });
    const reply = await caller(url)({ method: 'POST', path: '/orders', id: 'p1', body: { externalId: 'p1' } });
    expect(reply).toEqual({ status: 200, body: { status: 'SUCCEEDED' } });
    expect(seen).toMatchObject({ url: '/orders', 'webhook-id': 'p1', 'webhook-timestamp': '1700000000' });
    expect(isSignature(String(seen['webhook-signature']), secret, 'p1', 1_700_000_000, String(seen['body']))).toBe(
      true,
    );
  });

  it.each<[string, RequestListener]>([
    ['says nothing in time', () => undefined],
    ['breaks off', (request) => void request.socket.destroy()],
    ['answers 503', (_, response) => void response.writeHead(503).end('{}')],
    ['answers a page', (_, response) => void response.end('<html>')],
    ['sends elsewhere', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ])('a system that %s is silent, and nothing is made of it', async (_what, listener) => {
    const call = caller(await serving(listener), 300);
    await expect(call({ method: 'GET', path: '/orders/1', id: '1' })).rejects.toBeInstanceOf(OutsideSilent);
  });
});
