/**
 * npm test: installs what is missing, then types, lint, format, generated files, and every test.
 *
 *   npm test                             everything
 *   npm test -- packages/lending         checks, and the tests whose path contains that
 *   npm test -- --project unit           checks, and one project (unit, db, browser)
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleIfStale } from './lib/bundle.mjs';
import { runTool } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { checkNodeVersion } from './lib/node-version.mjs';
import { buildPagesIfStale } from './lib/pages.mjs';
import { root, stateDir } from './lib/paths.mjs';
import { main, say, step } from './lib/say.mjs';
import { closingLine, failures, tally } from './lib/tally.mjs';

const checks = [
  { name: 'types', tool: 'tsc', parameters: ['-p', 'tsconfig.json'] },
  { name: 'types of the pages', tool: 'tsc', parameters: ['-p', 'apps/tsconfig.json'] },
  { name: 'types of the browser tests', tool: 'tsc', parameters: ['-p', 'tests/browser/tsconfig.json'] },
  { name: 'lint', tool: 'oxlint', parameters: ['--type-aware'] },
  { name: 'format', tool: 'biome', parameters: ['format', '.'] },
  { name: 'generated client', tool: 'node', parameters: ['scripts/generate-client.mjs', '--check'] },
];

const projects = ['unit', 'db', 'browser'];
/**
 * Run side by side, each one after the other. Pages and databases are waited for, which leaves room for each other; units only
 * work, and last they keep both cores busy to the end.
 */
const lanes = [['browser'], ['db', 'unit']];

async function runChecks() {
  const failed = [];
  for (const { name, tool, parameters } of checks) {
    const startedAt = performance.now();
    const { passed, output } = await runTool(tool, parameters, { quiet: true });
    say(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    if (passed) continue;
    failed.push(name);
    say(output.trimEnd());
  }
  return failed;
}

/** Once, before tests start the product several times at once. */
async function buildProduct() {
  await bundleIfStale(join(root, 'packages/cli/src/main.ts'));
  await buildPagesIfStale();
}

/** One project’s tests; what Vitest says is said all at once, since two speak at the same time. */
async function runProject(project, rest) {
  const reportFile = join(stateDir, 'test', `${project}.json`);
  await rm(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const parameters = ['run', '--project', project, '--passWithNoTests', ...reporters, ...rest];
  const { passed, output } = await runTool('vitest', parameters, { quiet: true });
  say(`\n${project}\n${output.trimEnd()}`);
  const report = existsSync(reportFile) ? JSON.parse(await readFile(reportFile, 'utf8')) : { testResults: [] };
  const counts = tally(report);
  // Vitest also fails for what is no test: an error outside of any, or a set-up that broke.
  if (!passed && counts.failed === 0) counts.failed = 1;
  return { counts, failed: failures(report) };
}

/** What each chosen project came to, in lanes that keep both cores busy. */
async function runProjects(chosen, rest) {
  const runLane = async (lane) => {
    const results = [];
    for (const project of lane) if (chosen.includes(project)) results.push(await runProject(project, rest));
    return results;
  };
  return step(`Running the tests (${chosen.join(', ')})`, async () => (await Promise.all(lanes.map(runLane))).flat());
}

function chosenProjects(parameters) {
  const chosen = parameters.flatMap((parameter, at) => (parameters[at - 1] === '--project' ? [parameter] : []));
  const rest = parameters.filter((parameter, at) => parameter !== '--project' && parameters[at - 1] !== '--project');
  return { chosen: chosen.length > 0 ? chosen : projects, rest };
}

await main(async () => {
  checkNodeVersion();
  await ensureInstalled({ dev: true });
  // Tests make databases of their own on that server; the one it names is the user's, and none of their business.
  const { DATABASE_URL, CLEARLINE_TEST_DATABASE_URL = DATABASE_URL } = process.env;
  if (CLEARLINE_TEST_DATABASE_URL) process.env.CLEARLINE_TEST_DATABASE_URL = CLEARLINE_TEST_DATABASE_URL;
  delete process.env.DATABASE_URL;
  await mkdir(join(stateDir, 'test'), { recursive: true });
  const failedChecks = await runChecks();
  const { chosen, rest } = chosenProjects(process.argv.slice(2));
  if (chosen.some((project) => project !== 'unit')) await buildProduct();
  const failedTests = [];
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts, failed } of await runProjects(chosen, rest)) {
    failedTests.push(...failed);
    for (const kind of Object.keys(total)) total[kind] += counts[kind];
  }
  console.log('');
  if (!existsSync(join(root, '..', 'shared'))) {
    console.log('The shared vectors and data (../shared) are not here: the suites that need them were skipped.');
  }
  for (const line of failedTests) console.log(`FAILED ${line}`);
  console.log(
    failedChecks.length === 0 ? `All ${checks.length} checks passed.` : `Checks failed: ${failedChecks.join(', ')}.`,
  );
  console.log(closingLine(total));
  if (failedChecks.length > 0 || total.failed > 0) process.exitCode = 1;
});
