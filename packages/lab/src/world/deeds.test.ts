import { type Fact, type FactBody, GIVEN_UP } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { addDeeds, countDeeds, noDeeds } from './deeds.ts';

const factsOf = (...bodies: object[]): Fact[] => bodies.map((body) => ({ body: body as FactBody }) as Fact);

describe('ways that were gone (B51)', () => {
  it('are told from facts: a change announced again was put off, and one ended for its data was given up', () => {
    const deeds = noDeeds();
    const announced = new Set<string>();
    const announce = factsOf({ type: 'restriction.announced', restrictionId: 'a' });
    countDeeds(deeds, announce, announced);
    expect(deeds).toEqual(noDeeds());
    countDeeds(deeds, announce, announced);
    countDeeds(deeds, factsOf({ type: 'restriction.ended', restrictionId: 'a', reason: GIVEN_UP }), announced);
    countDeeds(
      deeds,
      factsOf({ type: 'restriction.ended', restrictionId: 'b', reason: 'its end was reached' }),
      announced,
    );
    expect(deeds).toEqual({ ...noDeeds(), put_off: 1, given_up: 1 });
  });

  it('are exchanges only where one line ends as another opens', () => {
    const deeds = noDeeds();
    countDeeds(deeds, factsOf({ type: 'line.opened' }), new Set());
    countDeeds(deeds, factsOf({ type: 'line.closed' }), new Set());
    countDeeds(deeds, factsOf({ type: 'line.closed' }, { type: 'line.opened' }), new Set());
    const sum = noDeeds();
    addDeeds(sum, deeds);
    addDeeds(sum, deeds);
    expect(sum).toEqual({ ...noDeeds(), exchanged: 2 });
  });
});
