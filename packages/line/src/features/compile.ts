import { dateOf, HOUR_MS, hourOfDay } from '../time.ts';
import { AGGREGATES, type Aggregate, type FeatureDeclaration, type FeatureFile, type Filter } from './declaration.ts';
import { KEPT_DAYS, type Seen, type StreamKind } from './stream.ts';

export type FieldValue = string | number | bigint | boolean | null;

export interface CompiledFeature {
  readonly name: string;
  readonly declaration: FeatureDeclaration;
  readonly kind: StreamKind;
  readonly aggregate: Aggregate;
  /** Whether the filter lets the event through. */
  takes(seen: Seen): boolean;
  /** The declared field of an event; null when it has none. */
  valueOf(seen: Seen): FieldValue;
}
export interface CompiledSignals {
  readonly name: string;
  readonly parts: readonly { readonly feature: CompiledFeature; readonly atLeast: number }[];
}
export interface FeatureSet {
  readonly features: Readonly<Record<string, CompiledFeature>>;
  readonly signals: Readonly<Record<string, CompiledSignals>>;
  /** Features that tell deeds sent twice from deeds done twice. */
  readonly watched: readonly CompiledFeature[];
  /** The longest delay that a feature over such events allows. */
  readonly delayMinutes: Readonly<Partial<Record<StreamKind, number>>>;
  /** The sources whose values features make of such events. */
  readonly sources: Readonly<Partial<Record<StreamKind, readonly string[]>>>;
}

/** Aggregates that need to know a field. */
const NEEDS_FIELD: readonly Aggregate[] = ['sum', 'sumsq', 'min', 'max', 'distinct', 'most_of_one', 'hours_since_new'];
const WINDOW_HOURS_MAX = KEPT_DAYS * 24;

/**
 * Compiles declarations against the parameters in force. A window that reaches further back than events are kept, a
 * field that is missing, or a line that no parameter holds is a fault with its place.
 */
export const compileFeatures = (
  file: FeatureFile,
  bound: Readonly<Record<string, number>>,
  fault: (place: string, message: string) => void,
): FeatureSet => {
  const features: Record<string, CompiledFeature> = {};
  for (const declaration of file.features) {
    const { name } = declaration;
    if (features[name]) fault(name, 'is declared twice');
    if (!AGGREGATES.includes(declaration.aggregate)) fault(name, `unknown aggregate “${declaration.aggregate}”`);
    if (NEEDS_FIELD.includes(declaration.aggregate) && declaration.field === undefined)
      fault(name, `${declaration.aggregate} needs a field`);
    if (malformedPart(declaration) === null && hoursOf(declaration) > WINDOW_HOURS_MAX)
      fault(name, `its window is longer than the ${KEPT_DAYS} days for which events are kept`);
    const malformed = malformedPart(declaration);
    if (malformed === null) features[name] = compileFeature(declaration);
    else fault(name, `its ${malformed} is not written as a ${malformed} is`);
  }
  const signals: Record<string, CompiledSignals> = {};
  for (const { name, signals: parts } of file.signals) {
    signals[name] = {
      name,
      parts: parts.flatMap(({ feature, atLeast }) => {
        const compiled = features[feature];
        const line = bound[atLeast];
        if (compiled === undefined) fault(name, `its signal “${feature}” is no declared feature`);
        if (line === undefined) fault(name, `its line “${atLeast}” is no parameter in force`);
        return compiled === undefined || line === undefined ? [] : [{ feature: compiled, atLeast: line }];
      }),
    };
  }
  const watched = watchedOf(Object.values(features));
  return { features, signals, watched, delayMinutes: delaysOf(file), sources: sourcesOf(file) };
};

/**
 * Of features that count a deed sent twice once, those that see what no other does. One over a part of the events that another
 * looks at, or the same events in a shorter window, tells of no deed besides.
 */
const watchedOf = (features: readonly CompiledFeature[]): CompiledFeature[] => {
  const telling = features.filter(({ declaration }) => declaration.once !== undefined);
  return telling.filter((one) => !telling.some((other) => other !== one && seesAllOf(other, one)));
};

const seesAllOf = ({ declaration: wide }: CompiledFeature, { declaration: narrow }: CompiledFeature): boolean => {
  if (wide.event !== narrow.event || wide.after !== undefined) return false;
  if (JSON.stringify(wide.once) !== JSON.stringify(narrow.once)) return false;
  const testsOf = ({ filter = [] }: FeatureDeclaration): string[] => filter.map((test) => JSON.stringify(test));
  const [its, tests] = [testsOf(narrow), testsOf(wide)];
  if (!tests.every((test) => its.includes(test))) return false;
  return tests.length < its.length || hoursOf(wide) > hoursOf(narrow);
};

/** An event of a kind that no feature looks at is late after this long. */
const DELAY_MINUTES = 60;

/** How long events of a kind may take to reach us before they are late. */
export const delayOf = (set: FeatureSet, kind: StreamKind): number => set.delayMinutes[kind] ?? DELAY_MINUTES;

const delaysOf = (file: FeatureFile): FeatureSet['delayMinutes'] => {
  const delays: Partial<Record<StreamKind, number>> = {};
  for (const { event, delayMinutes } of file.features) delays[event] = Math.max(delays[event] ?? 0, delayMinutes);
  return delays;
};

const sourcesOf = (file: FeatureFile): FeatureSet['sources'] => {
  const sources: Partial<Record<StreamKind, string[]>> = {};
  for (const { event, source } of file.features) {
    const known = (sources[event] ??= []);
    if (!known.includes(source)) known.push(source);
  }
  return sources;
};

/** The first optional part that is not of its shape: a policy is a file that people write. */
const malformedPart = (declaration: FeatureDeclaration): string | null => {
  const { window, filter, once, after, contradictions } = declaration;
  const isTests = (tests: unknown): boolean =>
    Array.isArray(tests) && tests.every((test: unknown) => isObject(test) && typeof test['field'] === 'string');
  if (window !== null && !(isObject(window) && Object.values(window).every((n) => typeof n === 'number')))
    return 'window';
  if (filter !== undefined && !isTests(filter)) return 'filter';
  if (once !== undefined && !(isObject(once) && Array.isArray(once['same']))) return 'once';
  if (after !== undefined && !isObject(after)) return 'after';
  if (contradictions !== undefined && !(Array.isArray(contradictions) && contradictions.every(isTests)))
    return 'contradictions';
  return null;
};
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hoursOf = ({ window }: FeatureDeclaration): number =>
  window === null ? 0 : 'hours' in window ? window.hours : window.dates * 24;

export const compileFeature = (declaration: FeatureDeclaration): CompiledFeature => {
  const tests = (declaration.filter ?? []).map(testOf);
  const { field } = declaration;
  return {
    name: declaration.name,
    declaration,
    kind: declaration.event,
    aggregate: declaration.aggregate,
    takes: allOf(tests),
    valueOf: field === undefined ? () => null : (seen) => fieldOf(seen, field),
  };
};

/** Nearly all filters have no test or one. */
const allOf = (tests: readonly ((seen: Seen) => boolean)[]): ((seen: Seen) => boolean) => {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  return second === undefined ? first : (seen) => tests.every((test) => test(seen));
};

/** A field of an event, or one of the two that the lender’s clock gives it. */
export const fieldOf = (seen: Seen, field: string): FieldValue => {
  if (field === 'hour') return hourOfDay(seen.event.occurredAt);
  if (field === 'date') return dateOf(seen.event.occurredAt);
  // The boundary between declared data and typed events: a name that an event does not have reads as null.
  return (seen.event as unknown as Record<string, FieldValue | undefined>)[field] ?? null;
};

export const testOf = (filter: Filter): ((seen: Seen) => boolean) => {
  const { field } = filter;
  const numberIn = (seen: Seen, name: string): number | null => {
    const value = fieldOf(seen, name);
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
  };
  const number = (seen: Seen): number | null => numberIn(seen, field);
  if ('is' in filter) {
    const { is } = filter;
    if (typeof is === 'number') return (seen) => number(seen) === is;
    // What an event does not say is not so.
    return (seen) => (fieldOf(seen, field) ?? false) === is;
  }
  if ('oneOf' in filter) return (seen) => filter.oneOf.includes(fieldOf(seen, field) as string | number);
  if ('atLeast' in filter) return (seen) => (number(seen) ?? Number.NaN) >= filter.atLeast;
  if ('below' in filter) return (seen) => (number(seen) ?? Number.NaN) < filter.below;
  if ('above' in filter) return (seen) => (number(seen) ?? Number.NaN) > (numberIn(seen, filter.above) ?? Number.NaN);
  if ('multipleOf' in filter)
    return (seen) => {
      const value = number(seen);
      return value !== null && value > 0 && value % filter.multipleOf === 0;
    };
  return (seen) => (fieldOf(seen, field) !== null) === filter.present;
};

/** The window as of an instant: after `from`, up to and including `now`, in milliseconds. */
export const windowOf = (
  declaration: FeatureDeclaration,
  now: number,
  startOfDay: (back: number) => number,
): number => {
  const { window } = declaration;
  if (window === null) return Number.NEGATIVE_INFINITY;
  return 'hours' in window ? now - window.hours * HOUR_MS : startOfDay(window.dates - 1) - 1;
};
