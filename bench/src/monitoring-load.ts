import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { everyday, sign } from './monitoring-lines.ts';

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
  /** Each so many events one that calls for a decision, of the next borrower in turn; null for none. */
  readonly signEvery: number | null;
  /** Whom these are about. */
  readonly signIdsFile: string;
}
export interface LoadReport {
  readonly accepted: number;
  readonly decisions: number;
  readonly seconds: number;
  /** Milliseconds, ascending; empty for batches. */
  readonly latencies: readonly number[];
  /** Of the events that came back with a decision. */
  readonly decisionLatencies: readonly number[];
  /** What sending and reading took of this process. */
  readonly cpuSeconds: number;
}

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const idsIn = async (file: string): Promise<string[]> => (await readFile(file, 'utf8')).trim().split('\n');
const ids = await idsIn(order.idsFile);
const signIds = await idsIn(order.signIdsFile);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let made = 0;
let signs = 0;
let decisions = 0;
const ascending = (list: number[]): number[] => list.sort((a, b) => a - b);
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage(cpuAtStart);
  return (user + system) / 1e6;
};

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
  const [id, at] = [`${order.name}-${made}`, new Date().toISOString()];
  if (order.signEvery !== null && made % order.signEvery === 0) {
    signs += 1;
    return JSON.stringify({ borrowerId: signIds[signs % signIds.length], ...sign(id, at, signs) });
  }
  const borrowerId = ids[Math.floor(Math.random() * ids.length)];
  return JSON.stringify({ borrowerId, ...everyday(id, at, made) });
};

/** How many were told of a decision; events that were not accepted are no result to measure. */
const taken = (text: string, sent: number): number => {
  const accepted = text.split('"ACCEPTED"').length - 1;
  if (accepted !== sent)
    throw new Error(`${sent - accepted} of ${sent} events were not accepted: ${text.slice(0, 500)}`);
  const told = sent - (text.split('"decisionId":null').length - 1);
  decisions += told;
  return told;
};

const atRate = async (rate: number): Promise<LoadReport> => {
  const latencies: number[] = [];
  const decisionLatencies: number[] = [];
  const started = performance.now();
  const sends: Promise<void>[] = [];
  for (let n = 0; n < rate * order.seconds; n += 1) {
    const due = started + (n * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    sends.push(
      post('application/json', nextEvent()).then((text) => {
        const latency = performance.now() - due;
        latencies.push(latency);
        if (taken(text, 1) > 0) decisionLatencies.push(latency);
      }),
    );
  }
  await Promise.all(sends);
  const seconds = (performance.now() - started) / 1000;
  return {
    accepted: latencies.length,
    decisions,
    seconds,
    latencies: ascending(latencies),
    decisionLatencies: ascending(decisionLatencies),
    cpuSeconds: cpuSeconds(),
  };
};

const inBatches = async (): Promise<LoadReport> => {
  const started = performance.now();
  let accepted = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() - started < order.seconds * 1000) {
      const lines = Array.from({ length: order.batch }, nextEvent);
      const text = await post('application/x-ndjson', lines.join('\n'));
      taken(text, order.batch);
      accepted += order.batch;
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, lane));
  const seconds = (performance.now() - started) / 1000;
  return { accepted, decisions, seconds, latencies: [], decisionLatencies: [], cpuSeconds: cpuSeconds() };
};

const cpuAtStart = process.cpuUsage();
const report = order.rate === null ? await inBatches() : await atRate(order.rate);
agent.destroy();
console.log(JSON.stringify(report));
