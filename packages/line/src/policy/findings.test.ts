import { describe, expect, it } from 'vitest';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { compilePolicySet } from './compile.ts';
import { policyFindings, tableFindings } from './findings.ts';
import type { PolicyFiles, PolicySet } from './policy-set.ts';

const PRICING = 'tables/consumer_pricing.dmn';

/** The default policy without its scenarios, some of which a changed table would break. */
const unscripted = (): PolicyFiles => {
  const files = defaultPolicyFiles();
  const manifest = { ...(JSON.parse(files['manifest.json'] ?? '{}') as object), scenarios: [] };
  return { ...files, 'manifest.json': JSON.stringify(manifest) };
};

/** The default policy with the tests of its consumer pricing rules, from the top, replaced. */
const priced = (...cells: readonly string[]): PolicySet => {
  const files = unscripted();
  let row = 0;
  const xml = (files[PRICING] ?? '').replaceAll(
    /<inputEntry><text>[^<]*<\/text>/g,
    (cell) => `<inputEntry><text>${cells[row++] ?? cell.slice('<inputEntry><text>'.length, -'</text>'.length)}</text>`,
  );
  const result = compilePolicySet({ ...files, [PRICING]: xml }, '2026-11-01');
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.policies;
};

describe('findings about a policy', () => {
  it('are none about the default policy', () => {
    expect(policyFindings(defaultPolicies())).toEqual([]);
  });

  it('say in both languages which rules overlap, with the example', () => {
    const [overlap] = tableFindings(priced('-'), 'consumer_pricing').filter(({ kind }) => kind === 'overlap');
    expect(overlap).toMatchObject({ severity: 'error', file: PRICING, tableId: 'consumer_pricing' });
    expect(overlap?.ruleIds).toHaveLength(2);
    const example = /for example with (.+)$/.exec(overlap?.text.en ?? '')?.[1] ?? 'none';
    expect(overlap?.text.zh).toBe(`规则${overlap?.ruleIds.join('、') ?? ''}会同时触发，例如${example}`);
  });

  it('say in both languages which case no rule decides', () => {
    const findings = tableFindings(priced('&lt; -5', '&lt; -4', '&lt; -3', '&lt; -2'), 'consumer_pricing');
    const gap = findings.find(({ kind }) => kind === 'gap');
    const example = /no rule decides (.+); add/.exec(gap?.text.en ?? '')?.[1] ?? 'none';
    expect(gap?.text.zh).toContain(`没有规则决定这种情况：${example}；`);
  });

  it('say which rules test the same thing', () => {
    const duplicate = tableFindings(priced('-', '-'), 'consumer_pricing').find(({ kind }) => kind === 'duplicate');
    expect(duplicate?.text.zh).toMatch(/^规则\S+、\S+的条件相同$/);
  });

  it('name a cell whose parameter has another unit than its input, and a ratio of two units', () => {
    const files = unscripted();
    const compiled = (file: string, from: string, to: string): PolicySet => {
      const text = files[file] ?? '';
      expect(text).toContain(from);
      const result = compilePolicySet({ ...files, [file]: text.replace(from, to) }, '2026-11-01');
      if (!result.ok) throw new Error(JSON.stringify(result.faults));
      return result.policies;
    };
    const hours = compiled('parameters.json', '"unit": "hours"', '"unit": "days"');
    expect(tableFindings(hours, 'consumer_draw')).toEqual([
      expect.objectContaining({
        kind: 'unit',
        severity: 'error',
        ruleIds: ['W2'],
        text: {
          zh: '规则W2：“hours_since_credential_change”的单位是 hours，参数 p_cooling_hours 的单位是 days；请换用同一单位的参数',
          en: 'rule W2: “hours_since_credential_change” is in hours, but parameter p_cooling_hours is in days; compare it with a parameter of its unit',
        },
      }),
    ]);
    const ratio = compiled(
      PRICING,
      '<text>application_points</text></inputExpression>',
      '<text>application_points / months_in_work</text></inputExpression>',
    );
    expect(tableFindings(ratio, 'consumer_pricing')).toContainEqual(expect.objectContaining({ kind: 'unit' }));
  });

  it('name parameters and inputs that nothing looks at', () => {
    const files = defaultPolicyFiles();
    const text = (files['parameters.json'] ?? '').replace(
      '[',
      '[{"name":"p_idle","unit":"count","label":{"zh":"a","en":"a"},"values":[{"from":"2020-01-01","value":1,"reference":"r"}]},',
    );
    const result = compilePolicySet({ ...files, 'parameters.json': text }, '2026-11-01');
    if (!result.ok) throw new Error('the policy compiles');
    expect(policyFindings(result.policies)).toContainEqual(
      expect.objectContaining({ kind: 'unused', severity: 'warning', file: 'parameters.json', tableId: null }),
    );
  });

  it('refuse a table that the policy does not have', () => {
    expect(() => tableFindings(defaultPolicies(), 'nowhere')).toThrow('no table nowhere');
  });
});
