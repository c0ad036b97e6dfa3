import { expect, it } from 'vitest';
import type { Fact } from './fact.ts';
import { emptyFile } from './file.ts';
import { decide } from './decide.ts';
import { evolve, evolveAll, evolveDecided, type Step } from './evolve.ts';
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

it('N169: files that a command came to while it was decided are those that its facts come to, and are not worked out twice', () => {
  const story = busy();
  const steps: Step[] = [];
  const context = { ...story.context({ kind: 'borrower' as const }), steps };
  const decided = decide(story.file, story.drawCommand(510_000n), context);
  if (!decided.ok) throw new Error(decided.refusal.message.en);
  expect(decided.value.length).toBeGreaterThan(1);
  let [quick, plain] = [story.file, story.file];
  decided.value.forEach((body, at) => {
    const { now, commandId, actor } = context;
    const fact: Fact = { seq: quick.version, occurredAt: now, recordedAt: now, commandId, actor, body };
    quick = evolveDecided(quick, fact, steps);
    plain = evolve(plain, fact);
    expect(quick).toBe(steps[at]?.after);
    expect(toJson(quick)).toBe(toJson(plain));
    // What another command noted, or another time of recording, is not taken for this one's.
    const other: Fact = { ...fact, recordedAt: `${now}x` };
    expect(evolveDecided(steps[at]?.before ?? quick, other, steps)).not.toBe(quick);
  });
  // One decided on what another left finds nothing of it.
  decide(quick, story.drawCommand(520_000n), { ...context, commandId: 'next' });
  expect(steps[0]?.before).toBe(quick);
});
