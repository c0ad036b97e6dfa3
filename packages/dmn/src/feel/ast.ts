/** A FEEL expression. `at` is the offset in the source text, so that an error can point with a caret. */
export type Feel =
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number }
  /** `@"2026-01-01"`. */
  | { readonly kind: 'temporal'; readonly text: string; readonly at: number }
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'path'; readonly of: Feel; readonly name: string; readonly at: number }
  | { readonly kind: 'descendants'; readonly of: Feel; readonly name: string; readonly at: number }
  | { readonly kind: 'filter'; readonly of: Feel; readonly by: Feel; readonly at: number }
  | {
      readonly kind: 'call';
      readonly callee: Feel;
      readonly args: readonly Feel[];
      readonly names: readonly string[] | null;
      readonly at: number;
    }
  | { readonly kind: 'negate'; readonly of: Feel; readonly at: number }
  | {
      readonly kind: 'arithmetic';
      readonly op: ArithmeticOp;
      readonly left: Feel;
      readonly right: Feel;
      readonly at: number;
    }
  | { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Feel; readonly right: Feel; readonly at: number }
  | { readonly kind: 'and' | 'or'; readonly left: Feel; readonly right: Feel; readonly at: number }
  | { readonly kind: 'between'; readonly of: Feel; readonly low: Feel; readonly high: Feel; readonly at: number }
  | { readonly kind: 'in'; readonly of: Feel; readonly tests: readonly Feel[]; readonly at: number }
  | { readonly kind: 'instance of'; readonly of: Feel; readonly type: TypeExpression; readonly at: number }
  | { readonly kind: 'if'; readonly test: Feel; readonly yes: Feel; readonly no: Feel; readonly at: number }
  | { readonly kind: 'for'; readonly iterators: readonly Iterator[]; readonly body: Feel; readonly at: number }
  | {
      readonly kind: 'some' | 'every';
      readonly iterators: readonly Iterator[];
      readonly body: Feel;
      readonly at: number;
    }
  | { readonly kind: 'list'; readonly items: readonly Feel[]; readonly at: number }
  | {
      readonly kind: 'context';
      readonly entries: readonly { readonly key: string; readonly value: Feel }[];
      readonly at: number;
    }
  | {
      readonly kind: 'range';
      readonly low: Feel;
      readonly high: Feel;
      readonly lowClosed: boolean;
      readonly highClosed: boolean;
      readonly at: number;
    }
  /** A comparison without left side: `< 5`, as a cell test or, in parentheses, as a range. */
  | { readonly kind: 'test'; readonly op: CompareOp; readonly value: Feel; readonly at: number }
  /** `not(…)` over a list of tests: only at the top of a cell. */
  | { readonly kind: 'not tests'; readonly tests: readonly Feel[]; readonly at: number }
  /** `-`: any value, only at the top of a cell. */
  | { readonly kind: 'any'; readonly at: number }
  | {
      readonly kind: 'function';
      readonly parameters: readonly Parameter[];
      readonly external: boolean;
      readonly body: Feel;
      readonly at: number;
    };

export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iterator {
  readonly name: string;
  readonly over: Feel;
  /** Present for `for i in 1..10`. */
  readonly to: Feel | null;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeExpression | null;
}

/** A type as written: `list<number>`, `context<a: string>`, `function<number> -> number`, or a name. */
export type TypeExpression =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'range'; readonly of: TypeExpression }
  | { readonly kind: 'context'; readonly fields: readonly { readonly name: string; readonly type: TypeExpression }[] }
  | { readonly kind: 'function'; readonly parameters: readonly TypeExpression[]; readonly result: TypeExpression };
