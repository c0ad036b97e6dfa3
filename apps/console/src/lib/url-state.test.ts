import { describe, expect, it } from 'vitest';
import { parseUrlState, writeUrlState } from './url-state.ts';

describe('URL state', () => {
  it('round-trips Chinese, spaces and signs', () => {
    const state = { q: '张 三&1', state: 'DRAW_HOLD' };
    expect(parseUrlState(writeUrlState(state))).toEqual(state);
  });

  it('leaves out what is empty', () => {
    expect(writeUrlState({ q: '', state: undefined })).toBe('');
  });
});
