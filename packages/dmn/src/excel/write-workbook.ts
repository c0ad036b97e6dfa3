import { strToU8, zipSync } from 'fflate';
import { escapeXml } from '../policy/write-policy-xml.ts';
import { cellName, columnName } from './cell-name.ts';

/** What a cell of a workbook holds; null is an empty cell. */
export type SheetValue = string | number | boolean | null;

/** A sheet to write: rows of cells, the first `heading` of them shown as headings that stay in view. */
export interface Sheet {
  readonly name: string;
  readonly heading: number;
  readonly rows: readonly (readonly SheetValue[])[];
}

/** The part of a file name is its folder in the package; every workbook program expects these. */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
  // Style 1 is a heading. Style 2 is text (format 49): what is typed over a cell such as `-` or `>= 3` then stays text.
  'xl/styles.xml':
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEFF3F6"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1" numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
};

/** A fixed moment for every part, so that the same sheet gives the same bytes. */
const MOMENT = 946_728_000_000;

/** Writes one sheet as an `.xlsx` workbook. */
export const writeWorkbook = (sheet: Sheet): Uint8Array => {
  const parts = {
    ...PARTS,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="${escapeXml(sheetName(sheet.name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/worksheets/sheet1.xml': sheetXml(sheet),
  };
  const files = Object.entries(parts).map(([path, xml]): [string, Uint8Array] => [
    path,
    strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`),
  ]);
  return zipSync(Object.fromEntries(files), { mtime: MOMENT });
};

/** A sheet's name may not hold `[ ] : * ? / \` nor be longer than 31 characters. */
const sheetName = (name: string): string => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31) || 'Sheet1';

const sheetXml = ({ rows, heading }: Sheet): string => {
  const widths = Array.from({ length: Math.max(1, ...rows.map((row) => row.length)) }, (_width, column) =>
    Math.min(40, Math.max(10, ...rows.map((row) => widthOf(row[column] ?? null)))),
  );
  const columns = widths
    .map((width, column) => `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const pane = `<pane xSplit="1" ySplit="${heading}" topLeftCell="${cellName(heading, 1)}" activePane="bottomRight" state="frozen"/>`;
  const data = rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row.map((value, column) => cellXml(value, at, column, heading)).join('')}</row>`,
    )
    .join('');
  return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:${columnName(widths.length - 1)}${Math.max(1, rows.length)}"/><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns}</cols><sheetData>${data}</sheetData></worksheet>`;
};

/** A Chinese character is as wide as two letters. */
const widthOf = (value: SheetValue): number =>
  Array.from(String(value ?? '')).reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 2);

const cellXml = (value: SheetValue, row: number, column: number, heading: number): string => {
  const start = `<c r="${cellName(row, column)}" s="${row < heading ? 1 : 2}"`;
  if (value === null || value === '') return `${start}/>`;
  if (typeof value === 'number') return `<c r="${cellName(row, column)}"><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${cellName(row, column)}" t="b"><v>${value ? 1 : 0}</v></c>`;
  return `${start} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
};
