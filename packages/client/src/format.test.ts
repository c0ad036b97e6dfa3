import { describe, expect, it } from 'vitest';
import { amount, dayOf, moment, parseAmount, rate } from './format.ts';

describe('figures as people read and type them', () => {
  it('writes money with groups, two decimals and a true minus', () => {
    expect(amount(1_234_567)).toBe('12,345.67');
    expect(amount(-5)).toBe('−0.05');
  });

  it('writes rates with two decimals, and more only when they carry something', () => {
    expect(rate(109_500_000)).toBe('10.95%');
    expect(rate(300_000)).toBe('0.03%');
    expect(rate(325_000)).toBe('0.0325%');
  });

  it('shows instants in the lender’s zone', () => {
    expect(dayOf('2026-11-28T15:59:59Z')).toBe('2026-11-28');
    expect(dayOf('2026-11-28T16:00:00Z')).toBe('2026-11-29');
    expect(moment('2026-11-22T16:30:00Z')).toBe('2026-11-23 00:30');
  });

  it.each([
    ['12,345.6', 1_234_560],
    ['12，345.60', 1_234_560],
    ['￥5000元', 500_000],
    [' 500 ', 50_000],
    ['999999999999.99', 99_999_999_999_999],
  ])('reads %s', (text, fen) => {
    expect(parseAmount(text)).toBe(fen);
  });

  it.each(['', '-1', '5000.123', '1e3', '五千', '1000000000000'])('does not take %j for an amount', (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});
