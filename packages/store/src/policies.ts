import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PolicyFiles } from '@clearline/line';

/**
 * Reads every file below a policy folder as text, keyed by its path with forward slashes. Hidden files and Markdown
 * explain a policy to people and are no part of it.
 */
export const readPolicyFiles = async (dir: string): Promise<PolicyFiles> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
  const files: [string, string][] = [];
  for (const path of paths.sort()) files.push([relative(dir, path).split(sep).join('/'), await readFile(path, 'utf8')]);
  return Object.fromEntries(files);
};
