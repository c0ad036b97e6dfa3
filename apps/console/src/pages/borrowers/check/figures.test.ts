import { describe, expect, it } from 'vitest';
import { parseFigure, typed } from './figures.ts';

describe('figures of a statement', () => {
  it('are typed in yuan, and only a result or the equity below zero', () => {
    expect(parseFigure('1,234.56', 'cashFen')).toBe(123_456);
    expect(parseFigure('-50', 'netProfitFen')).toBe(-5_000);
    expect(parseFigure('−50', 'totalEquityFen')).toBe(-5_000);
    expect(parseFigure('-50', 'cashFen')).toBeNull();
    expect(parseFigure('', 'cashFen')).toBeNull();
  });

  it('are typed as they are read', () => {
    for (const fen of [0, 1, -5_000, 123_456]) expect(parseFigure(typed(fen), 'netProfitFen')).toBe(fen);
    expect(typed(null)).toBe('');
  });
});
