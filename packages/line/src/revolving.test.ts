import { imbalanceOf, positionOf } from '@clearline/lending';
import { expect, it } from 'vitest';
import { availableOf, usedOf } from './selectors.ts';
import { Story } from './testing/story.ts';
import { dateOf } from './time.ts';

const owedOn = (story: Story): bigint =>
  Object.values(story.file.loans).reduce(
    (sum, { account }) =>
      sum + (account === null ? 0n : positionOf(account, dateOf(story.now)).principalOutstandingFen),
    0n,
  );

/*
 * Elsewhere a line of credit is a loan with a trick: one drawing, no drawing again of what was repaid, one method for all, one
 * statement of everything together. What users miss there is each held to here.
 */
it('complaint “line of credit is second-class”: draws side by side and again, each on its own terms, under one limit', () => {
  const story = new Story().openLine();
  const limit = availableOf(story.file, story.now);
  story.draw(500_000n, 3);
  story.later({ days: 5 });
  story.draw(300_000n, 12);
  const [first, second] = Object.values(story.file.loans);
  if (first === undefined || second === undefined) throw new Error('two loans were drawn');
  expect([first.terms.instalments, second.terms.instalments]).toEqual([3, 12]);
  expect([first.terms.startDate, second.terms.startDate]).toEqual(['2026-03-02', '2026-03-07']);
  expect(availableOf(story.file, story.now)).toBe(limit - 800_000n);

  // What is repaid on one draw can be drawn again at once, without touching the other.
  story.later({ days: 1 });
  story.repay({ loanId: first.id, mode: 'EARLY_FULL' });
  expect(story.file.loans[first.id]?.state).toBe('SETTLED');
  expect(story.file.loans[second.id]?.account?.events).toEqual([]);
  expect(availableOf(story.file, story.now)).toBe(limit - 300_000n);
  story.draw(limit - 300_000n, 6);
  expect(availableOf(story.file, story.now)).toBe(0n);
  expect(story.try({ ...story.drawCommand(50_000n) })).not.toBeNull();

  // A part repaid opens as much of the line, to the fen, and what the line says is used is what the loans owe.
  const third = Object.values(story.file.loans)[2];
  story.repay({ loanId: third?.id ?? '', mode: 'EARLY_PART', amountFen: 123_456n });
  expect(availableOf(story.file, story.now)).toBe(123_456n);
  expect(usedOf(story.file)).toBe(owedOn(story));
  for (const { body } of story.facts) if ('postings' in body) expect(imbalanceOf(body.postings)).toBe(0n);

  // Each loan has its own due day, and one payment of all that is due reaches both.
  story.later({ days: 40 });
  const dueFen = Object.values(story.file.loans).map(({ account }) =>
    account === null ? 0n : positionOf(account, dateOf(story.now)).dueFen,
  );
  expect(dueFen.filter((fen) => fen > 0n)).toHaveLength(2);
  story.repay();
  for (const { account } of Object.values(story.file.loans))
    expect(account === null ? 0n : positionOf(account, dateOf(story.now)).dueFen).toBe(0n);
});
