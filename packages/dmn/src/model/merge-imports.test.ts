import { describe, expect, it } from 'vitest';
import { type DmnDocument, formatValue, loadDmn, type Value } from '../index.ts';

const model = (namespace: string, ...body: string[]): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="${namespace}" namespace="${namespace}">${body.join('')}</definitions>`;
const imports = (...namespaces: string[]): string =>
  namespaces.map((namespace) => `<import name="" namespace="${namespace}" importType="x"/>`).join('');
const decision = (name: string, text: string, requires = ''): string =>
  `<decision id="i-${name}" name="${name}"><variable name="${name}"/>${requires && `<informationRequirement><requiredDecision href="${requires}"/></informationRequirement>`}<literalExpression><text>${text}</text></literalExpression></decision>`;
const answer = decision('ask', 'answer', '#i-answer');
const answers = (namespace: string, ...more: string[]): string =>
  model(namespace, ...more, decision('answer', `"${namespace}"`));

const ask = (
  documents: readonly (string | DmnDocument)[],
  name = 'ask',
  inputs: Record<string, Value> = {},
): string => {
  const loaded = loadDmn(documents);
  if (!loaded.ok) return loaded.errors.map((error) => error.message).join('; ');
  const result = loaded.value.evaluateDecision(name, new Map(Object.entries(inputs)));
  return result ? formatValue(result.value) : 'no such decision';
};

describe('D60 imports with a name', () => {
  const input = '<inputData id="in" name="said"><variable name="said"/></inputData>';
  const speaking = (namespace: string, imported: readonly string[], text: string): string =>
    model(
      namespace,
      ...imported,
      input,
      `<decision id="out" name="ask"><variable name="ask"/>${[
        '#in',
        ...imported
          .flatMap((one) => /namespace="(.*?)"/.exec(one)?.[1] ?? [])
          .flatMap((of) => [`${of}#in`, `${of}#out`]),
      ]
        .map(
          (href) =>
            `<informationRequirement><required${href.endsWith('#out') ? 'Decision' : 'Input'} href="${href}"/></informationRequirement>`,
        )
        .join('')}<literalExpression><text>${text}</text></literalExpression></decision>`,
    );
  const named = (name: string, namespace: string, location = ''): string =>
    `<import name="${name}" namespace="${namespace}" locationURI="${location}" importType="x"/>`;
  const outer = 'said + i.said + i.ask + x.said + x.ask';
  const inputs = { said: 'a', 'i.said': 'b', 'i.i.said': 'c', 'x.said': 'd' };

  it('a model imported along two ways has inputs of its own on each', () => {
    const main = speaking('A', [named('i', 'B'), named('x', 'C')], outer);
    const between = speaking('B', [named('i', 'C')], 'said + i.said + i.ask');
    expect(ask([main, between, speaking('C', [], 'said')], 'ask', inputs)).toBe('abbccdd');
  });

  it('is found by where it stands when no other model has its namespace', () => {
    const at = (location: string, text: string) => ({ location: `/models/${location}`, text });
    const main = speaking('same', [named('i', 'B', 'b.dmn'), named('x', 'C', 'c.dmn')], outer);
    const between = speaking('same', [named('i', 'B', 'c.dmn')], 'said + i.said + i.ask');
    const documents = [at('a.dmn', main), at('b.dmn', between), at('c.dmn', speaking('same', [], 'said'))];
    expect(ask(documents, 'ask', inputs)).toBe('abbccdd');
  });

  it('ends where two ways part and meet again forty times over', () => {
    const step = (at: number) =>
      speaking(
        `M${at}`,
        at < 40 ? [named('i', `M${at + 1}`), named('x', `M${at + 1}`)] : [],
        at < 40 ? 'i.ask' : 'said',
      );
    expect(
      ask(
        Array.from({ length: 41 }, (_model, at) => step(at)),
        'ask',
        { said: 'a' },
      ),
    ).toBe('a');
  });
});

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
