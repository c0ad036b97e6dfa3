import { describe, expect, it } from 'vitest';
import { personOf } from './person.ts';
import { randomOf } from './random.ts';

describe('fictional people', () => {
  it('share neither phone nor ID number, however the years fall', () => {
    // The same year for everybody is the hardest case: only the rest of the number tells them apart.
    const people = Array.from({ length: 30_000 }, (_, index) => personOf(randomOf(1), index));
    expect(new Set(people.map((person) => person.idNumber)).size).toBe(people.length);
    expect(new Set(people.map((person) => person.phone)).size).toBe(people.length);
    for (const { idNumber } of people) {
      expect(idNumber).toMatch(/^999999(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}[\dX]$/);
    }
  });
});
