import type { AccessQueries } from './access.ts';

/** A key that was taken back stops working within this time. */
const REMEMBERED_MS = 5_000;
/** Keys are a handful; strings that are none are not remembered. */
const REMEMBERED_MAX = 100;

type Ask = AccessQueries['apiKeyByHash'];

/** Looks an API key up at most every few seconds: a feed sends hundreds of requests a second with the same one. */
export const rememberedKeys = (ask: Ask, now: () => number = Date.now): Ask => {
  const known = new Map<string, { readonly found: Awaited<ReturnType<Ask>>; readonly until: number }>();
  return async (keyHash) => {
    const before = known.get(keyHash);
    if (before !== undefined && now() < before.until) return before.found;
    const found = await ask(keyHash);
    known.delete(keyHash);
    if (found !== null && known.size < REMEMBERED_MAX) known.set(keyHash, { found, until: now() + REMEMBERED_MS });
    return found;
  };
};
