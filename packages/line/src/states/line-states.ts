import type { Transitions } from './machine.ts';

export const LINE_STATES = ['OFFERED', 'ACTIVE', 'CLOSED'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** What a line itself can be; restrictions are layered on it and are records of their own. An offer that lapses was never a line. */
export const lineTransitions: Transitions<LineState> = {
  OFFERED: ['ACTIVE', 'CLOSED'],
  ACTIVE: ['CLOSED'],
  CLOSED: [],
};
export const lineFinals: readonly LineState[] = ['CLOSED'];
