import { failed, ok, type Result } from '../result.ts';
import { childNamed, childrenNamed, readXml, textOf, type XmlElement, type XmlError } from '../xml/read-xml.ts';
import { readBoxed, readFunction } from './read-boxed.ts';
import type { Definitions, DrgElement, ItemDefinition, Requirement } from './definitions.ts';

/** Reads a DMN document of any version from 1.1 to 1.5; the versions differ in their namespace only, for what is read here. */
export const readDefinitions = (xml: string, location: string | null = null): Result<Definitions, XmlError> => {
  const document = readXml(xml);
  if (!document.ok) return document;
  const root = document.value;
  if (root.name !== 'definitions')
    return failed({ line: root.line, column: 0, message: `the root is <${root.name}>, not <definitions>` });
  const elements = new Map<string, DrgElement>();
  for (const child of root.children) {
    const element = readElement(child);
    if (element) elements.set(element.id, element);
  }
  return ok({
    name: root.attributes['name'] ?? '',
    namespace: root.attributes['namespace'] ?? '',
    location,
    imports: childrenNamed(root, 'import').map((element) => ({
      name: element.attributes['name'] ?? '',
      namespace: element.attributes['namespace'] ?? '',
      location: element.attributes['locationURI'] ?? null,
    })),
    itemDefinitions: childrenNamed(root, 'itemDefinition').map(readItemDefinition),
    elements,
  });
};

const readElement = (element: XmlElement): DrgElement | null => {
  const variable = childNamed(element, 'variable');
  const name = element.attributes['name'] ?? '';
  const description = childNamed(element, 'description')?.text.trim() || null;
  const base = { id: element.attributes['id'] ?? name, name, description, typeRef: typeRefOf(variable) };
  switch (element.name) {
    case 'inputData':
      return { kind: 'input data', ...base };
    case 'decision':
      return { kind: 'decision', ...base, requires: requirementsOf(element), logic: readBoxed(element) };
    case 'businessKnowledgeModel': {
      const logic = childNamed(element, 'encapsulatedLogic');
      return {
        kind: 'knowledge',
        ...base,
        requires: requirementsOf(element),
        logic: logic ? readFunction(logic) : null,
      };
    }
    case 'decisionService':
      return {
        kind: 'service',
        ...base,
        outputs: hrefs(element, 'outputDecision'),
        encapsulated: hrefs(element, 'encapsulatedDecision'),
        inputDecisions: hrefs(element, 'inputDecision'),
        inputData: hrefs(element, 'inputData'),
      };
    default:
      return null;
  }
};

const hrefs = (element: XmlElement, name: string): string[] =>
  childrenNamed(element, name).map((child) => child.attributes['href'] ?? '');

const requirementsOf = (element: XmlElement): Requirement[] =>
  [...childrenNamed(element, 'informationRequirement'), ...childrenNamed(element, 'knowledgeRequirement')].flatMap(
    (requirement) =>
      (['requiredInput', 'requiredDecision', 'requiredKnowledge'] as const).flatMap((kind) =>
        hrefs(requirement, kind).map((href) => ({ kind, href })),
      ),
  );

/** The type of an element: an attribute, or in item definitions and old models an element; a prefix of a QName is dropped. */
export const typeRefOf = (element: XmlElement | undefined): string | null => {
  if (!element) return null;
  const child = childNamed(element, 'typeRef');
  const text = (element.attributes['typeRef'] ?? child?.text ?? '').trim();
  if (text === '') return null;
  // DMN 1.1 wrote QNames: `feel:number`.
  const prefix = /^([\w.-]+):(.+)$/.exec(text);
  return prefix && prefix[1] !== undefined && prefix[1] in element.prefixes ? (prefix[2] ?? text) : text;
};

const readItemDefinition = (element: XmlElement): ItemDefinition => {
  const functionItem = childNamed(element, 'functionItem');
  return {
    name: element.attributes['name'] ?? '',
    typeRef: typeRefOf(element),
    isCollection: element.attributes['isCollection'] === 'true',
    components: childrenNamed(element, 'itemComponent').map(readItemDefinition),
    allowedValues: textOf(childNamed(element, 'allowedValues')) || null,
    typeConstraint: textOf(childNamed(element, 'typeConstraint')) || null,
    functionItem: functionItem
      ? {
          parameters: childrenNamed(functionItem, 'parameters').map((parameter) => typeRefOf(parameter) ?? 'Any'),
          result: functionItem.attributes['outputTypeRef'] ?? null,
        }
      : null,
  };
};
