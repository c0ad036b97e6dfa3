import type { Unit } from '../policy/policy-set.ts';
import type { StreamKind } from './stream.ts';

/** A test of one field of an event. `hour` and `date` are those of the event on the lender’s clock. */
export type Filter = { readonly field: string } & (
  | { readonly is: string | number | boolean }
  | { readonly oneOf: readonly (string | number)[] }
  | { readonly atLeast: number }
  | { readonly below: number }
  | { readonly multipleOf: number }
  /** More than another field of the event, where it has both. */
  | { readonly above: string }
  | { readonly present: boolean }
);

export const AGGREGATES = [
  'count',
  'sum',
  'sumsq',
  'min',
  'max',
  /** How many different values the field takes. */
  'distinct',
  /** How many events share the value that most share. */
  'most_of_one',
  'last',
  'hours_since_last',
  /** Hours since the field last took a value never seen before; the very first one is not new: everybody has one. */
  'hours_since_new',
  /** Fastest journey between two sign-ins that follow each other, in km/h, where both say where they were. */
  'speed_max',
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** A value over a window of events, declared once; serving, replay and back-tests all compute it from this. */
export interface FeatureDeclaration {
  readonly name: string;
  readonly event: StreamKind;
  /** All must hold. */
  readonly filter?: readonly Filter[];
  readonly aggregate: Aggregate;
  /** What is added up, told apart, or taken. */
  readonly field?: string;
  /** Sliding hours, ending now; or whole business dates, today included; null: all that is kept. */
  readonly window: { readonly hours: number } | { readonly dates: number } | null;
  readonly unit: Unit;
  /** The value when the window holds nothing; null when nothing means that we do not know. */
  readonly zero: number | null;
  /** Key of `sources.json`. */
  readonly source: string;
  /** How long the source usually takes to tell us; what comes later than that is late. */
  readonly delayMinutes: number;
  /** Events equal in these fields so soon after each other are one deed sent twice, and count once. */
  readonly once?: { readonly same: readonly string[]; readonly withinSeconds: number };
  /** Only events that follow one of another kind within this time. */
  readonly after?: { readonly event: StreamKind; readonly withinMinutes: number };
  /** For `last`: newest by this field rather than by when it was reported. */
  readonly by?: string;
  /** For `last`: an event for which all tests of one list hold contradicts itself and carries nothing (G5). */
  readonly contradictions?: readonly (readonly Filter[])[];
}

/** How many of several signals are lit: each a feature at or above a dated line. No one of them counts alone. */
export interface SignalsDeclaration {
  readonly name: string;
  readonly signals: readonly { readonly feature: string; readonly atLeast: string }[];
}
export interface FeatureFile {
  readonly features: readonly FeatureDeclaration[];
  readonly signals: readonly SignalsDeclaration[];
}
