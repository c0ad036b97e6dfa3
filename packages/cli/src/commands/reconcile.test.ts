import { afterEach, describe, expect, it, vi } from 'vitest';
import { reconcile, reported } from './reconcile.ts';

const date = '2026-11-22';
const run = { date, runAt: '2026-11-23T00:00:00.000Z', runBy: 'a', fileSha256: 'f'.repeat(64) };
const rail = { externalId: 'p', direction: 'OUT', amountFen: 123_456n, status: 'SUCCEEDED', date } as const;
const ours = {
  paymentId: 'p',
  borrowerId: 'b',
  direction: 'OUT',
  amountFen: 123_400n,
  state: 'PENDING',
  valueDate: null,
} as const;

afterEach(() => vi.restoreAllMocks());

describe('clearline reconcile', () => {
  it('prints every difference with both sides, then the sum, and fails', () => {
    const reconciliation = { ...run, matched: 7, late: 2, missing: 1, extra: 1, different: 1 };
    const { lines, code } = reported('f.csv', {
      ok: true,
      reconciliation,
      differences: [
        { kind: 'DIFFERENT', externalId: 'p', rail, ours, fields: ['amount', 'status'] },
        { kind: 'MISSING_WITH_US', externalId: 'q', rail, ours: null },
        { kind: 'EXTRA_WITH_US', externalId: 'r', rail: null, ours: { ...ours, state: 'SUCCEEDED', valueDate: date } },
      ],
    });
    expect(lines).toEqual([
      'DIFFERENT (amount, status) p: rail OUT 1,234.56 SUCCEEDED; ours OUT 1,234.00 PENDING',
      'MISSING_WITH_US q: rail OUT 1,234.56 SUCCEEDED; ours never ordered',
      `EXTRA_WITH_US r: rail not reported; ours OUT 1,234.00 SUCCEEDED on ${date}`,
      `${date}: 7 matched (2 late), 1 missing with us, 1 extra with us, 1 different`,
    ]);
    expect(code).toBe(1);
  });

  it('succeeds when all matched', () => {
    const reconciliation = { ...run, matched: 3, late: 0, missing: 0, extra: 0, different: 0 };
    expect(reported('f.csv', { ok: true, reconciliation, differences: [] }).code).toBe(0);
  });

  it('names file, row and column of a bad cell', () => {
    const fault = { row: 3, column: 'amount', value: 'x', expected: { zh: '金额', en: 'an amount is needed' } };
    expect(reported('f.csv', { ok: false, faults: [fault] })).toEqual({
      lines: ['f.csv: row 3, column amount (“x”): an amount is needed', 'Bad cells: 1. Nothing was written.'],
      code: 1,
    });
  });

  it('refuses a call without a date, with one that is none, and a file that is not there', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await reconcile.run(['f.csv'])).toBe(2);
    expect(await reconcile.run(['f.csv', '--date', '2026-02-31'])).toBe(2);
    expect(await reconcile.run(['/nowhere/f.csv', '--date', date])).toBe(1);
    expect(said.mock.calls.map(([line]) => String(line))).toEqual([
      expect.stringContaining('Usage: clearline reconcile FILE'),
      expect.stringContaining('2026-02-31 is no date'),
      '/nowhere/f.csv cannot be read (ENOENT).',
    ]);
  });
});
