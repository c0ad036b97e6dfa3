import { type Client, createClient } from '@clearline/client';
import type { BrowserContext } from 'playwright-core';

/** The typed client with the cookies of a browser context: whoever signs in here is signed in on its pages, and the reverse. */
export function apiOf(context: BrowserContext, baseUrl: string, apiKey?: string): Client {
  const viaContext: typeof fetch = async (url, init = {}) => {
    if (typeof url !== 'string') throw new TypeError('the client gives its addresses as text');
    const reply = await context.request.fetch(url, {
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      ...(typeof init.body === 'string' ? { data: init.body } : {}),
    });
    const headers = { 'content-type': reply.headers()['content-type'] ?? '' };
    return new Response(new Uint8Array(await reply.body()), { status: reply.status(), headers });
  };
  return createClient({ baseUrl, fetch: viaContext, ...(apiKey === undefined ? {} : { apiKey }) });
}
