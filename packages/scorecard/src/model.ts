import type { DerivedInput } from './derive/formula.ts';

/**
 * One bin of an attribute. A numeric bin holds the values above the bin before it and up to `upTo` (null: no upper end);
 * a named bin holds the listed words, booleans as `true`/`false`, and for a numeric attribute the listed special codes;
 * a missing bin holds what was not known. Exactly one of the three is stated.
 */
export interface ScorecardBin {
  readonly points: number;
  readonly upTo?: number | null;
  readonly values?: readonly string[];
  readonly missing?: true;
}

export interface ScorecardAttribute {
  /** Name of the input. */
  readonly name: string;
  readonly label?: { readonly zh: string; readonly en: string };
  readonly bins: readonly ScorecardBin[];
}

/**
 * A points scorecard. More points are better. Points, ends of bins and base are whole numbers, so that two machines
 * always agree and reasons and counterfactuals are exact; money is in fen and ratios are scaled, as policy inputs are.
 */
export interface ScorecardModel {
  readonly id: string;
  readonly version: string;
  readonly basePoints: number;
  readonly attributes: readonly ScorecardAttribute[];
  /** How attributes that are computed from other inputs come about; a value that is given for one is taken as it is. */
  readonly derived?: readonly DerivedInput[];
  /** Points below this are adverse; absent when a policy table draws the line. */
  readonly cut?: number;
}

export type ScorecardInput = number | string | boolean | null;
export type ScorecardInputs = Readonly<Record<string, ScorecardInput>>;
