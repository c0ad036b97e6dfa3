import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, pure, withSpec } from './architecture/arrows.ts';
import type { Manifest } from './architecture/rules.ts';
import { brokenArrows, impureUses, skippedTests, wrongDependencies } from './architecture/rules.ts';
import { filesBelow, importsOf, isTypeScript, root, shippedFiles, textOf } from './architecture/sources.ts';

const workspaces = Object.keys(arrows);
const code = workspaces.flatMap((folder) => filesBelow(folder)).filter(isTypeScript);
const tests = [...code, ...filesBelow('tests')].filter((path) => /\.test\.tsx?$/.test(path));

const manifestOf = (folder: string) => JSON.parse(textOf(`${folder}/package.json`)) as Manifest;
const exportsOf = (name: string) => manifestOf(`packages/${name}`).exports;

describe('the arrows', () => {
  it('are kept by every import', () => {
    expect(code.length).toBeGreaterThan(50);
    expect(code.flatMap((path) => brokenArrows(path, textOf(path), exportsOf))).toEqual([]);
  });

  it('are kept by every package.json, which names what its code imports', () => {
    const wrong = workspaces.flatMap((folder) => {
      const imports = shippedFiles(folder).flatMap((path) => importsOf(textOf(path)).map((name) => ({ path, name })));
      return wrongDependencies(folder, manifestOf(folder), imports);
    });
    expect(wrong).toEqual([]);
  });

  it('cover every workspace there is', () => {
    const found = ['packages', 'apps'].flatMap((folder) =>
      filesBelow(folder)
        .filter((path) => /^\w+\/[\w-]+\/package\.json$/.test(path))
        .map((path) => path.replace('/package.json', '')),
    );
    expect([...found, 'conformance', 'bench'].sort()).toEqual([...workspaces].sort());
  });

  it('notice a break', () => {
    const up = "import type { Fact } from '@clearline/line';";
    expect(brokenArrows('packages/lending/src/money.ts', up)).toHaveLength(1);
    expect(brokenArrows('packages/store/src/store.ts', up)).toEqual([]);
    expect(brokenArrows('packages/store/src/store.ts', "export * from '@clearline/line/src/fact.ts'")).toHaveLength(1);
    expect(brokenArrows('packages/store/src/a.ts', "const x = await import('../../line/src/fact.ts')")).toHaveLength(1);
    expect(brokenArrows('packages/store/src/a.ts', "import '../src/fact.ts'")).toEqual([]);
    expect(brokenArrows('apps/console/src/a.tsx', "import {\n  a,\n} from '@clearline/server'")).toHaveLength(1);
    const manifest = { dependencies: { '@clearline/store': '0.1.0', zod: '1' } };
    const imports = [
      { path: 'a.ts', name: 'zod/mini' },
      { path: 'a.ts', name: 'left-pad' },
    ];
    expect(wrongDependencies('packages/line', manifest, imports)).toHaveLength(2);
  });
});

describe('the pure packages', () => {
  it('use no clock, randomness, process, files or network', () => {
    const files = Object.keys(pure).flatMap((folder) => shippedFiles(folder));
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((path) => impureUses(path, textOf(path)))).toEqual([]);
  });

  it.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const id = Math.random();',
    "const home = process.env['HOME'];",
    "import { readFile } from 'node:fs/promises';",
    "import { createHash } from 'node:crypto';",
    'await fetch(url);',
    'const today = Temporal.Now.plainDateISO();',
  ])('notice %s', (line) => {
    expect(impureUses('packages/line/src/decide.ts', line)).toHaveLength(1);
    expect(impureUses('packages/store/src/store.ts', line)).toEqual([]);
  });

  it('may speak of the clock in a comment, make a date of a number, and hash in receipts', () => {
    const harmless = '// never Date.now\n/* nor Math.random */\nconst d = new Date(ms); const u = "https://x//y";';
    expect(impureUses('packages/line/src/decide.ts', harmless)).toEqual([]);
    expect(impureUses('packages/receipts/src/hash.ts', "import { createHash } from 'node:crypto';")).toEqual([]);
  });
});

describe('the tests', () => {
  it('are all run', () => {
    expect(tests.length).toBeGreaterThan(10);
    expect(tests.flatMap((path) => skippedTests(path, textOf(path)))).toEqual([]);
  });

  it('notice one that is left out', () => {
    for (const mark of ['it', 'describe'].flatMap((word) => [`${word}.skip`, `${word}.only`])) {
      expect(skippedTests('a.test.ts', `${mark}('x', () => 1)`)).toHaveLength(1);
    }
    expect(skippedTests('a.test.ts', "it.skipIf(absent)('x', () => 1)")).toEqual([]);
  });
});

describe('the repository', () => {
  it('has a lock file that names no registry', () => {
    expect(textOf('package-lock.json').match(/"resolved": "https?:[^"]*"/g) ?? []).toEqual([]);
  });

  it('names no path of a developer’s machine', () => {
    const paths = new RegExp(['work', 'farm', 'home', 'Users'].map((top) => `["'\`\\s(]/${top}/\\w`).join('|'));
    const written = [...code, ...tests, ...filesBelow('docs'), ...filesBelow('scripts'), ...filesBelow('policies')];
    expect(written.filter((path) => !/\.(png|pdf|ttf|ico|webp)$/.test(path) && paths.test(textOf(path)))).toEqual([]);
  });

  it('explains every workspace in a README', () => {
    expect([...workspaces, 'policies'].filter((folder) => !existsSync(join(root, folder, 'README.md')))).toEqual([]);
  });

  it.each(withSpec)('states the rules of %s with numbers, each once', (name) => {
    const path = `packages/${name}/SPEC.md`;
    expect(existsSync(join(root, path)), `${path} is missing`).toBe(true);
    const numbers = [...textOf(path).matchAll(/^\s*(?:[-*]|#+|\|)?\s*\*{0,2}([A-Z]{1,3}\d+[a-z]?)\b/gm)].map(
      (match) => match[1],
    );
    expect(numbers.length, `${path} has no numbered rule`).toBeGreaterThan(0);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
  });
});
