import type { Fact } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { altered, alteredDecision, alteredNotice, audit, commits, found } from '../testing/recorded-book.ts';
import type { Committed } from '../world/book-disk.ts';

describe('the auditor, of a book in which one thing is altered (B10)', () => {
  it('finds nothing in a book as it was', () => {
    expect(audit(commits).findings).toEqual([]);
  });

  const cases: readonly (readonly [guarantee: string, what: string, alter: () => Committed[]])[] = [
    ['G1', 'an adverse decision without a reason', alteredDecision(() => ({ reasons: [] }))],
    [
      'G1',
      'a reason whose value does not cross its line',
      alteredDecision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, value: -1 })) })),
    ],
    [
      'G1',
      'a reason that is a mere score',
      alteredDecision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, code: 'SCORE' })) })),
    ],
    ['G3', 'a suspension by the machine alone', alteredDecision(() => ({ action: 'DRAW_SUSPENDED' }))],
    [
      'G5',
      'an adverse decision on stale data',
      alteredDecision(({ inputs }) => ({ inputs: inputs.map((input) => ({ ...input, fresh: false })) })),
    ],
    [
      'G6',
      'a look at appeals filed',
      alteredDecision(({ inputs }) => ({ inputs: [...inputs, { ...inputs[0], name: 'appeals_filed_12m' }] })),
    ],
    [
      'G2',
      'a notice that was never queued',
      () => {
        const at = commits.findIndex(({ facts }) => facts.some(({ body }) => body.type === 'restriction.effective'));
        return commits.map((commit, n) => (n === at ? { ...commit, outboxRows: [] } : commit));
      },
    ],
    [
      'G2',
      'an effect before its notice is due',
      () =>
        altered('restriction.announced', (body) => body).map((commit) => ({
          ...commit,
          facts: commit.facts.map((fact) =>
            fact.body.type === 'notice.issued' && fact.body.notice.kind === 'PRE_NOTICE'
              ? { ...fact, occurredAt: new Date(Date.parse(fact.occurredAt) + 3 * 86_400_000).toISOString() }
              : fact,
          ),
        })),
    ],
    [
      'G3',
      'a reduction without the people it needs',
      () =>
        commits.map((commit) => ({
          ...commit,
          facts: commit.facts.map((fact) =>
            fact.body.type === 'restriction.approved'
              ? { ...fact, body: { type: 'notice.read', noticeId: 'nothing' } as const }
              : fact.body.type === 'decision.recorded'
                ? {
                    ...fact,
                    body: {
                      ...fact.body,
                      decision: {
                        ...fact.body.decision,
                        context: { ...fact.body.decision.context, goodStanding: true },
                      },
                    },
                  }
                : fact,
          ),
        })),
    ],
    [
      'G4',
      'a hold without an end',
      () => altered('restriction.effective', (body) => (body.expiresAt === null ? null : { ...body, expiresAt: null })),
    ],
    [
      'G7',
      'a loan paid out at another price',
      () =>
        altered('draw.paid', (body) => ({
          ...body,
          terms: { ...body.terms, rate: 'another' } as unknown as typeof body.terms,
        })),
    ],
    [
      'G8',
      'an appeal decided by one person',
      () => altered('appeal.decided', (body) => (body.by === null ? null : { ...body, secondBy: body.by })),
    ],
    [
      'G8',
      'a notice that leaves a month to contest',
      () =>
        altered('notice.issued', (body, fact) =>
          body.notice.adverse
            ? {
                ...body,
                notice: {
                  ...body.notice,
                  appealBy: new Date(Date.parse(fact.occurredAt) + 30 * 86_400_000).toISOString(),
                },
              }
            : null,
        ),
    ],
    [
      'G9',
      'an overturned restriction that stands',
      () =>
        altered('restriction.ended', (body) =>
          body.state === 'reversed' ? { type: 'notice.read', noticeId: 'nothing' } : null,
        ),
    ],
    [
      'G11',
      'a strategy that carries fault',
      () =>
        altered('notice.issued', (body) =>
          body.notice.adverse ? { ...body, notice: { ...body.notice, causeFamily: 'STRATEGY', noFault: false } } : null,
        ),
    ],
    [
      'G12',
      'a decision that is no leaf of the log',
      () => {
        const at = commits.findIndex(({ leaves }) => leaves.length > 0);
        return commits.map((commit, n) => (n === at ? { ...commit, leaves: commit.leaves.slice(1) } : commit));
      },
    ],
    [
      'G12',
      'a leaf that was rewritten after its checkpoint',
      () => {
        const at = commits.findIndex(({ leaves }) => leaves.length > 0);
        return commits.map((commit, n) =>
          n === at ? { ...commit, leaves: commit.leaves.map((leaf) => ({ ...leaf, notice: 'f'.repeat(64) })) } : commit,
        );
      },
    ],
    [
      'G12',
      'a checkpoint signed by nobody',
      () =>
        commits.map((commit) => ({
          ...commit,
          checkpoint:
            commit.checkpoint?.replace(/[A-Za-z0-9+/=]{80,}\n$/, (text) => `${'A'.repeat(text.length - 1)}\n`) ?? null,
        })),
    ],
    [
      'G12',
      'a notice that says something else than was logged',
      () =>
        altered('notice.issued', (body) => ({
          ...body,
          notice: { ...body.notice, title: { ...body.notice.title, zh: `${body.notice.title.zh}！` } },
        })),
    ],
    [
      'G10',
      'a decision that is not what its hash says',
      alteredDecision(({ points }) => ({ points: (points ?? 0) + 1 })),
    ],
    [
      'G1',
      'a reason that does not say where the line is',
      () =>
        alteredNotice((notice) => ({
          ...notice,
          reasons: notice.reasons.map((reason) => ({ ...reason, ourLine: { zh: '', en: '' } })),
        })),
    ],
    ['G8', 'a notice that names no right', () => alteredNotice((notice) => ({ ...notice, rights: [] }))],
    ['G8', 'a notice that names no outside route', () => alteredNotice((notice) => ({ ...notice, outsideRoutes: [] }))],
    [
      'G2',
      'an application declined without a word',
      () => {
        const at = commits.findIndex(({ facts }) =>
          facts.some(({ body }) => body.type === 'decision.recorded' && body.decision.action === 'DECLINE'),
        );
        return commits.map((commit, n) =>
          n === at ? { ...commit, facts: commit.facts.filter(({ body }) => body.type !== 'notice.issued') } : commit,
        );
      },
    ],
    [
      'STATES',
      'a restriction that took effect after it had ended',
      () => {
        const ended = commits.findIndex(({ facts }) => facts.some(({ body }) => body.type === 'restriction.ended'));
        const fact = commits[ended]?.facts.find(({ body }) => body.type === 'restriction.ended');
        if (fact?.body.type !== 'restriction.ended') throw new Error('nothing ended');
        const id = fact.body.restrictionId;
        return commits.map((commit, n) =>
          n === ended
            ? {
                ...commit,
                facts: [
                  ...commit.facts,
                  {
                    ...fact,
                    seq: fact.seq + 1,
                    body: { type: 'restriction.effective', restrictionId: id, noticeId: '', expiresAt: null } as const,
                  },
                ],
              }
            : commit,
        );
      },
    ],
    [
      'LEDGER',
      'an entry that does not balance',
      () =>
        altered('draw.paid', (body) => ({
          ...body,
          postings: body.postings.map((posting, n) =>
            n === 0 && posting.debitFen > 0n ? { ...posting, debitFen: posting.debitFen + 1n } : posting,
          ),
        })),
    ],
    [
      'LEDGER',
      'a payment that is answered twice',
      () => {
        const at = commits.findIndex(({ facts }) => facts.some(({ body }) => body.type === 'draw.paid'));
        const again = commits[at]?.facts.find(({ body }) => body.type === 'draw.paid') as Fact;
        return commits.map((commit, n) => (n === at ? { ...commit, facts: [...commit.facts, again] } : commit));
      },
    ],
    [
      'STREAM',
      'a fact that was left out',
      () => {
        const at = commits.findIndex(({ facts }) => facts.some(({ body }) => body.type === 'behaviour.observed'));
        return commits.filter((_commit, n) => n !== at);
      },
    ],
  ];
  for (const [guarantee, what, alter] of cases)
    it(`${guarantee}: finds ${what}`, () => {
      expect(found(alter())).toContain(guarantee);
    });
});
