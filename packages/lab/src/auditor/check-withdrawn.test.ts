import type { Fact, FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { seenRestriction } from '../testing/seen.ts';
import { BorrowerRecord, type SeenRestriction } from './borrower-record.ts';
import { checkRestriction } from './check-restriction.ts';

const DAY_MS = 86_400_000;
const BEGAN_MS = Date.parse('2026-03-01T08:00:00.000Z');
const iso = (day: number): string => new Date(BEGAN_MS + day * DAY_MS).toISOString();

const report = (day: number, overdueDaysMax: number): FactBody =>
  ({
    type: 'behaviour.observed',
    event: {
      kind: 'BUREAU_UPDATE',
      eventId: `e${day}-${overdueDaysMax}`,
      occurredAt: iso(day),
      source: 'bureau:sandbox',
      reportDate: iso(day).slice(0, 10),
      overdueDaysMax,
    },
  }) as FactBody;

/** A proposal for an old debt elsewhere, reports on their days, and its withdrawal on a day; what the auditor finds, and remembers. */
const withdrawn = (
  on: number,
  reports: readonly (readonly [day: number, overdueDaysMax: number])[],
  seen: Partial<SeenRestriction> = {},
  silentSince: number | null = null,
) => {
  const silent = silentSince === null ? [] : ([['bureau:sandbox', BEGAN_MS + silentSince * DAY_MS]] as const);
  const record = new BorrowerRecord('b', new Map(silent));
  const restriction = seenRestriction({ state: 'proposed', ...seen });
  record.restrictions.set('r', restriction);
  record.decisions.set('d', {
    reasons: [{ ruleId: 'B1', input: 'overdue_days_max', value: 45, operator: '>', line: 30 }],
  } as never);
  for (const [day, overdue] of reports) record.data.see({ body: report(day, overdue), occurredAt: iso(day) } as Fact);
  const found: string[] = [];
  const check = (body: FactBody, day: number): void =>
    checkRestriction(
      record,
      { body, occurredAt: iso(day), seq: 1, recordedAt: iso(day), commandId: 'c', actor: { kind: 'borrower' } } as Fact,
      () => true,
      new Map() as never,
      (guarantee, detail) => void found.push(`${guarantee} ${detail}`),
    );
  check({ type: 'restriction.withdrawn', restrictionId: 'r', by: null, note: '' }, on);
  return { record, restriction, found, check };
};

describe('a proposal that the machine takes back (N177)', () => {
  it('is let be where sound data shows its reasons gone, and starts no rest', () => {
    const { restriction, found, check, record } = withdrawn(2, [
      [0, 45],
      [1, 0],
    ]);
    expect(found).toEqual([]);
    expect(restriction).toMatchObject({ state: 'withdrawn', endedAtMs: BEGAN_MS + 2 * DAY_MS });
    const again = { id: 'again', kind: 'LIMIT_REDUCED', causeFamily: 'ELIGIBILITY', approvedBy: [], proposedBy: {} };
    check({ type: 'restriction.proposed', restriction: again } as never, 3);
    expect(found).toEqual([]);
    // The same after one that people turned down is within the rest.
    record.restrictions.set('r', { ...restriction, state: 'lifted' });
    check({ type: 'restriction.proposed', restriction: { ...again, id: 'third' } } as never, 4);
    expect(found.join()).toMatch(/G3 restriction third began/);
  });

  it('is found where the data could not show it: too old, from a silent feed, of two minds, or none at all', () => {
    expect(withdrawn(40, [[0, 0]]).found.join()).toMatch(/G5 restriction r was withdrawn on overdue_days_max/);
    expect(withdrawn(2, [[1, 0]], {}, 1).found.join()).toMatch(/G5/);
    const ofTwoMinds = [
      [1, 0],
      [1, 45],
    ] as const;
    expect(withdrawn(2, ofTwoMinds).found.join()).toMatch(/G5/);
    expect(withdrawn(2, []).found.join()).toMatch(/G5/);
    expect(withdrawn(2, [[1, 0]], { family: 'STRATEGY' }).found.join()).toMatch(/G5/);
  });

  it('is found where a person had proposed it, or it was no proposal any more', () => {
    expect(withdrawn(2, [[1, 0]], { byStaff: true }).found.join()).toMatch(/STATES .* proposed by a person/);
    expect(withdrawn(2, [[1, 0]], { state: 'effective' }).found.join()).toMatch(/STATES .* effective to withdrawn/);
  });
});
