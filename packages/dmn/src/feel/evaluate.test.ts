import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feelWith } from '../testing/feel.ts';
import { newRun } from './run.ts';
import { num, type Value } from './values.ts';

const VALUES = new Map<string, Value>([
  ['Loan Product', new Map<string, Value>([['rate per day', num('0.0005')]])],
  ['Pre-Bureau', num(7)],
  ['a', num(1)],
  ['for you', num(5)],
  ['null date', num(6)],
]);
const feel = feelWith(VALUES, ['rate per day']);

describe('FEEL (D30–D37)', () => {
  it.each([
    // Numbers are decimals of 34 digits.
    ['0.1 + 0.2', '0.3'],
    ['1/3', '0.3333333333333333333333333333333333'],
    ['-3 ** 2', '9'],
    ['3 ** 4 ** 5', '3486784401'],
    ['10 / 0', 'null'],
    // Names hold blanks and operators; the longest known one wins.
    ['Loan Product.rate per day * 2', '0.001'],
    ['Pre-Bureau-a', '6'],
    ['for you + null date', '11'],
    ['for x in [1] return if null = null then for you else null', '[5]'],
    ['{b c: 2, d: b c + 1}.d', '3'],
    // Three-valued logic.
    ['true and null', 'null'],
    ['false and null', 'false'],
    ['true or null', 'true'],
    ['1 = "1"', 'null'],
    ['null = null', 'true'],
    // Ranges and tests.
    ['5 in (1..5)', 'false'],
    ['5 in ]1..5]', 'true'],
    ['5 in (< 3, >= 5)', 'true'],
    ['(< 10).end', '10'],
    // D61 descendants (DMN 1.6): the outer before what lies within it, nulls left out, lists looked through.
    ['{a: {b: {b: 1}}}...b', '[{b: 1}, 1]'],
    ['{p: {q: {r: 1, s: 2}, r: 3}, r: null}...r', '[1, 3]'],
    ['{p: [{r: 1}, {q: {r: 2}}]}...r', '[1, 2]'],
    ['{p: {"r s": 1}, "r s": 2}...r s', '[1, 2]'],
    ['[{x: {k: 1, v: 2}}, {x: {k: 3, v: 4}}]...x[k > 1]...v', '[4]'],
    ['{a: {b: 1}}...a.b', '[1]'],
    ['{a: 1}...b', '[]'],
    ['1...b', '[]'],
    ['null...b', '[]'],
    ['1 in [0...5]', 'false'],
    ['0.2 in [0...5]', 'true'],
    // Lists, filters, loops.
    ['[{a: 1}, {a: 2}][a = 2].a', '[2]'],
    ['[1,2,3][-1]', '3'],
    ['for i in 3..1 return i', '[3, 2, 1]'],
    ['for i in 0..4 return if i = 0 then 1 else i * partial[-1]', '[1, 1, 2, 6, 24]'],
    ['some x in [1, null] satisfies x > 0', 'true'],
    ['every x in [1, null] satisfies x > 0', 'null'],
    // Functions.
    ['(function(x: number) x + 1)(x: 2)', '3'],
    ['{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r', '120'],
    ['abs(-1, 2)', 'null'],
    // Dates and durations.
    ['date("2024-01-31") + @"P1M"', '2024-02-29'],
    ['@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H"', '2024-03-31T03:30:00@Europe/Paris'],
    ['date("999999999-12-31").year', '999999999'],
    ['@"2017-12-31T24:00:00"', '2018-01-01T00:00:00'],
    ['date("2023-02-29")', 'null'],
    // Names of zones have their case.
    ['time("13:20:00@europe/paris")', 'null'],
    ['time("13:20:00@Etc/GMT+5").time offset', '-PT5H'],
    ['time("13:20:00@America/Port-au-Prince").timezone', '"America/Port-au-Prince"'],
    ['replace("abracadabra", "a(.)", "a$1$1")', '"abbraccaddabbra"'],
    ['matches("x", "[A-Z-[OI]]", "i")', 'true'],
    // Equality of times: by whole seconds and by the instant; a date is the midnight UTC it begins with.
    ['time("08:00:00.2") = time("08:00:00.7")', 'true'],
    ['@"2024-07-01T09:00:00@Asia/Shanghai" = @"2024-07-01T01:00:00Z"', 'true'],
    ['@"2024-07-01" = @"2024-07-01T00:00:00Z"', 'true'],
    ['@"2024-07-01" = @"2024-07-01T00:00:00"', 'false'],
    // `is` wants the clock and the offset alike, and passes over names it does not know.
    ['is(@"09:00:00@Asia/Shanghai", @"09:00:00+08:00")', 'true'],
    ['is(@"09:00:00+08:00", @"01:00:00Z")', 'false'],
    ['is(@"2024-07-01", @"2024-07-01T00:00:00Z")', 'false'],
    ['is(value1: 1, value2: 1, other: 2)', 'true'],
    ['abs(n: 1, other: 2)', 'null'],
    // A range that ends in null is open there.
    ['(< 7) = (null..7)', 'true'],
    ['[7..null) = (>= 7)', 'true'],
    ['[1..7] = [1..7)', 'false'],
    ['number(1.5)', '1.5'],
    // `key` is one name, `keys` a path of them.
    ['context put(context: {a: {b: 1}}, keys: ["a", "b"], value: 2)', '{a: {b: 2}}'],
    ['context put(context: {a: {b: 1}}, key: ["a", "b"], value: 2)', 'null'],
    ['context put({a: {b: 1}}, ["a", "b"], 2)', '{a: {b: 2}}'],
    // The type of what a function gives is read off its body.
    ['(function(n: number) n + 1) instance of function<number>->number', 'true'],
    ['(function(n: number) string(n)) instance of function<number>->number', 'false'],
    ['(function(n: number) {a: n, b: "x"}) instance of function<number>->context<a: number>', 'true'],
    [
      '(function(c: context<a: number>) if c.a > 1 then c.a else 0) instance of function<context<a: number>>->number',
      'true',
    ],
    ['(function(c: context<a: number, b: number>) 1) instance of function<context<a: number>>->number', 'false'],
    ['[(function(a: string) 1), (function(b: date) 2)] instance of list<function<number>->number>', 'true'],
    ['[(function(a: string) 1), "x"] instance of list<function<string>->number>', 'false'],
  ])('%s is %s', (source, expected) => {
    expect(feel(source)).toBe(expected);
  });

  it('reports why a value is null', () => {
    const problems: string[] = [];
    feel('1 + "a"', newRun({ report: (problem) => problems.push(problem.message) }));
    expect(problems).toEqual(['number + string has no value']);
  });

  it('ends endless recursion and endless loops as null', () => {
    expect(feel('{f: function(n) f(n + 1), r: f(0)}.r')).toBe('null');
    expect(feel('for i in 1..100000000 return i')).toBe('null');
  });

  it('points at the place of a syntax error', () => {
    expect(feel('1 + ')).toBe('error at 4: the expression ends too early');
    expect(feel('"open')).toMatch(/^error at 0/);
    expect(feel('('.repeat(5_000))).toMatch(/nests deeper/);
    expect(feel(`1${'+1'.repeat(5_000)}`)).toMatch(/in a row/);
  });

  it('D37 malformed text gives an error or a value, never an exception', () => {
    const token = fc.constantFrom(
      '1',
      '"a"',
      'a',
      'Loan Product',
      'null',
      'true',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '...',
      '..',
      '.',
      ',',
      ':',
      '+',
      '-',
      '*',
      '**',
      '/',
      '=',
      '<',
      '>=',
      'in',
      'and',
      'or',
      'not(',
      'if',
      'then',
      'else',
      'for',
      'x',
      'return',
      'some',
      'satisfies',
      'between',
      'instance of',
      'number',
      'list<',
      '>',
      'function(',
      '@"P1D"',
      'date(',
      'sort(',
      'matches(',
      'string(',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
        expect(typeof feel(tokens.join(' '))).toBe('string');
      }),
      { numRuns: 5_000 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => void feel(text)),
      { numRuns: 2_000 },
    );
  });
});
