/** node build-page.mjs APP_DIR OUT_DIR: one Vite build, in a process of its own so that its memory goes with it. */
import { build } from 'vite';

const [appDir, outDir] = process.argv.slice(2);
await build({ root: appDir, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
