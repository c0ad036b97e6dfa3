import { describe, expect, it } from 'vitest';
import { APPEAL_STATES } from '../appeal.ts';
import { RESTRICTION_STATES } from '../restriction.ts';
import { appealFinals, appealTransitions } from './appeal-states.ts';
import { LINE_STATES, lineFinals, lineTransitions } from './line-states.ts';
import { type BorrowerFile, emptyFile } from '../file.ts';
import { faultsOf, type Transitions } from './machine.ts';
import {
  applicationFinals,
  applicationTransitions,
  loanFinals,
  loanTransitions,
  paymentFinals,
  paymentTransitions,
} from './money-states.ts';
import { forbiddenMoves } from './moves.ts';
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
  it('of an application', () => {
    expect(faultsOf(applicationTransitions, 'SUBMITTED', applicationFinals)).toEqual([]);
  });
  it('of a payment', () => {
    expect(faultsOf(paymentTransitions, 'PENDING', paymentFinals)).toEqual([]);
  });
  it('of a loan', () => {
    expect(faultsOf(loanTransitions, 'PENDING', loanFinals)).toEqual([]);
  });
  it('and every forbidden move of every thing is found between two files, while allowed ones are not', () => {
    const machines = {
      loans: loanTransitions,
      payments: paymentTransitions,
      restrictions: restrictionTransitions,
      appeals: appealTransitions,
    };
    for (const [things, machine] of Object.entries(machines) as [keyof BorrowerFile, Transitions<string>][])
      for (const from of Object.keys(machine))
        for (const to of Object.keys(machine)) {
          const file = (state: string) => ({ ...emptyFile('b'), [things]: { x: { state } } }) as BorrowerFile;
          const found = [...forbiddenMoves(file(from), file(to))].map((move) => [move.from, move.to]);
          const forbidden = from !== to && machine[from]?.includes(to) !== true;
          expect([things, found]).toEqual([things, forbidden ? [[from, to]] : []]);
        }
    const applied = (status: string) => ({ ...emptyFile('b'), application: { id: 'x', status } }) as BorrowerFile;
    expect([...forbiddenMoves(applied('DECLINED'), applied('ACCEPTED'))]).toHaveLength(1);
    const line = (status: string) => ({ ...emptyFile('b'), line: { id: 'x', status } }) as BorrowerFile;
    expect([...forbiddenMoves(line('CLOSED'), line('ACTIVE'))]).toHaveLength(1);
  });
  it('and the check finds what is wrong', () => {
    expect(faultsOf<'a' | 'b' | 'c'>({ a: ['b'], b: [], c: ['a'] }, 'a', [])).toEqual([
      'b has no way out and is not final',
      'c cannot be reached from a',
    ]);
    expect(faultsOf({ a: ['a'] }, 'a', ['a'])).toEqual(['a is final but has a way out']);
  });
});
