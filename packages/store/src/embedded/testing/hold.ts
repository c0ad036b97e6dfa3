/** A process that relies on the embedded database until it is told to stop, for tests that kill it. */
import { startEmbeddedPostgres } from '../index.ts';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: hold.ts DATA_DIR');
const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
console.log(JSON.stringify({ url: server.url, pid: server.pid }));
process.once('SIGTERM', () => void server.stop());
