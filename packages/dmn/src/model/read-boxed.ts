import { childNamed, childrenNamed, textOf, type XmlElement } from '../xml/read-xml.ts';
import type { Boxed, DecisionTable } from './definitions.ts';
import { typeRefOf } from './read-definitions.ts';

type Reader = (element: XmlElement) => Boxed;

const READERS: Readonly<Record<string, Reader>> = {
  literalExpression: (element) => ({
    kind: 'literal',
    typeRef: typeRefOf(element),
    text: childNamed(element, 'text')?.text ?? '',
    language: element.attributes['expressionLanguage'] ?? null,
  }),
  decisionTable: (element) => ({ kind: 'table', typeRef: typeRefOf(element), table: readTable(element) }),
  context: (element) => ({
    kind: 'context',
    typeRef: typeRefOf(element),
    entries: childrenNamed(element, 'contextEntry').map((entry) => {
      const variable = childNamed(entry, 'variable');
      return { name: variable?.attributes['name'] ?? null, typeRef: typeRefOf(variable), value: readBoxed(entry) };
    }),
  }),
  list: (element) => ({ kind: 'list', typeRef: typeRefOf(element), items: expressionsOf(element) }),
  relation: (element) => ({
    kind: 'relation',
    typeRef: typeRefOf(element),
    columns: childrenNamed(element, 'column').map((column) => ({
      name: column.attributes['name'] ?? '',
      typeRef: typeRefOf(column),
    })),
    rows: childrenNamed(element, 'row').map(expressionsOf),
  }),
  invocation: (element) => ({
    kind: 'invocation',
    typeRef: typeRefOf(element),
    callee: readBoxed(element),
    bindings: childrenNamed(element, 'binding').map((binding) => ({
      name: childNamed(binding, 'parameter')?.attributes['name'] ?? '',
      typeRef: typeRefOf(childNamed(binding, 'parameter')),
      value: readBoxed(binding),
    })),
  }),
  functionDefinition: (element) => readFunction(element),
  conditional: (element) => ({
    kind: 'conditional',
    typeRef: typeRefOf(element),
    test: inside(element, 'if'),
    yes: inside(element, 'then'),
    no: inside(element, 'else'),
  }),
  filter: (element) => ({
    kind: 'filter',
    typeRef: typeRefOf(element),
    of: inside(element, 'in'),
    by: inside(element, 'match'),
  }),
  for: (element) => readIterator(element, 'for', 'return'),
  some: (element) => readIterator(element, 'some', 'satisfies'),
  every: (element) => readIterator(element, 'every', 'satisfies'),
};

/** The first boxed expression inside an element, or null. */
export const readBoxed = (element: XmlElement): Boxed | null => {
  for (const child of element.children) {
    const reader = Object.hasOwn(READERS, child.name) ? READERS[child.name] : undefined;
    if (reader) return reader(child);
  }
  return null;
};

const expressionsOf = (element: XmlElement): (Boxed | null)[] =>
  element.children.flatMap((child) => {
    const reader = Object.hasOwn(READERS, child.name) ? READERS[child.name] : undefined;
    return reader ? [reader(child)] : [];
  });

const inside = (element: XmlElement, name: string): Boxed | null => {
  const child = childNamed(element, name);
  return child ? readBoxed(child) : null;
};

const readIterator = (element: XmlElement, kind: 'for' | 'some' | 'every', body: string): Boxed => ({
  kind,
  typeRef: typeRefOf(element),
  name: element.attributes['iteratorVariable'] ?? '',
  over: inside(element, 'in'),
  body: inside(element, body),
});

export const readFunction = (element: XmlElement): Boxed & { kind: 'function' } => {
  const kind = element.attributes['kind'];
  return {
    kind: 'function',
    typeRef: typeRefOf(element),
    language: kind === 'Java' || kind === 'PMML' ? kind : 'FEEL',
    parameters: childrenNamed(element, 'formalParameter').map((parameter) => ({
      name: parameter.attributes['name'] ?? '',
      typeRef: typeRefOf(parameter),
    })),
    body: readBoxed(element),
  };
};

const readTable = (element: XmlElement): DecisionTable => ({
  hitPolicy: element.attributes['hitPolicy'] ?? 'UNIQUE',
  aggregation: element.attributes['aggregation'] ?? null,
  inputs: childrenNamed(element, 'input').map((input) => {
    const expression = childNamed(input, 'inputExpression');
    return {
      text: textOf(expression),
      typeRef: typeRefOf(expression),
      values: textOf(childNamed(input, 'inputValues')) || null,
    };
  }),
  outputs: childrenNamed(element, 'output').map((output) => ({
    name: output.attributes['name'] ?? null,
    typeRef: typeRefOf(output),
    values: textOf(childNamed(output, 'outputValues')) || null,
    fallback: textOf(childNamed(output, 'defaultOutputEntry')) || null,
  })),
  annotations: childrenNamed(element, 'annotation').map((annotation) => annotation.attributes['name'] ?? ''),
  rules: childrenNamed(element, 'rule').map((rule) => ({
    id: rule.attributes['id'] ?? null,
    tests: childrenNamed(rule, 'inputEntry').map((entry) => textOf(entry)),
    outputs: childrenNamed(rule, 'outputEntry').map((entry) => ({ text: textOf(entry), typeRef: typeRefOf(entry) })),
    annotations: childrenNamed(rule, 'annotationEntry').map((entry) => textOf(entry)),
  })),
});
