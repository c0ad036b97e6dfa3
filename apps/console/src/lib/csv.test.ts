import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const columns = [
  { heading: '姓名', value: (row: { name: string; fen: number | null }) => row.name },
  { heading: '金额', value: (row: { name: string; fen: number | null }) => row.fen },
];

describe('CSV export', () => {
  it('quotes separators, quotes and line breaks', () => {
    const text = toCsv(columns, [{ name: '王"小"明,\n甲', fen: 1 }]);
    expect(text).toBe('\uFEFF姓名,金额\r\n"王""小""明,\n甲",1\r\n');
  });

  it('leaves a missing value empty', () => {
    expect(toCsv(columns, [{ name: 'a', fen: null }])).toBe('\uFEFF姓名,金额\r\na,\r\n');
  });

  it('never hands a spreadsheet a formula', () => {
    expect(toCsv(columns, [{ name: '=1+1', fen: 2 }])).toContain("'=1+1,2");
  });
});
