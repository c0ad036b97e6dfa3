import { type IsoDate, type PolicyFiles, policyFindings } from '@clearline/line';
import { compileFiles, faultLine } from './files.ts';

export interface Check {
  readonly errors: number;
  readonly warnings: number;
  readonly lines: readonly string[];
}

/** Everything wrong with a policy: faults that keep it from compiling, else what the analysis of its tables finds. */
export const checkPolicy = (files: PolicyFiles, asOf: IsoDate | null): Check => {
  const compiled = compileFiles(files, asOf);
  if (!compiled.ok) {
    const { faults } = compiled;
    const lines = faults.map((fault) => `error    ${faultLine(fault)}`);
    return { errors: faults.length, warnings: 0, lines: [...lines, `${count(faults.length, 'error')}; not compiled`] };
  }
  const { policies } = compiled;
  const findings = policyFindings(policies);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const tables = policies.entries.map((entry) => policies.models[entry.id]?.tables[0]?.rules.length ?? 0);
  const rules = tables.reduce((sum, each) => sum + each, 0);
  return {
    errors,
    warnings,
    lines: [
      ...findings.map(
        ({ severity, file, tableId, text }) =>
          `${severity.padEnd(8)} ${file}${tableId === null ? '' : ` ${tableId}`}: ${text.en} / ${text.zh}`,
      ),
      `${count(tables.length, 'table')}, ${count(rules, 'rule')}, ${count(policies.scenarios.length, 'scenario')} passed, ${count(policies.parameters.length, 'parameter')}`,
      `${count(errors, 'error')}, ${count(warnings, 'warning')}; version ${policies.version}`,
    ],
  };
};

export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;
