/** A tile of C2SP’s tlog-tiles: a level of the tree, which 256 of its hashes, and how many of them. */
export interface TilePath {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

const FULL_WIDTH = 256;
const GROUPS = /^(?:x\d{3}\/)*\d{3}$/;

/**
 * Reads the end of a tile’s address, e.g. `0` and `x001/x234/067` or `0` and `000.p/5`; null when it is no tile’s.
 * The index is written in groups of three digits, all but the last with an `x` before it, in one way only.
 */
export const tileAt = (levelText: string, rest: string): TilePath | null => {
  const level = levelText === 'entries' ? 'entries' : /^(?:0|[1-9]\d?)$/.test(levelText) ? Number(levelText) : null;
  const [groups = '', widthText] = rest.split('.p/');
  const width = widthText === undefined ? FULL_WIDTH : /^[1-9]\d{0,2}$/.test(widthText) ? Number(widthText) : 0;
  if (level === null || width === 0 || (widthText !== undefined && width >= FULL_WIDTH) || !GROUPS.test(groups))
    return null;
  if (groups.startsWith('x000/')) return null;
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  return Number.isSafeInteger(index * FULL_WIDTH) ? { level, index, width } : null;
};
