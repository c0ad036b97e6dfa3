import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readMapping, replayPortfolio, ReplayInputError } from '@clearline/lab';
import type { Command } from '../command.ts';
import { loadPolicies } from '../policies.ts';
import { repositoryRoot } from '../data-dir.ts';
import { progress, progressDone } from '../progress.ts';

/** A mapping’s name, or a path to one’s own. */
const mappingPath = (name: string): string =>
  name.endsWith('.json') ? name : join(repositoryRoot(), 'packages/lab/mappings', `${name}.json`);

export const replay: Command = {
  name: 'replay',
  summary: 'run a portfolio’s monthly history through the live policy and report what it would have done',
  usage: 'FILE --mapping NAME|FILE.json [--out DIR]',
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: { mapping: { type: 'string' }, out: { type: 'string', default: 'report' } },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1 || values.mapping === undefined) {
      console.error(`Usage: clearline replay ${replay.usage}`);
      return 2;
    }
    const path = mappingPath(values.mapping);
    try {
      const text = await readFile(path, 'utf8').catch(() => null);
      if (text === null)
        throw new ReplayInputError(`${path}: there is no such mapping; docs/guides/replay.md tells how to write one.`);
      const mapping = readMapping(text, path);
      const policies = await loadPolicies(null);
      const started = performance.now();
      const report = await replayPortfolio({
        file,
        mapping,
        policies,
        out: values.out,
        onProgress: (clients) => progress(`${clients} clients`),
      });
      progressDone();
      const { outcome, portfolio } = report;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `${portfolio.clients} clients × ${portfolio.months} months in ${seconds} s, policy ${report.policy.version}`,
      );
      console.log(
        `restricted ${outcome.restricted}; good clients restricted ${outcome.goodRestrictedShareBp / 100}%; defaulters restricted ${outcome.defaultersRestrictedShareBp / 100}%; precision ${(outcome.precisionBp ?? 0) / 100}%`,
      );
      for (const baseline of report.baselines)
        console.log(
          `  beside “${baseline.name}”: good ${baseline.goodRestrictedShareBp / 100}%, defaulters ${baseline.defaultersRestrictedShareBp / 100}%, precision ${(baseline.precisionBp ?? 0) / 100}%`,
        );
      console.log(
        `machine-only reductions, suspensions or closures of good-standing clients: ${report.guarantees.machineOnlyCutsInGoodStanding}`,
      );
      console.log(`report: ${join(values.out, 'report.html')}, ${join(values.out, 'report.json')}`);
      return 0;
    } catch (error) {
      progressDone();
      if (!(error instanceof ReplayInputError)) throw error;
      console.error(error.message);
      return 1;
    }
  },
};
