/**
 * npm start: from a fresh clone to a running Clearline. Installs, builds and starts what is missing or stale.
 *
 *   npm start                        the demo lender on the embedded database
 *   npm start -- --fresh             the same, from nothing
 *   npm start -- --port 9000         what follows goes to `clearline serve`
 */
import { join } from 'node:path';
import { bundleIfStale } from './lib/bundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { buildPagesIfStale, needsPages } from './lib/pages.mjs';
import { root } from './lib/paths.mjs';
import { runBundle } from './lib/run-bundle.mjs';
import { main } from './lib/say.mjs';

await main(async () => {
  checkNodeVersion();
  await ensureInstalled({ dev: false });
  const bundle = await bundleIfStale(join(root, 'packages/cli/src/main.ts'));
  const words = process.argv.slice(2);
  if (needsPages(words)) await buildPagesIfStale();
  await runBundle(bundle, ['serve', ...words]);
});
