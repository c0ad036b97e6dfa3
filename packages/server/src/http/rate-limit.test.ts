import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

describe('the limit per address', () => {
  it('never lets more than the limit through in any window, and always lets the next through after the wait', () => {
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), gaps, (limit, steps) => {
        const windowMs = 1000;
        const limiter = rateLimit(limit, windowMs);
        const passed: number[] = [];
        let now = 1_700_000_000_000;
        for (const step of steps) {
          now += step;
          const wait = limiter.take('a', now);
          if (wait === 0) passed.push(now);
          else expect(rateLimit(limit, windowMs).take('b', now)).toBe(0);
        }
        for (const time of passed) {
          expect(passed.filter((other) => other > time - windowMs && other <= time).length).toBeLessThanOrEqual(limit);
        }
        expect(limiter.take('a', now + windowMs)).toBe(0);
      }),
    );
  });
});
