import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBusinessDays, coversYear, isBusinessDay, nextBusinessDay } from './business-days.ts';
import { CHINA_HOLIDAYS } from './china-holidays.ts';
import { addDays, addMonthsClipped, addMonthsToDay, daysBetween, fromDay, isIsoDate, toDay } from './dates.ts';

describe('dates', () => {
  it('L1: a date exists or is refused', () => {
    expect(['2024-02-29', '2000-02-29', '2026-12-31'].every(isIsoDate)).toBe(true);
    const wrong = [
      '2026-02-31',
      '2025-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-1-1',
      '2026-01-01T00:00',
      '',
      20260101,
    ];
    expect(wrong.filter(isIsoDate)).toEqual([]);
  });

  it('L1: day numbers agree with the platform’s calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        expect(fromDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(toDay(fromDay(day))).toBe(day);
      }),
    );
  });

  it('L1: adding days and counting them are inverse', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(daysBetween('2023-12-31', '2024-12-31')).toBe(366);
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });

  it('L2: months clip to the end of the month, or roll to the next', () => {
    expect(addMonthsClipped('2025-01-31', 1)).toBe('2025-02-28');
    expect(addMonthsClipped('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonthsClipped('2025-12-31', 2)).toBe('2026-02-28');
    expect(addMonthsClipped('2025-03-31', -1)).toBe('2025-02-28');
    expect(fromDay(addMonthsToDay(toDay('2025-01-31'), 1, 'ROLL_TO_FIRST_OF_NEXT'))).toBe('2025-03-01');
  });
});

describe('business days of mainland China', () => {
  it('L3: holidays rest, exchanged weekends work', () => {
    expect(isBusinessDay('2026-02-17')).toBe(false);
    expect(isBusinessDay('2026-02-14')).toBe(true);
    expect(isBusinessDay('2026-02-24')).toBe(true);
    expect(isBusinessDay('2026-11-21')).toBe(false);
    expect(nextBusinessDay('2026-10-01')).toBe('2026-10-08');
    expect(addBusinessDays('2026-09-30', 1)).toBe('2026-10-08');
    expect(addBusinessDays('2026-11-23', 5)).toBe('2026-11-30');
    expect(addBusinessDays('2026-11-22', 0)).toBe('2026-11-22');
  });

  it('L3: in a year not announced only weekends and fixed holidays are known', () => {
    expect(coversYear(2031)).toBe(false);
    expect(isBusinessDay('2031-10-01')).toBe(false);
    expect(isBusinessDay('2031-10-06')).toBe(true);
  });

  it('L3: exchanged days are weekends, outside their year’s holidays, and holidays lie in their year', () => {
    for (const { year, holidays, workingWeekends } of CHINA_HOLIDAYS) {
      for (const [first, last] of holidays) {
        expect(isIsoDate(first) && isIsoDate(last) && first <= last && first.startsWith(String(year))).toBe(true);
      }
      for (const day of workingWeekends) {
        expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
        expect(holidays.some(([first, last]) => first <= day && day <= last)).toBe(false);
      }
    }
  });
});
