import { writeFile } from 'node:fs/promises';
import { formatVectors, makeVectors } from './vectors.ts';

/** Writes the vectors to the file named: `node scripts/run-ts.mjs packages/lending/src/reference/write-vectors.ts FILE`. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('name the file to write');
await writeFile(path, formatVectors(makeVectors()));
