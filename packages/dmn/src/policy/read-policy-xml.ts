import { failed, ok, type Result } from '../result.ts';
import { childNamed, childrenNamed, readXml, textOf, type XmlElement } from '../xml/read-xml.ts';
import type { PolicyDocument, PolicyTableText } from './write-policy-xml.ts';

/**
 * Reads a document of decision tables as plain texts, so that it can be shown elsewhere (a workbook) and written again. A
 * document that holds more than such tables would lose it on the way, and is refused with what it is.
 */
export const readPolicyXml = (xml: string): Result<PolicyDocument, string> => {
  const document = readXml(xml);
  if (!document.ok) return failed(`line ${document.errors.line}: ${document.errors.message}`);
  const root = document.value;
  const surplus = surplusIn(root);
  if (surplus)
    return failed(`line ${surplus.line}: a table cannot carry <${surplus.name}>; remove it, or edit the XML`);
  const tables: PolicyTableText[] = [];
  for (const decision of childrenNamed(root, 'decision')) {
    const table = childNamed(decision, 'decisionTable');
    if (!table)
      return failed(`line ${decision.line}: decision “${decision.attributes['name'] ?? ''}” is not a decision table`);
    tables.push(tableText(decision, table));
  }
  const { id, name = '', namespace = '' } = root.attributes;
  const types = childrenNamed(root, 'inputData').flatMap((input): [string, string][] => {
    const type = childNamed(input, 'variable')?.attributes['typeRef'];
    return type === undefined ? [] : [[input.attributes['name'] ?? '', type]];
  });
  return ok({ ...(id === undefined ? {} : { id }), name, namespace, inputTypes: Object.fromEntries(types), tables });
};

/** What a document of tables consists of, element by element. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  definitions: ['inputData', 'decision'],
  inputData: ['variable'],
  decision: ['description', 'variable', 'informationRequirement', 'decisionTable'],
  informationRequirement: ['requiredInput'],
  decisionTable: ['input', 'output', 'annotation', 'rule'],
  input: ['inputExpression'],
  output: ['outputValues', 'defaultOutputEntry'],
  rule: ['inputEntry', 'outputEntry', 'annotationEntry'],
};
const surplusIn = (element: XmlElement): XmlElement | null => {
  const carried = CARRIED[element.name] ?? ['text'];
  for (const child of element.children) {
    const found = carried.includes(child.name) ? surplusIn(child) : child;
    if (found) return found;
  }
  return null;
};

const given = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [key in K]?: string };

const tableText = (decision: XmlElement, table: XmlElement): PolicyTableText => ({
  id: decision.attributes['id'] ?? '',
  name: decision.attributes['name'] ?? '',
  ...given('description', childNamed(decision, 'description')?.text.trim()),
  hitPolicy: table.attributes['hitPolicy'] ?? 'UNIQUE',
  ...given('aggregation', table.attributes['aggregation']),
  inputs: childrenNamed(table, 'input').map((input) => {
    const expression = childNamed(input, 'inputExpression');
    return {
      expression: textOf(expression),
      ...given('label', input.attributes['label']),
      ...given('typeRef', expression?.attributes['typeRef']),
    };
  }),
  outputs: childrenNamed(table, 'output').map((output) => ({
    name: output.attributes['name'] ?? '',
    ...given('label', output.attributes['label']),
    ...given('typeRef', output.attributes['typeRef']),
    ...given('values', textOf(childNamed(output, 'outputValues'))),
    ...given('default', textOf(childNamed(output, 'defaultOutputEntry'))),
  })),
  annotations: childrenNamed(table, 'annotation').map((annotation) => annotation.attributes['name'] ?? ''),
  rules: childrenNamed(table, 'rule').map((rule, row) => ({
    id: rule.attributes['id'] ?? `R${row + 1}`,
    cells: childrenNamed(rule, 'inputEntry').map((entry) => textOf(entry)),
    outputs: childrenNamed(rule, 'outputEntry').map((entry) => textOf(entry)),
    annotations: childrenNamed(rule, 'annotationEntry').map((entry) => textOf(entry)),
  })),
});
