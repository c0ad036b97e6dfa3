import { eventsMax } from '../contract/events.ts';
import { type Answer, answer, refuse } from './refused.ts';

/** Ten thousand events of the longest kind fit. */
export const eventBytesMax = 16 * 1024 * 1024;

/** A line that is no JSON: it fails its own check, and no other line’s. */
const unreadable = Symbol('unreadable line');
export const isUnreadable = (event: unknown): boolean => event === unreadable;

/** What a request to take in events holds. */
export interface EventsBody {
  readonly events: readonly unknown[];
  /** Sent as one event, not as a list of one: its answer is the answer to the request. */
  readonly isAlone: boolean;
}

/** The events of a request as sent, one by one unchecked: a single one, a list, `{ events }`, or one a line. */
export function readEvents(body: unknown): Answer<EventsBody> {
  const events = typeof body === 'string' ? linesIn(body) : listIn(body);
  if (events === null)
    return refuse('invalid_input', {
      field: typeof body === 'object' && body !== null ? 'events' : 'body',
      value: { zh: '应为一个事件或事件列表', en: 'an event or a list of events is expected' },
    });
  if (events.length === 0)
    return refuse('invalid_input', { field: 'events', value: { zh: '必填', en: 'it is required' } });
  if (events.length > eventsMax)
    return refuse('invalid_input', {
      field: 'events',
      value: { zh: `不能超过${eventsMax}项，请分次发送`, en: `at most ${eventsMax} are expected; send them in parts` },
    });
  return answer({ events, isAlone: events[0] === body });
}

const listIn = (body: unknown): readonly unknown[] | null => {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null) return null;
  if ('events' in body) return Array.isArray(body.events) ? body.events : null;
  return [body];
};

const linesIn = (body: string): readonly unknown[] =>
  body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parsed);

/** What some systems write before text in UTF-8; it is none of it, and JSON as such is read past it as well. */
const BYTE_ORDER_MARK = '\uFEFF';

/** One event as text; what is no JSON fails its own check later. */
export const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line);
  } catch {
    return unreadable;
  }
};
