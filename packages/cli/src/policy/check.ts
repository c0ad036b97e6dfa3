import { type IsoDate, type PolicyFiles, policyFindings } from '@clearline/line';
import { compileFiles, faultLine } from './files.ts';
import { type Language, speak } from './language.ts';

export interface Check {
  readonly errors: number;
  readonly warnings: number;
  readonly lines: readonly string[];
}

/**
 * Everything wrong with a policy: faults that keep it from compiling, else what the analysis of its tables finds. Lines
 * are in the language asked for.
 */
export const checkPolicy = (files: PolicyFiles, asOf: IsoDate | null, language: Language = 'en'): Check => {
  const compiled = compileFiles(files, asOf);
  const say = speak(language);
  const mark = (severity: 'error' | 'warning'): string =>
    severity === 'error' ? say('错误  ', 'error    ') : say('警告  ', 'warning  ');
  if (!compiled.ok) {
    const { faults } = compiled;
    const lines = faults.map((fault) => `${mark('error')}${faultLine(fault, language)}`);
    const outcome = say(`${faults.length}个错误；未能编译`, `${count(faults.length, 'error')}; not compiled`);
    return { errors: faults.length, warnings: 0, lines: [...lines, outcome] };
  }
  const { policies } = compiled;
  const findings = policyFindings(policies);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const tables = policies.entries.map((entry) => policies.models[entry.id]?.tables[0]?.rules.length ?? 0);
  const rules = tables.reduce((sum, each) => sum + each, 0);
  const { scenarios, parameters, version } = policies;
  return {
    errors,
    warnings,
    lines: [
      ...findings.map(
        ({ severity, file, tableId, text }) =>
          `${mark(severity)}${file}${tableId === null ? '' : ` ${tableId}`}: ${text[language]}`,
      ),
      say(
        `${tables.length}张表，${rules}条规则，${scenarios.length}个场景通过，${parameters.length}个参数`,
        `${count(tables.length, 'table')}, ${count(rules, 'rule')}, ${count(scenarios.length, 'scenario')} passed, ${count(parameters.length, 'parameter')}`,
      ),
      say(
        `${errors}个错误，${warnings}个警告；版本 ${version}`,
        `${count(errors, 'error')}, ${count(warnings, 'warning')}; version ${version}`,
      ),
    ],
  };
};

export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
