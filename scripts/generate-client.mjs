/**
 * Writes the OpenAPI document and the typed client from the route table of packages/server.
 *
 *   node scripts/generate-client.mjs           writes packages/client/src/generated/
 *   node scripts/generate-client.mjs --check   fails when what is written there is stale
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { clientSource } from './lib/client-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = join(root, 'packages/client/src/generated');

async function loadDocument() {
  const cacheDir = join(root, 'node_modules/.cache');
  await mkdir(cacheDir, { recursive: true });
  // Inside node_modules, so that the bundle can import zod from where it lies.
  const dir = await mkdtemp(join(cacheDir, 'clearline-contract-'));
  try {
    const outfile = join(dir, 'document.mjs');
    await build({
      entryPoints: [join(root, 'packages/server/src/openapi/document.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'error',
    });
    const { openApiDocument } = await import(pathToFileURL(outfile).href);
    return openApiDocument();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

const document = await loadDocument();
const files = {
  'openapi.json': `${JSON.stringify(document, null, 1)}\n`,
  'api.ts': clientSource(document),
};
const check = process.argv.includes('--check');
const stale = [];
await mkdir(outDir, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const path = join(outDir, name);
  if ((await readIfThere(path)) === text) continue;
  stale.push(name);
  if (!check) await writeFile(path, text);
}
if (check && stale.length > 0) {
  console.error(
    `packages/client/src/generated/{${stale.join(',')}} is stale: the contract changed. Run: npm run generate`,
  );
  process.exitCode = 1;
} else {
  console.log(stale.length === 0 ? 'The generated client is up to date.' : `Wrote ${stale.join(', ')}.`);
}
