import { describe, expect, it } from 'vitest';
import { evolve } from './evolve.ts';
import type { Fact } from './fact.ts';
import { type BorrowerFile, emptyFile } from './file.ts';
import { GuaranteeBroken } from './guarantees.ts';
import { type LogEntry, logEntryOf, requireLogged } from './log-entry.ts';
import { Story } from './testing/story.ts';

/** A borrower whose draws were held after four in a day, with the entry of each fact and the file before each. */
const held = (): { facts: readonly Fact[]; entries: (LogEntry | null)[]; before: BorrowerFile[] } => {
  const story = new Story().openLine();
  for (let n = 0; n < 4; n += 1) {
    story.draw(100_000n, 3);
    story.later({ hours: 1 });
  }
  let file = emptyFile(story.file.borrowerId);
  const entries: (LogEntry | null)[] = [];
  const before: BorrowerFile[] = [];
  for (const fact of story.facts) {
    before.push(file);
    file = evolve(file, fact);
    entries.push(logEntryOf(fact, file));
  }
  return { facts: story.facts, entries, before };
};

describe('what is logged (G12)', () => {
  it('is every decision and every notice, with the record it rests on, and nothing else', () => {
    const { facts, entries } = held();
    facts.forEach(({ seq, body }, at) => {
      const entry = entries[at];
      if (body.type === 'decision.recorded')
        expect(entry).toEqual({
          factSeq: seq,
          notice: null,
          decision: { recordHash: body.decision.recordHash, policyVersion: body.decision.versions.policy },
        });
      else if (body.type === 'notice.issued') expect(entry).toMatchObject({ factSeq: seq, notice: body.notice });
      else expect(entry).toBeNull();
    });
    const adverse = entries.find((entry) => entry?.notice?.adverse === true);
    expect(adverse?.decision).not.toBeNull();
  });

  it('holds what a restriction rests on, or the command fails whole', () => {
    const { facts, entries, before } = held();
    const at = facts.findIndex(({ body }) => body.type === 'restriction.effective');
    expect(at).toBeGreaterThan(0);
    const { commandId } = facts[at] as Fact;
    const first = facts.findIndex((fact) => fact.commandId === commandId);
    const [file, command] = [before[first] as BorrowerFile, facts.slice(first, at + 1)];
    const logged = entries.slice(first, at + 1);
    expect(() => requireLogged(file, command, logged)).not.toThrow();
    const unlogged = logged.filter((entry) => entry === null || entry.notice === null);
    expect(() => requireLogged(file, command, unlogged)).toThrow(GuaranteeBroken);
    expect(() => requireLogged(file, command, unlogged)).toThrow('G12');
    // A notice of an earlier command is in the log already.
    expect(() => requireLogged(before[at] as BorrowerFile, facts.slice(at, at + 1), [])).not.toThrow();
  });
});
