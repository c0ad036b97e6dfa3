import { describe, expect, it } from 'vitest';
import { INPUT_READERS } from '../decision/inputs.ts';
import { POINTS, SCORE_FALL } from '../decision/own-score.ts';
import { STRATEGY_FITS, STRATEGY_TERMS } from '../decision/strategy-terms.ts';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { compilePolicySet } from './compile.ts';
import { prohibition } from './prohibited.ts';

const change = (file: string, from: string, to: string) => {
  const files = defaultPolicyFiles();
  const text = files[file] ?? '';
  expect(text).toContain(from);
  return compilePolicySet({ ...files, [file]: text.replace(from, to) }, '2026-11-01');
};
const messages = (result: ReturnType<typeof compilePolicySet>): string =>
  result.ok ? '' : result.faults.map((fault) => `${fault.file} ${fault.place} ${fault.message}`).join('\n');

describe('compiling a policy', () => {
  it('takes the default set, with every scenario passing', () => {
    const policies = defaultPolicies();
    expect(policies.entries).toHaveLength(12);
    expect(policies.scenarios.length).toBeGreaterThan(60);
  });

  it('has a scenario that fires every deciding rule', () => {
    const { entries, models, scenarios } = defaultPolicies();
    for (const entry of entries.filter((candidate) => candidate.role === 'DECIDE')) {
      const expected = new Set(
        scenarios.filter((scenario) => scenario.table === entry.id).flatMap((scenario) => scenario.expect.rules),
      );
      expect([...expected].sort()).toEqual((models[entry.id]?.tables[0]?.rules ?? []).map((rule) => rule.id).sort());
    }
  });

  it('P9, G6: early repayment may ask a person to look, and cuts nothing', () => {
    const table = defaultPolicyFiles()['tables/consumer_monitoring.dmn'] ?? '';
    const start = table.indexOf('<rule id="M12">');
    const rule = table.slice(start, table.indexOf('</rule>', start));
    const cutting = rule.replace('&quot;REVIEW&quot;', '&quot;LIMIT_REDUCED&quot;');
    expect(cutting).not.toBe(rule);
    expect(messages(change('tables/consumer_monitoring.dmn', rule, cutting))).toContain('M12');
    expect(messages(change('tables/consumer_monitoring.dmn', rule, cutting))).toContain('(G6)');
  });

  it('G3: lets no rule that takes something rest on a reason that only supports others', () => {
    const table = 'tables/consumer_monitoring.dmn';
    expect(messages(change(table, 'D1_SEVERAL_24H', 'D5_NIGHT'))).toMatch(/M44 .*D5_NIGHT.*\(G3\)/);
    // A look may: M13 asks people to look at another thing.
    expect(messages(change(table, 'D3_USE_SOFT', 'D5_NIGHT'))).not.toContain('(G3)');
    const misspelt = change('reasons.json', '"standing": "SUPPORTING"', '"standing": "SUPORTING"');
    expect(messages(misspelt)).toContain('unknown standing “SUPORTING”');
  });

  it('G9: lets no owner set a remedy aside before the action could no longer be contested', () => {
    const ownersOwn = (days: number) => `"value": ${days},\n        "reference": "PLACEHOLDER`;
    expect(messages(change('parameters.json', ownersOwn(365), ownersOwn(179)))).toContain('180 at least (G9)');
    expect(change('parameters.json', ownersOwn(365), ownersOwn(180)).ok).toBe(true);
  });

  it('declares exactly the inputs that the core can read', () => {
    const declared = Object.keys(defaultPolicies().inputs).filter((name) => name !== POINTS && name !== SCORE_FALL);
    const { features, signals } = defaultPolicies().features;
    const readers = [...Object.keys(INPUT_READERS), ...Object.keys(STRATEGY_TERMS), ...Object.keys(STRATEGY_FITS)];
    const read = [...readers, ...Object.keys(features), ...Object.keys(signals)];
    // A feature may also be one of several signals, and no input by itself.
    const inSignals = Object.values(signals).flatMap(({ parts }) => parts.map(({ feature }) => feature.name));
    expect(declared.sort()).toEqual(read.filter((name) => !inSignals.includes(name)).sort());
  });

  it.each([
    'applicant_age',
    'gender',
    'early_repayments_90d',
    'appeals_filed',
    'own_report_lookups',
    'complaints_12m',
    'marital_status',
    'nationality',
    'foreign_worker',
    'applicant_citizenship',
    'race',
  ])('G6: refuses the input %s', (name) => {
    expect(prohibition(name)).not.toBeNull();
    const result = change('inputs.json', '"name": "employment"', `"name": "${name}"`);
    expect(messages(result)).toContain('prohibited input (G6)');
  });

  it.each(['months_in_work', 'monthly_income', 'days_past_due', 'utilisation', 'trace_count'])(
    'G6: lets %s be',
    (name) => {
      expect(prohibition(name)).toBeNull();
    },
  );

  it('G1: refuses a rule whose reason is not in the catalogue', () => {
    expect(messages(change('tables/consumer_monitoring.dmn', 'D1_BURST_24H', 'NOT_THERE'))).toContain('(G1)');
  });

  it('G1: refuses a reason that shows no value of the borrower', () => {
    expect(messages(change('reasons.json', '{value}', '综合评估未通过'))).toContain('(G1)');
  });

  it('names file and scenario when a changed line breaks one', () => {
    expect(messages(change('parameters.json', '"value": 3', '"value": 4'))).toContain('scenarios');
  });

  it('refuses invalid JSON, a missing file and an unknown input in a table, each with its place', () => {
    const files = defaultPolicyFiles();
    expect(messages(compilePolicySet({ ...files, 'inputs.json': '{' }, '2026-11-01'))).toContain('inputs.json');
    const { 'sources.json': _gone, ...without } = files;
    expect(messages(compilePolicySet(without, '2026-11-01'))).toContain('sources.json');
    expect(
      messages(change('tables/consumer_draw.dmn', '<text>hours_since_new_device</text>', '<text>nowhere</text>')),
    ).toContain('consumer_draw');
  });

  it('refuses a policy that asks for the three-part check and lacks a line that it is made by', () => {
    const files = defaultPolicyFiles();
    const parameters = JSON.parse(files['parameters.json'] ?? '[]') as { name: string }[];
    const without = parameters.filter(({ name }) => name !== 'p_haircut_vehicle');
    const result = compilePolicySet({ ...files, 'parameters.json': JSON.stringify(without) }, '2026-11-01');
    if (result.ok) throw new Error('it compiled');
    expect(result.faults).toMatchObject([{ file: 'parameters.json', place: 'p_haircut_vehicle' }]);
  });

  it('refuses a date before any parameter is in force', () => {
    expect(messages(compilePolicySet(defaultPolicyFiles(), '2019-01-01'))).toContain('no value is in force');
  });
});
