/** A value in a policy. Numbers are integers in the unit of the declared input (fen, ten-thousandths, days …). */
export type PolicyValue = number | bigint | boolean | string | null;

/** An input a policy may look at. Literals in its cells are multiplied by 10^scale at compile; without a scale they stand as they are. */
export interface PolicyInput {
  readonly name: string;
  readonly type: 'integer' | 'money' | 'ratio' | 'boolean' | 'string' | 'date';
  /** Decimal digits kept: 2 for yuan in fen, 4 for a ratio in ten-thousandths. */
  readonly scale?: number;
  /** The only texts a string input takes; a literal outside them is an error. */
  readonly allowed?: readonly string[];
  /** May not decide anything; using it is a finding of the analysis. */
  readonly protected?: boolean;
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'PRIORITY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

/** A whole number, as a bigint only where a double would not hold it. Comparisons between the two kinds are exact. */
export type Whole = number | bigint;

/** All whole codes from `low` to `high`, both inclusive; open ends are ±Infinity. */
export interface Span {
  readonly low: Whole;
  readonly high: Whole;
}

/** An exact decimal: `digits / ten`, where `ten` is a power of ten. */
export interface Decimal {
  readonly digits: bigint;
  readonly ten: bigint;
}

/** An interval of ratios; null is an open end. */
export interface RatioSpan {
  readonly low: Decimal | null;
  readonly lowClosed: boolean;
  readonly high: Decimal | null;
  readonly highClosed: boolean;
}

/** The line a value crossed, as a notice prints it. `in` and `not in` carry the texts joined by “, ”. */
export interface Threshold {
  readonly input: string;
  readonly op: '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
  readonly value: PolicyValue;
}

/** A compiled cell over one input, as the set of codes that match; `-` is every code and the missing value too. */
export interface ValueCell {
  readonly text: string;
  readonly any: boolean;
  readonly spans: readonly Span[];
  readonly matchesNull: boolean;
  readonly thresholds: readonly Threshold[];
}

export interface RatioCell {
  readonly text: string;
  readonly any: boolean;
  readonly spans: readonly RatioSpan[];
  readonly matchesNull: boolean;
  readonly thresholds: readonly Threshold[];
}

/** A column over one input, or over the exact ratio of two. `cells` has one cell per rule. */
export type PolicyColumn =
  | { readonly kind: 'value'; readonly text: string; readonly input: number; readonly cells: readonly ValueCell[] }
  | {
      readonly kind: 'ratio';
      readonly text: string;
      readonly numerator: number;
      readonly denominator: number;
      readonly cells: readonly RatioCell[];
    };

export interface PolicyRule {
  /** Position from the top, from 0. */
  readonly index: number;
  readonly id: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, PolicyValue>>;
}

export interface PolicyOutput {
  readonly name: string;
  /** Declared output values, best first; PRIORITY and OUTPUT ORDER rank by them. */
  readonly values: readonly PolicyValue[];
}

export interface PolicyTable {
  readonly id: string;
  readonly name: string;
  /** Hash of the canonical text of the table, by the hash function given to the compiler; empty without one. */
  readonly hash: string;
  /** The declared inputs that the table looks at, in the order of its columns. */
  readonly inputs: readonly PolicyInput[];
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly outputs: readonly PolicyOutput[];
  readonly columns: readonly PolicyColumn[];
  readonly rules: readonly PolicyRule[];
  /** Outputs when no rule fires; null when the table declares none. */
  readonly defaults: Readonly<Record<string, PolicyValue>> | null;
  /** Texts that occur in cells, per input position: the code of a text is its place here, −1 when absent. */
  readonly texts: readonly (ReadonlyMap<string, number> | null)[];
}

/** What a table made of inputs. */
export interface TableOutcome {
  /** Indexes of the rules that fired, in the order of the hit policy. */
  readonly fired: readonly number[];
  readonly outputs: readonly Readonly<Record<string, PolicyValue>>[];
  /** Inputs without a value that a rule looked at which could have fired otherwise. */
  readonly missing: readonly string[];
  /** UNIQUE with several rules, or ANY with differing outputs: `fired` names them and there is no output. */
  readonly conflict: boolean;
}

/** What one cell saw. */
export interface CellTrace {
  readonly input: string;
  readonly expression: string;
  readonly value: PolicyValue;
  readonly matched: boolean;
}

/** A fault in a policy: decision, row (from 1), column and expression say where; `message` repeats them in words. */
export interface PolicyError {
  readonly decision: string | null;
  readonly row: number | null;
  readonly column: string | null;
  readonly expression: string | null;
  readonly message: string;
}
