import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readStatement } from './read-statement.ts';

/** Public samples of such files; they lie beside the repository and are no part of it. */
const folder = fileURLToPath(new URL('../../../../shared/data/statement_samples/deb-sig/', import.meta.url));

/** What each is known as, with its rows; or why it is not read. */
const expected: Readonly<Record<string, readonly [string, number] | string>> = {
  abc_debit: ['ABC', 5],
  alipay: ['ALIPAY', 7],
  'boc-debit': ['BOC', 17],
  bocom_debit: ['BOCOM', 6],
  'cmb-debit': ['CMB', 5],
  'icbc-debit-v1': ['ICBC', 11],
  'icbc-debit-v2': ['ICBC', 11],
  wechat: ['WECHAT', 27],
  ccb: 'WORKBOOK',
  'citic-credit': 'WORKBOOK',
  spdb_debit: 'WORKBOOK',
};

describe.skipIf(!existsSync(folder))('public samples of statements', () => {
  it('are each read, or refused for what they are', async () => {
    for (const file of readdirSync(folder)) {
      const read = await readStatement(new Uint8Array(readFileSync(folder + file)));
      const found = read.ok ? [read.statement.format, read.statement.rows.length] : (read.faults[0]?.code ?? '');
      const name = file.split('__')[0] ?? '';
      expect(found, file).toEqual(file.endsWith('.xlsx') ? 'WORKBOOK' : (expected[name] ?? 'NO_HEADING'));
    }
  });
});
