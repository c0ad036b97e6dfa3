import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cosigner, verifierKeyText } from '@clearline/receipts';
import { createWitness } from '@clearline/server';
import type { Command } from '../command.ts';
import { trustedOf } from '../log-keys-file.ts';
import { CommandRefused } from '../policy/files.ts';

const SEED = /^[0-9a-f]{64}$/;

/** The witness’s own key: made on first use, readable by its owner only. */
const seedIn = async (dir: string): Promise<Uint8Array> => {
  const path = join(dir, 'witness-key');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // 'wx' never overwrites: a key that is there stays.
  await writeFile(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  const text = (await readFile(path, 'utf8')).trim();
  if (!SEED.test(text)) throw new CommandRefused(`${path} does not hold a key of 64 hexadecimal digits`);
  return Buffer.from(text, 'hex');
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new CommandRefused(`--port ${text} is not a port`);
  return port;
};

const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

export const witness: Command = {
  name: 'witness',
  summary: 'watch logs and cosign what only grew (C2SP tlog-witness); keeps its own state and never goes back',
  usage: '--name NAME --state DIR --log KEY-OR-FILE… [--port N] [--host ADDRESS]',
  async run(parameters) {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        name: { type: 'string' },
        state: { type: 'string' },
        log: { type: 'string', multiple: true, default: [] },
        port: { type: 'string', default: '7380' },
        host: { type: 'string', default: '127.0.0.1' },
      },
    });
    const { name, state } = values;
    if (name === undefined || state === undefined || values.log.length === 0) {
      console.error(`Usage: clearline witness ${witness.usage}`);
      return 2;
    }
    try {
      const port = portOf(values.port);
      const [trusted, seed] = [await trustedOf(values.log), await seedIn(state)];
      const app = await createWitness({
        name,
        seed,
        trusted,
        stateDir: state,
        now: () => BigInt(Math.floor(Date.now() / 1000)),
      });
      const url = await app.listen({ host: values.host, port });
      console.log(`Witness ${name} on ${url}, watching ${trusted.logs.map(({ origin }) => origin).join(', ')}`);
      console.log(`Its public key: ${verifierKeyText(cosigner(name, seed, 0n).key)}`);
      await untilInterrupted();
      await app.close();
      return 0;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      return 2;
    }
  },
};
