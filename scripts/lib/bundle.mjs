/** Turns a TypeScript entry into one runnable file under .clearline/build, when it is stale. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { buildDir, root } from './paths.mjs';
import { Plain } from './say.mjs';

const installed = join(root, 'node_modules') + (process.platform === 'win32' ? '\\' : '/');

/**
 * Our own packages go into the bundle; what npm installed at the root stays outside and is found from there. A package
 * that npm had to nest, because two versions are in use, goes in: from the bundle's place the other one would be found.
 */
const externalise = {
  name: 'externalise-installed-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, async (args) => {
      if (args.kind === 'entry-point' || args.pluginData === 'asked' || args.path.startsWith('node:')) return undefined;
      const { resolveDir, kind, importer } = args;
      const found = await build.resolve(args.path, { resolveDir, kind, importer, pluginData: 'asked' });
      if (found.errors.length > 0) return { errors: found.errors };
      return found.external || found.path.startsWith(installed) ? { path: args.path, external: true } : found;
    });
  },
};

const stampOf = (path) => {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.size} ${stat.mtimeMs}`;
};

async function isFresh(outfile, inputsFile) {
  if (!existsSync(outfile) || !existsSync(inputsFile)) return false;
  const inputs = JSON.parse(await readFile(inputsFile, 'utf8'));
  return Object.entries(inputs).every(([path, stamp]) => stampOf(path) === stamp);
}

function outputName(entry) {
  const path = relative(root, entry);
  if (path === join('packages', 'cli', 'src', 'main.ts')) return 'cli.mjs';
  return `${basename(entry, '.ts')}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}.mjs`;
}

/** Bundles `entry` if any file that went into it has changed since, and gives the path of the bundle. */
export async function bundleIfStale(entry) {
  const source = resolve(entry);
  if (!existsSync(source)) throw new Plain(`There is no ${source} to run.`);
  const outfile = join(buildDir, outputName(source));
  const inputsFile = `${outfile}.inputs.json`;
  if (await isFresh(outfile, inputsFile)) return outfile;
  const { build } = await import('esbuild');
  await mkdir(buildDir, { recursive: true });
  // Under a name of our own first: another process may be running, or building, the same bundle.
  const fresh = join(dirname(outfile), `${process.pid}-${basename(outfile)}`);
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [source],
      outfile: fresh,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'esm',
      sourcemap: 'inline',
      sourcesContent: false,
      metafile: true,
      logLevel: 'silent',
      plugins: [externalise],
      // A nested CommonJS package inside the bundle may ask for a Node module by require().
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
    });
    const inputs = Object.keys(metafile.inputs).filter((path) => stampOf(path) !== null);
    inputs.push('package-lock.json');
    await rename(fresh, outfile);
    await writeFile(`${fresh}.json`, JSON.stringify(Object.fromEntries(inputs.map((path) => [path, stampOf(path)]))));
    await rename(`${fresh}.json`, inputsFile);
    return outfile;
  } catch (error) {
    if (!Array.isArray(error?.errors)) throw error;
    const { formatMessages } = await import('esbuild');
    const told = await formatMessages(error.errors, { kind: 'error', color: process.stderr.isTTY });
    throw new Plain(`${relative(root, source)} does not compile:\n${told.join('')}`);
  } finally {
    await rm(fresh, { force: true });
  }
}
