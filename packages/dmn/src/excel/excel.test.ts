import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readPolicyXml } from '../policy/read-policy-xml.ts';
import { type PolicyTableText, writePolicyXml } from '../policy/write-policy-xml.ts';
import { cellAt, cellName } from './cell-name.ts';
import { readWorkbook, type ReadSheet } from './read-workbook.ts';
import { sheetToTable, tableToSheet } from './table-sheet.ts';
import { type SheetValue, writeWorkbook } from './write-workbook.ts';

const word = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const label = fc.oneof(fc.constant('利用率 <b> & "x"'), word);
const cell = fc.oneof(
  fc.constantFrom(
    '-',
    '< 24',
    '>= p_limit',
    '[1..7)',
    'not(1, 2)',
    'null',
    '"A", "B"',
    'true',
    '=5',
    '0',
    '-3',
    '007',
    '1.50',
    '1e5',
  ),
  fc.integer().map(String),
  fc.maxSafeNat().map(String),
);
const output = fc.oneof(
  fc.constantFrom('', 'null', '"STEP_UP"', '"null"', '"step up"', '"中文"', 'true', 'p_cap', '""', '"A\\"B"'),
  fc.integer().map(String),
);
const table: fc.Arbitrary<PolicyTableText> = fc
  .record({
    inputs: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    outputs: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    annotations: fc.uniqueArray(word, { maxLength: 2 }),
    types: fc.array(fc.constantFrom('number', 'string', 'boolean'), { minLength: 7, maxLength: 7 }),
    labels: fc.array(label, { minLength: 7, maxLength: 7 }),
    ids: fc.uniqueArray(fc.stringMatching(/^[A-Z]\d{1,3}$/), { maxLength: 6 }),
    policy: fc.constantFrom(['UNIQUE'], ['FIRST'], ['COLLECT'], ['COLLECT', 'MAX'], ['RULE ORDER']),
    cells: fc.array(cell, { minLength: 24, maxLength: 24 }),
    values: fc.array(output, { minLength: 24, maxLength: 24 }),
    notes: fc.array(fc.oneof(fc.constant(''), label), { minLength: 12, maxLength: 12 }),
    fallback: fc.option(
      output.filter((text) => text !== ''),
      { nil: undefined },
    ),
  })
  .map(({ inputs, outputs, annotations, types, labels, ids, policy, cells, values, notes, fallback }) => ({
    id: 'draw',
    name: '借款检查',
    hitPolicy: policy[0] ?? 'UNIQUE',
    ...(policy[1] === undefined ? {} : { aggregation: policy[1] }),
    inputs: inputs.map((expression, at) => ({ expression, label: labels[at] ?? '', typeRef: types[at] ?? '' })),
    outputs: outputs.map((name, at) => ({
      name,
      typeRef: types[at + 4] ?? '',
      ...(at === 0 ? { values: '"STEP_UP", "HOLD"' } : {}),
      ...(fallback === undefined ? {} : { default: fallback }),
    })),
    annotations,
    rules: ids.map((id, row) => ({
      id,
      cells: inputs.map((_input, at) => cells[row * 4 + at] ?? '-'),
      outputs: outputs.map((_output, at) => values[row * 3 + at] ?? ''),
      annotations: annotations.map((_note, at) => notes[row * 2 + at] ?? ''),
    })),
  }));

const through = (given: PolicyTableText): PolicyTableText => {
  const read = readWorkbook(writeWorkbook(tableToSheet(given)));
  if (!read.ok) throw new Error(read.errors.en);
  const back = sheetToTable(read.value);
  if (!back.ok) throw new Error(`${back.errors.cell}: ${back.errors.en}`);
  return back.value;
};

const SMALL: PolicyTableText = {
  id: 'draw',
  name: '借款检查',
  hitPolicy: 'COLLECT',
  inputs: [{ expression: 'balance', typeRef: 'number' }],
  outputs: [{ name: 'action', typeRef: 'string' }],
  annotations: ['reason'],
  rules: [{ id: 'W1', cells: ['> 500000'], outputs: ['"HOLD"'], annotations: ['E1'] }],
};
/** The sheet of the small table with one cell replaced. */
const edited = (name: string, value: SheetValue): ReadSheet => {
  const sheet = tableToSheet(SMALL, { balance: 'fen' });
  const place = cellAt(name);
  const rows = sheet.rows.map((row, at) =>
    row.map((old, column) => (at === place?.row && column === place.column ? value : old)),
  );
  return { name: sheet.name, rows };
};

describe('a decision table in a workbook', () => {
  it('D40 comes back as it was', () => {
    fc.assert(
      fc.property(table, (given) => {
        expect(through(given)).toEqual(given);
      }),
      { numRuns: 60 },
    );
  });

  it('D40 its document is written again byte for byte', () => {
    fc.assert(
      fc.property(table, (given) => {
        const xml = writePolicyXml({ name: 'n', namespace: 'urn:n', tables: [given] });
        const read = readPolicyXml(xml);
        expect(read.ok && writePolicyXml(read.value)).toBe(xml);
      }),
      { numRuns: 60 },
    );
  });

  it('shows numbers as numbers, truth values as such, and plain words without quotes', () => {
    const sheet = tableToSheet({
      ...SMALL,
      outputs: [
        { name: 'a', typeRef: 'string' },
        { name: 'b', typeRef: 'number' },
        { name: 'c', typeRef: 'boolean' },
      ],
      rules: [{ id: 'R', cells: ['7'], outputs: ['"HOLD"', '12', 'true'], annotations: [] }],
    });
    expect(sheet.rows.at(-1)).toEqual(['R', 7, 'HOLD', 12, true, null]);
  });

  it('reads what other programs write: shared texts, runs of looks, rows and cells left out', () => {
    const sheet = tableToSheet(SMALL);
    const texts = [...new Set(sheet.rows.flat().filter((value) => typeof value === 'string'))];
    const cells = (row: readonly SheetValue[], at: number): string =>
      row
        .map((value, column) =>
          typeof value === 'string' ? `<c r="${cellName(at, column)}" t="s"><v>${texts.indexOf(value)}</v></c>` : '',
        )
        .join('');
    const xml = (text: string) => strToU8(`<?xml version="1.0"?>${text}`);
    const bytes = zipSync({
      'xl/workbook.xml': xml(
        '<x:workbook xmlns:x="urn:x" xmlns:r="urn:r"><x:sheets><x:sheet name="Tabelle1" sheetId="1" r:id="rId7"/></x:sheets></x:workbook>',
      ),
      'xl/_rels/workbook.xml.rels': xml(
        '<Relationships><Relationship Id="rId7" Target="/xl/worksheets/s.xml"/></Relationships>',
      ),
      'xl/sharedStrings.xml': xml(
        `<sst>${texts.map((text) => `<si><r><t>${text.slice(0, 1).replace('>', '&gt;')}</t></r><r><t xml:space="preserve">${text.slice(1).replace('>', '&gt;')}</t></r><rPh><t>x</t></rPh></si>`).join('')}</sst>`,
      ),
      'xl/worksheets/s.xml': xml(
        `<worksheet><sheetData>${sheet.rows.map((row, at) => `<row r="${at + 1}">${cells(row, at)}</row>`).join('')}</sheetData></worksheet>`,
      ),
    });
    const read = readWorkbook(bytes);
    expect(read.ok && read.value.name).toBe('Tabelle1');
    expect(read.ok && sheetToTable(read.value)).toEqual({ ok: true, value: SMALL });
  });

  it.each([
    ['A4', 'x', 'headings of the first column'],
    ['B3', 'column', 'write input, output or annotation'],
    ['B4', null, 'the name of this column is missing'],
    ['B7', 'yuan', 'input “balance” is in fen'],
    ['A11', null, 'the id of the rule is missing'],
    ['B2', null, 'the hit policy is missing'],
    ['C3', 'annotation', 'no column is an output'],
  ])('names the cell that is wrong: %s holding %s', (cell, value, message) => {
    const read = sheetToTable(edited(cell, value), { balance: 'fen' });
    expect(read.ok).toBe(false);
    if (read.ok) return;
    expect(read.errors.en).toContain(message);
    expect(read.errors.sheet).toBe('draw');
    expect(read.errors.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(read.errors.cell).toBe(cell === 'C3' ? 'B3' : cell);
  });

  it('D37 bytes that are no workbook, or a damaged one, are a fault and never an exception', () => {
    const whole = writeWorkbook(tableToSheet(SMALL));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        (edits, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, byte] of edits) if (at < length) bytes[at] = byte;
          const read = readWorkbook(bytes);
          if (read.ok) expect(typeof sheetToTable(read.value).ok).toBe('boolean');
        },
      ),
      { numRuns: 200 },
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => !readWorkbook(bytes).ok));
  });
});
