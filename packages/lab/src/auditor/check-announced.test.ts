import type { Fact, FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { seenRestriction } from '../testing/seen.ts';
import { BorrowerRecord } from './borrower-record.ts';
import { checkAnnounced, checkGivenUp, checkWaiting } from './check-announced.ts';
import { checkRestriction } from './check-restriction.ts';
import { GIVEN_UP_FOR_DATA } from './rules.ts';

const DAY_MS = 86_400_000;
const BEGAN_MS = Date.parse('2026-03-01T08:00:00.000Z');
const at = (day: number): number => BEGAN_MS + day * DAY_MS;
const iso = (day: number): string => new Date(at(day)).toISOString();

/** A change announced on day 0 for day 7, and then put off, each time as `[on day, to day, told]`. */
const putOff = (...times: readonly (readonly [on: number, to: number, told?: boolean])[]) => {
  const record = new BorrowerRecord('b');
  const restriction = seenRestriction({ state: 'pre_notice' });
  record.restrictions.set('r', restriction);
  const found: string[] = [];
  const report = (guarantee: string, detail: string): void => void found.push(`${guarantee} ${detail}`);
  const announce = (on: number, to: number): void =>
    checkAnnounced(
      record,
      { type: 'restriction.announced', restrictionId: 'r', effectiveAt: iso(to), noticeId: 'n' },
      restriction,
      at(on),
      report,
    );
  announce(0, 7);
  for (const [on, to, told = true] of times) {
    if (told) tell(record, on);
    announce(on, to);
  }
  return { record, restriction, found, report };
};
const tell = (record: BorrowerRecord, on: number): void =>
  void record.notices.set(`put-off-${on}`, {
    about: 'r',
    untilMs: null,
    issuedAtMs: at(on),
    reasons: 0,
    queued: true,
    givesReasons: false,
    isContestable: false,
    isLogged: true,
  });

describe('an announced change whose data stays in doubt (N127, B54)', () => {
  it('is put off week by week for a month, told each time, and then given up', () => {
    const { record, restriction, found, report } = putOff([7, 14], [14, 21], [21, 28], [28, 35]);
    tell(record, 35);
    checkGivenUp(
      record,
      {
        type: 'restriction.ended',
        restrictionId: 'r',
        state: 'lifted',
        reason: GIVEN_UP_FOR_DATA,
        decisionId: null,
      } as never,
      restriction,
      at(35),
      report,
    );
    restriction.state = 'lifted';
    checkWaiting(record, at(35), report);
    expect(found).toEqual([]);
  });

  it.each([
    ['before its day', [[5, 14]], /G5 .* was put off before its day came/],
    ['by less than the notice that is promised', [[7, 10]], /G2 .* was put off by 3.0 days only/],
    ['and nobody was told', [[7, 14, false]], /G2 .* was put off and nobody was told/],
    [
      'beyond a month',
      [
        [7, 14],
        [14, 38],
      ],
      /G5 .* was put off beyond 30 days/,
    ],
  ] as const)('is found put off %s', (_what, times, finding) => {
    expect(putOff(...times).found.join('\n')).toMatch(finding);
  });

  it('is found when it is given up early or without a word, waits for ever, or is forgotten on its day', () => {
    const early = putOff([7, 14]);
    checkGivenUp(
      early.record,
      { restrictionId: 'r', reason: GIVEN_UP_FOR_DATA } as never,
      early.restriction,
      at(14),
      early.report,
    );
    checkWaiting(early.record, at(14), early.report);
    expect(early.found.join('\n')).toMatch(/G5 .* was given up after 7.0 days/);
    expect(early.found.join('\n')).toMatch(/G2 .* was given up and nobody was told/);
    const waits = putOff([7, 14], [14, 21], [21, 28], [28, 35]);
    checkWaiting(waits.record, at(38.5), waits.report);
    expect(waits.found.join('\n')).toMatch(/G5 .* has waited for sound data longer than 30 days/);
    const forgotten = putOff();
    checkWaiting(forgotten.record, at(8.5), forgotten.report);
    expect(forgotten.found.join('\n')).toMatch(/G5 .* is past its day, and neither happened nor was put off/);
  });

  it('is found when it takes effect before the day that was last announced', () => {
    const { record, found, report } = putOff([7, 14]);
    const body: FactBody = { type: 'restriction.effective', restrictionId: 'r', noticeId: 'n', expiresAt: null };
    checkRestriction(record, { body, occurredAt: iso(12) } as Fact, () => true, new Map(), report);
    expect(found.join('\n')).toMatch(/G2 restriction r took effect before the day announced/);
  });
});
