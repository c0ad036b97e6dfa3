import { describe, expect, it } from 'vitest';
import { addMonths, daysBetween, longDay, longMoment, money, shortDay } from './format.ts';

describe('formats', () => {
  it('writes money with its currency', () => {
    expect(money(123_456, 'zh')).toBe('1,234.56元');
    expect(money(123_456, 'en')).toBe('¥1,234.56');
  });

  it('writes days as people do in each language', () => {
    expect(longDay('2026-11-08', 'zh')).toBe('2026年11月8日');
    expect(longDay('2026-11-08', 'en')).toBe('8 Nov 2026');
    expect(shortDay('2026-01-31', 'zh')).toBe('1月31日');
  });

  it('writes a moment to wait for with its weekday, on the lender’s clock', () => {
    expect(longMoment('2026-11-28T06:05:00.000Z', 'zh')).toBe('2026年11月28日（周六）14:05');
    expect(longMoment('2026-11-28T16:05:00.000Z', 'en')).toBe('Sun 29 Nov 2026, 00:05');
  });

  it('counts days and months across year and month ends', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3);
    expect(daysBetween('2026-11-28', '2026-11-23')).toBe(-5);
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  });
});
