import {
  type Compiled,
  compilePolicySet,
  type IsoDate,
  newestParameterDate,
  type PolicyFault,
  type PolicyFiles,
  type PolicySet,
  type Scenario,
} from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import { faultInChinese } from './fault-words.ts';
import type { Language } from './language.ts';
import { isRecord, parsed, shapeFaults } from './shapes.ts';

/** What the caller of a command got wrong: shown as one line, without a stack. */
export class CommandRefused extends Error {
  /** The same in Chinese, where the command speaks it. */
  readonly zh: string;
  constructor(message: string, zh: string = message) {
    super(message);
    this.name = 'CommandRefused';
    this.zh = zh;
  }
}

/**
 * The files of a policy folder.
 * @throws CommandRefused when there is no such folder, or it is not a policy.
 */
export const filesOf = async (dir: string): Promise<PolicyFiles> => {
  const files = await readPolicyFiles(dir).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new CommandRefused(`${dir}: there is no such folder.`, `${dir}：没有这个文件夹。`);
    if (code === 'ENOTDIR')
      throw new CommandRefused(`${dir} is a file; name the folder of a policy.`, `${dir}是文件；请给出策略的文件夹。`);
    throw error;
  });
  if (files['manifest.json'] === undefined)
    throw new CommandRefused(
      `${dir} is not a policy: it holds no manifest.json.`,
      `${dir}不是策略：其中没有manifest.json。`,
    );
  return files;
};

/**
 * Compiles a policy as of a date, or as of the newest date among its parameters. Faults of shape are told before the
 * compiler, which takes the shape for granted.
 */
export const compileFiles = (files: PolicyFiles, asOf: IsoDate | null): Compiled => {
  const faults = shapeFaults(files);
  if (faults.length > 0) return { ok: false, faults };
  // Where parameters.json cannot be read, no date is wrong: the compiler tells what is.
  const readable = parsed(files['parameters.json']) !== undefined;
  return compilePolicySet(files, asOf ?? (readable ? newestParameterDate(files) : '2000-01-01'));
};

/**
 * The same for a draft, whose scenarios may fail: for commands that run them one by one, or compare versions. A draft
 * that does not pass has no version yet.
 */
export const compileDraft = (files: PolicyFiles, asOf: IsoDate | null): Compiled => {
  const whole = compileFiles(files, asOf);
  const manifest = parsed(files['manifest.json']);
  if (whole.ok || !isRecord(manifest)) return whole;
  const compiled = compileFiles({ ...files, 'manifest.json': JSON.stringify({ ...manifest, scenarios: [] }) }, asOf);
  return compiled.ok ? { ok: true, policies: { ...compiled.policies, version: 'draft', files } } : compiled;
};

/** The scenarios that a policy’s manifest names, whether they pass or not. */
export const scenariosOf = (files: PolicyFiles): readonly Scenario[] => {
  const manifest = parsed(files['manifest.json']) as { readonly scenarios: readonly string[] };
  return manifest.scenarios.flatMap((file) => {
    const scenarios = parsed(files[file]);
    if (!Array.isArray(scenarios))
      throw new CommandRefused(
        `${file}: is missing, or holds no list of scenarios.`,
        `${file}：缺失，或其中不是场景列表。`,
      );
    return scenarios as readonly Scenario[];
  });
};

/** One fault as a line: where, then what. */
export const faultLine = ({ file, place, message }: PolicyFault, language: Language): string =>
  `${file}${place === '' ? '' : ` ${place}`}: ${language === 'zh' ? faultInChinese(message) : message}`;

/** @throws CommandRefused with every fault, where a policy does not compile */
export const compiledOr = (compiled: Compiled, refusal: { readonly zh: string; readonly en: string }): PolicySet => {
  if (compiled.ok) return compiled.policies;
  const lines = (language: Language): string =>
    [refusal[language], ...compiled.faults.map((fault) => faultLine(fault, language))].join('\n  ');
  throw new CommandRefused(lines('en'), lines('zh'));
};
