import type { Boxed, DecisionTable, Definitions, DrgElement, ItemDefinition, Requirement } from './definitions.ts';

const NAMESPACE = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

/**
 * Writes a model as a DMN 1.5 document, elements in the order of the standard's schema. What is read from it means what
 * was read before; diagrams, and ids of what nothing refers to, are not kept.
 */
export const writeDefinitions = (definitions: Definitions): string => {
  const root = element('definitions', { xmlns: NAMESPACE, name: definitions.name, namespace: definitions.namespace }, [
    ...definitions.imports.map(({ name, namespace, location }) =>
      element('import', { name, namespace, locationURI: location, importType: NAMESPACE }),
    ),
    ...definitions.itemDefinitions.map((type) => itemDefinition('itemDefinition', type)),
    ...[...definitions.elements.values()].map(drgElement),
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`;
};

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | null>>;
  /** Elements inside, or text that has to stay as it is. */
  readonly inside: readonly Node[] | string;
}
const element = (
  name: string,
  attributes: Readonly<Record<string, string | null>> = {},
  inside: readonly (Node | null)[] | string = [],
): Node => ({ name, attributes, inside: typeof inside === 'string' ? inside : inside.filter((node) => node !== null) });

const lines = ({ name, attributes, inside }: Node, indent: string): string[] => {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === null ? '' : ` ${key}="${escaped(value, true)}"`))
    .join('');
  const start = `${indent}<${name}${written}`;
  if (typeof inside === 'string') return [`${start}>${escaped(inside, false)}</${name}>`];
  if (inside.length === 0) return [`${start}/>`];
  return [`${start}>`, ...inside.flatMap((node) => lines(node, `${indent}  `)), `${indent}</${name}>`];
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A parser turns a carriage return into a line feed, and any white space of an attribute into blanks, unless escaped. */
const escaped = (text: string, attribute: boolean): string =>
  text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
    .replace(attribute ? /[\r\n\t]/g : /\r/g, (character) => `&#${character.charCodeAt(0)};`);

const text = (name: string, content: string | null, attributes: Readonly<Record<string, string | null>> = {}) =>
  content === null ? null : element(name, attributes, [element('text', {}, content)]);

const itemDefinition = (name: string, type: ItemDefinition): Node =>
  element(name, { name: type.name, isCollection: type.isCollection ? 'true' : null }, [
    type.typeRef === null ? null : element('typeRef', {}, type.typeRef),
    text('typeConstraint', type.typeConstraint),
    text('allowedValues', type.allowedValues),
    ...type.components.map((component) => itemDefinition('itemComponent', component)),
    type.functionItem &&
      element(
        'functionItem',
        { outputTypeRef: type.functionItem.result },
        type.functionItem.parameters.map((typeRef, at) => element('parameters', { name: `p${at + 1}`, typeRef })),
      ),
  ]);

const drgElement = (drg: DrgElement): Node => {
  const { id, name, typeRef } = drg;
  const description = drg.description === null ? null : element('description', {}, drg.description);
  const variable = element('variable', { name, typeRef });
  switch (drg.kind) {
    case 'input data':
      return element('inputData', { id, name }, [description, variable]);
    case 'decision':
      return element('decision', { id, name }, [
        description,
        variable,
        ...drg.requires.map(requirement),
        boxed(drg.logic),
      ]);
    case 'knowledge':
      return element('businessKnowledgeModel', { id, name }, [
        description,
        variable,
        drg.logic && functionNode('encapsulatedLogic', drg.logic),
        ...drg.requires.map(requirement),
      ]);
    case 'service':
      return element('decisionService', { id, name }, [
        description,
        variable,
        ...drg.outputs.map((href) => element('outputDecision', { href })),
        ...drg.encapsulated.map((href) => element('encapsulatedDecision', { href })),
        ...drg.inputDecisions.map((href) => element('inputDecision', { href })),
        ...drg.inputData.map((href) => element('inputData', { href })),
      ]);
  }
};

const requirement = ({ kind, href }: Requirement): Node =>
  element(kind === 'requiredKnowledge' ? 'knowledgeRequirement' : 'informationRequirement', {}, [
    element(kind, { href }),
  ]);

const boxed = (expression: Boxed | null): Node | null => {
  if (expression === null) return null;
  const { typeRef } = expression;
  switch (expression.kind) {
    case 'literal':
      return text('literalExpression', expression.text, { typeRef, expressionLanguage: expression.language });
    case 'table':
      return tableNode(expression.table, typeRef);
    case 'context':
      return element(
        'context',
        { typeRef },
        expression.entries.map((entry) =>
          element('contextEntry', {}, [
            entry.name === null ? null : element('variable', { name: entry.name, typeRef: entry.typeRef }),
            boxed(entry.value),
          ]),
        ),
      );
    case 'list':
      return element('list', { typeRef }, expression.items.map(boxed));
    case 'relation':
      return element('relation', { typeRef }, [
        ...expression.columns.map((column) => element('column', { name: column.name, typeRef: column.typeRef })),
        ...expression.rows.map((row) => element('row', {}, row.map(boxed))),
      ]);
    case 'invocation':
      return element('invocation', { typeRef }, [
        boxed(expression.callee),
        ...expression.bindings.map((binding) =>
          element('binding', {}, [
            element('parameter', { name: binding.name, typeRef: binding.typeRef }),
            boxed(binding.value),
          ]),
        ),
      ]);
    case 'function':
      return functionNode('functionDefinition', expression);
    case 'conditional':
      return element('conditional', { typeRef }, [
        element('if', {}, [boxed(expression.test)]),
        element('then', {}, [boxed(expression.yes)]),
        element('else', {}, [boxed(expression.no)]),
      ]);
    case 'filter':
      return element('filter', { typeRef }, [
        element('in', {}, [boxed(expression.of)]),
        element('match', {}, [boxed(expression.by)]),
      ]);
    default:
      return element(expression.kind, { typeRef, iteratorVariable: expression.name }, [
        element('in', {}, [boxed(expression.over)]),
        element(expression.kind === 'for' ? 'return' : 'satisfies', {}, [boxed(expression.body)]),
      ]);
  }
};

const functionNode = (name: string, definition: Boxed & { readonly kind: 'function' }): Node =>
  element(name, { typeRef: definition.typeRef, kind: definition.language }, [
    ...definition.parameters.map((parameter) =>
      element('formalParameter', { name: parameter.name, typeRef: parameter.typeRef }),
    ),
    boxed(definition.body),
  ]);

const tableNode = (table: DecisionTable, typeRef: string | null): Node =>
  element('decisionTable', { typeRef, hitPolicy: table.hitPolicy, aggregation: table.aggregation }, [
    ...table.inputs.map((input) =>
      element('input', {}, [
        text('inputExpression', input.text, { typeRef: input.typeRef }),
        text('inputValues', input.values),
      ]),
    ),
    ...table.outputs.map((output) =>
      element('output', { name: output.name, typeRef: output.typeRef }, [
        text('outputValues', output.values),
        text('defaultOutputEntry', output.fallback),
      ]),
    ),
    ...table.annotations.map((name) => element('annotation', { name })),
    ...table.rules.map((rule) =>
      element('rule', { id: rule.id }, [
        ...rule.tests.map((test) => text('inputEntry', test)),
        ...rule.outputs.map((output) => text('outputEntry', output.text, { typeRef: output.typeRef })),
        ...rule.annotations.map((annotation) => text('annotationEntry', annotation)),
      ]),
    ),
  ]);
