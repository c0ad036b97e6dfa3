import { describe, expect, it } from 'vitest';
import { unitText } from './unit-text.ts';

describe('units of traces and parameters', () => {
  it('reads in Chinese on a Chinese page', () => {
    expect(unitText('>= CNY 1,000.00', 'zh')).toBe('>= 1,000.00元');
    expect(unitText('[CNY 500.00..CNY 900.00)', 'zh')).toBe('[500.00元..900.00元)');
    expect(unitText('> 3 days', 'zh')).toBe('> 3天');
    expect(unitText('[1 month..6 months)', 'zh')).toBe('[1个月..6个月)');
    expect(unitText('no', 'zh')).toBe('否');
  });

  it('reads in English on an English page', () => {
    expect(unitText('> 3 days', 'en')).toBe('> 3 days');
    expect(unitText('1,000.00元', 'en')).toBe('CNY 1,000.00');
    expect(unitText('24小时', 'en')).toBe('24 hours');
  });

  it('counts total debt in monthly incomes', () => {
    expect(unitText('[10.5 times..20 times)', 'zh')).toBe('[10.5倍..20倍)');
    expect(unitText('20倍', 'en')).toBe('20 times');
  });
});
