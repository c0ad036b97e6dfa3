import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, loadDmn, num, readXml, type Value } from '../index.ts';

const NAMESPACES = [
  'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
];
const model = (body: string, namespace = NAMESPACES[4], name = 'urn:main'): string =>
  `<definitions xmlns="${namespace}" name="m" namespace="${name}">${body}</definitions>`;
const literal = (text: string): string => `<literalExpression><text><![CDATA[${text}]]></text></literalExpression>`;
const decision = (name: string, logic: string, requires = '', type = 'Any'): string =>
  `<decision id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/>${requires}${logic}</decision>`;
const needs = (kind: 'Input' | 'Decision', href: string): string =>
  `<informationRequirement><required${kind} href="${href}"/></informationRequirement>`;
const knows = (href: string): string =>
  `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`;

const run = (documents: string | string[], name: string, inputs: Record<string, Value> = {}): string => {
  const loaded = loadDmn(typeof documents === 'string' ? [documents] : documents);
  if (!loaded.ok) return loaded.errors.map((error) => `line ${error.line}: ${error.message}`).join('; ');
  const result = loaded.value.evaluateDecision(name, new Map(Object.entries(inputs)));
  return result ? formatValue(result.value, true) : 'no such decision';
};

describe('DMN models', () => {
  it.each(NAMESPACES)('reads %s', (namespace) => {
    expect(run(model(decision('d', literal('1 + 1')), namespace), 'd')).toBe('2');
  });

  it('follows requirements, and evaluates knowledge that calls itself', () => {
    const body = [
      '<inputData id="n" name="the number"><variable name="the number" typeRef="number"/></inputData>',
      `<businessKnowledgeModel id="f" name="factorial"><encapsulatedLogic><formalParameter name="k" typeRef="number"/>${literal('if k <= 1 then 1 else k * factorial(k - 1)')}</encapsulatedLogic></businessKnowledgeModel>`,
      decision('a', literal('factorial(the number)'), needs('Input', '#n') + knows('#f'), 'number'),
      decision('b', literal('a + 1'), needs('Decision', '#a')),
    ].join('');
    expect(run(model(body), 'b', { 'the number': num(5) })).toBe('121');
    expect(run(model(body), 'b', { 'the number': 'five' })).toBe('null');
  });

  it('ends a decision that requires itself', () => {
    expect(
      run(
        model(
          decision('a', literal('b'), needs('Decision', '#b')) + decision('b', literal('a'), needs('Decision', '#a')),
        ),
        'a',
      ),
    ).toBe('null');
  });

  it('D35 converts to declared types, allowed values included', () => {
    const types =
      '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>';
    expect(run(model(types + decision('d', literal('["A"]'), '', 'tGrade')), 'd')).toBe('"A"');
    expect(run(model(types + decision('d', literal('"C"'), '', 'tGrade')), 'd')).toBe('null');
    expect(run(model(decision('d', literal('@"2026-01-01"'), '', 'date and time')), 'd')).toBe('2026-01-01T00:00:00Z');
  });

  it('runs decision tables as the standard has them', () => {
    const table = (policy: string, rows: readonly (readonly [string, string])[]): string =>
      decision(
        'd',
        `<decisionTable ${policy}><input><inputExpression><text>n</text></inputExpression></input><output><outputValues><text>"b","a"</text></outputValues></output>${rows
          .map(
            ([test, out]) =>
              `<rule><inputEntry><text><![CDATA[${test}]]></text></inputEntry><outputEntry><text>${out}</text></outputEntry></rule>`,
          )
          .join('')}</decisionTable>`,
        needs('Input', '#n'),
      );
    const at = (
      policy: string,
      n: number,
      rows: [string, string][] = [
        ['> 1', '"a"'],
        ['> 2', '"b"'],
      ],
    ): string => run(model(`<inputData id="n" name="n"/>${table(policy, rows)}`), 'd', { n: num(n) });
    expect(at('hitPolicy="UNIQUE"', 2)).toBe('"a"');
    expect(at('hitPolicy="UNIQUE"', 3)).toBe('null');
    expect(at('hitPolicy="FIRST"', 3)).toBe('"a"');
    expect(at('hitPolicy="PRIORITY"', 3)).toBe('"b"');
    expect(at('hitPolicy="OUTPUT ORDER"', 3)).toBe('["b", "a"]');
    expect(at('hitPolicy="COLLECT"', 0)).toBe('[]');
    expect(at('hitPolicy="COLLECT" aggregation="COUNT"', 3)).toBe('2');
  });

  it('D38 a value outside the allowed values of its column is null', () => {
    const table = (input: string, values: string, entry: string, output = '"hit"', outputs = '-'): string =>
      run(
        model(
          decision(
            'd',
            `<decisionTable><input><inputExpression><text>${input}</text></inputExpression><inputValues><text><![CDATA[${values}]]></text></inputValues></input><output><outputValues><text>${outputs}</text></outputValues></output><rule><inputEntry><text>${entry}</text></inputEntry><outputEntry><text>${output}</text></outputEntry></rule></decisionTable>`,
          ),
        ),
        'd',
      );
    expect(table('7', '[1..9]', '7')).toBe('"hit"');
    expect(table('7', 'not(7)', '7')).toBe('null');
    expect(table('7', 'not(7)', 'null')).toBe('"hit"');
    expect(table('7', '', '7')).toBe('"hit"');
    expect(table('7', '7 =', 'null')).toBe('"hit"');
    expect(table('7', '7', '7', '"a"', '"a", "b"')).toBe('"a"');
    expect(table('7', '7', '7', '"c"', '"a", "b"')).toBe('null');
    expect(table('7', '7', '7', '"cc"', 'string length(?) > 1')).toBe('"cc"');
    // Only a test that names `?` is a condition; any other is a value, true and false like the rest.
    expect(table('"ab"', 'string length(?) = 2', '"ab"')).toBe('"hit"');
    expect(table('"ab"', 'string length("?") = 1', '"ab"')).toBe('null');
    expect(table('true', 'string length("?") = 1', 'true')).toBe('"hit"');
    expect(table('7', '[1, ? = 7]', '7')).toBe('null');
  });

  it('imports models, their types and their knowledge', () => {
    const imported = model(
      `<itemDefinition name="tP"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent></itemDefinition><businessKnowledgeModel id="hi" name="Say Hi"><encapsulatedLogic><formalParameter name="p" typeRef="tP"/>${literal('"Hi " + p.full name')}</encapsulatedLogic></businessKnowledgeModel>`,
      NAMESPACES[4],
      'urn:lib',
    );
    const main = model(
      `<import name="my lib" namespace="urn:lib" importType="x"/><inputData id="p" name="p"><variable name="p" typeRef="my lib.tP"/></inputData>${decision('d', literal('my lib.Say Hi(p)'), needs('Input', '#p') + knows('urn:lib#hi'))}`,
    );
    expect(run([main, imported], 'd', { p: new Map<string, Value>([['full name', 'Ann']]) })).toBe('"Hi Ann"');
    expect(run([main, imported], 'd', { p: 'Ann' })).toBe('null');
  });

  it('runs decision services, by themselves and as functions', () => {
    const body = [
      '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>',
      decision('x', literal('n + 1'), needs('Input', '#n')),
      decision('y', literal('x * 10'), needs('Decision', '#x')),
      '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#y"/><encapsulatedDecision href="#x"/><inputData href="#n"/></decisionService>',
      '<decisionService id="s2" name="s2"><variable name="s2"/><outputDecision href="#y"/><inputDecision href="#x"/></decisionService>',
      decision('use', literal('[s(1), s2(5), s2(x: 7)]'), knows('#s') + knows('#s2')),
    ].join('');
    expect(run(model(body), 'use')).toBe('[20, 50, 70]');
    const loaded = loadDmn([model(body)]);
    const service = loaded.ok ? loaded.value.evaluateService('s', new Map<string, Value>([['n', num(2)]])) : null;
    expect(service && formatValue(service.value)).toBe('30');
  });

  it('D35 functions are values: typed by item definitions, given to knowledge, made by it', () => {
    const type =
      '<itemDefinition name="tF"><functionItem outputTypeRef="number"><parameters name="n" typeRef="number"/></functionItem></itemDefinition>';
    const knowledge = (name: string, parameters: readonly (readonly [string, string])[], logic: string): string =>
      `<businessKnowledgeModel id="${name}" name="${name}"><encapsulatedLogic>${parameters
        .map(([parameter, typeRef]) => `<formalParameter name="${parameter}" typeRef="${typeRef}"/>`)
        .join('')}${logic}</encapsulatedLogic></businessKnowledgeModel>`;
    const apply = knowledge(
      'apply',
      [
        ['f', 'tF'],
        ['v', 'number'],
      ],
      literal('f(v)'),
    );
    const applied = (argument: string): string =>
      run(model(type + apply + decision('d', literal(`apply(${argument}, 2)`), knows('#apply'))), 'd');
    expect(applied('function(n: number) n + 1')).toBe('3');
    expect(applied('7')).toBe('null');
    expect(applied('function(n: number, m: number) n')).toBe('null');
    expect(applied('function(n: string) n')).toBe('null');
    const boxed = `<functionDefinition><formalParameter name="b" typeRef="number"/>${literal('a + b')}</functionDefinition>`;
    const make = knowledge('make', [['a', 'number']], boxed);
    expect(run(model(make + decision('d', literal('make(1)(2)'), knows('#make'))), 'd')).toBe('3');
    const held = decision('f', literal('function(n: number) n * 2'), '', 'tF');
    expect(run(model(type + held + decision('d', literal('f(3)'), needs('Decision', '#f'))), 'd')).toBe('6');
    expect(run(model(type + held + decision('d', literal('f("x")'), needs('Decision', '#f'))), 'd')).toBe('null');
  });

  it('a service of several outputs is a context, takes its own inputs only, and converts them', () => {
    const body = [
      '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>',
      decision('x', literal('n + 1'), needs('Input', '#n'), 'number'),
      decision('y', literal('x * 10'), needs('Decision', '#x'), 'number'),
      '<decisionService id="s" name="s"><variable name="s"/><outputDecision href="#x"/><outputDecision href="#y"/><inputData href="#n"/></decisionService>',
      '<decisionService id="t" name="t"><variable name="t"/><outputDecision href="#y"/><encapsulatedDecision href="#x"/></decisionService>',
    ].join('');
    const called = (call: string): string =>
      run(model(body + decision('d', literal(call), knows('#s') + knows('#t'))), 'd', { n: num(5) });
    expect(called('s(1)')).toBe('{x: 2, y: 20}');
    expect(called('s([1]).y')).toBe('20');
    expect(called('s("a").y')).toBe('null');
    expect(called('s(m: 1)')).toBe('null');
    expect(called('for i in [1, 2] return s(i).x')).toBe('[2, 3]');
    expect(called('t()')).toBe('null');
  });

  it('D37 malformed documents give errors', () => {
    expect(run('<definitions>', 'd')).toMatch(/^line 1/);
    expect(run('<a/>', 'd')).toContain('not <definitions>');
    expect(run('<!DOCTYPE a [<!ENTITY b "c">]><definitions>&b;</definitions>', 'd')).toMatch(/^line 1/);
    expect(run(`${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}`, 'd')).toContain('nest deeper');
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '/', 'a', '=', '"', '&', ';', '!', '[', ']', '-', '?', ' ') }),
        (text) => {
          expect(typeof readXml(text).ok).toBe('boolean');
        },
      ),
    );
  });
});
