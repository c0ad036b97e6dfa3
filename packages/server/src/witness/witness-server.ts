import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cosigner,
  judgeAddCheckpoint,
  sha256Hex,
  signatureLine,
  type TrustedKeys,
  type WitnessedState,
} from '@clearline/receipts';
import fastify, { type FastifyInstance } from 'fastify';

export interface WitnessOptions {
  readonly name: string;
  /** 32 random bytes of its own. */
  readonly seed: Uint8Array;
  /** The logs it watches, with their keys. */
  readonly trusted: TrustedKeys;
  /** A folder that only this witness writes: one file a log. */
  readonly stateDir: string;
  /** POSIX time in seconds, as it stands in cosignatures. */
  readonly now: () => bigint;
}

const bodyBytesMax = 64 * 1024;

/** What it cosigned last, by origin; a file that cannot be read is an error, never a fresh start. */
class WitnessMemory {
  readonly #dir: string;
  readonly #known = new Map<string, WitnessedState>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  static async open(dir: string, origins: readonly string[]): Promise<WitnessMemory> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const memory = new WitnessMemory(dir);
    for (const origin of origins) {
      const text = await readFile(memory.#fileOf(origin), 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      });
      if (text !== null) memory.#known.set(origin, stateIn(text, memory.#fileOf(origin)));
    }
    return memory;
  }

  stateOf(origin: string): WitnessedState | null {
    return this.#known.get(origin) ?? null;
  }

  /** On disk before it is believed: a witness that forgets what it signed can be led back. */
  async keep(origin: string, state: WitnessedState): Promise<void> {
    const path = this.#fileOf(origin);
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ origin, ...state })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#known.set(origin, state);
  }

  #fileOf(origin: string): string {
    return join(this.#dir, `${sha256Hex(origin).slice(0, 16)}.json`);
  }
}

function stateIn(text: string, path: string): WitnessedState {
  const { size, root } = JSON.parse(text) as Partial<WitnessedState>;
  if (!Number.isSafeInteger(size) || typeof root !== 'string')
    throw new Error(`${path} does not hold a size and a root; restore it, for a witness must not forget`);
  return { size: size as number, root };
}

/** A witness as c2sp.org/tlog-witness describes it, ready to `listen`. Requests are judged one after the other. */
export async function createWitness(options: WitnessOptions): Promise<FastifyInstance> {
  const { name, seed, trusted } = options;
  const memory = await WitnessMemory.open(
    options.stateDir,
    trusted.logs.map(({ origin }) => origin),
  );
  let before: Promise<unknown> = Promise.resolve();

  async function judge(body: string): Promise<{ status: number; type: string; text: string }> {
    const answer = judgeAddCheckpoint(body, (origin) => memory.stateOf(origin), trusted);
    if (answer.status === 409) return { status: 409, type: 'text/x.tlog.size', text: `${answer.size}\n` };
    if (answer.status !== 200) return { status: answer.status, type: 'text/plain', text: `${answer.reason}\n` };
    await memory.keep(answer.checkpoint.origin, answer.state);
    const line = signatureLine(cosigner(name, seed, options.now()), answer.text);
    return { status: 200, type: 'text/plain; charset=utf-8', text: line };
  }

  const app = fastify({ bodyLimit: bodyBytesMax });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/add-checkpoint', async (request, reply) => {
    const turn = before.then(() => judge(typeof request.body === 'string' ? request.body : ''));
    before = turn.catch(() => undefined);
    const { status, type, text } = await turn;
    return reply.code(status).type(type).send(text);
  });
  return app;
}
