import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenOfYuan, railFaultText, readRailFile } from './rail-file.ts';

const day = '2026-11-22';
const heading = 'external_id,direction,amount,status,date';
const read = (...lines: string[]) => readRailFile([heading, ...lines].join('\n'), day);
const faultsOf = (...lines: string[]) => {
  const file = read(...lines);
  return file.ok ? [] : file.faults.map(({ row, column, value }) => [row, column, value]);
};

describe('S28: the rail’s daily file', () => {
  it('is read with its columns in any order, with quotes, a byte order mark, other columns and blank lines', () => {
    const text = `\uFEFFdate,"status",note,amount,Direction,external_id\r\n${day},SUCCEEDED,"a, ""b""",1000.5,OUT,p1\r\n\r\n${day},FAILED,,0.01,IN,"p2"\r\n`;
    expect(readRailFile(text, day)).toEqual({
      ok: true,
      rows: [
        { externalId: 'p1', direction: 'OUT', amountFen: 100_050n, status: 'SUCCEEDED', date: day },
        { externalId: 'p2', direction: 'IN', amountFen: 1n, status: 'FAILED', date: day },
      ],
    });
    expect(read()).toEqual({ ok: true, rows: [] });
  });

  it('names row and column of every bad cell', () => {
    expect(
      faultsOf(
        `p1,OUT,1.00,SUCCEEDED,${day}`,
        `,out,1.005,DONE,2026-11-23`,
        `p3,IN,0,SUCCEEDED,${day}`,
        `p4,IN,-1,SUCCEEDED,${day}`,
        `p5,IN,"1,000.00",SUCCEEDED,${day}`,
        `p1,OUT,1.00,SUCCEEDED,${day}`,
        'p7',
      ),
    ).toEqual([
      [3, 'external_id', ''],
      [3, 'direction', 'out'],
      [3, 'amount', '1.005'],
      [3, 'status', 'DONE'],
      [3, 'date', '2026-11-23'],
      [4, 'amount', '0'],
      [5, 'amount', '-1'],
      [6, 'amount', '1,000.00'],
      [7, 'external_id', 'p1'],
      [8, 'direction', ''],
      [8, 'amount', ''],
      [8, 'status', ''],
      [8, 'date', ''],
    ]);
  });

  it('S71: takes a late line of up to three days before, and names one of longer ago or of a day to come', () => {
    expect(read(`p1,OUT,1.00,SUCCEEDED,2026-11-19`)).toMatchObject({ ok: true, rows: [{ date: '2026-11-19' }] });
    for (const date of ['2026-11-18', '2026-11-23', '2026-11-31'])
      expect(faultsOf(`p1,OUT,1.00,SUCCEEDED,${date}`)).toEqual([[2, 'date', date]]);
  });

  it('names the columns that a heading lacks', () => {
    const file = readRailFile('external_id;direction', day);
    expect(file.ok ? [] : file.faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '1 external_id',
      '1 direction',
      '1 amount',
      '1 status',
      '1 date',
    ]);
    expect(readRailFile('', day).ok).toBe(false);
  });

  it('says a fault in both languages', () => {
    const text = railFaultText({ row: 3, column: 'amount', value: 'x', expected: { zh: '须是金额', en: 'an amount' } });
    expect(text).toEqual({ zh: '第3行，amount列（“x”）：须是金额', en: 'row 3, column amount (“x”): an amount' });
  });

  it('turns yuan into fen exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), (fen) => {
        const text = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
        expect(fenOfYuan(text)).toBe(fen);
      }),
    );
    expect(['', '.', '1.', '.5', '1.234', '1e3', '+1', '1 000', '９', '1234567890123'].map(fenOfYuan)).toEqual(
      Array.from({ length: 10 }, () => null),
    );
  });
});
