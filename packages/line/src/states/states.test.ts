import { describe, expect, it } from 'vitest';
import { APPEAL_STATES } from '../appeal.ts';
import { RESTRICTION_STATES } from '../restriction.ts';
import { appealFinals, appealTransitions } from './appeal-states.ts';
import { LINE_STATES, lineFinals, lineTransitions } from './line-states.ts';
import { faultsOf } from './machine.ts';
import { restrictionFinals, restrictionTransitions } from './restriction-states.ts';

describe('state machines are complete', () => {
  it('of a line', () => {
    expect(Object.keys(lineTransitions).sort()).toEqual([...LINE_STATES].sort());
    expect(faultsOf(lineTransitions, 'OFFERED', lineFinals)).toEqual([]);
  });
  it('of a restriction', () => {
    expect(Object.keys(restrictionTransitions).sort()).toEqual([...RESTRICTION_STATES].sort());
    expect(faultsOf(restrictionTransitions, 'proposed', restrictionFinals)).toEqual([]);
  });
  it('of an appeal', () => {
    expect(Object.keys(appealTransitions).sort()).toEqual([...APPEAL_STATES].sort());
    expect(faultsOf(appealTransitions, 'submitted', appealFinals)).toEqual([]);
  });
  it('and the check finds what is wrong', () => {
    expect(faultsOf<'a' | 'b' | 'c'>({ a: ['b'], b: [], c: ['a'] }, 'a', [])).toEqual([
      'b has no way out and is not final',
      'c cannot be reached from a',
    ]);
    expect(faultsOf({ a: ['a'] }, 'a', ['a'])).toEqual(['a is final but has a way out']);
  });
});
