import { DEMO_LENDER, type Fact, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import type { Committed } from '../world/book-disk.ts';
import { ALL_FAULTS } from '../world/faults.ts';
import { signerOf, simulateBook } from '../world/simulate-book.ts';
import { Auditor } from './auditor.ts';
import { BorrowerRecord, type SeenRestriction } from './borrower-record.ts';
import { checkLine } from './check-line.ts';
import { checkMoney } from './check-money.ts';

/** One book as it really ran; each test alters one thing in it and expects to be told which guarantee that breaks. */
const commits: Committed[] = [];
const settings = {
  seed: 2,
  borrowers: 50,
  days: 240,
  from: '2026-01-01',
  lender: DEMO_LENDER,
  policies: defaultPolicies(),
  faults: ALL_FAULTS,
  eventsPerDay: 0,
  goesWrong: 0,
};
simulateBook(settings, 0, (commit) => commits.push(commit));
const lastDay = '2026-08-29T16:00:00.000Z';

const audit = (altered: readonly Committed[]): Auditor => {
  const auditor = new Auditor(signerOf(settings.seed, 0).key.publicKey);
  for (const commit of altered) auditor.committed(commit);
  return auditor;
};
const found = (altered: readonly Committed[]): Set<string> =>
  new Set(audit(altered).findings.map(({ guarantee }) => guarantee));

type Body<T extends FactBody['type']> = Extract<FactBody, { type: T }>;

/** The book with the first fact of a type for which `change` gives something else. */
const altered = <T extends FactBody['type']>(
  type: T,
  change: (body: Body<T>, fact: Fact) => FactBody | null,
): Committed[] => {
  let done = false;
  const result = commits.map((commit) => ({
    ...commit,
    facts: commit.facts.map((fact) => {
      if (done || fact.body.type !== type) return fact;
      const body = change(fact.body as Body<T>, fact);
      if (body === null) return fact;
      done = true;
      return { ...fact, body };
    }),
  }));
  if (!done) throw new Error(`the book holds no ${type} to alter`);
  return result;
};

describe('the auditor', () => {
  it('finds nothing in a book as it was', () => {
    expect(audit(commits).findings).toEqual([]);
  });

  const adverse = (body: Body<'decision.recorded'>): boolean =>
    body.decision.action === 'DRAW_HOLD' &&
    body.decision.actor.kind === 'machine' &&
    body.decision.context.goodStanding;
  const decision = (change: (decision: Body<'decision.recorded'>['decision']) => object) => () =>
    altered('decision.recorded', (body) =>
      adverse(body) ? { ...body, decision: { ...body.decision, ...change(body.decision) } } : null,
    );

  const alteredNotice = (change: (notice: Body<'notice.issued'>['notice']) => Body<'notice.issued'>['notice']) =>
    altered('notice.issued', (body) => (body.notice.adverse ? { ...body, notice: change(body.notice) } : null));

  const cases: readonly (readonly [guarantee: string, what: string, alter: () => Committed[]])[] = [
    ['G1', 'an adverse decision without a reason', decision(() => ({ reasons: [] }))],
    [
      'G1',
      'a reason whose value does not cross its line',
      decision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, value: -1 })) })),
    ],
    [
      'G1',
      'a reason that is a mere score',
      decision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, code: 'SCORE' })) })),
    ],
    ['G3', 'a suspension by the machine alone', decision(() => ({ action: 'DRAW_SUSPENDED' }))],
    [
      'G5',
      'an adverse decision on stale data',
      decision(({ inputs }) => ({ inputs: inputs.map((input) => ({ ...input, fresh: false })) })),
    ],
    [
      'G6',
      'a look at appeals filed',
      decision(({ inputs }) => ({ inputs: [...inputs, { ...inputs[0], name: 'appeals_filed_12m' }] })),
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
    ['G10', 'a decision that is not what its hash says', decision(({ points }) => ({ points: (points ?? 0) + 1 }))],
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

  it('G3: finds a second action within the days of rest that are promised, and none after them', () => {
    const rests = (kind: 'SINGLE_DRAW_CAP' | 'DRAW_HOLD', days: number, change: object = {}): Set<string> => {
      const second = commits.flatMap((commit) =>
        commit.facts.flatMap((fact) => (fact.body.type === 'restriction.ended' ? [{ commit, fact }] : [])),
      );
      for (const { commit, fact } of second) {
        const { restrictionId } = fact.body as Body<'restriction.ended'>;
        const proposed = commits
          .flatMap(({ facts }) => facts)
          .map(({ body }) => body)
          .find((body) => body.type === 'restriction.proposed' && body.restriction.id === restrictionId);
        if (proposed?.type !== 'restriction.proposed' || proposed.restriction.causeFamily !== 'BEHAVIOUR') continue;
        if (proposed.restriction.kind !== 'SINGLE_DRAW_CAP') continue;
        const ofKind = { ...proposed, restriction: { ...proposed.restriction, kind } };
        const told = altered('restriction.proposed', (body) => (body === proposed ? ofKind : null));
        const auditor = audit(told.slice(0, commits.indexOf(commit) + 1));
        const again: Fact = {
          ...fact,
          seq: (commit.facts.at(-1)?.seq ?? 0) + 1,
          occurredAt: new Date(Date.parse(fact.occurredAt) + days * 86_400_000).toISOString(),
          body: { ...ofKind, restriction: { ...ofKind.restriction, id: 'again', ...change } },
        };
        auditor.committed({ ...commit, facts: [again], leaves: [], outboxRows: [], checkpoint: null });
        return new Set(
          auditor.findings.flatMap(({ guarantee, detail }) => (detail.includes('again') ? [guarantee] : [])),
        );
      }
      throw new Error('no cap for behaviour ended in this book');
    };
    expect(rests('DRAW_HOLD', 2)).toEqual(new Set(['G3']));
    expect(rests('DRAW_HOLD', 7.5)).toEqual(new Set());
    expect(rests('SINGLE_DRAW_CAP', 29.5)).toEqual(new Set(['G3']));
    expect(rests('SINGLE_DRAW_CAP', 30.5)).toEqual(new Set());
    expect(rests('DRAW_HOLD', 2, { causeFamily: 'SECURITY' })).toEqual(new Set());
    expect(rests('DRAW_HOLD', 2, { kind: 'STEP_UP' })).toEqual(new Set());
  });

  it('G3: takes from the decision what a cap per draw must leave room for (B42)', () => {
    const cap = commits
      .flatMap(({ facts }) => facts)
      .flatMap(({ body }) => (body.type === 'restriction.proposed' ? [body.restriction] : []))
      .find(({ kind }) => kind === 'SINGLE_DRAW_CAP');
    const capFen = cap?.singleDrawCapFen;
    if (cap === undefined || capFen === undefined) throw new Error('no draw is capped in this book');
    const withLeast = (leastDrawFen: bigint | undefined): number => {
      const told = altered('decision.recorded', (body) => {
        const { leastDrawFen: _, ...context } = body.decision.context;
        const least = leastDrawFen === undefined ? {} : { leastDrawFen };
        return body.decision.id === cap.decisionId
          ? { ...body, decision: { ...body.decision, context: { ...context, ...least } } }
          : null;
      });
      return audit(told).findings.filter(({ detail }) => detail.includes(`cap ${cap.id} leaves no draw`)).length;
    };
    expect(withLeast(capFen)).toBe(0);
    expect(withLeast(capFen + 1n)).toBe(1);
    expect(withLeast(undefined)).toBe(1);
  });

  it('finds a draw above a cap in force, to the moment at which it ends (B41)', () => {
    const drawn = commits.flatMap(({ facts }) => facts).find(({ body }) => body.type === 'draw.requested');
    if (drawn?.body.type !== 'draw.requested') throw new Error('nobody draws in this book');
    const { principalFen } = drawn.body.terms;
    const atMs = Date.parse(drawn.occurredAt);
    const found = (capFen: bigint, expiresAtMs: number): string[] => {
      const record = new BorrowerRecord('b');
      const cap = { kind: 'SINGLE_DRAW_CAP', state: 'effective', capFen, expiresAtMs } as SeenRestriction;
      record.restrictions.set('cap', cap);
      const details: string[] = [];
      checkMoney(record, drawn, (_guarantee, detail) => void details.push(detail));
      return details.filter((detail) => detail.includes('cap'));
    };
    expect(found(principalFen, atMs + 1)).toEqual([]);
    expect(found(principalFen - 1n, atMs + 1)).toHaveLength(1);
    expect(found(principalFen - 1n, atMs)).toEqual([]);
  });

  it('counts every adverse action, and what each came with', () => {
    const { actions, ...kept } = audit(commits).adverse;
    expect(actions).toBeGreaterThan(5);
    expect(new Set(Object.values(kept))).toEqual(new Set([actions]));
    const silent = audit(alteredNotice((notice) => ({ ...notice, reasons: [] }))).adverse;
    expect(silent.withReasons).toBe(silent.actions - 1);
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

  it('B44, B47: finds a hold made longer untold, by one person for too long, after its end, or for reasons that have gone', () => {
    type Renewed = Body<'restriction.renewed'>;
    const details = (told: readonly Committed[]): string[] => audit(told).findings.map(({ detail }) => detail);
    const renewed = (change: (body: Renewed, fact: Fact) => Renewed) => details(altered('restriction.renewed', change));
    const at = commits.findIndex(({ facts }) => facts.some(({ body }) => body.type === 'restriction.renewed'));
    const first = commits[at]?.facts.find(({ body }) => body.type === 'restriction.renewed')?.body as Renewed;
    const later = new Date(Date.parse(first.until) + 60_000).toISOString();
    expect(renewed((body) => ({ ...body, until: later })).join()).toContain('nobody was told until when');
    expect(renewed((body) => ({ ...body, by: 'A1' })).join()).toContain('in another’s name');
    const long = new Date(Date.parse(first.until) + 60 * 86_400_000).toISOString();
    expect(renewed((body) => ({ ...body, until: long })).join()).toContain('days by one person');
    // Whoever is named as the second must have stood behind it before.
    expect(renewed((body) => ({ ...body, until: long, secondBy: 'A1' })).join()).toContain('days by one person');
    const untold = commits.map((commit, n) =>
      n === at ? { ...commit, facts: commit.facts.filter(({ body }) => body.type !== 'notice.issued') } : commit,
    );
    expect(details(untold).join()).toContain('nobody was told until when');
    const late = commits.map((commit, n) =>
      n === at
        ? {
            ...commit,
            facts: commit.facts.map((fact) => ({
              ...fact,
              occurredAt: new Date(Date.parse(fact.occurredAt) + 40 * 86_400_000).toISOString(),
            })),
          }
        : commit,
    );
    expect(details(late).join()).toContain('after its end');
    expect(details(late).join()).toContain('none of its reasons holds');
  });

  it('B48: finds a line that opened beside another, without consent, or with something unsettled', () => {
    const details = (told: readonly Committed[]): string =>
      audit(told)
        .findings.map(({ detail }) => detail)
        .join();
    const isExchange = ({ facts }: Committed): boolean =>
      facts.some(({ body }) => body.type === 'line.opened') && facts.some(({ body }) => body.type === 'line.closed');
    const at = commits.findIndex(isExchange);
    const exchange = commits[at];
    if (exchange === undefined) throw new Error('no line was exchanged in this book');
    const { borrowerId } = exchange;
    const without = (type: FactBody['type']): Committed[] =>
      commits.map((commit) =>
        commit.borrowerId === borrowerId
          ? { ...commit, facts: commit.facts.filter(({ body }) => body.type !== type) }
          : commit,
      );
    expect(details(without('line.closed'))).toContain('beside one that takes draws');
    expect(details(without('move.agreed'))).toContain('without its owner’s consent');
    const kept = (body: FactBody): FactBody => (body.type === 'line.closed' ? { ...body, by: 'LENDER' } : body);
    const byLender = commits.map((commit, n) =>
      n === at ? { ...commit, facts: commit.facts.map((fact) => ({ ...fact, body: kept(fact.body) })) } : commit,
    );
    expect(details(byLender)).toContain('not ended with it, by its owner');
    const record = new BorrowerRecord(borrowerId);
    record.restrictions.set('r', { state: 'proposed', expiresAtMs: null } as SeenRestriction);
    const found: string[] = [];
    for (const commit of commits.slice(0, at + 1))
      for (const fact of commit.borrowerId === borrowerId ? commit.facts : [])
        checkLine(record, fact, (_guarantee, detail) => void found.push(detail));
    expect(found).toEqual(['a line was exchanged while restriction r was proposed']);
  });

  it('B49: finds what rests on a feed that was silent, and a reason that says another value than the data', () => {
    const auditor = new Auditor(signerOf(settings.seed, 0).key.publicKey);
    auditor.feedSilent('bureau:sandbox', '2026-01-01T00:00:00.000Z');
    for (const commit of commits) auditor.committed(commit);
    expect(auditor.findings.filter(({ detail }) => detail.includes('whose feed is out')).length).toBeGreaterThan(0);
    auditor.feedHeard('bureau:sandbox');
    const said = decision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, value: 99 })) }))();
    expect(
      audit(said)
        .findings.map(({ detail }) => detail)
        .join(),
    ).toContain('is said to be 99 and is');
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
