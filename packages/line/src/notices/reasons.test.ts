import { describe, expect, it } from 'vitest';
import type { InputValue, ReasonRecord } from '../decision-record.ts';
import { lineOfReason, testsOf } from '../decision/fire.ts';
import { scoreReasonCode } from '../policy/compile.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { faultsOf } from '../testing/sentences.ts';
import type { LocalText } from '../vocabulary.ts';
import { fill, valueTexts } from './format.ts';
import { counterfactualText, reasonText } from './reasons.ts';
import { STEP_KINDS } from '../decision/recourse/steps.ts';

const policies = defaultPolicies();

interface Rule {
  readonly where: string;
  readonly ruleId: string;
  readonly code: string;
  readonly input: string;
  readonly operator: string;
  readonly line: InputValue;
}

/** Every rule of every table that gives a reason, and every way in which points of a scorecard can be lost. */
const rulesOf = ({ entries, models, inputs, scorecards }: PolicySet): Rule[] => [
  ...entries.flatMap((entry) => {
    const table = models[entry.id]?.tables[0];
    return (table?.rules ?? []).flatMap(({ id, annotations: { reason: code, about, against } }, index): Rule[] => {
      if (!table || !code || code === 'SCORE') return [];
      const where = `${entry.id} ${id}`;
      // Two words are held against each other; the lender's own terms say which.
      if (about && against) {
        const line = about === 'account_region' ? 'CN-NM' : 'STUDENT';
        return [{ where, ruleId: id, code, input: about, operator: '=', line }];
      }
      const tested = lineOfReason(testsOf(table, index), about);
      const [input = ''] = tested?.input.split(' / ') ?? [];
      if (!tested || !inputs[input]) throw new Error(`${where} tests nothing that its reason could speak of`);
      // A ratio of two inputs reads as the one against what the other is.
      const line = tested.input.includes(' / ') ? (inputs[input].unit === 'fen' ? 5_000_000 : 12) : tested.value;
      return [{ where, ruleId: id, code, input, operator: tested.op, line }];
    });
  }),
  ...Object.values(scorecards).flatMap((card) =>
    (card?.attributes ?? []).flatMap(({ name, bins }) => {
      const rising = Number(bins[0]?.points) < Number(bins[1]?.points);
      return bins.flatMap(({ upTo }): Rule[] =>
        typeof upTo === 'number'
          ? [
              {
                where: `${card?.id} ${name} at ${upTo}`,
                ruleId: 'U9',
                code: scoreReasonCode(name),
                input: name,
                operator: rising ? '<=' : '>',
                line: upTo,
              },
            ]
          : [],
      );
    }),
  ),
];
const rules = rulesOf(policies);

/** Values that a rule is about: on its line, a step beyond it, and as far as they go; none, less than nothing, one, and very many. */
const valuesOf = ({ operator, line, input }: Rule): readonly InputValue[] => {
  if (typeof line !== 'number') return [line];
  // Counts and times are never below nothing; what is left of money and what is made of it can be.
  const least = ['fen', 'ratio4', 'times4'].includes(policies.inputs[input]?.unit ?? '') ? -Infinity : 0;
  const around = [line - 1, line, line + 1, line + 49, line + 50, 0, -1, -50, 1, 2, 99, 10_000, 10_001, 2 ** 40];
  const crosses = (value: number): boolean =>
    value < least
      ? false
      : operator === '>='
        ? value >= line
        : operator === '>'
          ? value > line
          : operator === '<'
            ? value < line
            : operator === '<='
              ? value <= line
              : value === line;
  return around.filter(crosses);
};

const DATES = ['2025-12-31T15:59:59.999Z', '2025-12-31T16:00:00.000Z', '2028-02-29T03:00:00.000Z', null] as const;
const told = (rule: Rule, value: InputValue, more: Partial<ReasonRecord> = {}) =>
  reasonText(
    {
      code: rule.code,
      ruleId: rule.ruleId,
      input: rule.input,
      value,
      source: policies.inputs[rule.input]?.source ?? '',
      observedAt: '2026-11-02T03:00:00.000Z',
      threshold: { operator: rule.operator, value: rule.line },
      changeable: true,
      cure: policies.reasons[rule.code]?.cure ?? 'NONE',
      earliestDate: null,
      ...more,
    },
    policies,
  );
/** What is read of a reason, sentence by sentence. */
const partsOf = ({ title, whatWeSaw, source, ourLine, whatChangesIt }: ReturnType<typeof told>): LocalText[] => [
  title,
  whatWeSaw,
  source,
  ourLine,
  whatChangesIt,
];

describe('reasons, every one of every table, with the smallest, usual and extreme values', () => {
  it('finds them all', () => {
    expect(rules.length).toBeGreaterThan(150);
    const given = new Set(rules.map(({ code }) => code));
    expect(Object.keys(policies.reasons).filter((code) => !given.has(code))).toEqual(['E5_FAILED_LOGINS']);
  });

  it('N242: reads as a sentence of its language, with nothing left open', () => {
    const faults = new Set<string>();
    for (const rule of rules)
      for (const value of valuesOf(rule))
        for (const observedAt of DATES)
          for (const earliestDate of [null, '2027-01-01'])
            for (const part of partsOf(told(rule, value, { observedAt, earliestDate })))
              for (const fault of faultsOf(part)) faults.add(`${rule.where} ${rule.code}: ${fault}`);
    expect([...faults]).toEqual([]);
  });

  it('N240: never prints a value and its line the same unless they are', () => {
    const alike: string[] = [];
    for (const rule of rules) {
      const { unit } = policies.inputs[rule.input] ?? {};
      for (const value of valuesOf(rule)) {
        if (unit === undefined || value === rule.line) continue;
        const [own, line] = valueTexts(value, rule.line, unit);
        if (own.zh === line.zh || own.en === line.en) alike.push(`${rule.where}: ${String(value)} reads ${own.zh}`);
      }
    }
    expect(alike).toEqual([]);
    expect(valueTexts(200_050, 200_000, 'times4').map(({ zh }) => zh)).toEqual(['20.005倍', '20倍']);
    expect(valueTexts(200_000, 200_000, 'times4').map(({ en }) => en)).toEqual(['20 times', '20 times']);
  });

  it('N243: says on which side of the line the value lies, as the rule tests it, also on the line itself', () => {
    // 以上 and 及以上 take in the number, 超过 and 高于 do not (Civil Code art. 1259).
    const says: Readonly<Record<string, readonly [zh: RegExp, en: RegExp]>> = {
      '>=': [/少于|低于|达到|及以上|不低于|满\d/, /fewer than|less than|below|\bAt\b|From|or more|from CNY|unused for/],
      '>': [/不超过|超过|高于|全部/, /at most|[Bb]eyond|more than|above|up to|all lines/],
      '<': [/不低于|少于|小时内/, /at least|or more|less than|within/],
      '<=': [/高于|超过/, /above/],
    };
    const wrong: string[] = [];
    for (const rule of rules) {
      const expected = says[rule.operator];
      if (expected === undefined) continue;
      const { ourLine } = told(rule, valuesOf(rule)[0] ?? null);
      const [zh, en] = expected;
      if (!zh.test(ourLine.zh) || (rule.operator === '>=' && /(?<!不)超过|高于/.test(ourLine.zh)))
        wrong.push(`${rule.where} ${rule.operator}: ${ourLine.zh}`);
      if (!en.test(ourLine.en)) wrong.push(`${rule.where} ${rule.operator}: ${ourLine.en}`);
      if (rule.operator === '<=' && /以上/.test(ourLine.zh))
        wrong.push(`${rule.where}: ${ourLine.zh} takes in the line`);
    }
    expect(wrong).toEqual([]);
  });

  it('says of what took place just now how long ago that was', () => {
    const changed = rules.find(({ code }) => code === 'E4_CREDENTIAL');
    if (!changed) throw new Error('no rule about credentials');
    expect(told(changed, 0).whatWeSaw.zh).toMatch(/^不到1小时前/);
    expect(told(changed, 1).whatWeSaw.en).toContain('changed 1 hour ago');
  });

  it('says once, and not twice, that time changes it', () => {
    for (const rule of rules) {
      const { whatChangesIt } = told(rule, rule.line, { earliestDate: '2026-12-01' });
      expect(whatChangesIt.zh.match(/随时间推移/g)?.length ?? 0, rule.code).toBeLessThanOrEqual(1);
      expect(whatChangesIt.en.match(/\btime\b/g)?.length ?? 0, rule.code).toBeLessThanOrEqual(1);
    }
  });

  it('promises what lifts only where it does: a check by verifying, never by another device', () => {
    const checks = rules.filter(({ code }) => policies.reasons[code]?.family === 'SECURITY');
    expect(checks.length).toBeGreaterThan(8);
    for (const rule of checks) expect(told(rule, rule.line).whatChangesIt.zh, rule.code).toMatch(/验证本人后立即恢复/);
  });
});

describe('N241: the word after a count', () => {
  it('is that for one only after one', () => {
    const template = { zh: '{value}次', en: '{value|draw|draws} in {line|day|days}' };
    const of = (value: string, line: string): string =>
      fill(template, { value: { zh: value, en: value }, line: { zh: line, en: line } }).en;
    expect(of('1', '1')).toBe('1 draw in 1 day');
    expect(of('0', '21')).toBe('0 draws in 21 days');
    expect(
      fill({ zh: '', en: '{other|draw|draws}' }, {}).en,
      'what nobody gave stays, for the test above to find',
    ).toContain('{');
  });
});

describe('what would change it, in words', () => {
  it('N242: reads as a sentence for each step, on values that print alike without their last decimals', () => {
    const changes = [
      { input: 'debt_to_monthly_income', from: 200_040, to: 200_010 },
      { input: 'overdue_amount', from: 1, to: 0 },
      { input: 'hours_since_new_device', from: 0, to: 24 },
      { input: 'id_card_valid', from: false, to: true },
    ];
    for (const step of STEP_KINDS)
      for (const byDate of step === 'WAIT' ? ['2027-01-01'] : [null])
        for (const least of [true, false]) {
          const record = { steps: [step], changes, actionAfter: 'NONE' as const, byDate, least };
          const { text } = counterfactualText(record, policies);
          expect([step, faultsOf(text)]).toEqual([step, []]);
          expect(text.zh).toContain('由20.004倍变为20.001倍');
        }
  });
});
