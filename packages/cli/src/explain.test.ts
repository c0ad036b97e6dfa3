import { parseArgs } from 'node:util';
import { expect, it } from 'vitest';
import { exitCodeOf, explain } from './explain.ts';

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

it('ends with 2 where a command was called wrongly, and with 1 where it failed', () => {
  const unknown = thrownBy(() => parseArgs({ args: ['--nope'], options: {} }));
  expect(exitCodeOf(unknown)).toBe(2);
  expect(explain(unknown)).toContain('--nope');
  expect(exitCodeOf(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe(1);
  expect(exitCodeOf(new Error('a bug'))).toBe(1);
});
