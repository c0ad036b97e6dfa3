/** What was wrong in truth with a version, or with rules; the auditor is told, the engine is not. */
export type Mistake =
  /** A line typed too low: whoever is over the wrong one and under the true one was over it by mistake. */
  | { readonly kind: 'LINE'; readonly input: string; readonly trueLine: number; readonly wrongLine: number }
  /** Points left out for everybody: whoever reaches the cut with them was declined by mistake. */
  | { readonly kind: 'POINTS'; readonly ruleId: string; readonly lost: number; readonly cut: number }
  /** Rules that should never have counted. */
  | { readonly kind: 'RULES'; readonly ruleIds: readonly string[] };

/** A roll-back as two people agreed to it. */
export interface ToldRollBack {
  readonly id: string;
  readonly ruleIds: readonly string[];
  readonly policyVersion: string | null;
  readonly scorecardVersion: string | null;
  readonly mistake: Mistake;
}
