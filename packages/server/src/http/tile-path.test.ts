import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileAt } from './tile-path.ts';

/** As C2SP’s tlog-tiles says: groups of three digits, all but the last with an x. */
const textOf = (index: number): string => {
  const last = String(index % 1000).padStart(3, '0');
  let groups = last;
  for (let left = Math.floor(index / 1000); left > 0; left = Math.floor(left / 1000))
    groups = `x${String(left % 1000).padStart(3, '0')}/${groups}`;
  return groups;
};

describe('the address of a tile', () => {
  it('says level, index and width', () => {
    expect(tileAt('0', 'x001/x234/067')).toEqual({ level: 0, index: 1_234_067, width: 256 });
    expect(tileAt('1', '000.p/5')).toEqual({ level: 1, index: 0, width: 5 });
    expect(tileAt('entries', '003')).toEqual({ level: 'entries', index: 3, width: 256 });
  });

  it('reads every index as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.integer({ min: 1, max: 255 }), (index, width) => {
        expect(tileAt('0', `${textOf(index)}.p/${width}`)).toEqual({ level: 0, index, width });
      }),
    );
  });

  it.each([
    ['0', '67'],
    ['0', '0067'],
    ['0', 'x000/067'],
    ['0', '001/067'],
    ['0', '067.p/256'],
    ['0', '067.p/0'],
    ['0', '067.p/05'],
    ['0', '067.p/'],
    ['01', '067'],
    ['x', '067'],
    ['-1', '067'],
    ['0', ''],
  ])('refuses %s/%s', (level, rest) => {
    expect(tileAt(level, rest)).toBeNull();
  });
});
