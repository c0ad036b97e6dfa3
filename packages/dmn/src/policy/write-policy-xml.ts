/** A decision table in plain texts, as an analyst would type it; what `writePolicyXml` writes and `compilePolicyTables` reads. */
export interface PolicyTableText {
  readonly id: string;
  readonly name: string;
  readonly hitPolicy: string;
  readonly aggregation?: string;
  readonly inputs: readonly { readonly expression: string; readonly typeRef?: string }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly typeRef?: string;
    readonly values?: string;
    readonly default?: string;
  }[];
  readonly annotations?: readonly string[];
  readonly rules: readonly {
    readonly id: string;
    readonly cells: readonly string[];
    readonly outputs: readonly string[];
    readonly annotations?: readonly string[];
  }[];
}

const NAMESPACE = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const text = (element: string, content: string): string =>
  `<${element}><text>${escapeXml(content)}</text></${element}>`;
const attributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('');

/** Writes decision tables as a DMN 1.5 document that any DMN editor opens. */
export const writePolicyXml = (name: string, namespace: string, tables: readonly PolicyTableText[]): string => {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions${attributes({ xmlns: NAMESPACE, name, namespace, id: `definitions_${tables[0]?.id ?? ''}` })}>`,
  ];
  // Editors show a decision only with its inputs, so every input a table names becomes input data.
  for (const input of new Set(
    tables.flatMap((table) =>
      table.inputs.flatMap(({ expression }) => expression.split('/').map((part) => part.trim())),
    ),
  ))
    lines.push(
      `  <inputData${attributes({ id: `input_${input}`, name: input })}><variable${attributes({ name: input })}/></inputData>`,
    );
  for (const table of tables) lines.push(...tableLines(table));
  lines.push('</definitions>', '');
  return lines.join('\n');
};

const tableLines = (table: PolicyTableText): string[] => [
  `  <decision${attributes({ id: table.id, name: table.name })}>`,
  `    <variable${attributes({ name: table.name })}/>`,
  ...[...new Set(table.inputs.flatMap(({ expression }) => expression.split('/').map((part) => part.trim())))].map(
    (input) =>
      `    <informationRequirement><requiredInput${attributes({ href: `#input_${input}` })}/></informationRequirement>`,
  ),
  `    <decisionTable${attributes({ id: `${table.id}_table`, hitPolicy: table.hitPolicy, aggregation: table.aggregation })}>`,
  ...table.inputs.map(
    (input, position) =>
      `      <input id="${table.id}_in${position + 1}"><inputExpression${attributes({ typeRef: input.typeRef })}><text>${escapeXml(input.expression)}</text></inputExpression></input>`,
  ),
  ...table.outputs.map(
    (output, position) =>
      `      <output id="${table.id}_out${position + 1}"${attributes({ name: output.name, typeRef: output.typeRef })}>${output.values ? text('outputValues', output.values) : ''}${output.default ? text('defaultOutputEntry', output.default) : ''}</output>`,
  ),
  ...(table.annotations ?? []).map((annotation) => `      <annotation${attributes({ name: annotation })}/>`),
  ...table.rules.flatMap((rule) => [
    `      <rule${attributes({ id: rule.id })}>`,
    ...rule.cells.map((cell) => `        ${text('inputEntry', cell)}`),
    ...rule.outputs.map((output) => `        ${text('outputEntry', output)}`),
    ...(rule.annotations ?? []).map((annotation) => `        ${text('annotationEntry', annotation)}`),
    '      </rule>',
  ]),
  '    </decisionTable>',
  '  </decision>',
];
