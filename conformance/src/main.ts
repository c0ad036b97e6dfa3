import type { SuiteResult } from './suite.ts';

interface SuiteModule {
  readonly run: (paths: readonly string[]) => Promise<SuiteResult>;
}

/** Loaded one at a time: whoever runs the loan cases need not wait for the FEEL compiler. */
const SUITES: Readonly<Record<string, { readonly takes: string; readonly load: () => Promise<SuiteModule> }>> = {
  loans: { takes: 'FILE', load: () => import('./loans.ts') },
  apr: { takes: 'FILE', load: () => import('./apr.ts') },
  dmn: { takes: 'DIR', load: () => import('./dmn.ts') },
  recourse: { takes: 'FILE…', load: () => import('./recourse.ts') },
  merkle: { takes: 'DIR', load: () => import('./merkle.ts') },
};

const usage = (): string =>
  Object.entries(SUITES)
    .map(([name, { takes }]) => `  npm run -s conformance -- ${name} ${takes}`)
    .join('\n');

/** 0 when every case passed, 1 when one failed, 2 when the suite could not be run at all. */
const main = async (args: readonly string[]): Promise<number> => {
  const [name = '', ...paths] = args;
  const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
  if (suite === undefined || paths.length === 0) {
    console.error(
      `${name === '' ? 'No suite given' : `Cannot run ${JSON.stringify(args.join(' '))}`}. Use:\n${usage()}`,
    );
    return 2;
  }
  const result = await (await suite.load()).run(paths);
  const { total, passed, failed, skipped } = result;
  console.log(JSON.stringify({ suite: result.suite, total, passed, failed, skipped }));
  return failed.length > 0 ? 1 : 0;
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
