/** Brings node_modules to what the lock file says, and no further than the caller needs. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, stateDir } from './paths.mjs';
import { Plain, step } from './say.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.clearline-install.json');
const logFile = join(stateDir, 'npm.log');

async function lockHash() {
  const lock = await readFile(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch {
    // Absent, or cut off by a crash: either way nothing is known about what is installed.
    return null;
  }
}

/** Without a network npm would try for minutes before saying so. */
const patience = [
  '--no-audit',
  '--no-fund',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=2000',
];

function runNpm(parameters) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' && program === 'npm';
    const child = spawn(program, [...first, ...parameters], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Why npm failed, in one line, from what it printed. */
export function explain(output) {
  if (/ENOSPC|no space left/i.test(output)) return 'No space left on the disk. Free about 1 GB and try again.';
  if (/EACCES|EROFS/.test(output)) return `npm may not write in ${root}. Run as the user that owns this folder.`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|socket hang up/i.test(output)) {
    return 'npm cannot reach its registry. Check the network (and proxy) and try again; nothing else needs one.';
  }
  const told = output.split('\n').find((line) => /^npm (error|ERR!)/.test(line));
  return `npm could not install: ${told?.replace(/^npm (error|ERR!) ?/, '') ?? 'it did not say why'} (all of it: ${logFile})`;
}

/**
 * Installs what is missing: with `dev` also what only tests need. Does nothing when the last installation was made from
 * the same lock file, and never removes test dependencies that are there.
 */
export async function ensureInstalled({ dev }) {
  const hash = await lockHash();
  const stamp = await readStamp();
  if (stamp?.lock === hash && (stamp.dev || !dev)) return;
  const fresh = !existsSync(modules);
  const withDev = dev || (stamp?.dev ?? existsSync(join(modules, 'vitest')));
  const what = withDev ? 'Installing dependencies, those of the tests included' : 'Installing dependencies';
  await step(`${what} (once; takes a minute or two)`, async () => {
    const omit = withDev ? ['--include=dev'] : ['--omit=dev'];
    // Not `npm ci`: it empties node_modules first. `install --no-save` takes the locked versions, adds what is missing
    // and writes nothing.
    const { code, output } = await runNpm(['install', '--no-save', ...omit, ...patience]);
    if (code !== 0) {
      await mkdir(stateDir, { recursive: true });
      await writeFile(logFile, output);
      // npm leaves half of it behind; the next attempt is cleaner from nothing.
      if (fresh) await rm(modules, { recursive: true, force: true });
      throw new Plain(explain(output));
    }
    await writeFile(stampFile, JSON.stringify({ lock: hash, dev: withDev }));
  });
}
