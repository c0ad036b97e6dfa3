import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectInputs } from '../decision/inputs.ts';
import { usedOf } from '../selectors.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { Story } from '../testing/story.ts';
import { dateOf, plusMs } from '../time.ts';

const counted = ({ file, now }: Story): unknown =>
  collectInputs(['draws_24h'], file, now, dateOf(now), defaultPolicies())[0]?.value;
const loans = (story: Story) => Object.values(story.file.loans);

describe('N167: a draw sent again by our own fault', () => {
  it('is refused, writes nothing, and restricts nobody', () => {
    const story = new Story().openLine();
    story.draw(100_000n);
    const facts = story.facts.length;
    for (let n = 0; n < 4; n += 1) {
      story.now = plusMs(story.now, 1_000);
      const refused = story.try(story.drawCommand(100_000n));
      expect(refused).toMatchObject({ code: 'draw_sent_again', value: '5' });
    }
    expect(story.facts).toHaveLength(facts);
    expect([loans(story).length, usedOf(story.file), counted(story)]).toEqual([1, 100_000n, 1]);
    expect(Object.values(story.file.restrictions)).toEqual([]);
  });

  it('is one a moment later, or for another amount or purpose; each of them is a loan, and counts', () => {
    const story = new Story().openLine();
    story.draw(100_000n);
    expect(story.try({ ...story.drawCommand(100_000n), purpose: 'EDUCATION' })).toBeNull();
    expect(story.try(story.drawCommand(110_000n))).toBeNull();
    expect(counted(story)).toBe(3);
    // Equal draws one after another were counted as one for as long as each followed the last at once.
    const chain = new Story().openLine();
    for (let n = 0; n < 4; n += 1) {
      chain.draw(100_000n);
      chain.now = plusMs(chain.now, 5_001);
    }
    expect(counted(chain)).toBe(4);
    expect(Object.values(chain.file.restrictions).map(({ kind }) => kind)).toContain('DRAW_HOLD');
  });

  it('may be sent at once where our rail failed the first', () => {
    const story = new Story().openLine();
    const facts = story.do(story.drawCommand(100_000n));
    const requested = facts.find((fact) => fact.type === 'draw.requested');
    if (requested?.type !== 'draw.requested') throw new Error('nothing was requested');
    story.answer(requested.paymentId, false);
    expect(story.try(story.drawCommand(100_000n))).toBeNull();
    expect(counted(story)).toBe(1);
  });

  it('never parts what is counted from what is owed: every loan is a draw that counts', () => {
    const step = fc.record({
      afterMs: fc.constantFrom(0, 1, 4_999, 5_000, 5_001, 60_000),
      amountFen: fc.constantFrom(100_000n, 110_000n),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const story = new Story().openLine();
        for (const { afterMs, amountFen } of steps) {
          story.now = plusMs(story.now, afterMs);
          story.try(story.drawCommand(amountFen));
        }
        expect(counted(story)).toBe(loans(story).length);
      }),
      { numRuns: 30 },
    );
  });
});
