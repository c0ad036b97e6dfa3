/** node scripts/run-ts.mjs FILE.ts [argument…]: runs a TypeScript program of this repository. */
import { bundleIfStale } from './lib/bundle.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { runBundle } from './lib/run-bundle.mjs';
import { main, Plain } from './lib/say.mjs';

await main(async () => {
  checkNodeVersion();
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined) throw new Plain('Usage: node scripts/run-ts.mjs FILE.ts [argument…]');
  await ensureInstalled({ dev: false });
  await runBundle(await bundleIfStale(file), rest);
});
