import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { IsoDate } from '@clearline/line';
import type { Command } from '../command.ts';
import { repositoryRoot } from '../data-dir.ts';
import { checkPolicy } from '../policy/check.ts';
import { policyDiff } from '../policy/diff.ts';
import { exportTable, importTable, replaceFile, workbookBytes } from '../policy/excel.ts';
import { CommandRefused, compileDraft, compiledOr, filesOf, scenariosOf } from '../policy/files.ts';
import { isLanguage, type Language, LANGUAGES, speak } from '../policy/language.ts';
import { parseInputs } from '../policy/parse-input.ts';
import { tableRun } from '../policy/run-table.ts';
import { runPolicyScenarios } from '../policy/scenarios.ts';

interface Words {
  readonly positionals: readonly string[];
  readonly inputs: readonly string[];
  readonly asOf: IsoDate | null;
  readonly accept: boolean;
  readonly languages: readonly Language[];
}

const usage =
  'check [DIR] | diff DIR_A DIR_B | test [DIR] | run [DIR] TABLE --input name=value … | excel export [DIR] TABLE FILE.xlsx | excel import [DIR] TABLE FILE.xlsx [--accept]   (each: [--as-of YYYY-MM-DD] [--lang zh|en])';

/** The policy that this repository decides by. */
const defaultDir = (): string => join(repositoryRoot(), 'policies');

/** Prints what is said in each language, one after the other. */
const print = (languages: readonly Language[], said: (language: Language) => readonly string[]): void =>
  console.log(languages.map((language) => said(language).join('\n')).join('\n\n'));

const notCompiled = (dir: string) => ({ zh: `${dir}不能编译：`, en: `${dir} does not compile:` });

type Action = (words: Words) => Promise<number | null>;

/** What each word does, and its exit code; null when it was called wrongly. */
const actions: Readonly<Record<string, Action>> = {
  async check({ positionals: [dir = defaultDir(), ...more], asOf, languages }) {
    if (more.length > 0) return null;
    const files = await filesOf(dir);
    const checks = languages.map((language) => checkPolicy(files, asOf, language));
    print(languages, (language) => checks[languages.indexOf(language)]?.lines ?? []);
    return checks[0]?.errors === 0 ? 0 : 1;
  },

  async diff({ positionals: [before, after, ...more], asOf, languages }) {
    if (before === undefined || after === undefined || more.length > 0) return null;
    const [a, b] = await Promise.all([filesOf(before), filesOf(after)]);
    const old = compiledOr(compileDraft(a, asOf), notCompiled(before));
    const now = compiledOr(compileDraft(b, asOf), notCompiled(after));
    print(languages, (language) => {
      const lines = policyDiff(old, now, language);
      return lines.length === 0 ? [speak(language)('含义没有差别', 'no difference in meaning')] : lines;
    });
    return 0;
  },

  async test({ positionals: [dir = defaultDir(), ...more], asOf, languages }) {
    if (more.length > 0) return null;
    const files = await filesOf(dir);
    const policies = compiledOr(compileDraft(files, asOf), notCompiled(dir));
    const runs = languages.map((language) => runPolicyScenarios(policies, scenariosOf(files), language));
    print(languages, (language) => runs[languages.indexOf(language)]?.lines ?? []);
    return runs.every(({ failed, untried }) => failed + untried === 0) ? 0 : 1;
  },

  async run({ positionals, inputs, asOf, languages }) {
    const [dir, tableId] = positionals.length === 1 ? [defaultDir(), positionals[0]] : positionals;
    if (dir === undefined || tableId === undefined || positionals.length > 2) return null;
    const policies = compiledOr(compileDraft(await filesOf(dir), asOf), notCompiled(dir));
    const table = policies.models[tableId]?.tables[0];
    if (!table) {
      const tables = policies.entries.map(({ id }) => id);
      throw new CommandRefused(
        `There is no table ${tableId}; the policy has ${tables.join(', ')}.`,
        `没有表${tableId}；该策略有${tables.join('、')}。`,
      );
    }
    const names = table.inputs.map((input) => input.name);
    const values = parseInputs(inputs, names, policies);
    print(languages, (language) => tableRun(policies, tableId, values, language));
    return 0;
  },

  async excel({ positionals: [direction, ...words], asOf, accept, languages }) {
    const [dir, tableId, path] = words.length === 2 ? [defaultDir(), ...words] : words;
    if (dir === undefined || tableId === undefined || path === undefined || words.length > 3) return null;
    const files = await filesOf(dir);
    const policies = compiledOr(compileDraft(files, asOf), notCompiled(dir));
    if (direction === 'export') {
      await writeFile(path, exportTable(policies, files, tableId));
      print(languages, (language) => [speak(language)(`${path}：表 ${tableId}`, `${path}: table ${tableId}`)]);
      return 0;
    }
    if (direction !== 'import') return null;
    const bytes = await workbookBytes(path);
    const reads = languages.map((language) => importTable(policies, files, tableId, bytes, path, asOf, language));
    const [read] = reads;
    if (read === undefined) return null;
    const changed = read.changes.length > 0;
    if (changed && accept) await replaceFile(dir, read.file, read.xml);
    print(languages, (language) => {
      const { changes = [], findings = [] } = reads[languages.indexOf(language)] ?? {};
      return changed
        ? [...changes, '', ...findings, '', outcomeOf(join(dir, read.file), read.errors, accept, language)]
        : [speak(language)('含义没有差别，无需接受', 'no difference in meaning; nothing to accept')];
    });
    return 0;
  },
};

/** A draft may be accepted before its scenarios follow; the check stands between it and a decision. */
const outcomeOf = (file: string, errors: number, accept: boolean, language: Language): string => {
  const say = speak(language);
  if (!accept)
    return say(`没有写入；加上 --accept 才会写入 ${file}`, `nothing is written; say --accept to write ${file}`);
  if (errors === 0) return say(`已接受：写入了 ${file}`, `accepted: ${file} is written`);
  return say(
    `已接受：写入了 ${file}；上面的${errors}个错误改正之前，它只是草稿`,
    `accepted: ${file} is written; it is a draft until ${errors === 1 ? 'the error above is' : `the ${errors} errors above are`} mended`,
  );
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
        lang: { type: 'string' },
      },
    });
    const [word = '', ...rest] = positionals;
    const { lang } = values;
    if (lang !== undefined && !isLanguage(lang)) {
      console.error(`--lang ${lang}：应为 zh 或 en / it is zh or en.`);
      return 2;
    }
    const languages = lang === undefined ? LANGUAGES : [lang];
    const asOf = values['as-of'] ?? null;
    if (asOf !== null && !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
      for (const language of languages)
        console.error(
          speak(language)(
            `--as-of 是“${asOf}”；应为YYYY-MM-DD格式的日期。`,
            `--as-of is “${asOf}”; it is a date, YYYY-MM-DD.`,
          ),
        );
      return 2;
    }
    try {
      const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
      const code =
        (await action?.({ positionals: rest, inputs: values.input, asOf, accept: values.accept, languages })) ?? null;
      if (code !== null) return code;
      for (const language of languages)
        console.error(`${speak(language)('用法：', 'Usage: ')}clearline policy ${usage}`);
      return 2;
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      const said = new Set(languages.map((language) => (language === 'zh' ? error.zh : error.message)));
      for (const line of said) console.error(line);
      return 1;
    }
  },
};
