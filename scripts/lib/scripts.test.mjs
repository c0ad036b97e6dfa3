import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleIfStale } from './bundle.mjs';
import { explain } from './install.mjs';
import { checkNodeVersion } from './node-version.mjs';
import { needsPages, replaceFolder } from './pages.mjs';
import { root, stateDir } from './paths.mjs';
import { closingLine, failures, tally } from './tally.mjs';

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('%s will do', (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });
  it.each(['18.20.0', '20.18.3', '16.0.0'])('%s is refused, with the one that is needed', (version) => {
    expect(() => checkNodeVersion(version)).toThrow(`needs Node 20.19 or newer; this is Node ${version}`);
  });
});

describe('the words of a start', () => {
  it.each([[['--help']], [['-h']], [['--port', '9000', '--help']]])(
    '%j print help, which no page need be built for',
    (words) => {
      expect(needsPages(words)).toBe(false);
    },
  );
  it.each([[[]], [['--fresh']], [['--port', '9000']]])('%j serve pages', (words) => {
    expect(needsPages(words)).toBe(true);
  });
});

describe('a failed installation', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request to x failed', /cannot reach its registry/],
    ['npm error code ECONNREFUSED', /cannot reach its registry/],
    ['npm error nospc ENOSPC: no space left on device, write', /No space left/],
    ["npm error EACCES: permission denied, mkdir '/x'", /may not write/],
    ['npm error code ETARGET\nnpm error notarget No matching version', /could not install: code ETARGET/],
    ['', /did not say why/],
  ])('%j is told in one line', (output, expected) => {
    expect(explain(output)).toMatch(expected);
    expect(explain(output)).not.toContain('\n');
  });
});

describe('the closing line', () => {
  const file = (status, ...tests) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

  it('counts tests, and a file that could not be loaded as one failure', () => {
    const counts = tally({
      testResults: [
        file('passed', 'passed', 'passed', 'pending'),
        file('failed', 'passed', 'failed'),
        file('failed'),
        file('passed', 'skipped', 'todo'),
      ],
    });
    expect(counts).toEqual({ passed: 3, failed: 2, skipped: 3 });
    expect(closingLine(counts)).toBe('3 passed, 2 failed, 3 skipped');
  });

  it('is preceded by what failed, a line each', () => {
    const testResults = [
      {
        name: join(root, 'packages/a.test.ts'),
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'a holds' },
          { status: 'failed', fullName: 'a sums', failureMessages: ['expected 1 to be 2\n  at line 3'] },
        ],
      },
      { name: join(root, 'b.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
    ];
    expect(failures({ testResults })).toEqual([
      'packages/a.test.ts > a sums: expected 1 to be 2',
      'b.test.ts: no such module',
    ]);
  });

  it('says of a test that ran out of time that it did', () => {
    const late = { status: 'failed', fullName: 'a waits', failureMessages: ['Error: STACK_TRACE_ERROR\n    at task'] };
    const testResults = [{ name: join(root, 'a.test.ts'), status: 'failed', message: '', assertionResults: [late] }];
    expect(failures({ testResults })).toEqual(['a.test.ts > a waits: timed out']);
  });

  it('names the skipped only when there are any', () => {
    expect(closingLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
  });
});

describe('a folder of built pages', () => {
  it('is replaced by whoever builds, also when several do at once', async () => {
    await mkdir(stateDir, { recursive: true });
    const dir = await mkdtemp(join(stateDir, 'pages-test-'));
    const builders = Array.from({ length: 8 }, async (_, index) => {
      const fresh = join(dir, `fresh.${index}`);
      await mkdir(fresh);
      for (let file = 0; file < 20; file++) await writeFile(join(fresh, `${file}.js`), '');
      await replaceFolder(join(dir, 'built'), fresh);
    });
    try {
      await Promise.all(builders);
      expect(await readdir(join(dir, 'built'))).toHaveLength(20);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

describe('a bundle', () => {
  let dir;
  beforeAll(async () => {
    await mkdir(stateDir, { recursive: true });
    dir = await mkdtemp(join(stateDir, 'bundle test '));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('is made again when, and only when, a file that went into it changed', async () => {
    const entry = join(dir, 'entry.ts');
    await writeFile(entry, "import { word } from './word.ts';\nconst said: string = word;\nconsole.log(said);\n");
    await writeFile(join(dir, 'word.ts'), "export const word = 'one';\n");
    const bundle = await bundleIfStale(entry);
    const say = () => spawnSync(process.execPath, [bundle], { encoding: 'utf8' }).stdout;
    try {
      expect(say()).toBe('one\n');
      const madeAt = (await stat(bundle)).mtimeMs;
      expect((await stat(await bundleIfStale(entry))).mtimeMs).toBe(madeAt);
      await writeFile(join(dir, 'word.ts'), "export const word = 'two';\n");
      await utimes(join(dir, 'word.ts'), 1, 1);
      await bundleIfStale(entry);
      expect(say()).toBe('two\n');
    } finally {
      await rm(bundle, { force: true });
      await rm(`${bundle}.inputs.json`, { force: true });
    }
  });

  it('says what does not compile, and where', async () => {
    const entry = join(dir, 'bad.ts');
    await writeFile(entry, 'const = 1;\n');
    await expect(bundleIfStale(entry)).rejects.toThrow(/bad\.ts does not compile:[\s\S]*bad\.ts:1:6/);
  });
});

describe('the lock file and package.json', () => {
  it('need no install script: what would run one is denied by name', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    const { allowScripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const wanting = Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(wanting.filter((name) => allowScripts[name] !== false)).toEqual([]);
  });
});
