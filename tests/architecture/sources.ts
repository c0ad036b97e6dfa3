import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const skipped = new Set(['node_modules', 'dist', '.clearline', '.git', 'report']);

/** Paths, relative to the root and with `/`, of every file below `folder` that is ours. */
export function filesBelow(folder: string): readonly string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(start, entry.name);
    const name = relative(root, path).split(sep).join('/');
    return entry.isDirectory() ? filesBelow(name) : [name];
  });
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export const isTypeScript = (path: string) => /\.tsx?$/.test(path);

/** Tests, and what only they use. */
export const isTest = (path: string) => /\.test\.tsx?$|\/testing\/|\/fixtures\//.test(path);

/** The code without its comments, so that a rule named in a sentence does not count as broken. */
export function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
}

/** Every module name that the code imports or re-exports, statically or dynamically. */
export function importsOf(code: string): readonly string[] {
  const statements = /\b(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...withoutComments(code).matchAll(statements)].map((match) => match[1] ?? match[2] ?? '');
}
