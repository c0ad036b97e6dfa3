import { expect, it } from 'vitest';
import { valueText } from './format.ts';

it('says a share in percent, and debt over income in multiples', () => {
  expect(valueText(6_700, 'ratio4')).toEqual({ zh: '67%', en: '67%' });
  expect(valueText(6_725, 'ratio4')).toEqual({ zh: '67.25%', en: '67.25%' });
  expect(valueText(50, 'percent')).toEqual({ zh: '50%', en: '50%' });
  expect(valueText(117_000, 'times4')).toEqual({ zh: '11.7倍', en: '11.7 times' });
  expect(valueText(200_000, 'times4')).toEqual({ zh: '20倍', en: '20 times' });
  // Floored, as the value itself is: what is below a line never reads as reaching it.
  expect(valueText(199_999, 'times4').zh).toBe('19.99倍');
});
