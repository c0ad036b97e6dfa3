import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Compiled, IsoDate, PolicySet } from '@clearline/line';
import type { Command } from '../command.ts';
import { repositoryRoot } from '../data-dir.ts';
import { checkPolicy } from '../policy/check.ts';
import { policyDiff } from '../policy/diff.ts';
import { exportTable, importTable, replaceFile, workbookBytes } from '../policy/excel.ts';
import { CommandRefused, compileDraft, faultLine, filesOf, scenariosOf } from '../policy/files.ts';
import { parseInputs } from '../policy/parse-input.ts';
import { tableRun } from '../policy/run-table.ts';
import { runPolicyScenarios } from '../policy/scenarios.ts';

interface Words {
  readonly positionals: readonly string[];
  readonly inputs: readonly string[];
  readonly asOf: IsoDate | null;
  readonly accept: boolean;
}

const usage =
  'check [DIR] | diff DIR_A DIR_B | test [DIR] | run [DIR] TABLE --input name=value … | excel export [DIR] TABLE FILE.xlsx | excel import [DIR] TABLE FILE.xlsx [--accept]   (each: [--as-of YYYY-MM-DD])';

/** The policy that this repository decides by. */
const defaultDir = (): string => join(repositoryRoot(), 'policies');

const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

const compiledOr = (compiled: Compiled, dir: string): PolicySet => {
  if (compiled.ok) return compiled.policies;
  throw new CommandRefused([`${dir} does not compile:`, ...compiled.faults.map(faultLine)].join('\n  '));
};

type Action = (words: Words) => Promise<number | null>;

/** What each word does, and its exit code; null when it was called wrongly. */
const actions: Readonly<Record<string, Action>> = {
  async check({ positionals: [dir = defaultDir(), ...more], asOf }) {
    if (more.length > 0) return null;
    const { errors, lines } = checkPolicy(await filesOf(dir), asOf);
    print(lines);
    return errors === 0 ? 0 : 1;
  },

  async diff({ positionals: [before, after, ...more], asOf }) {
    if (before === undefined || after === undefined || more.length > 0) return null;
    const [a, b] = await Promise.all([filesOf(before), filesOf(after)]);
    const lines = policyDiff(compiledOr(compileDraft(a, asOf), before), compiledOr(compileDraft(b, asOf), after));
    print(lines.length === 0 ? ['no difference in meaning'] : lines);
    return 0;
  },

  async test({ positionals: [dir = defaultDir(), ...more], asOf }) {
    if (more.length > 0) return null;
    const files = await filesOf(dir);
    const policies = compiledOr(compileDraft(files, asOf), dir);
    const { failed, untried, lines } = runPolicyScenarios(policies, scenariosOf(files));
    print(lines);
    return failed + untried === 0 ? 0 : 1;
  },

  async run({ positionals, inputs, asOf }) {
    const [dir, tableId] = positionals.length === 1 ? [defaultDir(), positionals[0]] : positionals;
    if (dir === undefined || tableId === undefined || positionals.length > 2) return null;
    const policies = compiledOr(compileDraft(await filesOf(dir), asOf), dir);
    const table = policies.models[tableId]?.tables[0];
    if (!table)
      throw new CommandRefused(
        `There is no table ${tableId}; the policy has ${policies.entries.map(({ id }) => id).join(', ')}.`,
      );
    const names = table.inputs.map((input) => input.name);
    print(tableRun(policies, tableId, parseInputs(inputs, names, policies)));
    return 0;
  },

  async excel({ positionals: [direction, ...words], asOf, accept }) {
    const [dir, tableId, path] = words.length === 2 ? [defaultDir(), ...words] : words;
    if (dir === undefined || tableId === undefined || path === undefined || words.length > 3) return null;
    const files = await filesOf(dir);
    const policies = compiledOr(compileDraft(files, asOf), dir);
    if (direction === 'export') {
      await writeFile(path, exportTable(policies, files, tableId));
      print([`${path}: table ${tableId}`]);
      return 0;
    }
    if (direction !== 'import') return null;
    const read = importTable(policies, files, tableId, await workbookBytes(path), path, asOf);
    if (read.changes.length === 0) {
      print(['no difference in meaning; nothing to accept']);
      return 0;
    }
    print([...read.changes, '', ...read.findings, '']);
    if (accept) await replaceFile(dir, read.file, read.xml);
    print([outcomeOf(join(dir, read.file), read.errors, accept)]);
    return 0;
  },
};

/** A draft may be accepted before its scenarios follow; the check stands between it and a decision. */
const outcomeOf = (file: string, errors: number, accept: boolean): string => {
  if (!accept) return `nothing is written; say --accept to write ${file}`;
  return `accepted: ${file} is written${errors > 0 ? `; it is a draft until ${errors === 1 ? 'the error' : `the ${errors} errors`} above ${errors === 1 ? 'is' : 'are'} mended` : ''}`;
};

export const policy: Command = {
  name: 'policy',
  summary: 'check a policy, compare two, run its scenarios, try one table, or take a table to Excel and back',
  usage,
  async run(parameters) {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        input: { type: 'string', multiple: true, default: [] },
        'as-of': { type: 'string' },
        accept: { type: 'boolean', default: false },
      },
    });
    const [word = '', ...rest] = positionals;
    const asOf = values['as-of'] ?? null;
    if (asOf !== null && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
      console.error(`--as-of is “${asOf}”; it is a date, YYYY-MM-DD.`);
      return 2;
    }
    try {
      const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
      const code = (await action?.({ positionals: rest, inputs: values.input, asOf, accept: values.accept })) ?? null;
      if (code !== null) return code;
      console.error(`Usage: clearline policy ${usage}`);
      return 2;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.error(error.message);
      return 1;
    }
  },
};
