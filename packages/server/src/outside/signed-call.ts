import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long one of the lender’s systems may take, unless the lender file says otherwise. */
export const CALL_TIMEOUT_MS = 10_000;

/** Where one of the lender’s systems is reached. */
export interface Endpoint {
  readonly url: string;
  readonly timeoutMs: number;
}

/** A system of the lender that gave no usable answer; nothing follows from that but that it is asked again. */
export class OutsideSilent extends Error {
  constructor(system: string, detail: string) {
    super(`${system}: ${detail}`);
    this.name = 'OutsideSilent';
  }
}

/**
 * Signature of a call by the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 over id, time and body, so
 * that a call can be neither forged nor altered, and an old one is known as such.
 */
export function signatureOf(secret: Uint8Array, id: string, timestamp: number, body: string): string {
  const digest = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${digest}`;
}

/** Whether a signature is ours, in a time that tells nothing of how much of it is right. */
export function isSignature(given: string, secret: Uint8Array, id: string, timestamp: number, body: string): boolean {
  const [expected, actual] = [Buffer.from(signatureOf(secret, id, timestamp, body)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,}={0,2})$/;

/** The key of a secret as the specification writes it, `whsec_` and base64 of at least 24 bytes; null when it is not one. */
export function secretFrom(text: string): Uint8Array | null {
  const [, base64] = SECRET.exec(text) ?? [];
  return base64 === undefined ? null : Buffer.from(base64, 'base64');
}

export interface OutsideReply {
  readonly status: number;
  readonly body: unknown;
}
export interface OutsideCall {
  readonly method: 'GET' | 'POST';
  /** Below the endpoint’s address. */
  readonly path: string;
  /** The same for every attempt at one deed: the receiver does it once. */
  readonly id: string;
  readonly body?: unknown;
  /** How the answer is read; JSON when not said. */
  readonly as?: 'json' | 'text';
}
/** Calls one of the lender’s systems, signed. */
export type Outside = (call: OutsideCall) => Promise<OutsideReply>;

/** What was answered, as JSON where it is JSON. */
async function replyOf(system: string, response: Response, as: 'json' | 'text'): Promise<OutsideReply> {
  const text = await response.text();
  if (as === 'text') return { status: response.status, body: text };
  if (text === '') return { status: response.status, body: null };
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch {
    // An error page of a proxy is no answer of the system behind it, whatever its status says.
    throw new OutsideSilent(system, `answered ${response.status} with something that is not JSON`);
  }
}

/**
 * A system behind an endpoint.
 * @throws OutsideSilent where no answer came in time, or one that says nothing (5xx, no JSON).
 */
export function outside(system: string, endpoint: Endpoint, secret: Uint8Array, now: () => number = Date.now): Outside {
  return async ({ method, path, id, body, as = 'json' }) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const timestamp = Math.floor(now() / 1000);
    const headers = {
      accept: as === 'json' ? 'application/json' : 'text/csv',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(secret, id, timestamp, text),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const init = { method, headers, redirect: 'error', ...(body === undefined ? {} : { body: text }) } as const;
    let reply: OutsideReply;
    try {
      const signal = AbortSignal.timeout(endpoint.timeoutMs);
      reply = await replyOf(system, await fetch(`${endpoint.url}${path}`, { ...init, signal }), as);
    } catch (error) {
      if (error instanceof OutsideSilent) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
      throw new OutsideSilent(system, `${error instanceof Error ? error.message : String(error)} ${cause}`.trim());
    }
    if (reply.status >= 500) throw new OutsideSilent(system, `answered ${reply.status}`);
    return reply;
  };
}
