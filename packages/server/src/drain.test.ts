import { describe, expect, it } from 'vitest';
import { answer } from './http/refused.ts';
import { bareServer, headersOf } from './testing/bare-server.ts';

describe('stopping', () => {
  it('lets a request under way finish and takes no new one', async () => {
    let begin = (): void => {};
    let finish = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const app = await bareServer({
      latestApplication: async () => {
        begin();
        await held;
        return answer({ application: null });
      },
    });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const underWay = fetch(`${address}/v1/me/application`, { headers: headersOf('borrower') });
    await begun;
    const closing = app.close();
    const late = await fetch(`${address}/v1/health`).then(
      ({ status }) => status,
      () => 'no connection',
    );
    expect([503, 'no connection']).toContain(late);
    finish();
    expect(await (await underWay).json()).toEqual({ application: null });
    await closing;
  });
});
