import { strFromU8, unzipSync } from 'fflate';
import { failed, ok, type Result } from '../result.ts';
import { childNamed, childrenNamed, readXml, type XmlElement } from '../xml/read-xml.ts';
import { cellAt, cellName } from './cell-name.ts';
import type { SheetValue } from './write-workbook.ts';

/** A sheet as read: cells by row and column, from 0. */
export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly SheetValue[])[];
}

/** A fault of a workbook: the sheet and cell it is in (null for the whole), what was found there, and what to do. */
export interface WorkbookFault {
  readonly sheet: string | null;
  readonly cell: string | null;
  readonly value: string | null;
  readonly zh: string;
  readonly en: string;
}

const fault = (
  zh: string,
  en: string,
  sheet: string | null = null,
  cell: string | null = null,
  value: string | null = null,
) => failed({ sheet, cell, value, zh, en });

/** Bounds past which a workbook is no decision table: bytes of one part unpacked, rows and columns. */
const PART_MAX = 20_000_000;
const ROWS_MAX = 20_000;
const COLUMNS_MAX = 500;

type Parts = Readonly<Record<string, Uint8Array>>;

/** Reads the first sheet of an `.xlsx` workbook: texts, numbers and truth values. Formulas and errors are faults. */
export const readWorkbook = (bytes: Uint8Array): Result<ReadSheet, WorkbookFault> => {
  const parts = unpack(bytes);
  if (!parts)
    return fault(
      '不是 .xlsx 工作簿；请另存为“Excel 工作簿 (.xlsx)”',
      'is no .xlsx workbook; save it as “Excel Workbook (.xlsx)”',
    );
  const workbook = partOf(parts, 'xl/workbook.xml');
  const links = partOf(parts, 'xl/_rels/workbook.xml.rels');
  const sheet = workbook && childrenNamed(childNamed(workbook, 'sheets') ?? workbook, 'sheet')[0];
  const link =
    links && childrenNamed(links, 'Relationship').find((each) => each.attributes['Id'] === sheet?.attributes['id']);
  const name = sheet?.attributes['name'] ?? '';
  const target = (link?.attributes['Target'] ?? '').replace(/^\/?(xl\/)?/, '');
  const root = partOf(parts, `xl/${target}`);
  if (!root) return fault('工作簿里没有可读的工作表', 'the workbook holds no sheet that can be read');
  return cellsOf(root, name, textsOf(partOf(parts, 'xl/sharedStrings.xml')));
};

const unpack = (bytes: Uint8Array): Parts | null => {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => /\.(xml|rels)$/.test(name) && originalSize <= PART_MAX,
    });
  } catch (problem) {
    // The library throws for whatever is no archive; that is a fault of the file, not of this program.
    if (problem instanceof Error) return null;
    throw problem;
  }
};

const partOf = (parts: Parts, path: string): XmlElement | null => {
  const bytes = Object.hasOwn(parts, path) ? parts[path] : undefined;
  const read = bytes && readXml(strFromU8(bytes));
  return read?.ok ? read.value : null;
};

/** Texts that cells share; a text may be in runs of different looks, and may carry a reading aid, which is left out. */
const textsOf = (root: XmlElement | null): string[] => (root ? childrenNamed(root, 'si').map(runs) : []);
const runs = (element: XmlElement): string =>
  element.children
    .map((child) => (child.name === 't' ? child.text : child.name === 'r' ? runs(child) : ''))
    .join('')
    .replaceAll(/_x([0-9A-F]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const cellsOf = (root: XmlElement, sheet: string, texts: readonly string[]): Result<ReadSheet, WorkbookFault> => {
  const rows: SheetValue[][] = [];
  for (const [index, row] of childrenNamed(childNamed(root, 'sheetData') ?? root, 'row').entries()) {
    const at = Number(row.attributes['r'] ?? index + 1) - 1;
    for (const [position, element] of childrenNamed(row, 'c').entries()) {
      const place = cellAt(element.attributes['r'] ?? cellName(at, position));
      if (!place || place.row >= ROWS_MAX || place.column >= COLUMNS_MAX)
        return fault(
          `表格超出 ${ROWS_MAX} 行或 ${COLUMNS_MAX} 列；请删去多余的单元格`,
          `the sheet is larger than ${ROWS_MAX} rows or ${COLUMNS_MAX} columns; delete the cells beyond`,
          sheet,
          element.attributes['r'] ?? null,
        );
      const value = valueOf(element, texts);
      const where = cellName(place.row, place.column);
      if (typeof value === 'object' && value !== null) return fault(value.zh, value.en, sheet, where, value.found);
      while (rows.length <= place.row) rows.push([]);
      const cells = rows[place.row] ?? [];
      while (cells.length <= place.column) cells.push(null);
      cells[place.column] = value;
    }
  }
  return ok({ name: sheet, rows });
};

interface Unusable {
  readonly zh: string;
  readonly en: string;
  readonly found: string;
}

const valueOf = (cell: XmlElement, texts: readonly string[]): SheetValue | Unusable => {
  const written = childNamed(cell, 'v')?.text ?? '';
  const formula = childNamed(cell, 'f');
  if (formula)
    return { zh: '是公式；请粘贴为数值', en: 'is a formula; paste its value instead', found: `=${formula.text}` };
  switch (cell.attributes['t'] ?? 'n') {
    case 'inlineStr': {
      const inside = childNamed(cell, 'is');
      return inside ? runs(inside) : null;
    }
    case 's':
      return texts[Number(written)] ?? null;
    case 'str':
      return written;
    case 'b':
      return written === '1';
    case 'e':
      return { zh: '是错误值；请改正', en: 'is an error; mend it', found: written };
    case 'n':
      if (written === '') return null;
      return Number.isFinite(Number(written))
        ? Number(written)
        : { zh: '不是数；请重新输入', en: 'is no number; type it again', found: written };
    default:
      return {
        zh: '这种单元格读不了；请改为文本',
        en: 'is of a kind that cannot be read; make it text',
        found: written,
      };
  }
};
