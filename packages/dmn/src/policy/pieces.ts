import type { BitmapIndex } from './bitmap-index.ts';

/**
 * What the columns of a table can show: per column its pieces, a piece being the rules that match there. The missing value
 * is a piece like the others. Ratio columns are taken as free of their inputs, so what the analysis proves over pieces
 * (no gap, no overlap) holds; a gap it reports in a table with both a ratio and its parts may be out of reach.
 */
export interface Piece {
  /** Position among the column’s pieces; −1 is the missing value. */
  readonly place: number;
  readonly rules: Int32Array;
}

/** The different pieces of each column: places with the same rules count once, by the first of them. */
export const piecesOf = (index: BitmapIndex, withMissing: boolean): Piece[][] =>
  index.columns.map((column) => {
    const pieces: Piece[] = [];
    const add = (place: number, rules: Int32Array): void => {
      if (!pieces.some((piece) => piece.rules.every((word, at) => word === rules[at]))) pieces.push({ place, rules });
    };
    for (let place = 0; place * index.words < column.bits.length; place++)
      add(place, column.bits.slice(place * index.words, (place + 1) * index.words));
    if (withMissing) add(-1, column.missing);
    return pieces;
  });

export const both = (a: Int32Array, b: Int32Array): Int32Array => a.map((word, at) => word & (b[at] as number));
export const none = (bits: Int32Array): boolean => bits.every((word) => word === 0);
