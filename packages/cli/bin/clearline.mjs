#!/usr/bin/env node
/** The `clearline` command: bundles the program if its sources changed, then becomes it. */
import { fileURLToPath } from 'node:url';
import { bundleIfStale } from '../../../scripts/lib/bundle.mjs';
import { ensureInstalled } from '../../../scripts/lib/install.mjs';
import { checkNodeVersion } from '../../../scripts/lib/node-version.mjs';
import { runBundle } from '../../../scripts/lib/run-bundle.mjs';
import { main } from '../../../scripts/lib/say.mjs';

await main(async () => {
  checkNodeVersion();
  await ensureInstalled({ dev: false });
  const bundle = await bundleIfStale(fileURLToPath(new URL('../src/main.ts', import.meta.url)));
  await runBundle(bundle, process.argv.slice(2));
});
