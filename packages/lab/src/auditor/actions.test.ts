import type { Fact, FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import {
  type Body,
  altered,
  alteredDecision,
  alteredNotice,
  audit,
  commits,
  settings,
} from '../testing/recorded-book.ts';
import type { Committed } from '../world/book-disk.ts';
import { signerOf } from '../world/simulate-book.ts';
import { Auditor } from './auditor.ts';
import { BorrowerRecord, type SeenRestriction } from './borrower-record.ts';
import { checkLine } from './check-line.ts';
import { checkMoney } from './check-money.ts';

describe('the auditor, of what is done to borrowers (B10)', () => {
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
    const said = alteredDecision(({ reasons }) => ({ reasons: reasons.map((reason) => ({ ...reason, value: 99 })) }))();
    expect(
      audit(said)
        .findings.map(({ detail }) => detail)
        .join(),
    ).toContain('is said to be 99 and is');
  });
});
