/** node build-page.mjs APP_DIR OUT_DIR: one Vite build, in a process of its own so that its memory goes with it. */
import { basename, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';
import { root } from './paths.mjs';

const [appDir, outDir] = process.argv.slice(2);
await build({ root: appDir, logLevel: 'warn', build: { outDir, emptyOutDir: true } });

// The script of the offline verifier page, which the server writes into that page together with the keys it trusts.
if (basename(appDir) === 'borrower')
  await bundle({
    entryPoints: [join(root, 'packages/receipts/src/offline/page-script.ts')],
    outfile: join(outDir, 'verifier-script.js'),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    logLevel: 'warning',
  });
