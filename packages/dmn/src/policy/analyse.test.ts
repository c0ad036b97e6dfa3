import { describe, expect, it } from 'vitest';
import {
  analyse,
  compareTables,
  compilePolicyTables,
  type Finding,
  type PolicyInput,
  type PolicyModel,
  runScenarios,
} from '../index.ts';
import { type PolicyTableText, writePolicyXml } from './write-policy-xml.ts';

const DECLARED: readonly PolicyInput[] = [
  { name: 'n', type: 'integer' },
  { name: 'k', type: 'integer' },
  { name: 's', type: 'string' },
  { name: 'secret', type: 'integer', protected: true },
];

const compile = (
  hitPolicy: string,
  rows: readonly (readonly [string, string, string])[],
  over: Partial<PolicyTableText> = {},
): PolicyModel => {
  const table: PolicyTableText = {
    id: 't',
    name: 'T',
    hitPolicy,
    inputs: [{ expression: 'n' }, { expression: 's' }],
    outputs: [{ name: 'out' }],
    rules: rows.map(([n, s, out], index) => ({ id: `r${index + 1}`, cells: [n, s], outputs: [out] })),
    ...over,
  };
  const result = compilePolicyTables(writePolicyXml({ name: 't', namespace: 'urn:t', tables: [table] }), DECLARED);
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.value;
};
const kinds = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.kind} ${finding.rules.join(',')}`.trim());

describe('analysis (D12–D17)', () => {
  it('finds nothing in a table that is complete and without overlap', () => {
    expect(
      analyse(
        compile('UNIQUE', [
          ['< 5', '-', '"a"'],
          ['>= 5', '"x"', '"b"'],
          ['>= 5', 'not("x")', '"c"'],
        ]),
      ),
    ).toEqual([]);
  });
  it('D12 a gap, with an example', () => {
    const findings = analyse(
      compile('UNIQUE', [
        ['< 5', '-', '"a"'],
        ['> 5', '-', '"b"'],
      ]),
    );
    expect(kinds(findings)).toEqual(['gap']);
    expect(findings[0]?.message).toContain('n = 5');
    expect(analyse(compile('COLLECT', [['< 5', '-', '"a"']]))).toEqual([]);
    expect(analyse(compile('UNIQUE', [['< 5', '-', '"a"']], { outputs: [{ name: 'out', default: '"z"' }] }))).toEqual(
      [],
    );
  });
  it('D13 an overlap under UNIQUE, and under ANY when the outputs differ', () => {
    const rows: [string, string, string][] = [
      ['<= 5', '-', '"a"'],
      ['>= 5', '-', '"b"'],
    ];
    expect(kinds(analyse(compile('UNIQUE', rows)))).toEqual(['overlap 0,1']);
    expect(kinds(analyse(compile('ANY', rows)))).toEqual(['overlap 0,1']);
    expect(
      analyse(
        compile('ANY', [
          ['<= 5', '-', '"a"'],
          ['>= 5', '-', '"a"'],
        ]),
      ),
    ).toEqual([]);
  });
  it('D14 a rule shadowed by one above, or by several together', () => {
    expect(
      kinds(
        analyse(
          compile('FIRST', [
            ['-', '-', '"a"'],
            ['> 3', '-', '"b"'],
          ]),
        ),
      ),
    ).toEqual(['shadowed 0,1']);
    expect(
      kinds(
        analyse(
          compile('FIRST', [
            ['< 5', '-', '"a"'],
            ['>= 5', '-', '"b"'],
            ['[1..9]', '"x"', '"c"'],
            ['null', '-', '"d"'],
          ]),
        ),
      ),
    ).toEqual(['shadowed 2']);
  });
  it('D15 an unreachable rule and a duplicate', () => {
    expect(
      kinds(
        analyse(
          compile('COLLECT', [
            ['(5..6)', '-', '"a"'],
            ['> 3', '-', '"b"'],
            ['>= 4', '-', '"c"'],
          ]),
        ),
      ),
    ).toEqual(['duplicate 1,2', 'unreachable 0']);
  });
  it('D16 protected inputs, unused inputs, outputs nobody gives', () => {
    const model = compile('COLLECT', [['> 1', '-', '"a"']], {
      inputs: [{ expression: 'n' }, { expression: 'secret' }],
      outputs: [{ name: 'out', values: '"a","b"' }],
    });
    expect(kinds(analyse(model))).toEqual(['prohibited', 'unused']);
    expect(analyse(model, DECLARED).map((finding) => finding.message)).toContain(
      'input “k” is declared but no table looks at it',
    );
  });
});

describe('comparison of two versions (D18)', () => {
  const one = compile('FIRST', [
    ['> 3', '"x", "y"', '"a"'],
    ['> 9', '-', '"b"'],
    ['-', '-', '"c"'],
  ]).tables[0];
  it('sees no difference in what only reads differently', () => {
    const two = compile('FIRST', [
      ['>= 4', '"y", "x"', '"a"'],
      ['not(<= 9)', '-', '"b"'],
      ['-', '-', '"c"'],
    ]).tables[0];
    expect(one && two && compareTables(one, two)).toEqual([]);
  });
  it('names what changed, came, went and moved', () => {
    const two = compile('FIRST', [], {
      rules: [
        { id: 'r3', cells: ['-', '-'], outputs: ['"c"'] },
        { id: 'r1', cells: ['> 4', '"x", "y"'], outputs: ['"z"'] },
        { id: 'r4', cells: ['< 0', '-'], outputs: ['"n"'] },
      ],
    }).tables[0];
    const changes = one && two ? compareTables(one, two) : [];
    expect(changes.map((change) => [change.kind, change.rule, change.before, change.after])).toEqual([
      ['removed', 'r2', 'n > 9: {"out":"b"}', null],
      ['cell', 'r1', '> 3', '> 4'],
      ['output', 'r1', 'a', 'z'],
      ['added', 'r4', null, 'n < 0: {"out":"n"}'],
      ['moved', 'r3', '2', '1'],
      ['moved', 'r1', '1', '2'],
    ]);
  });
});

describe('scenarios (D19)', () => {
  it('says what failed and which rules nobody tried', () => {
    const model = compile('FIRST', [
      ['> 3', '-', '"a"'],
      ['-', '-', '"b"'],
    ]);
    const report = runScenarios(model, [
      { name: 'above', table: 't', given: { n: 4, s: 'x' }, expect: { rules: ['r1'], outputs: [{ out: 'a' }] } },
      { name: 'wrong rule', table: 't', given: { n: 4, s: 'x' }, expect: { rules: ['r2'] } },
      { name: 'wrong output', table: 't', given: { n: 4, s: 'x' }, expect: { rules: ['r1'], outputs: [{ out: 'z' }] } },
      { name: 'no table', table: 'u', given: {}, expect: { rules: [] } },
    ]);
    expect(report.results.map((result) => result.message)).toEqual([
      null,
      'fired r1, expected r2',
      'gave [{"out":"a"}], expected [{"out":"z"}]',
      'there is no table “u”',
    ]);
    expect(report.uncovered).toEqual([{ table: 't', rules: ['r2'] }]);
  });
});
