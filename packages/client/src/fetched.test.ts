import { describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';

describe('the code of a page', () => {
  const missing = new TypeError('Failed to fetch dynamically imported module: /assets/notice.js');
  const away = () => Promise.reject(missing);

  it('is what was fetched', async () => {
    await expect(fetched(() => Promise.resolve({ page: 1 }))()).resolves.toEqual({ page: 1 });
  });

  it('that a newer version replaced fails as the browser says, so that the router loads the app again', async () => {
    await expect(fetched(away, () => true)()).rejects.toBe(missing);
  });

  it('fails under another name without a network, and keeps the cause', async () => {
    const failure = await fetched(away, () => false)().catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringMatching(/^There is no network/), cause: missing });
  });
});
