import type { BehaviourEvent } from './behaviour-event.ts';
import { toMs } from './time.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields in which two reports under one event id say different things (N123), as paths (`amountFen`,
 * `replacement.payee`), in the order of the first report; none when the two say the same. The order of fields, and how many
 * decimals an instant is written with, say nothing. Of events of two kinds only what both have is compared.
 */
export const differingFields = (stored: BehaviourEvent, given: BehaviourEvent): string[] =>
  differing(stored as unknown as Fields, given as unknown as Fields, '');

const differing = (a: Fields, b: Fields, path: string): string[] => {
  const ofOneKind = a['kind'] === b['kind'];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names
    .filter((name) => ofOneKind || (name in a && name in b))
    .flatMap((name) => {
      const [left, right] = [a[name], b[name]];
      if (isFields(left) && isFields(right)) return differing(left, right, `${path}${name}.`);
      return left === right || isSameInstant(name, left, right) ? [] : [`${path}${name}`];
    });
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isSameInstant = (name: string, a: unknown, b: unknown): boolean =>
  name === 'occurredAt' && typeof a === 'string' && typeof b === 'string' && toMs(a) === toMs(b);
