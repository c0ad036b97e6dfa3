import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';

/**
 * A secret that must not stand on the command line, where every user of the machine can read it: asked for without echo at a
 * terminal, or the first line of what is piped in.
 */
export async function secretInput(
  question: string,
  input: NodeJS.ReadableStream & { isTTY?: boolean } = process.stdin,
): Promise<string> {
  if (input.isTTY !== true) return (await textOf(input as NodeJS.ReadStream)).split(/\r?\n/, 1)[0] ?? '';
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reading = createInterface({ input, output: silent, terminal: true });
  try {
    return await reading.question('');
  } finally {
    reading.close();
    process.stderr.write('\n');
  }
}
