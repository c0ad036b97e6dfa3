import { describe, expect, it } from 'vitest';
import { capitalAmount } from './capital-amount.ts';

describe('capitalAmount', () => {
  it.each([
    [0, '零元整'],
    [5_000_000, '伍万元整'],
    [100_000, '壹仟元整'],
    [1_000_100, '壹万零壹元整'],
    [10_050_000, '壹拾万零伍佰元整'],
    [12_345_678, '壹拾贰万叁仟肆佰伍拾陆元柒角捌分'],
    [100_005, '壹仟元零伍分'],
    [50, '伍角整'],
    [5, '伍分'],
    [101_000_000, '壹佰零壹万元整'],
    [10_000_000_100, '壹亿零壹元整'],
  ])('writes %i fen as %s', (fen, text) => {
    expect(capitalAmount(fen)).toBe(text);
  });
});
