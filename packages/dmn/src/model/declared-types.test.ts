import { describe, expect, it } from 'vitest';
import { formatValue, loadDmn, type Value } from '../index.ts';

const literal = (text: string, type = ''): string =>
  `<literalExpression${type && ` typeRef="${type}"`}><text><![CDATA[${text}]]></text></literalExpression>`;
const decision = (name: string, logic: string, requires: readonly string[] = [], type = ''): string =>
  `<decision id="${name}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/>${requires.join('')}${logic}</decision>`;
const input = '<informationRequirement><requiredInput href="#given"/></informationRequirement>';
const needs = (name: string): string =>
  `<informationRequirement><requiredDecision href="#${name}"/></informationRequirement>`;
const knows = (name: string): string =>
  `<knowledgeRequirement><requiredKnowledge href="#${name}"/></knowledgeRequirement>`;
const knowledge = (name: string, variable: string, logic: string): string =>
  `<businessKnowledgeModel id="${name}" name="${name}"><variable name="${name}"${variable && ` typeRef="${variable}"`}/>${logic}</businessKnowledgeModel>`;

/** Grades A and B; every decision below gives what it is given when that is a grade. */
const MODEL = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
<itemDefinition name="tRow"><itemComponent name="g"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name="tSame"><typeRef>tGrade</typeRef></itemDefinition>
<itemDefinition name="tOther"><typeRef>tGrade</typeRef><allowedValues><text>"C"</text></allowedValues></itemDefinition>
<itemDefinition name="tToGrade"><functionItem outputTypeRef="tGrade"><parameters name="x"/></functionItem></itemDefinition>
<itemDefinition name="tOfGrade"><functionItem><parameters name="x" typeRef="tGrade"/></functionItem></itemDefinition>
<itemDefinition name="tMoments"><functionItem outputTypeRef="date and time"/></itemDefinition>
<inputData id="given" name="given"><variable name="given"/></inputData>
<inputData id="typed" name="typed"><variable name="typed" typeRef="tGrade"/></inputData>
${decision('same', literal('given'), [input], 'tSame')}
${decision('other', literal('given'), [input], 'tOther')}
${decision('own type', literal('given', 'tGrade'), [input])}
${decision('parameter', literal('(function(x: tGrade) x)(given)'), [input])}
${decision('typed function', literal('function(x) x', 'tToGrade'))}
${decision('by typed function', literal('typed function(given)'), [input, needs('typed function')])}
${decision('definition', `<functionDefinition typeRef="tToGrade"><formalParameter name="x"/>${literal('x')}</functionDefinition>`)}
${decision('by definition', literal('definition(given)'), [input, needs('definition')])}
${knowledge('k logic', '', `<encapsulatedLogic typeRef="tToGrade"><formalParameter name="x"/>${literal('x')}</encapsulatedLogic>`)}
${knowledge('k variable', 'tToGrade', `<encapsulatedLogic><formalParameter name="x"/>${literal('x')}</encapsulatedLogic>`)}
${knowledge('k parameter', 'tOfGrade', `<encapsulatedLogic><formalParameter name="x"/>${literal('x')}</encapsulatedLogic>`)}
${decision('by k logic', literal('k logic(given)'), [input, knows('k logic')])}
${decision('by k variable', literal('k variable(given)'), [input, knows('k variable')])}
${decision('by k parameter', literal('k parameter(given)'), [input, knows('k parameter')])}
${decision('binding', `<invocation>${literal('function(x) x')}<binding><parameter name="x" typeRef="tGrade"/>${literal('given')}</binding></invocation>`, [input])}
${decision('table', `<decisionTable typeRef="tGrade"><output/><rule><outputEntry><text>given</text></outputEntry></rule></decisionTable>`, [input])}
${decision('column', `<decisionTable><output typeRef="tGrade"/><rule><outputEntry><text>given</text></outputEntry></rule></decisionTable>`, [input])}
${decision('cell', `<decisionTable><output/><rule><outputEntry typeRef="tGrade"><text>given</text></outputEntry></rule></decisionTable>`, [input])}
${decision('plain', literal('given'), [input])}
${decision('asked', literal('"nobody asks"'))}
${decision('repeats', literal('asked'), [needs('asked')])}
<decisionService id="s result" name="s result"><variable name="s result" typeRef="tToGrade"/><outputDecision href="#plain"/><inputData href="#given"/></decisionService>
<decisionService id="s parameter" name="s parameter"><variable name="s parameter" typeRef="tOfGrade"/><outputDecision href="#repeats"/><inputDecision href="#asked"/></decisionService>
${decision('day', literal('date(2000, 1, 2)'))}
<decisionService id="s day" name="s day"><variable name="s day" typeRef="tMoments"/><outputDecision href="#day"/></decisionService>
${knowledge('k day', 'tMoments', `<encapsulatedLogic>${literal('date(2000, 1, 2)')}</encapsulatedLogic>`)}
${decision('instance', literal('given instance of tGrade'), [input])}
</definitions>`;

const loaded = loadDmn([MODEL]);
if (!loaded.ok) throw new Error(loaded.errors.map((error) => error.message).join('; '));
const engine = loaded.value;
const given = (value: Value): Map<string, Value> =>
  new Map([
    ['given', value],
    ['x', value],
    ['asked', value],
  ]);
const shown = (result: { readonly value: Value } | null): string =>
  result ? formatValue(result.value, true) : 'no such thing';

describe('D35 declared types, wherever a model may put one', () => {
  it.each([
    'same',
    'own type',
    'parameter',
    'by typed function',
    'by definition',
    'by k logic',
    'by k variable',
    'by k parameter',
    'binding',
    'table',
    'column',
    'cell',
  ])('%s lets a grade through and nothing else', (name) => {
    expect(shown(engine.evaluateDecision(name, given('A')))).toBe('"A"');
    expect(shown(engine.evaluateDecision(name, given('Z')))).toBe('null');
  });

  it('allowed values take the place of those of the type referred to', () => {
    expect(shown(engine.evaluateDecision('other', given('C')))).toBe('"C"');
    expect(shown(engine.evaluateDecision('other', given('A')))).toBe('null');
  });

  it('services and knowledge are called by name, and convert as their function type says', () => {
    for (const name of ['s result', 's parameter']) {
      expect(shown(engine.evaluateService(name, given('A')))).toBe('"A"');
      expect(shown(engine.evaluateService(name, given('Z')))).toBe('null');
    }
    expect(shown(engine.evaluateService('s day', given(null)))).toBe('2000-01-02T00:00:00Z');
    expect(shown(engine.evaluateKnowledge('k day', given(null)))).toBe('2000-01-02T00:00:00Z');
    expect(shown(engine.evaluateKnowledge('k variable', given('B')))).toBe('"B"');
    expect(engine.evaluateKnowledge('plain', given('B'))).toBeNull();
  });

  it('`instance of` asks for the type, not for its allowed values', () => {
    expect(shown(engine.evaluateDecision('instance', given('Z')))).toBe('true');
    expect(shown(engine.evaluateDecision('instance', given(null)))).toBe('false');
  });
});
