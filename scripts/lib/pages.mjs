/** Builds the two web apps into .clearline/build/<app> when their sources changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDir, root } from './paths.mjs';
import { Plain, step } from './say.mjs';

export const apps = ['borrower', 'console'];

async function filesBelow(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](node_modules|dist)[\\/]/.test(path.slice(root.length)) && !/\.test\.tsx?$/.test(path));
}

async function hashOf(app) {
  const others = apps.filter((name) => name !== app).map((name) => join(root, 'apps', name));
  const files = [
    ...(await filesBelow(join(root, 'apps'))),
    ...(await filesBelow(join(root, 'packages', 'client', 'src'))),
    ...(await filesBelow(join(root, 'packages', 'receipts', 'src'))),
  ];
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  for (const path of files.sort()) {
    if (others.some((other) => path.startsWith(join(other, '/')))) continue;
    hash.update(`\0${relative(root, path)}\0`).update(await readFile(path));
  }
  return hash.digest('hex');
}

function runVite(app, outDir) {
  const script = fileURLToPath(new URL('build-page.mjs', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, join(root, 'apps', app), outDir], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Whatever the caller runs under: a test runner says `test`, and would get React’s development build, which behaves
      // differently from, and slower than, what everybody else is served.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Plain(`The ${app} pages do not build:\n${output}`)),
    );
  });
}

/** Another start of the same checkout may do the same at the same moment, and put its own in between our two steps. */
export async function replaceFolder(folder, by) {
  for (let triesLeft = 20; ; triesLeft -= 1) {
    try {
      await rm(folder, { recursive: true, force: true });
      return await rename(by, folder);
    } catch (error) {
      if (triesLeft === 0 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
    }
  }
}

async function buildPage(app, hash, stampFile) {
  const outDir = join(buildDir, app);
  const fresh = `${outDir}.${process.pid}`;
  try {
    await runVite(app, fresh);
    await rm(stampFile, { force: true });
    await replaceFolder(outDir, fresh);
    await writeFile(stampFile, hash);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Whether these words of a start serve pages: help is printed at once, without building any. */
export const needsPages = (words) => !words.includes('--help') && !words.includes('-h');

/** Builds whichever app is stale. Both at once: each uses about one core. */
export async function buildPagesIfStale() {
  const stale = [];
  for (const app of apps) {
    const hash = await hashOf(app);
    const stampFile = join(buildDir, `${app}.hash`);
    const built = existsSync(stampFile) && existsSync(join(buildDir, app)) ? await readFile(stampFile, 'utf8') : '';
    if (built !== hash) stale.push({ app, hash, stampFile });
  }
  if (stale.length === 0) return;
  await step(`Building the web pages (${stale.map(({ app }) => app).join(', ')})`, () =>
    Promise.all(stale.map(({ app, hash, stampFile }) => buildPage(app, hash, stampFile))),
  );
}
