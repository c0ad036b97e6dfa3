import { failed, ok, type Result } from '../result.ts';
import type { PolicyTableText } from '../policy/write-policy-xml.ts';
import { cellName } from './cell-name.ts';
import type { ReadSheet, WorkbookFault } from './read-workbook.ts';
import type { Sheet, SheetValue } from './write-workbook.ts';

/** What a sheet shows of an input beside the table: its unit, which has to agree when the sheet comes back. */
export type Units = Readonly<Record<string, string>>;

/** The first column says what each heading row is; in both languages, and read by its English part. */
const HEADINGS = {
  table: '决策表 table',
  hitPolicy: '命中策略 hit policy',
  part: '列 part',
  name: '名称 name',
  label: '标签 label',
  type: '类型 type',
  unit: '单位 unit',
  values: '允许值 values',
  fallback: '缺省 default',
  rule: '规则 rule',
} as const;
const ORDER = Object.keys(HEADINGS) as (keyof typeof HEADINGS)[];
const PARTS = { input: '条件 input', output: '结论 output', annotation: '注释 annotation' } as const;
type Part = keyof typeof PARTS;

/** A decision table as a sheet: headings, then one row a rule. Numbers, truth values and plain words are cells of their own type. */
export const tableToSheet = (table: PolicyTableText, units: Units = {}): Sheet => {
  const annotations = table.annotations ?? [];
  const line = (
    key: keyof typeof HEADINGS,
    inputs: (input: PolicyTableText['inputs'][number]) => SheetValue,
    outputs: (output: PolicyTableText['outputs'][number]) => SheetValue,
    other: (annotation: string) => SheetValue = () => null,
  ): SheetValue[] => [
    HEADINGS[key],
    ...table.inputs.map(inputs),
    ...table.outputs.map(outputs),
    ...annotations.map(other),
  ];
  const heading: SheetValue[][] = [
    [HEADINGS.table, table.id, table.name],
    [HEADINGS.hitPolicy, table.hitPolicy, table.aggregation ?? null],
    line(
      'part',
      () => PARTS.input,
      () => PARTS.output,
      () => PARTS.annotation,
    ),
    line(
      'name',
      ({ expression }) => expression,
      ({ name }) => name,
      (annotation) => annotation,
    ),
    line(
      'label',
      ({ label }) => label ?? null,
      ({ label }) => label ?? null,
    ),
    line(
      'type',
      ({ typeRef }) => typeRef ?? null,
      ({ typeRef }) => typeRef ?? null,
    ),
    line(
      'unit',
      ({ expression }) => units[expression] ?? null,
      () => null,
    ),
    line(
      'values',
      () => null,
      ({ values }) => values ?? null,
    ),
    line(
      'fallback',
      () => null,
      (output) => (output.default === undefined ? null : shown(output.default, output.typeRef)),
    ),
    line(
      'rule',
      () => null,
      () => null,
    ),
  ];
  const rules = table.rules.map((rule): SheetValue[] => [
    rule.id,
    ...table.inputs.map((_input, column) => shownNumber(rule.cells[column] ?? '')),
    ...table.outputs.map(({ typeRef }, column) => shown(rule.outputs[column] ?? '', typeRef)),
    ...annotations.map((_annotation, column) => rule.annotations?.[column] ?? null),
  ]);
  return { name: table.id, heading: heading.length, rows: [...heading, ...rules] };
};

/** A number that is written back just so stands as a number. */
const shownNumber = (text: string): SheetValue =>
  /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : text;

/** A word in quotes stands without them in a column of texts, where nothing else could be meant by it. */
const shown = (text: string, typeRef: string | undefined): SheetValue => {
  if (text === 'true' || text === 'false') return text === 'true';
  const word = typeRef === 'string' ? /^"([^"\\]*)"$/.exec(text)?.[1] : undefined;
  return word !== undefined && !keepsQuotes(word) ? word : shownNumber(text);
};
const keepsQuotes = (word: string): boolean => !/^[A-Z][A-Z0-9_]*$/.test(word);

/** The text of a cell as the table has it. */
const written = (value: SheetValue, typeRef: string | undefined): string => {
  if (value === null) return '';
  if (typeof value !== 'string') return plainNumber(value);
  const text = value.trim();
  return typeRef === 'string' && text !== '' && !keepsQuotes(text) ? `"${text}"` : text;
};

/** FEEL knows no exponents that a reader would not stumble over, so a number is written out. */
const plainNumber = (value: number | boolean): string =>
  typeof value === 'number' && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);

/** A sheet back as a table. The fault names the sheet, the cell, what stands there and what to do. */
export const sheetToTable = (sheet: ReadSheet, units: Units = {}): Result<PolicyTableText, WorkbookFault> =>
  new SheetReader(sheet, units).read();

class SheetFault extends Error {
  readonly fault: WorkbookFault;
  constructor(fault: WorkbookFault) {
    super(fault.en);
    this.fault = fault;
  }
}

interface Column {
  readonly at: number;
  readonly part: Part;
  readonly name: string;
  readonly label: string;
  readonly typeRef: string;
  readonly values: string;
  readonly fallback: string;
}

class SheetReader {
  readonly #sheet: ReadSheet;
  readonly #units: Units;

  constructor(sheet: ReadSheet, units: Units) {
    this.#sheet = sheet;
    this.#units = units;
  }

  read(): Result<PolicyTableText, WorkbookFault> {
    try {
      return ok(this.#table());
    } catch (problem) {
      if (problem instanceof SheetFault) return failed(problem.fault);
      throw problem;
    }
  }

  #table(): PolicyTableText {
    ORDER.forEach((key, row) => this.#heading(key, row));
    const columns = this.#columns();
    const of = (part: Part): Column[] => columns.filter((column) => column.part === part);
    const [inputs, outputs, annotations] = [of('input'), of('output'), of('annotation')];
    if (outputs.length === 0)
      this.#fail(2, 1, '没有结论列；请把一列标为 output', 'no column is an output; mark one as output');
    const aggregation = this.#text(1, 2);
    return {
      id: this.#needed(0, 1, '缺少决策表的编号', 'the id of the table is missing'),
      name: this.#needed(0, 2, '缺少决策表的名称', 'the name of the table is missing'),
      hitPolicy: this.#needed(1, 1, '缺少命中策略', 'the hit policy is missing'),
      ...(aggregation === '' ? {} : { aggregation }),
      inputs: inputs.map(({ name, label, typeRef }) => ({
        expression: name,
        ...(label === '' ? {} : { label }),
        ...(typeRef === '' ? {} : { typeRef }),
      })),
      outputs: outputs.map(({ name, label, typeRef, values, fallback }) => ({
        name,
        ...(label === '' ? {} : { label }),
        ...(typeRef === '' ? {} : { typeRef }),
        ...(values === '' ? {} : { values }),
        ...(fallback === '' ? {} : { default: fallback }),
      })),
      annotations: annotations.map(({ name }) => name),
      rules: this.#rules(inputs, outputs, annotations),
    };
  }

  #heading(key: keyof typeof HEADINGS, row: number): void {
    const wanted = HEADINGS[key];
    const english = wanted.slice(wanted.indexOf(' ') + 1);
    if (!this.#text(row, 0).endsWith(english))
      this.#fail(
        row,
        0,
        `这里应是“${wanted}”；请不要改动首列的标题`,
        `this should read “${wanted}”; leave the headings of the first column as exported`,
      );
  }

  #columns(): Column[] {
    const width = Math.max(...this.#sheet.rows.slice(2).map((row) => row.length));
    const columns: Column[] = [];
    for (let at = 1; at < width; at++) {
      const used = this.#sheet.rows.slice(2).some((row) => (row[at] ?? null) !== null && row[at] !== '');
      if (used) columns.push(this.#column(at));
    }
    return columns;
  }

  #column(at: number): Column {
    const part = (Object.keys(PARTS) as Part[]).find((each) => this.#text(2, at).endsWith(each));
    if (!part) return this.#fail(2, at, '请写 input、output 或 annotation', 'write input, output or annotation');
    const name = this.#needed(3, at, '缺少这一列的名称', 'the name of this column is missing');
    const [typeRef, unit] = [this.#text(5, at), this.#text(6, at)];
    const declared = this.#units[name];
    if (part === 'input' && declared !== undefined && unit !== '' && unit !== declared)
      this.#fail(
        6,
        at,
        `输入“${name}”的单位是 ${declared}；请按它填写各格，并改回单位`,
        `input “${name}” is in ${declared}; write the cells in it and put the unit back`,
      );
    return {
      at,
      part,
      name,
      label: this.#text(4, at),
      typeRef,
      values: this.#text(7, at),
      fallback: written(this.#value(8, at), typeRef),
    };
  }

  #rules(
    inputs: readonly Column[],
    outputs: readonly Column[],
    annotations: readonly Column[],
  ): PolicyTableText['rules'] {
    const seen = new Map<string, number>();
    const rules: PolicyTableText['rules'][number][] = [];
    for (let row = ORDER.length; row < this.#sheet.rows.length; row++) {
      const blank = (this.#sheet.rows[row] ?? []).every((value) => value === null || value === '');
      if (blank) continue;
      const id = this.#needed(row, 0, '缺少规则的编号', 'the id of the rule is missing');
      const before = seen.get(id);
      if (before !== undefined)
        this.#fail(
          row,
          0,
          `规则编号与 ${cellName(before, 0)} 重复；请另取一个`,
          `the id of the rule stands in ${cellName(before, 0)} too; give it one of its own`,
        );
      seen.set(id, row);
      rules.push({
        id,
        cells: inputs.map(({ at }) => written(this.#value(row, at), undefined) || '-'),
        outputs: outputs.map(({ at, typeRef }) => written(this.#value(row, at), typeRef)),
        annotations: annotations.map(({ at }) => this.#text(row, at)),
      });
    }
    return rules;
  }

  #value(row: number, column: number): SheetValue {
    return this.#sheet.rows[row]?.[column] ?? null;
  }
  #text(row: number, column: number): string {
    const value = this.#value(row, column);
    return value === null ? '' : String(value).trim();
  }
  #needed(row: number, column: number, zh: string, en: string): string {
    return this.#text(row, column) || this.#fail(row, column, zh, en);
  }
  #fail(row: number, column: number, zh: string, en: string): never {
    throw new SheetFault({
      sheet: this.#sheet.name,
      cell: cellName(row, column),
      value: this.#text(row, column),
      zh,
      en,
    });
  }
}
