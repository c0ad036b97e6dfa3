import type { Feel } from '../feel/ast.ts';
import { parseExpression } from '../feel/parse.ts';
import { failed, ok, type Result } from '../result.ts';
import { childNamed, childrenNamed, readXml, textOf, type XmlElement } from '../xml/read-xml.ts';
import { type CellFault, compileRatioCell, compileValueCell } from './cell.ts';
import { literalOf, outputValue, type Parameters } from './literal.ts';
import { type PolicyModel, policyModel } from './model.ts';
import type {
  Aggregation,
  HitPolicy,
  PolicyColumn,
  PolicyError,
  PolicyInput,
  PolicyOutput,
  PolicyRule,
  PolicyTable,
  PolicyValue,
} from './table.ts';

export interface CompileOptions {
  /** Content hash of a text; the core is pure, so whoever wants hashes brings the function. */
  readonly hashOf?: (text: string) => string;
}

const HIT_POLICIES: readonly HitPolicy[] = [
  'UNIQUE',
  'FIRST',
  'ANY',
  'PRIORITY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const AGGREGATIONS: readonly Aggregation[] = ['SUM', 'MIN', 'MAX', 'COUNT'];

/**
 * Compiles every decision table of a DMN document against declared inputs, the parameters bound. All faults are reported,
 * not only the first. A cell holds literals, intervals, `not(…)`, lists and parameters (`p_…`); a column is a declared
 * input or the ratio `a / b` of two.
 */
export const compilePolicyTables = (
  xml: string,
  declared: readonly PolicyInput[],
  parameters: Parameters = {},
  options: CompileOptions = {},
): Result<PolicyModel, PolicyError[]> => {
  const document = readXml(xml);
  if (!document.ok) {
    const { line, column, message } = document.errors;
    return failed([
      {
        decision: null,
        row: null,
        column: null,
        expression: null,
        message: `line ${line}, column ${column}: ${message}`,
      },
    ]);
  }
  const errors: PolicyError[] = [];
  const tables: PolicyTable[] = [];
  for (const decision of childrenNamed(document.value, 'decision')) {
    const element = childNamed(decision, 'decisionTable');
    if (element) tables.push(new TableCompiler(decision, element, declared, parameters, errors).compile(options));
  }
  if (tables.length === 0 && errors.length === 0)
    errors.push({
      decision: null,
      row: null,
      column: null,
      expression: null,
      message: 'the document holds no decision with a decision table',
    });
  return errors.length > 0 ? failed(errors) : ok(policyModel(tables));
};

interface Place {
  readonly row?: number;
  readonly column?: string;
  readonly expression?: string;
}

class TableCompiler {
  readonly #decision: XmlElement;
  readonly #element: XmlElement;
  readonly #declared: ReadonlyMap<string, PolicyInput>;
  readonly #parameters: Parameters;
  readonly #errors: PolicyError[];
  readonly #name: string;
  readonly #inputs: PolicyInput[] = [];
  readonly #texts: Map<string, number>[] = [];

  constructor(
    decision: XmlElement,
    element: XmlElement,
    declared: readonly PolicyInput[],
    parameters: Parameters,
    errors: PolicyError[],
  ) {
    this.#decision = decision;
    this.#element = element;
    this.#declared = new Map(declared.map((input) => [input.name, input]));
    this.#parameters = parameters;
    this.#errors = errors;
    this.#name = decision.attributes['name'] ?? decision.attributes['id'] ?? '';
  }

  compile({ hashOf }: CompileOptions): PolicyTable {
    const ruleElements = childrenNamed(this.#element, 'rule');
    const columns = childrenNamed(this.#element, 'input').map((input, position) =>
      this.#column(input, position, ruleElements),
    );
    const outputs = childrenNamed(this.#element, 'output').map((output, position) => this.#output(output, position));
    const rules = ruleElements.map((rule, index) => this.#rule(rule, index, outputs, columns.length));
    this.#refuseSameIds(rules);
    const table = {
      id: this.#decision.attributes['id'] ?? this.#name,
      name: this.#name,
      inputs: this.#inputs,
      hitPolicy: this.#hitPolicy(),
      aggregation: this.#aggregation(),
      outputs,
      columns: columns.filter((column) => column !== null),
      rules,
      defaults: this.#defaults(outputs),
      texts: this.#inputs.map((input, position) => (input.type === 'string' ? (this.#texts[position] ?? null) : null)),
    };
    return { ...table, hash: hashOf ? hashOf(canonicalText(table)) : '' };
  }

  #column(element: XmlElement, position: number, rules: readonly XmlElement[]): PolicyColumn | null {
    const text = textOf(childNamed(element, 'inputExpression'));
    const parsed = parseExpression(text);
    if (!parsed.ok) {
      this.#fail(
        `the input expression is not valid: ${parsed.errors.message}`,
        { column: text, expression: text },
        parsed.errors.at,
      );
      return null;
    }
    const node = parsed.value;
    if (node.kind === 'name') {
      const input = this.#inputNamed(node.name, text);
      if (input === null) return null;
      const cells = this.#cells(rules, position, text, (cell) =>
        compileValueCell(
          cell,
          this.#inputs[input] ?? { name: text, type: 'integer' },
          this.#parameters,
          this.#texts[input] ?? new Map(),
        ),
      );
      return { kind: 'value', text, input, cells };
    }
    if (node.kind === 'arithmetic' && node.op === '/' && node.left.kind === 'name' && node.right.kind === 'name') {
      const numerator = this.#numberNamed(node.left.name, text);
      const denominator = this.#numberNamed(node.right.name, text);
      if (numerator === null || denominator === null) return null;
      const name = `${node.left.name} / ${node.right.name}`;
      const cells = this.#cells(rules, position, text, (cell) => compileRatioCell(cell, name, this.#parameters));
      return { kind: 'ratio', text: name, numerator, denominator, cells };
    }
    this.#fail(
      'a column is a declared input or a ratio “a / b” of two declared inputs',
      { column: text, expression: text },
      node.at,
    );
    return null;
  }

  #inputNamed(name: string, column: string): number | null {
    const input = this.#declared.get(name);
    if (!input) {
      this.#fail(`input “${name}” is not declared; declare it or remove the column`, { column, expression: column }, 0);
      return null;
    }
    const known = this.#inputs.indexOf(input);
    if (known >= 0) return known;
    this.#texts.push(new Map());
    return this.#inputs.push(input) - 1;
  }

  #numberNamed(name: string, column: string): number | null {
    const input = this.#inputNamed(name, column);
    const type = input === null ? undefined : this.#inputs[input]?.type;
    if (type === undefined || type === 'integer' || type === 'money' || type === 'ratio') return input;
    this.#fail(`“${name}” is a ${type}; a ratio needs numbers`, { column, expression: column }, 0);
    return null;
  }

  #cells<T>(
    rules: readonly XmlElement[],
    position: number,
    column: string,
    compile: (text: string) => { ok: true; cell: T } | { ok: false; fault: CellFault },
  ): T[] {
    return rules.flatMap((rule, index) => {
      const entry = childrenNamed(rule, 'inputEntry')[position];
      const text = textOf(entry) || '-';
      const result = compile(text);
      if (result.ok) return [result.cell];
      this.#fail(result.fault.message, { row: index + 1, column, expression: text }, result.fault.at);
      return [];
    });
  }

  #output(element: XmlElement, position: number): PolicyOutput {
    const name =
      element.attributes['name'] ??
      element.attributes['label'] ??
      (position === 0 ? this.#name : `output ${position + 1}`);
    const text = textOf(childNamed(element, 'outputValues'));
    if (text === '') return { name, values: [] };
    const parsed = parseExpression(`[${text}]`);
    if (!parsed.ok || parsed.value.kind !== 'list') {
      this.#fail(
        'the output values are a list of literals',
        { column: name, expression: text },
        parsed.ok ? 0 : parsed.errors.at - 1,
      );
      return { name, values: [] };
    }
    return { name, values: parsed.value.items.map((item) => this.#literal(item, { column: name, expression: text })) };
  }

  #rule(element: XmlElement, index: number, outputs: readonly PolicyOutput[], columns: number): PolicyRule {
    const row = index + 1;
    const [entries, cells] = [childrenNamed(element, 'outputEntry'), childrenNamed(element, 'inputEntry').length];
    if (cells !== columns) this.#fail(`the row has ${cells} input entries for ${columns} columns`, { row }, 0);
    if (entries.length !== outputs.length)
      this.#fail(`the row has ${entries.length} output entries for ${outputs.length} outputs`, { row }, 0);
    const named = outputs.map((output, position): [string, PolicyValue] => [
      output.name,
      this.#outputEntry(textOf(entries[position]), output, row),
    ]);
    const annotations: Record<string, string> = {};
    const description = childNamed(element, 'description')?.text.trim();
    if (description) annotations['description'] = description;
    const texts = childrenNamed(element, 'annotationEntry').map((entry) => textOf(entry));
    childrenNamed(this.#element, 'annotation').forEach((annotation, position) => {
      const text = texts[position];
      if (text) annotations[annotation.attributes['name'] ?? `annotation ${position + 1}`] = text;
    });
    return {
      index,
      id: element.attributes['id'] ?? `${this.#name}-${row}`,
      annotations,
      outputs: Object.fromEntries(named),
    };
  }

  #outputEntry(text: string, output: PolicyOutput, row: number): PolicyValue {
    const place = { row, column: output.name, expression: text };
    if (text === '' || text === '-') return null;
    const parsed = parseExpression(text);
    if (!parsed.ok) {
      this.#fail(parsed.errors.message, place, parsed.errors.at);
      return null;
    }
    const value = this.#literal(parsed.value, place);
    if (output.values.length > 0 && value !== null && !output.values.includes(value))
      this.#fail(`${String(value)} is not among the declared output values`, place, 0);
    return value;
  }

  #literal(node: Feel, place: Place): PolicyValue {
    const literal = literalOf(node, this.#parameters);
    if (literal.kind !== 'error') return outputValue(literal);
    this.#fail(literal.message, place, literal.at);
    return null;
  }

  #defaults(outputs: readonly PolicyOutput[]): Record<string, PolicyValue> | null {
    const texts = childrenNamed(this.#element, 'output').map((output) =>
      textOf(childNamed(output, 'defaultOutputEntry')),
    );
    if (texts.every((text) => text === '')) return null;
    return Object.fromEntries(
      outputs.map((output, position) => [output.name, this.#outputEntry(texts[position] ?? '', output, 0)]),
    );
  }

  #hitPolicy(): HitPolicy {
    const text = this.#element.attributes['hitPolicy'] ?? 'UNIQUE';
    const known = HIT_POLICIES.find((policy) => policy === text);
    if (!known) this.#fail(`hit policy “${text}” is unknown; one of ${HIT_POLICIES.join(', ')}`, {}, 0);
    return known ?? 'UNIQUE';
  }

  #aggregation(): Aggregation | null {
    const text = this.#element.attributes['aggregation'];
    if (text === undefined) return null;
    const known = AGGREGATIONS.find((aggregation) => aggregation === text);
    if (!known) this.#fail(`aggregation “${text}” is unknown; one of ${AGGREGATIONS.join(', ')}`, {}, 0);
    return known ?? null;
  }

  #refuseSameIds(rules: readonly PolicyRule[]): void {
    const seen = new Set<string>();
    for (const rule of rules) {
      if (seen.has(rule.id))
        this.#fail(`rule id “${rule.id}” is used twice; records name rules by it`, { row: rule.index + 1 }, 0);
      seen.add(rule.id);
    }
  }

  #fail(what: string, { row, column, expression }: Place, at: number): void {
    const where = [`decision “${this.#name}”`, row ? `row ${row}` : '', column ? `column “${column}”` : '']
      .filter(Boolean)
      .join(', ');
    const caret = expression === undefined ? '' : `\n  ${expression}\n  ${' '.repeat(at)}^`;
    this.#errors.push({
      decision: this.#name,
      row: row ?? null,
      column: column ?? null,
      expression: expression ?? null,
      message: `${where}: ${what}${caret}`,
    });
  }
}

/** What the hash of a table covers: everything that can change an answer, and the ids and annotations that explain it. */
const canonicalText = (table: Omit<PolicyTable, 'hash'>): string =>
  JSON.stringify(
    [
      table.id,
      table.hitPolicy,
      table.aggregation,
      table.inputs,
      table.outputs,
      table.defaults,
      table.columns.map((column) => [column.text, column.cells.map((cell) => [cell.text, cell.thresholds])]),
      table.rules,
    ],
    (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
  );
