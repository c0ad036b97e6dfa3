import { describe, expect, it } from 'vitest';
import { formatValue, loadDmn, type Value } from '../index.ts';

const model = (namespace: string, ...body: string[]): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="${namespace}" namespace="${namespace}">${body.join('')}</definitions>`;
const imports = (...namespaces: string[]): string =>
  namespaces.map((namespace) => `<import name="" namespace="${namespace}" importType="x"/>`).join('');
const decision = (name: string, text: string, requires = ''): string =>
  `<decision id="i-${name}" name="${name}"><variable name="${name}"/>${requires && `<informationRequirement><requiredDecision href="${requires}"/></informationRequirement>`}<literalExpression><text>${text}</text></literalExpression></decision>`;
const answer = decision('ask', 'answer', '#i-answer');
const answers = (namespace: string, ...more: string[]): string =>
  model(namespace, ...more, decision('answer', `"${namespace}"`));

const ask = (documents: readonly string[], name = 'ask', inputs: Record<string, Value> = {}): string => {
  const loaded = loadDmn(documents);
  if (!loaded.ok) return loaded.errors.map((error) => error.message).join('; ');
  const result = loaded.value.evaluateDecision(name, new Map(Object.entries(inputs)));
  return result ? formatValue(result.value) : 'no such decision';
};

describe('D39 imports without a name', () => {
  it.each([
    ['an import', [model('A', imports('B'), answer), answers('B')], 'B'],
    ['the import of an import', [model('A', imports('B'), answer), model('B', imports('C')), answers('C')], 'C'],
    ['the nearer of two', [model('A', imports('B'), answer), answers('B', imports('C')), answers('C')], 'B'],
    ['the first of two', [model('A', imports('B', 'C'), answer), answers('B'), answers('C')], 'B'],
    ['the only one that has it', [model('A', imports('B', 'C'), answer), model('B'), answers('C')], 'C'],
    [
      'the depths before the next',
      [model('A', imports('B', 'D'), answer), model('B', imports('C')), answers('C'), answers('D')],
      'C',
    ],
    ['a model that imports its importer', [model('A', imports('B'), answer), answers('B', imports('A'))], 'B'],
    ['a model that imports itself', [answers('A', imports('A'), answer)], 'A'],
  ])('finds a decision in %s', (_where, documents, expected) => {
    expect(ask(documents)).toBe(expected);
  });

  it('the name a model has already wins, for what it imports too, however it is referred to', () => {
    const main = model('A', imports('B'), answer, decision('grade', '"A"'));
    for (const href of ['#i-grade', 'B#i-grade'])
      expect(ask([main, model('B', decision('answer', 'grade', href), decision('grade', '"B"'))])).toBe('A');
  });

  it('what is left out is found by name where its id differs', () => {
    const main = model('A', imports('B'), answer, decision('grade', '"A"').replace('i-grade', 'other'));
    expect(ask([main, model('B', decision('answer', 'grade', '#i-grade'), decision('grade', '"B"'))])).toBe('A');
  });

  it('types, inputs and whole decisions become the model’s own', () => {
    const library = model(
      'B',
      '<itemDefinition name="tWord"><typeRef>string</typeRef></itemDefinition>',
      '<inputData id="in" name="word"><variable name="word"/></inputData>',
      '<decision id="said" name="said"><variable name="said" typeRef="tWord"/><informationRequirement><requiredInput href="#in"/></informationRequirement><literalExpression><text>word</text></literalExpression></decision>',
    );
    expect(ask([model('A', imports('B')), library], 'said', { word: 'Hi' })).toBe('Hi');
    expect(ask([model('A', imports('B')), library], 'said', { word: true })).toBe('null');
  });
});
