import { describe, expect, it } from 'vitest';
import { FAULT_KINDS, FaultDice, readFaults } from './faults.ts';
import { randomOf } from '../simulate/random.ts';

describe('faults', () => {
  it('are read from the command line', () => {
    expect(readFaults('all')).toEqual({ kinds: [...FAULT_KINDS], intensity: 1 });
    expect(readFaults('none')).toEqual({ kinds: [], intensity: 1 });
    expect(readFaults('crash, rail_timeout,x3')).toEqual({ kinds: ['crash', 'rail_timeout'], intensity: 3 });
  });
  it('that nobody knows are refused by name, with those that are known', () => {
    expect(readFaults('crash,meteor')).toEqual({ problem: expect.stringMatching(/“meteor” is no fault.*clock_skew/) });
  });
  it('strike as often as they should, are counted, and those not asked for never do', () => {
    const dice = new FaultDice(randomOf(1), { kinds: ['rail_timeout'], intensity: 10 });
    let struck = 0;
    for (let n = 0; n < 1000; n += 1) {
      if (dice.strikes('rail_timeout')) struck += 1;
      expect(dice.strikes('crash')).toBe(false);
    }
    expect(dice.injected.rail_timeout).toBe(struck);
    expect(struck).toBeGreaterThan(400);
    expect(struck).toBeLessThan(600);
  });
});
