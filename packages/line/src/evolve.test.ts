import { expect, it } from 'vitest';
import type { Fact } from './fact.ts';
import { emptyFile } from './file.ts';
import { evolve, evolveAll } from './evolve.ts';
import { toJson } from './json.ts';
import { Story } from './testing/story.ts';

/** A line, sign-ins, a draw among them, and more sign-ins. */
const busy = (): Story => {
  const story = new Story().openLine();
  for (let n = 0; n < 5; n += 1) story.later({ hours: 1 }).login('d1', '浙江');
  story.draw(500_000n);
  for (let n = 0; n < 5; n += 1) story.later({ hours: 1 }).login('d1', '浙江');
  return story;
};

it('N1: a list of facts comes to what they come to one by one, wherever it is cut', () => {
  const { facts, file } = busy();
  const one = facts.reduce(evolve, emptyFile(file.borrowerId));
  for (let cut = 0; cut <= facts.length; cut += 1) {
    const begun = evolveAll(emptyFile(file.borrowerId), facts.slice(0, cut));
    expect(toJson(evolveAll(begun, facts.slice(cut)))).toBe(toJson(one));
  }
});

it('N1: a gap or a repetition in the stream is told, in a run of events too', () => {
  const { facts, file } = busy();
  const last = facts.at(-1) as Fact;
  expect(last.body.type).toBe('behaviour.observed');
  const damaged = [facts.toSpliced(-2, 1), [...facts, last]];
  for (const stream of damaged)
    expect(() => evolveAll(emptyFile(file.borrowerId), stream)).toThrow(
      `fact behaviour.observed has seq ${last.seq} where the file of ${file.borrowerId} expects`,
    );
});
