import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePolicySet } from '@clearline/line';
import type { PolicyFiles, PolicySet } from '@clearline/line';

/** For tests only: the default policies from the repository, read and compiled once. */
const folder = fileURLToPath(new URL('../../../../policies', import.meta.url));

export const defaultPolicyFiles = (): PolicyFiles => {
  const files: Record<string, string> = {};
  const walk = (dir: string): void => {
    for (const name of readdirSync(dir)) {
      const path = join(dir, name);
      if (statSync(path).isDirectory()) walk(path);
      else if (!name.endsWith('.md')) files[relative(folder, path).replaceAll('\\', '/')] = readFileSync(path, 'utf8');
    }
  };
  walk(folder);
  return files;
};

let compiled: PolicySet | null = null;
export const defaultPolicies = (): PolicySet => {
  if (compiled) return compiled;
  const result = compilePolicySet(defaultPolicyFiles(), '2026-11-01');
  if (!result.ok)
    throw new Error(result.faults.map((fault) => `${fault.file} ${fault.place}: ${fault.message}`).join('\n'));
  compiled = result.policies;
  return compiled;
};
