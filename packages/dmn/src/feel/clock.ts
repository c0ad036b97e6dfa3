import { define } from './builtins/define.ts';
import type { Run } from './run.ts';
import type { Value } from './values.ts';

/** `now` and `today`, which answer from the clock that the caller gave to the run; null without one. */
export const clockFunction = (name: string, run: Run): Value | undefined => {
  const { now } = run;
  if (name === 'now') return define('now', [''], () => now);
  if (name !== 'today') return undefined;
  return define('today', [''], () => now && { kind: 'date', year: now.year, month: now.month, day: now.day });
};
