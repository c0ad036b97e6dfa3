import { describe, expect, it } from 'vitest';
import { validIdNumber } from './id-number.ts';

describe('validIdNumber', () => {
  it('accepts a number whose check character fits', () => {
    expect(validIdNumber('11010519491231002X')).toBe(true);
    expect(validIdNumber('440524188001010014')).toBe(true);
  });

  it.each([
    ['a wrong check character', '110105194912310021'],
    ['a day that does not exist', '11010519490231002X'],
    ['a lower-case x', '11010519491231002x'],
    ['too few characters', '1101051949123100'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(validIdNumber(text)).toBe(false);
  });
});
