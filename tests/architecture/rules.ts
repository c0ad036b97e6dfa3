import { posix } from 'node:path';
import { arrows, pure } from './arrows.ts';
import { importsOf, isTest, withoutComments } from './sources.ts';

export interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const own = '@clearline/';

/** The workspace that a file lies in, or `undefined` for what belongs to the root. */
export function workspaceOf(path: string): string | undefined {
  return Object.keys(arrows).find((folder) => path.startsWith(`${folder}/`));
}

function wrongOwnImport(
  name: string,
  workspace: string,
  exportsOf: (name: string) => Manifest['exports'],
): string | null {
  const [target = '', ...rest] = name.slice(own.length).split('/');
  const allowed = arrows[workspace] ?? [];
  if (!allowed.includes(target)) return `may not import ${own}${target}`;
  if (rest.length > 0 && exportsOf(target)?.[`./${rest.join('/')}`] === undefined) {
    return `imports ${name}, which ${own}${target} does not export`;
  }
  return null;
}

/** What is wrong with the imports of one file, in words; nothing for a file that is right. */
export function brokenArrows(
  path: string,
  code: string,
  exportsOf: (name: string) => Manifest['exports'] = () => undefined,
): readonly string[] {
  const workspace = workspaceOf(path);
  if (workspace === undefined) return [];
  return importsOf(code).flatMap((name) => {
    if (name.startsWith(own)) {
      const wrong = wrongOwnImport(name, workspace, exportsOf);
      return wrong === null ? [] : [`${path}: ${wrong}`];
    }
    if (!name.startsWith('.')) return [];
    const target = posix.join(posix.dirname(path), name);
    const inside = target.startsWith(`${workspace}/`);
    const shared = target.startsWith('apps/shared/') && workspace.startsWith('apps/');
    // A test may compare with data that another package generated.
    const data = isTest(path) && name.endsWith('.json');
    return inside || shared || data ? [] : [`${path}: reaches into ${target}; import the package by its name`];
  });
}

const impurities: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bperformance\b/, 'reads the clock'],
  [/\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/, 'draws a random number'],
  [/\bprocess\.|\bglobalThis\.process\b/, 'reads the process'],
  [/\bfetch\(|\bWebSocket\b|\bXMLHttpRequest\b/, 'uses the network'],
  [/\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/, 'uses a timer'],
];

/** What one file of a pure package does that it must not; nothing for files of other packages. */
export function impureUses(path: string, code: string): readonly string[] {
  const workspace = workspaceOf(path);
  const modules = workspace === undefined ? undefined : pure[workspace];
  if (modules === undefined) return [];
  const bare = withoutComments(code);
  const uses = impurities.filter(([pattern]) => pattern.test(bare)).map(([, what]) => `${path}: ${what}`);
  const loads = importsOf(code)
    .filter((name) => name.startsWith('node:') && !modules.includes(name))
    .map((name) => `${path}: imports ${name}`);
  return [...uses, ...loads];
}

/** Workspaces that a package.json depends on against the arrows, and imports that it does not declare. */
export function wrongDependencies(
  workspace: string,
  manifest: Manifest,
  imports: readonly { readonly path: string; readonly name: string }[],
): readonly string[] {
  const declared = Object.keys(manifest.dependencies ?? {});
  const allowed = (arrows[workspace] ?? []).map((name) => `${own}${name}`);
  const against = declared
    .filter((name) => name.startsWith(own) && !allowed.includes(name))
    .map((name) => `${workspace}/package.json: depends on ${name} against the arrows`);
  const undeclared = imports
    .map(({ path, name }) => ({ path, name: packageOf(name) }))
    .filter(({ name }) => !/^(\.|#|node:|\/|virtual:)/.test(name) && !declared.includes(name) && name !== manifest.name)
    .map(({ path, name }) => `${path}: imports ${name}, which ${workspace}/package.json does not name`);
  return [...against, ...new Set(undeclared)];
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Marks that leave tests out for good. Conditional forms (`skipIf`, `runIf`) say why they skip, and are allowed. */
export function skippedTests(path: string, code: string): readonly string[] {
  const marks = [...withoutComments(code).matchAll(/\b(?:it|test|describe|suite)\.(?:skip|only|todo|fails)\(/g)];
  return marks.map((mark) => `${path}: ${mark[0]})`);
}
