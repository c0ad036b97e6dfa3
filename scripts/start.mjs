/**
 * npm start: from a fresh clone to a running Clearline. Installs, builds and starts what is missing or stale.
 *
 *   npm start                        the demo lender on the embedded database
 *   npm start -- --fresh             the same, from nothing
 *   npm start -- --port 9000         what follows goes to `clearline serve`
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleIfStale } from './lib/bundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { buildPagesIfStale } from './lib/pages.mjs';
import { defaultDataDir, root } from './lib/paths.mjs';
import { runBundle } from './lib/run-bundle.mjs';
import { main } from './lib/say.mjs';

await main(async () => {
  checkNodeVersion();
  const parameters = process.argv.slice(2);
  const rest = parameters.filter((parameter) => parameter !== '--fresh');
  if (!rest.some((parameter) => /^--data-dir(=|$)/.test(parameter))) rest.push('--data-dir', defaultDataDir);
  await ensureInstalled({ dev: false });
  const bundle = await bundleIfStale(join(root, 'packages/cli/src/main.ts'));
  await buildPagesIfStale();
  if (parameters.includes('--fresh')) {
    const at = rest.findIndex((parameter) => /^--data-dir(=|$)/.test(parameter));
    const dataDir = rest[at].includes('=') ? [rest[at]] : rest.slice(at, at + 2);
    const { status } = spawnSync(process.execPath, [bundle, 'fresh', ...dataDir], { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  await runBundle(bundle, ['serve', ...rest]);
});
