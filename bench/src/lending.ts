import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { catchUp } from './lending-catch-up.ts';
import { dayClose, fill } from './lending-close.ts';
import { kernels } from './lending-kernels.ts';
import { ledger } from './lending-ledger.ts';
import { startBenchServer, type BenchServer } from './lending-server.ts';
import { printLine, type Line } from './lending-table.ts';

/**
 * Lending core and ledger: plans and events beside a float loop, ledger transfers beside pgbench, the close of a day beside
 * COPY, and a long catch-up. Parts that are not run keep their former results.
 */
const { values } = parseArgs({
  options: {
    loans: { type: 'string', default: '1000000' },
    part: { type: 'string', multiple: true, default: ['kernels', 'ledger', 'catch-up', 'close'] },
    pgbench: { type: 'string', default: 'pgbench' },
    keep: { type: 'string' },
  },
});
const loans = Number(values.loans);
if (!Number.isInteger(loans) || loans < 1_000)
  throw new Error(`--loans ${values.loans}: a whole number from 1,000 on is needed`);

const onServer: Readonly<Record<string, (server: BenchServer) => Promise<Line[]>>> = {
  ledger: (server) => ledger(server, values.pgbench),
  'catch-up': catchUp,
  fill: (server) => fill(server, loans),
  close: (server) => dayClose(server, loans),
};
const unknown = values.part.find((part) => part !== 'kernels' && onServer[part] === undefined);
if (unknown !== undefined) throw new Error(`--part ${unknown}: there are kernels, ${Object.keys(onServer).join(', ')}`);

const parts: Record<string, readonly Line[]> = {};
if (values.part.includes('kernels')) parts['kernels'] = kernels();
const wanted = values.part.filter((part) => part !== 'kernels');
if (wanted.length > 0) {
  const server = await startBenchServer(values.keep);
  try {
    for (const part of wanted)
      parts[part === 'close' || part === 'fill' ? `${part} of ${loans}` : part] =
        (await onServer[part]?.(server)) ?? [];
  } finally {
    await server.stop();
  }
}

console.log();
for (const [part, lines] of Object.entries(parts)) {
  console.log(part);
  for (const line of lines) printLine(line);
}
const file = 'bench/results/lending.json';
await mkdir('bench/results', { recursive: true });
const before = await readFile(file, 'utf8').then(
  (text) => (JSON.parse(text) as { parts: Record<string, unknown> }).parts,
  () => ({}),
);
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const stamped = Object.fromEntries(Object.entries(parts).map(([part, lines]) => [part, { machine, lines }]));
await writeFile(file, `${JSON.stringify({ parts: { ...before, ...stamped } }, null, 2)}\n`);
