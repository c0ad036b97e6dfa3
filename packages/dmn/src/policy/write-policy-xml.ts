/** A decision table in plain texts, as an analyst would type it; what `writePolicyXml` writes and `compilePolicyTables` reads. */
export interface PolicyTableText {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly hitPolicy: string;
  readonly aggregation?: string;
  readonly inputs: readonly { readonly expression: string; readonly label?: string; readonly typeRef?: string }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly label?: string;
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

/** A document of decision tables over input data. */
export interface PolicyDocument {
  readonly id?: string;
  readonly name: string;
  readonly namespace: string;
  /** Types of input data by name, where a table does not say. */
  readonly inputTypes?: Readonly<Record<string, string>>;
  readonly tables: readonly PolicyTableText[];
}

export const DMN_NAMESPACE = 'https://www.omg.org/spec/DMN/20230324/MODEL/';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const text = (element: string, content: string): string =>
  `<${element}><text>${escapeXml(content)}</text></${element}>`;
export const attributes = (values: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
    .join('');

/** The inputs a column looks at: one, or the two of a ratio. */
export const inputsOf = (expression: string): string[] => expression.split('/').map((part) => part.trim());

/** Writes decision tables as a DMN 1.5 document that any DMN editor opens. */
export const writePolicyXml = (document: PolicyDocument): string => {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions${attributes({ xmlns: DMN_NAMESPACE, id: document.id ?? `${document.tables[0]?.id ?? ''}-model`, name: document.name, namespace: document.namespace })}>`,
  ];
  // Editors show a decision only with its inputs, so every input a table names becomes input data.
  for (const [name, typeRef] of inputData(document))
    lines.push(
      `  <inputData${attributes({ id: name, name })}>`,
      `    <variable${attributes({ name, typeRef })}/>`,
      '  </inputData>',
    );
  for (const table of document.tables) lines.push(...decisionLines(table));
  lines.push('</definitions>', '');
  return lines.join('\n');
};

const inputData = ({ inputTypes = {}, tables }: PolicyDocument): Map<string, string | undefined> =>
  new Map(
    tables.flatMap(({ inputs }) =>
      inputs.flatMap(({ expression, typeRef }) =>
        inputsOf(expression).map((name): [string, string | undefined] => [name, inputTypes[name] ?? typeRef]),
      ),
    ),
  );

const decisionLines = (table: PolicyTableText): string[] => [
  `  <decision${attributes({ id: table.id, name: table.name })}>`,
  ...(table.description ? [`    <description>${escapeXml(table.description)}</description>`] : []),
  `    <variable${attributes({ name: table.name })}/>`,
  ...[...new Set(table.inputs.flatMap(({ expression }) => inputsOf(expression)))].flatMap((input) => [
    '    <informationRequirement>',
    `      <requiredInput${attributes({ href: `#${input}` })}/>`,
    '    </informationRequirement>',
  ]),
  `    <decisionTable${attributes({ id: `${table.id}-table`, hitPolicy: table.hitPolicy, aggregation: table.aggregation })}>`,
  ...table.inputs.flatMap(({ expression, label, typeRef }) => [
    `      <input${attributes({ id: `${table.id}-${inputsOf(expression).join('-')}`, label })}>`,
    `        <inputExpression${attributes({ typeRef })}><text>${escapeXml(expression)}</text></inputExpression>`,
    '      </input>',
  ]),
  ...table.outputs.map((output) => {
    const { name, label, typeRef } = output;
    const inside = `${output.values ? text('outputValues', output.values) : ''}${output.default ? text('defaultOutputEntry', output.default) : ''}`;
    const start = `      <output${attributes({ id: `${table.id}-out-${name}`, name, label, typeRef })}`;
    return inside === '' ? `${start}/>` : `${start}>${inside}</output>`;
  }),
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
