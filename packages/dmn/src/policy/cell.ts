import type { Feel } from '../feel/ast.ts';
import { parseUnaryTests } from '../feel/parse.ts';
import { isoDay } from '../calendar.ts';
import { type Literal, literalOf, outputValue, type Parameters } from './literal.ts';
import { clip, compareDecimals, complementRatios } from './ratio.ts';
import { allCodes, complement, narrow, normalise, step } from './spans.ts';
import type {
  Decimal,
  PolicyInput,
  PolicyValue,
  RatioCell,
  RatioSpan,
  Span,
  Threshold,
  ValueCell,
  Whole,
} from './table.ts';

export interface CellFault {
  readonly at: number;
  readonly message: string;
}
type Cell<T> = { readonly ok: true; readonly cell: T } | { readonly ok: false; readonly fault: CellFault };

/** Thrown and caught in this file only: a fault deep inside a cell ends its compilation. */
class Fault extends Error {
  readonly fault: CellFault;
  constructor(at: number, message: string) {
    super(message);
    this.fault = { at, message };
  }
}

/** One comparison of a cell before it becomes codes; a chain of these is a disjunction. */
interface Bound {
  readonly low: Literal | null;
  readonly lowClosed: boolean;
  readonly high: Literal | null;
  readonly highClosed: boolean;
  readonly negated: boolean;
  readonly isNull: boolean;
  readonly at: number;
}

const compileWith = <T>(text: string, build: (tests: readonly Feel[]) => T): Cell<T> => {
  const parsed = parseUnaryTests(text);
  if (!parsed.ok) return { ok: false, fault: parsed.errors };
  try {
    return { ok: true, cell: build(parsed.value) };
  } catch (problem) {
    if (problem instanceof Fault) return { ok: false, fault: problem.fault };
    throw problem;
  }
};

/** Compiles a cell over one declared input into the codes it matches. `texts` collects the texts met, to give them codes. */
export const compileValueCell = (
  text: string,
  input: PolicyInput,
  parameters: Parameters,
  texts: Map<string, number>,
): Cell<ValueCell> =>
  compileWith(text, (tests) => {
    if (tests[0]?.kind === 'any') return { text, any: true, spans: allCodes(), matchesNull: true, thresholds: [] };
    const { bounds, negated } = boundsOf(tests, parameters);
    const spans = normalise(bounds.flatMap((bound) => spansOf(bound, input, texts)));
    return {
      text,
      any: false,
      spans: negated ? complement(spans) : spans,
      // A missing value never matches unless the cell says null; not(…) does not say it.
      matchesNull: !negated && bounds.some((bound) => bound.isNull && !bound.negated),
      thresholds: thresholds(bounds, negated, input.name, (literal) => declaredValue(literal, input)),
    };
  });

/** Compiles a cell over the ratio of two inputs. */
export const compileRatioCell = (text: string, name: string, parameters: Parameters): Cell<RatioCell> =>
  compileWith(text, (tests) => {
    const everything: RatioSpan = { low: null, lowClosed: false, high: null, highClosed: false };
    if (tests[0]?.kind === 'any') return { text, any: true, spans: [everything], matchesNull: true, thresholds: [] };
    const { bounds, negated } = boundsOf(tests, parameters);
    const spans = mergeRatios(bounds.flatMap((bound) => ratioSpansOf(bound, everything)));
    return {
      text,
      any: false,
      spans: negated ? complementRatios(spans) : spans,
      matchesNull: !negated && bounds.some((bound) => bound.isNull && !bound.negated),
      thresholds: thresholds(bounds, negated, name, outputValue),
    };
  });

const boundsOf = (tests: readonly Feel[], parameters: Parameters): { bounds: Bound[]; negated: boolean } => {
  const first = tests[0];
  const negated = first?.kind === 'not tests';
  return { bounds: (negated ? first.tests : tests).map((test) => boundOf(test, parameters)), negated };
};

const boundOf = (test: Feel, parameters: Parameters): Bound => {
  const literal = (node: Feel): Literal => {
    const value = literalOf(node, parameters);
    if (value.kind === 'error') throw new Fault(value.at, value.message);
    return value;
  };
  const bound = (
    low: Literal | null,
    lowClosed: boolean,
    high: Literal | null,
    highClosed: boolean,
    negated = false,
  ): Bound => ({
    low,
    lowClosed,
    high,
    highClosed,
    negated,
    isNull: low?.kind === 'null',
    at: test.at,
  });
  if (test.kind === 'range') return bound(literal(test.low), test.lowClosed, literal(test.high), test.highClosed);
  const value = literal(test.kind === 'test' ? test.value : test);
  switch (test.kind === 'test' ? test.op : '=') {
    case '=':
      return bound(value, true, value, true);
    case '!=':
      return bound(value, true, value, true, true);
    case '<':
      return bound(null, false, value, false);
    case '<=':
      return bound(null, false, value, true);
    case '>':
      return bound(value, false, null, false);
    default:
      return bound(value, true, null, false);
  }
};

const spansOf = (bound: Bound, input: PolicyInput, texts: Map<string, number>): Span[] => {
  if (bound.isNull) return bound.negated ? [...allCodes()] : [];
  const ordered = input.type !== 'string' && input.type !== 'boolean';
  if (!ordered && (bound.low === null || bound.high === null || bound.low !== bound.high))
    throw new Fault(bound.at, `${input.type} input ${input.name} has no order; only equality can be tested`);
  const low =
    bound.low === null ? Number.NEGATIVE_INFINITY : lowest(codeOf(bound.low, input, texts, bound.at), bound.lowClosed);
  const high =
    bound.high === null
      ? Number.POSITIVE_INFINITY
      : highest(codeOf(bound.high, input, texts, bound.at), bound.highClosed);
  const spans = low <= high ? [{ low, high }] : [];
  return bound.negated ? complement(spans) : spans;
};

/** Where a literal falls among whole codes: on one (`exact`) or strictly between `floor` and the next. */
interface Place {
  readonly floor: Whole;
  readonly exact: boolean;
}
const lowest = (place: Place, closed: boolean): Whole => (place.exact && closed ? place.floor : step(place.floor, 1));
const highest = (place: Place, closed: boolean): Whole =>
  place.exact && !closed ? step(place.floor, -1) : place.floor;

const codeOf = (literal: Literal, input: PolicyInput, texts: Map<string, number>, at: number): Place => {
  const place = (floor: Whole): Place => ({ floor, exact: true });
  switch (input.type) {
    case 'boolean':
      if (literal.kind === 'boolean') return place(literal.value ? 1 : 0);
      break;
    case 'string': {
      if (literal.kind !== 'string' && literal.kind !== 'date') break;
      if (input.allowed && !input.allowed.includes(literal.value))
        throw new Fault(
          at,
          `“${literal.value}” is not an allowed value of ${input.name} (${input.allowed.join(', ')})`,
        );
      const code = texts.get(literal.value) ?? texts.size;
      texts.set(literal.value, code);
      return place(code);
    }
    case 'date':
      if (literal.kind === 'date') return place(isoDay(literal.value) ?? 0);
      break;
    default:
      if (literal.kind === 'number') return wholePlace(literal.value, literal.bound ? 0 : (input.scale ?? 0));
  }
  throw new Fault(at, `a ${literal.kind} cannot be compared with the ${input.type} input ${input.name}`);
};

const wholePlace = ({ digits, ten }: Decimal, scale: number): Place => {
  const scaled = digits * 10n ** BigInt(scale);
  const exact = scaled % ten === 0n;
  const floor = scaled / ten - (exact || scaled > 0n ? 0n : 1n);
  return { floor: narrow(floor), exact };
};

/** A literal in the unit of the declared input, as a threshold shows it. */
const declaredValue = (literal: Literal, input: PolicyInput): PolicyValue => {
  if (literal.kind !== 'number' || literal.bound) return outputValue(literal);
  return outputValue({
    ...literal,
    value: { digits: literal.value.digits * 10n ** BigInt(input.scale ?? 0), ten: literal.value.ten },
  });
};

const ratioSpansOf = (bound: Bound, everything: RatioSpan): RatioSpan[] => {
  if (bound.isNull) return bound.negated ? [everything] : [];
  const decimal = (literal: Literal | null): Decimal | null => {
    if (literal !== null && literal.kind !== 'number')
      throw new Fault(bound.at, `a ${literal.kind} cannot be compared with a ratio`);
    return literal?.value ?? null;
  };
  const span = clip(everything, {
    low: decimal(bound.low),
    lowClosed: bound.lowClosed,
    high: decimal(bound.high),
    highClosed: bound.highClosed,
  });
  const spans = span ? [span] : [];
  return bound.negated ? complementRatios(spans) : spans;
};

/** Sorts ratio spans and joins the ones that overlap or touch. */
const mergeRatios = (spans: readonly RatioSpan[]): RatioSpan[] =>
  complementRatios(complementRatios(spans)).toSorted(byLow);
const byLow = (a: RatioSpan, b: RatioSpan): number =>
  a.low === null ? -1 : b.low === null ? 1 : compareDecimals(a.low, b.low);

const thresholds = (
  bounds: readonly Bound[],
  negated: boolean,
  input: string,
  show: (literal: Literal) => PolicyValue,
): Threshold[] => {
  const equal = bounds.every((bound) => bound.low !== null && bound.low === bound.high && !bound.negated);
  if (equal && bounds.length > 1) {
    const value = bounds.map((bound) => String(bound.low && show(bound.low))).join(', ');
    return [{ input, op: negated ? 'not in' : 'in', value }];
  }
  return bounds.flatMap((bound) => boundThresholds(bound, negated !== bound.negated, input, show));
};

const boundThresholds = (
  bound: Bound,
  negated: boolean,
  input: string,
  show: (literal: Literal) => PolicyValue,
): Threshold[] => {
  if (bound.low !== null && bound.low === bound.high)
    return [{ input, op: negated ? '!=' : '=', value: show(bound.low) }];
  const result: Threshold[] = [];
  if (bound.low !== null)
    result.push({
      input,
      op: negated ? (bound.lowClosed ? '<' : '<=') : bound.lowClosed ? '>=' : '>',
      value: show(bound.low),
    });
  if (bound.high !== null)
    result.push({
      input,
      op: negated ? (bound.highClosed ? '>' : '>=') : bound.highClosed ? '<=' : '<',
      value: show(bound.high),
    });
  return result;
};
