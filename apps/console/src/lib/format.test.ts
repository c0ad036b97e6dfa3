import { describe, expect, it } from 'vitest';
import { amountIn, money, shortId, span, summaryMoney } from './format.ts';

describe('formats of the console', () => {
  it('writes money with its sign', () => {
    expect(money(1234567, 'zh')).toBe('￥12,345.67');
    expect(money(100, 'en')).toBe('¥1.00');
  });

  it('shortens summaries at ten thousand', () => {
    expect(summaryMoney(999_999, 'zh')).toBe('9,999.99元');
    expect(summaryMoney(8_000_000, 'zh')).toBe('8.00万元');
    expect(summaryMoney(12_345_678_900, 'en')).toBe('¥123.46M');
  });

  it('writes a column in one unit, however small its figures', () => {
    expect(amountIn(89_316, 10_000)).toBe('0.09');
    expect(amountIn(1_394_200_00, 10_000)).toBe('139.42');
    expect(amountIn(8_000_00, 1_000)).toBe('8.00');
  });

  it('says a span of hours in days where that is exact, and never rounds it', () => {
    const words = { hours: (n: number) => `${n}小时`, days: (n: number) => `${n}天` };
    expect([720, 9600, 24, 36, 1, 0].map((hours) => span(hours, words))).toEqual([
      '30天',
      '400天',
      '1天',
      '36小时',
      '1小时',
      '0小时',
    ]);
  });

  it('tells ids made in the same moment apart, and keeps the beginning of a hash', () => {
    expect(shortId('0198c5e2-7a10-7c3d-9f21-4be1d0a6c001')).not.toBe(shortId('0198c5e2-7a10-7c3d-9f21-4be1d0a6c0f2'));
    expect(shortId('d81c3ed4888bde24')).toBe('d81c3ed4');
  });
});
