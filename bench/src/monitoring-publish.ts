import { readFile } from 'node:fs/promises';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { everyday } from './monitoring-lines.ts';

/** The lender’s systems once more, in a process of their own: publish events to a stream as fast as it acknowledges them. */
export interface PublishOrder {
  readonly servers: string;
  readonly subject: string;
  readonly idsFile: string;
  readonly name: string;
  readonly events: number;
}
export interface PublishReport {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Published and not yet acknowledged by the stream, at most. */
const UNACKNOWLEDGED_MAX = 1_000;

const order = JSON.parse(process.argv[2] ?? '') as PublishOrder;
const ids = (await readFile(order.idsFile, 'utf8')).trim().split('\n');
const connection = await connect({ servers: order.servers });
const stream = jetstream(connection);
const cpu = process.cpuUsage();
const started = performance.now();
for (let made = 0; made < order.events; ) {
  const some = Math.min(UNACKNOWLEDGED_MAX, order.events - made);
  await Promise.all(
    Array.from({ length: some }, () => {
      made += 1;
      const borrowerId = ids[Math.floor(Math.random() * ids.length)];
      const event = { borrowerId, ...everyday(`${order.name}-${made}`, new Date().toISOString(), made) };
      return stream.publish(order.subject, JSON.stringify(event));
    }),
  );
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
await connection.close();
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 } satisfies PublishReport));
