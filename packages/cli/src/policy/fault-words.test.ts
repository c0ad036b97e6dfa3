import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prohibition } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { faultInChinese, isKnownFault } from './fault-words.ts';

/** The files whose sentences a policy’s author may meet, from this folder. */
const SPEAKERS = [
  ...['compile', 'cell', 'literal'].map((name) => `dmn/src/policy/${name}.ts`),
  ...['parse', 'parse-operators', 'parse-type', 'tokens'].map((name) => `dmn/src/feel/${name}.ts`),
  'dmn/src/xml/read-xml.ts',
  'line/src/policy/compile.ts',
  'line/src/features/compile.ts',
  'scorecard/src/validate.ts',
];
/** Texts of those files that are no sentence of a fault, or part of one that is tried below. */
const OTHER = new Set(
  'decision “1”, column “1”, time offset, start included, end included, not tests, instance of, not in'.split(', '),
);

/** Every text of a file that reads like a sentence, with `1` for what it names. */
const sentencesIn = (source: string): string[] => {
  const code = source.replaceAll(/\/\*.*?\*\/|^\s*\/\/[^\n]*/gms, '');
  const texts = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\$]|\\.|\$\{(?:[^{}`]|`[^`]*`)*\}|\$(?!\{))*)`/g)];
  return texts
    .map(([, quoted, template]) => (quoted ?? template ?? '').replaceAll(/\$\{(?:[^{}`]|`[^`]*`)*\}/g, '1'))
    .filter((text) => /[a-z] [a-z“]|” is /.test(text) && !OTHER.has(text));
};

const messageOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('what should be refused was taken');
};

describe('faults in Chinese', () => {
  it.each(SPEAKERS)('has a wording for every sentence of %s', (file) => {
    const source = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    const sentences = sentencesIn(source);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.filter((sentence) => !isKnownFault(sentence))).toEqual([]);
  });

  it.each([
    [
      'decision “额度”, row 3, column “utilisation”: expected “)”, found the end\n  (1 +\n      ^',
      '决策“额度”，第3行，“utilisation”列：应为“)”，但表达式已结束\n  (1 +\n      ^',
    ],
    ['expected “]”, found “a b”', '应为“]”，却是“a b”'],
    ['decision “d”: hit policy “X” is unknown; one of A, B', '决策“d”：未知的命中策略“X”；可用：A, B'],
    [
      'decision “d”, column “a+”: the input expression is not valid: the expression ends too early\n  a+\n    ^',
      '决策“d”，“a+”列：输入表达式不正确：表达式不完整，提前结束\n  a+\n    ^',
    ],
    ['fired U1,U2, expected nothing', '触发了U1,U2，本不应触发'],
    ['fired nothing, expected U1', '没有触发规则，应触发U1'],
  ])('says %j', (english, chinese) => {
    expect(faultInChinese(english)).toBe(chinese);
  });

  it('has a wording for whatever the XML reader says of broken text', () => {
    const saxes = readFileSync(createRequire(import.meta.url).resolve('saxes'), 'utf8');
    const calls = saxes.matchAll(/\bfail\((?:[^;"`]*? \? ?)?\s*(["`][^]*?["`])(?:\s*:\s*(["`][^]*?["`]))?\);/g);
    const sentences = [...calls].flatMap(([, first = '', second]) => [
      first,
      ...(second === undefined ? [] : [second]),
    ]);
    const said = sentences
      .filter((text) => !text.includes('onready'))
      .map((text) =>
        text
          .slice(1, -1)
          .replaceAll(/\$\{[^}]*\}/g, '1')
          .replaceAll('\\\n', '')
          .replaceAll('\\', ''),
      );
    expect(said.length).toBeGreaterThan(60);
    expect(said.filter((sentence) => !isKnownFault(sentence))).toEqual([]);
  });

  it('says in Chinese whatever is wrong with a JSON text', () => {
    const broken = [
      '',
      '{"a":}',
      '{a:1}',
      '{"a":1',
      '{"a" 1}',
      '[1 2]',
      '{"a":1,}',
      '[1,]',
      '"\n"',
      '"\\x"',
      '"\\u12"',
    ];
    for (const text of [
      ...broken,
      '"abc',
      '1.',
      '1e',
      '-',
      '1 2',
      '[1 "b"]',
      'nul',
      '01',
      '{"a":[1,2,,3],"b":"cdef"}',
    ]) {
      const message = messageOf(() => void JSON.parse(text));
      expect(faultInChinese(`not valid JSON: ${message}`).replaceAll(/JSON|Unicode|"[^]*"/g, '')).not.toMatch(
        /[a-z]{2}/i,
      );
    }
    // As later versions of Node say it.
    expect(faultInChinese('not valid JSON: Unterminated string in JSON at position 4 (line 2 column 3)')).toBe(
      'JSON格式不正确：字符串没有结束（第2行第3列）',
    );
  });

  it('says why an input is prohibited, whatever the reason', () => {
    for (const name of ['gender', 'early_repayments', 'own_report_lookups', 'appeals', 'complaints', 'explanations']) {
      const chinese = faultInChinese(`prohibited input (G6): ${prohibition(name) ?? ''}; remove it`);
      expect(chinese).toMatch(/^禁止使用的输入（G6）：\w+，[^a-z]+；请删除$/);
    }
  });

  it('leaves what it does not know as it is', () => {
    expect(faultInChinese('decision “d”: something else')).toBe('决策“d”：something else');
  });
});
