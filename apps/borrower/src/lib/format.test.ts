import { describe, expect, it } from 'vitest';
import { addMonths, amount, dayOf, daysBetween, longDay, money, parseAmount, rate, shortDay } from './format.ts';

describe('formats', () => {
  it('writes money with its sign, groups and fen', () => {
    expect(amount(1_234_567)).toBe('12,345.67');
    expect(amount(-5)).toBe('−0.05');
    expect(money(123_456, 'zh')).toBe('1,234.56元');
    expect(money(123_456, 'en')).toBe('¥1,234.56');
  });

  it('writes rates with two decimals, and more only when they carry something', () => {
    expect(rate(109_500_000)).toBe('10.95%');
    expect(rate(300_000)).toBe('0.03%');
    expect(rate(325_000)).toBe('0.0325%');
  });

  it('takes the day of an instant in the lender’s zone', () => {
    expect(dayOf('2026-11-28T15:59:59Z')).toBe('2026-11-28');
    expect(dayOf('2026-11-28T16:00:00Z')).toBe('2026-11-29');
  });

  it('writes days as people do in each language', () => {
    expect(longDay('2026-11-08', 'zh')).toBe('2026年11月8日');
    expect(longDay('2026-11-08', 'en')).toBe('8 Nov 2026');
    expect(shortDay('2026-01-31', 'zh')).toBe('1月31日');
  });

  it('counts days and months across year and month ends', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3);
    expect(daysBetween('2026-11-28', '2026-11-23')).toBe(-5);
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  });

  it('reads amounts typed by people and nothing else', () => {
    expect(parseAmount('12,345.6')).toBe(1_234_560);
    expect(parseAmount('￥5000元')).toBe(500_000);
    expect(parseAmount('5000.123')).toBeNull();
    expect(parseAmount('-1')).toBeNull();
    expect(parseAmount('')).toBeNull();
  });
});
