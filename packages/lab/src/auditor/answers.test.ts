import type { Fact } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { audit, commits, lastDay } from '../testing/recorded-book.ts';

describe('the auditor, of what is answered, delivered and kept (B10)', () => {
  it('G7: finds a repayment refused for a restriction', () => {
    const auditor = audit(commits);
    auditor.answered(
      { borrowerId: 'b', command: { type: 'repay' } },
      { ok: false, refusal: { code: 'draws_restricted' } },
    );
    expect(auditor.findings.map(({ guarantee }) => guarantee)).toEqual(['G7']);
  });

  it('G8: finds an appeal refused for another reason than the rules know', () => {
    const auditor = audit(commits);
    auditor.answered(
      { borrowerId: 'b', command: { type: 'submit_appeal' } },
      { ok: false, refusal: { code: 'line_closed' } },
    );
    expect(auditor.findings.map(({ guarantee }) => guarantee)).toEqual(['G8']);
  });

  it('B9: the digest is of what the signed checkpoints say, not of their order alone', () => {
    const whole = audit(commits).digest();
    expect(audit(commits).digest()).toBe(whole);
    const at = commits.findLastIndex(({ checkpoint }) => checkpoint !== null);
    const with_ = (change: (note: string) => string): string =>
      audit(
        commits.map((commit, n) => (n === at ? { ...commit, checkpoint: change(commit.checkpoint ?? '') } : commit)),
      ).digest();
    // Another root, as other contents would give it, under the same size; and the same root under another signature.
    expect(with_((note) => note.replace(/^(.*\n\d+\n)./, '$1A'))).not.toBe(whole);
    expect(with_((note) => note.slice(0, -6) + 'AAAA==')).not.toBe(whole);
  });

  it('G2, G4: finds in the evening what was not delivered, and what did not end', () => {
    const undelivered = audit(commits);
    for (const { borrowerId } of commits) undelivered.endOfDay(borrowerId, lastDay);
    expect(undelivered.findings.map(({ guarantee }) => guarantee)).toContain('G2');
    const endless = audit(
      commits.map((commit) => ({
        ...commit,
        facts: commit.facts.map((fact) =>
          fact.body.type === 'restriction.ended'
            ? { ...fact, body: { type: 'notice.read', noticeId: 'nothing' } as const }
            : fact,
        ),
      })),
    );
    for (const { borrowerId } of commits) endless.endOfDay(borrowerId, lastDay);
    expect(endless.findings.map(({ guarantee }) => guarantee)).toContain('G4');
  });

  it('finds what an answer promised and a crash lost', () => {
    const auditor = audit(commits);
    const borrowerId = commits[0]?.borrowerId ?? '';
    auditor.restarted({ stream: () => [] });
    expect(auditor.findings.map(({ guarantee }) => guarantee)).toContain('LOST');
    const fact = commits[0]?.facts[0] as Fact;
    const second = audit(commits);
    second.answered({ borrowerId, command: { type: 'draw' } }, { ok: true, facts: [{ ...fact, seq: 1_000_000 }] });
    expect(second.findings.map(({ guarantee }) => guarantee)).toEqual(['LOST']);
  });

  it('finds money that the rail moved and the book does not know, and the reverse', () => {
    const auditor = audit(commits);
    auditor.settle(new Map());
    expect(auditor.findings.map(({ guarantee }) => guarantee)).toContain('LEDGER');
  });
});
