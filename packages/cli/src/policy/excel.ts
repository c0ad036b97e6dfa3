import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readPolicyXml,
  readWorkbook,
  sheetToTable,
  tableToSheet,
  type WorkbookFault,
  writePolicyXml,
  writeWorkbook,
} from '@clearline/dmn';
import type { IsoDate, PolicyFiles, PolicySet } from '@clearline/line';
import { checkPolicy } from './check.ts';
import { policyDiff } from './diff.ts';
import { faultInChinese } from './fault-words.ts';
import { CommandRefused, compileDraft, compiledOr } from './files.ts';
import type { Language } from './language.ts';

/** Where a table of a policy stands, its text, and the units of what it looks at. */
const tableOf = (policies: PolicySet, files: PolicyFiles, tableId: string) => {
  const entry = policies.entries.find(({ id }) => id === tableId);
  if (!entry)
    throw new CommandRefused(
      `There is no table ${tableId}; the policy has ${policies.entries.map(({ id }) => id).join(', ')}.`,
      `没有表${tableId}；该策略有${policies.entries.map(({ id }) => id).join('、')}。`,
    );
  const document = readPolicyXml(files[entry.file] ?? '');
  if (!document.ok)
    throw new CommandRefused(
      `${entry.file}: ${document.errors}.`,
      `${entry.file}：${faultInChinese(document.errors)}。`,
    );
  const [table, ...more] = document.value.tables;
  if (!table || more.length > 0)
    throw new CommandRefused(
      `${entry.file} holds ${more.length + (table ? 1 : 0)} tables; a workbook carries one.`,
      `${entry.file}中有${more.length + (table ? 1 : 0)}张表；一个工作簿只放一张。`,
    );
  const units = Object.fromEntries(Object.entries(policies.inputs).map(([name, { unit }]) => [name, unit]));
  return { file: entry.file, document: document.value, table, units };
};

/**
 * A table of a policy as an `.xlsx` workbook.
 * @throws CommandRefused when there is no such table, or its file holds what a workbook cannot carry.
 */
export const exportTable = (policies: PolicySet, files: PolicyFiles, tableId: string): Uint8Array => {
  const { table, units } = tableOf(policies, files, tableId);
  return writeWorkbook(tableToSheet(table, units));
};

export interface Imported {
  /** The file of the table within the policy, and what it would hold. */
  readonly file: string;
  readonly xml: string;
  /** What changes, by meaning; none when the workbook says the same. */
  readonly changes: readonly string[];
  /** What the check of the policy with the new table finds, and how much of it is an error. */
  readonly errors: number;
  readonly findings: readonly string[];
}

/**
 * The file of a table as a workbook would have it.
 * @throws CommandRefused naming sheet and cell that are wrong.
 */
export const workbookXml = (
  policies: PolicySet,
  files: PolicyFiles,
  tableId: string,
  bytes: Uint8Array,
  source: string,
): { readonly file: string; readonly xml: string } => {
  const { file, document, table, units } = tableOf(policies, files, tableId);
  const sheet = readWorkbook(bytes);
  if (!sheet.ok) throw refusedWorkbook(source, sheet.errors);
  const read = sheetToTable(sheet.value, units);
  if (!read.ok) throw refusedWorkbook(source, read.errors);
  if (read.value.id !== table.id)
    throw new CommandRefused(
      `${source}: the workbook holds table ${read.value.id}, not ${table.id}.`,
      `${source}：工作簿里是决策表${read.value.id}，不是${table.id}。`,
    );
  const { description } = table;
  const after = { ...read.value, ...(description === undefined ? {} : { description }) };
  return { file, xml: writePolicyXml({ ...document, tables: [after] }) };
};

/**
 * What a workbook would make of a policy: nothing is written here.
 * @throws CommandRefused naming sheet and cell, or the place in the table, that is wrong.
 */
export const importTable = (
  policies: PolicySet,
  files: PolicyFiles,
  tableId: string,
  bytes: Uint8Array,
  source: string,
  asOf: IsoDate | null,
  language: Language = 'en',
): Imported => {
  const { file, xml } = workbookXml(policies, files, tableId, bytes, source);
  const changed = { ...files, [file]: xml };
  const compiled = compiledOr(compileDraft(changed, asOf), {
    zh: `${source}：作为${file}不能编译：`,
    en: `${source}: does not compile as ${file}:`,
  });
  const changes = policyDiff(policies, compiled, language);
  const { errors, lines } = changes.length === 0 ? { errors: 0, lines: [] } : checkPolicy(changed, asOf, language);
  return { file, xml, changes, errors, findings: lines };
};

/** A fault of a workbook: file, sheet, cell, what stands there, what to do. */
const refusedWorkbook = (source: string, { sheet, cell, value, zh, en }: WorkbookFault): CommandRefused => {
  const found = value ? ` “${value}”` : '';
  const place = (sheetWord: string, cellWord: string): string =>
    [sheet === null ? '' : ` ${sheetWord} “${sheet}”`, cell === null ? '' : ` ${cellWord} ${cell}`].join('');
  return new CommandRefused(
    `${source}${place('sheet', 'cell')}${found}: ${en}.`,
    `${source}${place('工作表', '单元格')}${found}：${zh}。`,
  );
};

/**
 * The bytes of a workbook.
 * @throws CommandRefused when there is no such file.
 */
export const workbookBytes = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'EISDIR')
      throw new CommandRefused(`${path}: there is no such file.`, `${path}：没有这个文件。`);
    throw error;
  }
};

/** Puts a file of a policy in the place of the one before, whole or not at all. */
export const replaceFile = async (dir: string, file: string, text: string): Promise<void> => {
  const path = join(dir, file);
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
};
