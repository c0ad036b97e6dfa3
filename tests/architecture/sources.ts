import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
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
  const statements =
    /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return [...withoutComments(code).matchAll(statements)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/**
 * The files that a package ships: its entry and what that imports, near or far, within the package. Tests, generators and
 * programs that only developers run are not among them, whatever they are called.
 */
export function shippedFiles(folder: string): readonly string[] {
  const manifest = JSON.parse(textOf(`${folder}/package.json`)) as {
    readonly imports?: Readonly<Record<string, object>>;
  };
  const inner = Object.values(manifest.imports ?? {}).flatMap((conditions) => Object.values(conditions) as string[]);
  const entries = ['src/index.ts', 'src/main.ts', 'src/main.tsx', ...inner];
  const found = new Set<string>();
  const visit = (path: string) => {
    if (found.has(path) || !existsSync(join(root, path)) || !isTypeScript(path)) return;
    found.add(path);
    for (const name of importsOf(textOf(path))) {
      if (name.startsWith('.')) visit(posix.join(posix.dirname(path), name));
    }
  };
  for (const entry of entries) visit(posix.join(folder, entry));
  return [...found];
}
