/** Programs of node_modules/.bin, run to their end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';

const windows = process.platform === 'win32';

/** Runs a tool that npm installed, or Node itself, in the root. With `quiet` its output is gathered instead of shown. */
export function runTool(name, parameters, { quiet }) {
  const program =
    name === 'node' ? process.execPath : join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: root, stdio, shell: windows && name !== 'node' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ passed: code === 0, output, signal }));
  });
}
