/** Where things lie, from the place of this file: every command works from any folder. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const stateDir = join(root, '.clearline');
export const buildDir = join(stateDir, 'build');
