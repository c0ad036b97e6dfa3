import { describe, expect, it } from 'vitest';
import { changeOf, FIELDS_OF, ppbOf } from './loan-change.ts';

describe('the form of a loan change', () => {
  it('reads a percentage exactly', () => {
    expect(['7.2', '10.95', '0', '24', '7.3000001'].map(ppbOf)).toEqual([
      72_000_000, 109_500_000, 0, 240_000_000, 73_000_001,
    ]);
  });

  it('sends what the kind needs and nothing else', () => {
    const all = {
      amount: '1,234.5',
      feeCode: 'NOTARY',
      rate: '7.2',
      instalments: 9,
      firstDueDate: '2026-05-01',
      date: '2026-04-01',
      until: '2026-06-01',
      ofId: 'e1',
    } as const;
    expect(changeOf({ ...all, kind: 'fee' })).toEqual({ kind: 'fee', amountFen: 123_450, feeCode: 'NOTARY' });
    expect(changeOf({ ...all, kind: 'restructure' })).toEqual({
      kind: 'restructure',
      instalments: 9,
      firstDueDate: '2026-05-01',
      annualRatePpb: 72_000_000,
    });
    expect(changeOf({ ...all, kind: 'write_off' })).toEqual({ kind: 'write_off' });
    for (const kind of Object.keys(FIELDS_OF) as (keyof typeof FIELDS_OF)[])
      expect(changeOf({ ...all, kind }).kind).toBe(kind);
  });
});
