import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolicyFiles, PolicySet } from '@clearline/line';
import { readPolicyFiles } from '@clearline/store';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkPolicy } from './check.ts';
import { policyDiff } from './diff.ts';
import { CommandRefused, compileDraft, compileFiles, filesOf, scenariosOf } from './files.ts';
import { parseInputs } from './parse-input.ts';
import { tableRun } from './run-table.ts';
import { runPolicyScenarios } from './scenarios.ts';

const defaultDir = fileURLToPath(new URL('../../../../policies', import.meta.url));
let files: PolicyFiles;
beforeAll(async () => {
  files = await readPolicyFiles(defaultDir);
});

const edited = (file: string, from: string, to: string): PolicyFiles => {
  const text = files[file] ?? '';
  expect(text).toContain(from);
  return { ...files, [file]: text.replace(from, to) };
};
const draft = (given: PolicyFiles): PolicySet => {
  const compiled = compileDraft(given, null);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
  return compiled.policies;
};
const onlyRule = (xml: string): string =>
  xml.replace(/<inputEntry><text>&lt; p_new_device_hours<\/text>/, '<inputEntry><text>-</text>');

/** The manifest without scenarios, which a changed table would break, and without scorecards. */
const unscored = (): string =>
  JSON.stringify({ ...(JSON.parse(files['manifest.json'] ?? '{}') as object), scenarios: [], scorecards: {} });

describe('policy check', () => {
  it('finds nothing in the default policy', () => {
    const { errors, warnings, lines } = checkPolicy(files, null);
    expect({ errors, warnings }).toEqual({ errors: 0, warnings: 0 });
    expect(lines.at(-2)).toMatch(/^12 tables, \d+ rules, \d+ scenarios passed/);
  });

  it('names what is declared for nothing', () => {
    const idle = edited('inputs.json', '"name": "months_in_work"', '"name": "months_unemployed"');
    const { warnings, lines } = checkPolicy({ ...idle, 'manifest.json': unscored() }, null);
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(warnings);
    expect(lines.join('\n')).toContain('“months_unemployed” is declared but');
  });

  it('tells file, place and text of a fault', () => {
    const { errors, lines } = checkPolicy(edited('tables/consumer_draw.dmn', 'E1_NEW_DEVICE', 'NOT_THERE'), null);
    expect(errors).toBe(1);
    expect(lines[0]).toContain('tables/consumer_draw.dmn W1: reason “NOT_THERE” is not in reasons.json (G1)');
  });

  it('counts what the analysis finds as errors: two rules of a pricing table that fire together', () => {
    const table = 'tables/consumer_pricing.dmn';
    const overlapping = (files[table] ?? '').replaceAll(
      /<inputEntry><text>[^<]*<\/text>/g,
      '<inputEntry><text>-</text>',
    );
    const { errors, lines } = checkPolicy({ ...files, [table]: overlapping, 'manifest.json': unscored() }, null);
    expect(errors).toBeGreaterThan(0);
    expect(lines[0]).toContain(`${table} consumer_pricing: rules`);
  });

  it.each([
    ['manifest.json', '{}', 'manifest.json tables: is missing; it is a list'],
    ['manifest.json', '[]', 'manifest.json: is not an object'],
    ['inputs.json', '{', 'inputs.json: not valid JSON'],
    ['inputs.json', '[{}]', 'inputs.json [0].name: is missing; it is a text'],
    ['parameters.json', '{', 'parameters.json: not valid JSON'],
    ['parameters.json', '[{"name": "p_x"}]', 'parameters.json [0].values: is missing; it is a list'],
    ['reasons.json', '[1]', 'reasons.json [0]: is not an object'],
  ])('tells of a %s that holds %s', (file, text, place) => {
    const { errors, lines } = checkPolicy({ ...files, [file]: text }, null);
    expect(errors).toBeGreaterThan(0);
    expect(lines.join('\n')).toContain(place);
  });

  it('never breaks on a JSON file in which any part is missing or something else', () => {
    const names = Object.keys(files).filter((file) => file.endsWith('.json'));
    const steps = fc.array(fc.nat(40), { minLength: 1, maxLength: 6 });
    const other = fc.constantFrom(null, 0, 0.5, '', [], {}, [null], undefined);
    fc.assert(
      fc.property(fc.constantFrom(...names), steps, other, (file, path, instead) => {
        const copy = JSON.parse(files[file] ?? '') as unknown;
        let inside = copy as Record<string, unknown>;
        for (const [depth, step] of path.entries()) {
          const keys = Object.keys(inside);
          const key = keys[step % keys.length] ?? 'added';
          const next = inside[key];
          if (depth === path.length - 1 || typeof next !== 'object' || next === null) {
            inside[key] = instead;
            break;
          }
          inside = next as Record<string, unknown>;
        }
        expect(checkPolicy({ ...files, [file]: JSON.stringify(copy) }, null).lines.length).toBeGreaterThan(0);
      }),
      { numRuns: 80 },
    );
  });

  it('refuses a folder that is absent, a file, and a folder without a manifest', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'clearline policy '));
    await expect(filesOf(join(dir, 'absent'))).rejects.toThrow('there is no such folder');
    await expect(filesOf(dir)).rejects.toThrow('holds no manifest.json');
    await writeFile(join(dir, 'file'), '');
    await expect(filesOf(join(dir, 'file'))).rejects.toThrow(CommandRefused);
    await rm(dir, { recursive: true });
  });
});

describe('in Chinese', () => {
  /** Lines without names, values, references of lines and words in capitals, which stand as they are in any language. */
  const prose = (lines: readonly string[]): string =>
    lines.join('\n').replaceAll(/“.*?”|自\S+起 \d+（.*?）|[a-z]+(?:[_/.][\w/.]+)+|\[.*?\]|p_\w+|\b[A-Z]\w*/g, '');

  it('check, test, run and diff say nothing in English', () => {
    const moved = edited('parameters.json', '"value": 3,', '"value": 40,');
    const failing = runPolicyScenarios(draft(moved), scenariosOf(moved), 'zh').lines;
    const broken = edited('tables/consumer_draw.dmn', '&lt; p_cooling_hours', '&lt; (1 +');
    const said = [
      ...checkPolicy(files, null, 'zh').lines,
      ...checkPolicy(broken, null, 'zh').lines.map((line) => line.replace(/\n.*/s, '')),
      ...failing,
      ...tableRun(draft(files), 'consumer_draw', { hours_since_new_device: 5 }, 'zh'),
      ...policyDiff(draft(files), draft(edited('tables/consumer_draw.dmn', 'W1', 'W9')), 'zh'),
      ...policyDiff(draft(files), draft(moved), 'zh'),
    ];
    expect(said).toEqual(expect.arrayContaining([expect.stringContaining('表达式不完整'), '动作  STEP_UP']));
    expect(prose(said).match(/[a-z]{3,}(?: [a-z]{2,})+/g) ?? []).toEqual([]);
  });

  it('a refusal says it too', () => {
    const { inputs } = draft(files);
    try {
      parseInputs(['monthly_income=12.5'], Object.keys(inputs), draft(files));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CommandRefused);
      expect((error as CommandRefused).zh).toContain('以分为单位的整数');
    }
  });
});

describe('policy diff', () => {
  it('says nothing of a policy and itself, however it is written', () => {
    const spaced = { ...files, 'inputs.json': JSON.stringify(JSON.parse(files['inputs.json'] ?? '')) };
    expect(policyDiff(draft(files), draft(spaced))).toEqual([]);
  });

  it('shows a dated parameter with every rule whose line it moves, and words that changed', () => {
    const moved = edited('parameters.json', '"value": 3,', '"value": 4,');
    const after = { ...moved, 'reasons.json': (files['reasons.json'] ?? '').replace('Several draws', 'A few draws') };
    const lines = policyDiff(draft(files), draft(after));
    expect(lines).toContain('  rule M1 draws_24h: > p_draws_24h_max [3] → > p_draws_24h_max [4]');
    expect(lines.some((line) => line.startsWith('  p_draws_24h_max: 3 from 2020-01-01'))).toBe(true);
    expect(lines).toContain('  D1_BURST_24H title en: “Several draws within 24 hours” → “A few draws within 24 hours”');
  });

  it('shows a changed cell, a table that went, and a field of an input', () => {
    const xml = files['tables/consumer_draw.dmn'] ?? '';
    const manifest = JSON.parse(files['manifest.json'] ?? '') as { tables: { id: string }[] };
    const without = { ...manifest, tables: manifest.tables.filter(({ id }) => id !== 'business_draw') };
    const lines = policyDiff(
      draft(files),
      draft({
        ...files,
        'tables/consumer_draw.dmn': onlyRule(xml),
        'manifest.json': JSON.stringify(without),
        'inputs.json': (files['inputs.json'] ?? '').replace('"freshnessHours": 9600', '"freshnessHours": 100'),
      }),
    );
    expect(lines).toContain('  rule W1 hours_since_new_device: < p_new_device_hours [24] → -');
    expect(lines).toContain('table business_draw: removed');
    expect(lines).toContain('  monthly_income.freshnessHours: 9600 → 100');
  });
});

describe('policy test', () => {
  it('passes the default policy, every rule fired by some scenario', () => {
    const { failed, untried, lines } = runPolicyScenarios(draft(files), scenariosOf(files));
    expect({ failed, untried }).toEqual({ failed: 0, untried: 0 });
    expect(lines.join('\n')).toContain('consumer_draw: 2 of 2 rules fired');
  });

  it('tells which scenario a draft breaks, and which rule is left untried', () => {
    const after = edited('parameters.json', '"value": 3,', '"value": 40,');
    const { failed, untried, lines } = runPolicyScenarios(draft(after), scenariosOf(after));
    expect(failed).toBeGreaterThan(0);
    expect(untried).toBeGreaterThan(0);
    expect(lines[0]).toContain('fired M44, expected M1');
    expect(lines.join('\n')).toContain('untried  M1');
  });

  it('tells a scenario for a table that is not there, and one that ends otherwise', () => {
    const [first] = scenariosOf(files).filter(({ expect: expected }) => expected.rules.length > 0);
    if (!first) throw new Error('the default policy has scenarios');
    const scenarios = [
      { ...first, table: 'nowhere' },
      { ...first, expect: { ...first.expect, action: 'NONE' } },
    ];
    const { failed, lines } = runPolicyScenarios(draft(files), scenarios);
    expect(failed).toBe(2);
    expect(lines[0]).toContain('there is no table “nowhere”');
    expect(lines[1]).toContain('expected NONE');
  });
});

describe('policy run', () => {
  it('tells outcome, what was missing, and every test of every rule', () => {
    const lines = tableRun(draft(files), 'consumer_draw', { hours_since_new_device: 5 });
    expect(lines).toContain('fired    W1');
    expect(lines).toContain('action   STEP_UP');
    expect(lines.join('\n')).toContain('missing  hours_since_credential_change');
    expect(lines.join('\n')).toMatch(/✓ hours_since_new_device +< p_new_device_hours \[24\] {2}value 5 \(5 hours\)/);
    expect(lines.join('\n')).toMatch(/✗ hours_since_credential_change +< p_cooling_hours \[\d+\] {2}value missing/);
  });

  it('reads values by their unit', () => {
    const policies = draft(files);
    const read = (...words: string[]) => parseInputs(words, Object.keys(policies.inputs), policies);
    expect(read('debt_service_ratio=85%')).toEqual({ debt_service_ratio: 8500 });
    expect(read('debt_service_ratio=85.5%')).toEqual({ debt_service_ratio: 8550 });
    expect(read('debt_to_monthly_income=11.7x')).toEqual({ debt_to_monthly_income: 117_000 });
    expect(read('debt_to_monthly_income=20倍')).toEqual({ debt_to_monthly_income: 200_000 });
    expect(read('debt_service_ratio=8500', 'monthly_income=', 'employment=STUDENT')).toEqual({
      debt_service_ratio: 8500,
      monthly_income: null,
      employment: 'STUDENT',
    });
  });

  it.each([
    ['monthly_income', 'name=value'],
    ['nowhere=1', 'the table looks at'],
    ['monthly_income=12.5', 'whole fen'],
    ['months_in_work=many', 'a whole number (months)'],
    ['debt_service_ratio=85.123%', 'a percentage'],
    ['debt_to_monthly_income=20%', 'a multiple'],
    ['overdue_days_max=99999999999999999999', 'a whole number'],
  ])('refuses --input %s and says what would be right', (word, why) => {
    const policies = draft(files);
    expect(() => parseInputs([word], Object.keys(policies.inputs), policies)).toThrow(why);
  });
});

it('a draft whose scenarios fail compiles without a version; check refuses it', () => {
  const after = edited('parameters.json', '"value": 3,', '"value": 4,');
  expect(compileFiles(after, null).ok).toBe(false);
  expect(draft(after).version).toBe('draft');
});
