import { describe, expect, it } from 'vitest';
import { rememberedKeys } from './remembered-keys.ts';

describe('S32: API keys are remembered for five seconds', () => {
  it('asks once for many requests, and learns of a key taken back', async () => {
    let asked = 0;
    let ms = 0;
    let valid = true;
    const ask = rememberedKeys(
      async () => {
        asked += 1;
        return valid ? { id: 'k', name: 'app', purpose: 'events' as const, feeds: ['app'] } : null;
      },
      () => ms,
    );
    for (let n = 0; n < 10; n += 1) expect((await ask('h'))?.name).toBe('app');
    expect(asked).toBe(1);
    valid = false;
    ms = 4_999;
    expect(await ask('h')).not.toBeNull();
    ms = 5_000;
    expect(await ask('h')).toBeNull();
    expect(await ask('h')).toBeNull();
    expect(asked).toBe(3);
  });
});
