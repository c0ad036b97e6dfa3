import type { BehaviourEvent, ObservedEvent } from '../behaviour-event.ts';
import type { FeatureDeclaration, Filter } from './declaration.ts';
import type { OwnDraw, OwnRepayment } from './stream.ts';

/**
 * The same declarations read the plain way: over the whole history at once, without tiles, streams or anything else that
 * serving uses. It shares no code with serving, so that agreement of the two says something. Slow, and meant to be: tests
 * and the parity check of the book use it.
 */
type Event = ObservedEvent | OwnDraw | OwnRepayment;
type Row = Readonly<Record<string, unknown>> & { readonly ms: number; readonly id: string };

const HOUR = 3_600_000;
const ZONE = 8 * HOUR;
const localDate = (ms: number): string => new Date(ms + ZONE).toISOString().slice(0, 10);

/** The events of a history as its amendments leave them. */
export const settled = (history: readonly (BehaviourEvent | OwnDraw | OwnRepayment)[]): Event[] => {
  const byId = new Map<string, Event>();
  const amendments: Extract<BehaviourEvent, { kind: 'CORRECTION' | 'REVERSAL' }>[] = [];
  const seen = new Set<string>();
  for (const event of history) {
    if (seen.has(event.eventId)) continue;
    seen.add(event.eventId);
    if (event.kind === 'CORRECTION' || event.kind === 'REVERSAL') amendments.push(event);
    else byId.set(event.eventId, event);
  }
  amendments.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt) || (a.eventId < b.eventId ? -1 : 1));
  const originals = new Map(byId);
  for (const amendment of amendments) {
    const id = amendment.kind === 'CORRECTION' ? amendment.corrects : amendment.reverses;
    const original = originals.get(id);
    if (original === undefined) continue;
    // Each amendment speaks of the event as first reported; the last one that may speak of it counts (N43).
    if (amendment.source !== original.source) continue;
    if (amendment.kind === 'REVERSAL') byId.delete(id);
    else if (amendment.replacement.kind === original.kind) byId.set(id, { ...amendment.replacement, eventId: id });
  }
  return [...byId.values()];
};

/** The value of a declared feature over a settled history, as of an instant. */
export const referenceValue = (declaration: FeatureDeclaration, events: readonly Event[], now: string): unknown => {
  const at = Date.parse(now);
  const passing = rowsOf(declaration, events).filter((row) => (declaration.filter ?? []).every((f) => holds(f, row)));
  const once = withoutRepeats(declaration, passing);
  const kept = once.filter((row) => inWindow(declaration, row, at) && follows(declaration, row, events));
  return aggregate(declaration, kept, at);
};

const rowsOf = ({ event }: FeatureDeclaration, events: readonly Event[]): Row[] =>
  events
    .filter((one) => one.kind === event)
    .map((one) => {
      const ms = Date.parse(one.occurredAt);
      const hour = new Date(ms + ZONE).getUTCHours();
      return { ...one, ms, id: one.eventId, hour, date: localDate(ms) } as unknown as Row;
    })
    .sort((a, b) => a.ms - b.ms || (a.id < b.id ? -1 : 1));

const holds = (filter: Filter, row: Row): boolean => {
  const value = row[filter.field];
  const number = value === undefined || value === null ? Number.NaN : Number(value);
  if ('is' in filter) {
    if (typeof filter.is === 'boolean') return (value ?? false) === filter.is;
    return typeof filter.is === 'number' ? number === filter.is : value === filter.is;
  }
  if ('oneOf' in filter) return filter.oneOf.some((one) => one === value);
  if ('atLeast' in filter) return number >= filter.atLeast;
  if ('below' in filter) return number < filter.below;
  if ('above' in filter) {
    const other = row[filter.above];
    return other !== undefined && other !== null && number > Number(other);
  }
  if ('multipleOf' in filter) return number > 0 && number % filter.multipleOf === 0;
  return (value !== undefined && value !== null) === filter.present;
};

const withoutRepeats = ({ once }: FeatureDeclaration, rows: readonly Row[]): Row[] =>
  once === undefined
    ? [...rows]
    : rows.filter((row, i) => {
        const twin = rows
          .slice(0, i)
          .findLast((other) => once.same.every((field) => String(row[field]) === String(other[field])));
        return twin === undefined || row.ms - twin.ms > once.withinSeconds * 1000;
      });

const inWindow = ({ window }: FeatureDeclaration, row: Row, at: number): boolean => {
  if (row.ms > at) return false;
  if (window === null) return true;
  if ('hours' in window) return row.ms > at - window.hours * HOUR;
  const oldest = localDate(at - (window.dates - 1) * 24 * HOUR);
  return localDate(row.ms) >= oldest;
};

const follows = ({ after }: FeatureDeclaration, row: Row, events: readonly Event[]): boolean =>
  after === undefined ||
  events.some((other) => {
    const gap = row.ms - Date.parse(other.occurredAt);
    return other.kind === after.event && gap >= 0 && gap <= after.withinMinutes * 60_000;
  });

const aggregate = (declaration: FeatureDeclaration, rows: readonly Row[], at: number): unknown => {
  const { field = '', zero, by } = declaration;
  const values = rows.map((row) => row[field]).filter((value) => value !== undefined && value !== null);
  const numbers = values.filter((value) => typeof value !== 'string').map((value) => BigInt(value as number | bigint));
  const orZero = <T>(list: readonly unknown[], value: () => T): T | number | null =>
    list.length === 0 ? zero : value();
  switch (declaration.aggregate) {
    case 'count':
      return orZero(rows, () => rows.length);
    case 'sum':
      return orZero(values, () => Number(numbers.reduce((a, b) => a + b, 0n)));
    case 'sumsq':
      return orZero(values, () => Number(numbers.reduce((a, b) => a + b * b, 0n)));
    case 'min':
      return orZero(values, () => Math.min(...numbers.map(Number)));
    case 'max':
      return orZero(values, () => Math.max(...numbers.map(Number)));
    case 'distinct':
      return orZero(values, () => new Set(values.map(String)).size);
    case 'most_of_one':
      return orZero(values, () => Math.max(...values.map((value) => values.filter((other) => other === value).length)));
    case 'last': {
      const rank = (row: Row): string => `${by === undefined ? '' : String(row[by])}|${new Date(row.ms).toISOString()}`;
      const newest = [...rows]
        .sort((a, b) => (rank(a) < rank(b) || (rank(a) === rank(b) && a.id < b.id) ? -1 : 1))
        .at(-1);
      const value = newest?.[field];
      return value === undefined || value === null ? zero : typeof value === 'bigint' ? Number(value) : value;
    }
    case 'hours_since_last': {
      const last = rows.at(-1);
      return last === undefined ? null : Math.floor((at - last.ms) / HOUR);
    }
    case 'hours_since_new': {
      const firsts = rows.filter((row, i) => rows.findIndex((other) => other[field] === row[field]) === i);
      const newest = firsts.at(-1);
      return firsts.length < 2 || newest === undefined ? null : Math.floor((at - newest.ms) / HOUR);
    }
    case 'speed_max':
      return undefined;
  }
};
