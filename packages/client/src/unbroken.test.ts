import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitUnbroken } from './unbroken.ts';

const wholes = (text: string): string[] =>
  splitUnbroken(text)
    .filter(({ whole }) => whole)
    .map((part) => part.text);

describe('what a line must not break inside', () => {
  it.each([
    ['征信报告2026年11月2日，逾期64天', ['2026年11月2日', '64天']],
    ['我们的标准是低于1,000.00元。', ['1,000.00元']],
    ['总负债为月收入的11.7倍', ['11.7倍']],
    ['A loan elsewhere is overdue (credit report of 2026-10-28).', ['2026-10-28']],
    ['Our line is below CNY 1,000.00, that is ¥1,000', ['CNY 1,000.00', '¥1,000']],
    ['lifts by itself by 2 Jan 2027, 23:11', ['2 Jan 2027, 23:11']],
    ['Call a person on 400-000-0000', ['400-000-0000']],
    ['24小时内借款4次', ['24小时', '4次']],
    ['复杂的30日内答复；在5家机构，共12期', ['30日', '5家', '12期']],
    ['1, 3, 6 months, for 31 days; 2 dayshifts', ['6 months', '31 days']],
  ])('%s', (text, expected) => {
    expect(wholes(text)).toEqual(expected);
  });

  it('leaves alone what is no figure of a sentence: hashes, ids, rule names', () => {
    expect(wholes('entry a1b2-34-56 of clearline.invalid/log/main, rule M36')).toEqual([]);
  });

  it('neither loses nor adds a character', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('2026-10-28', '11月2日', '64天', 'CNY 1', '1,000.00元', '400-000-0000', '2 Jan', '，', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          splitUnbroken(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
