import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { everyday } from './monitoring-lines.ts';

/**
 * The lender’s systems, in a process of their own: sends events at a rate or in batches and prints what came of it as one
 * line of JSON. Latency counts from when an event was due to be sent, so that a stall counts for all that waited behind it.
 */
export interface LoadOrder {
  readonly url: string;
  readonly apiKey: string;
  readonly idsFile: string;
  readonly seconds: number;
  /** Tells one phase’s events from another’s. */
  readonly name: string;
  /** Single events a second; null for batches as fast as they are taken. */
  readonly rate: number | null;
  readonly batch: number;
  readonly inFlight: number;
}
export interface LoadReport {
  readonly accepted: number;
  readonly decisions: number;
  readonly seconds: number;
  /** Milliseconds, ascending; empty for batches. */
  readonly latencies: readonly number[];
}

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const ids = (await readFile(order.idsFile, 'utf8')).trim().split('\n');
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let made = 0;
let decisions = 0;

const post = (type: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const headers = { 'content-type': type, authorization: `Bearer ${order.apiKey}`, 'content-length': length };
    const sent = request(order.url, { method: 'POST', agent, headers }, (reply) => {
      let text = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => (text += part));
      reply.on('end', () =>
        reply.statusCode === 200 ? resolve(text) : reject(new Error(`${reply.statusCode} ${text}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

const nextEvent = (): string => {
  made += 1;
  const borrowerId = ids[Math.floor(Math.random() * ids.length)];
  return JSON.stringify({ borrowerId, ...everyday(`${order.name}-${made}`, new Date().toISOString(), made) });
};

/** How many were accepted; anything else is no result to measure. */
const taken = (text: string, sent: number): number => {
  const accepted = text.split('"ACCEPTED"').length - 1;
  if (accepted !== sent)
    throw new Error(`${sent - accepted} of ${sent} events were not accepted: ${text.slice(0, 500)}`);
  decisions += sent - (text.split('"decisionId":null').length - 1);
  return accepted;
};

const atRate = async (rate: number): Promise<LoadReport> => {
  const latencies: number[] = [];
  const started = performance.now();
  const sends: Promise<void>[] = [];
  for (let n = 0; n < rate * order.seconds; n += 1) {
    const due = started + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    sends.push(
      post('application/json', nextEvent()).then((text) => {
        taken(text, 1);
        latencies.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(sends);
  const seconds = (performance.now() - started) / 1000;
  return { accepted: latencies.length, decisions, seconds, latencies: latencies.sort((a, b) => a - b) };
};

const inBatches = async (): Promise<LoadReport> => {
  const started = performance.now();
  let accepted = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - started < order.seconds * 1000) {
      const lines = Array.from({ length: order.batch }, nextEvent);
      const text = await post('application/x-ndjson', lines.join('\n'));
      accepted += taken(text, order.batch);
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, lane));
  return { accepted, decisions, seconds: (performance.now() - started) / 1000, latencies: [] };
};

const report = order.rate === null ? await inBatches() : await atRate(order.rate);
agent.destroy();
console.log(JSON.stringify(report));
