import { decide, DEMO_LENDER, type Fact, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { defaultPolicies } from '../testing/default-policies.ts';
import type { EpisodeKind } from '../world/episodes.ts';
import { NO_FAULTS } from '../world/faults.ts';
import { simulateBook } from '../world/simulate-book.ts';
import { DataSeen } from './data-seen.ts';

type Core = typeof decide;
const AT = '2026-03-02T02:00:00.000Z';
const AT_MS = Date.parse(AT);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const lived = (only: EpisodeKind, core: Core): string =>
  simulateBook(
    {
      seed: 4,
      borrowers: 24,
      days: 90,
      from: '2026-01-01',
      lender: DEMO_LENDER,
      policies: defaultPolicies(),
      core,
      faults: NO_FAULTS,
      eventsPerDay: 0,
      goesWrong: 0,
      episodes: { only },
    },
    0,
  )
    .findings.map(({ guarantee, detail }) => `${guarantee} ${detail}`)
    .join('\n');

/** An engine that miscounts one input: its reasons say one more than there was. */
const miscounts =
  (input: string): Core =>
  (file, command, context) => {
    const outcome = decide(file, command, context);
    if (!outcome.ok) return outcome;
    const value = outcome.value.map((fact): FactBody => {
      if (fact.type !== 'decision.recorded') return fact;
      const { decision } = fact;
      const reasons = decision.reasons.map((reason) =>
        reason.input === input && typeof reason.value === 'number' ? { ...reason, value: reason.value + 1 } : reason,
      );
      return { ...fact, decision: { ...decision, reasons } };
    });
    return { ok: true, value };
  };

/** An engine that reads every paper as invalid, and records what came as it came. */
const distrustful: Core = (file, command, context) => {
  if (command.type !== 'observe') return decide(file, command, context);
  const events = command.events.map((event) =>
    event.kind === 'DOCUMENT_STATUS' || event.kind === 'DEVICE' ? { ...event, valid: false, rooted: true } : event,
  );
  const outcome = decide(file, { ...command, events }, context);
  if (!outcome.ok) return outcome;
  const value = outcome.value.map((fact): FactBody => {
    if (fact.type !== 'behaviour.observed') return fact;
    const event = command.events.find(({ eventId }) => eventId === fact.event.eventId) ?? fact.event;
    return { ...fact, event };
  });
  return { ok: true, value };
};

describe('an engine that reads sign-ins, devices, papers and transfers otherwise than they are (B61)', () => {
  for (const [only, input] of [
    ['many_devices', 'devices_30d'],
    ['family_device', 'accounts_on_device'],
    ['forgot_password', 'failed_logins_1h'],
    ['credentials', 'hours_since_credential_change'],
    ['settles_soon', 'misused_transfers_30d'],
    ['night_work', 'night_draws_7d'],
    ['thief', 'provinces_24h'],
  ] as const)
    it(`is found by its count of ${input}`, () => {
      expect(lived(only, miscounts(input))).toMatch(
        new RegExp(`G1 decision .*: ${input} is said to be \\d+ and is \\d+`),
      );
    });

  it('is found where it holds for a paper that is valid, or a phone that is sound', () => {
    expect(lived('id_card_expired', distrustful)).toMatch(
      /G1 decision .*: id_card_valid is said to be false and is true/,
    );
    expect(lived('family_device', distrustful)).toMatch(
      /G1 decision .*: device_emulated is said to be true and is false/,
    );
  });
});

describe('what the auditor reads of conduct by itself (B61)', () => {
  let n = 0;
  const heard = (event: object, ago = 0): Fact => {
    n += 1;
    const occurredAt = new Date(AT_MS - ago).toISOString();
    return {
      occurredAt,
      body: { type: 'behaviour.observed', event: { eventId: `e${n}`, occurredAt, source: 'f', ...event } } as FactBody,
    } as Fact;
  };
  const seen = (...facts: readonly Fact[]): DataSeen => {
    const data = new DataSeen();
    for (const fact of facts) data.see(fact);
    return data;
  };
  const read = (data: DataSeen, input: string, afterMs = 0, silent = new Map<string, number>()) =>
    data.read(input, AT_MS + afterMs, silent);
  const paper = (valid: boolean, ago: number, more: object = {}) =>
    heard({ kind: 'DOCUMENT_STATUS', document: 'ID_CARD', valid, ...more }, ago);

  it('takes the newest word on a paper, whenever it came, and none that is old, of two minds, or of a silent feed', () => {
    const data = seen(paper(true, HOUR_MS), paper(false, DAY_MS));
    expect(read(data, 'id_card_valid')).toEqual({ value: true, doubt: null });
    expect(read(data, 'phone_verified')?.doubt).toBe('not there');
    expect(read(data, 'id_card_valid', 100 * DAY_MS + HOUR_MS)?.doubt).toBe('100 days old');
    expect(read(seen(paper(true, 0), paper(false, 0)), 'id_card_valid')?.doubt).toMatch(/another/);
    expect(read(data, 'id_card_valid', DAY_MS, new Map([['documents', AT_MS]]))?.doubt).toMatch(/feed that is out/);
  });

  it('takes the last word of the feed that reported it, and nobody else’s', () => {
    const replacement = { kind: 'DOCUMENT_STATUS', document: 'ID_CARD', valid: true, occurredAt: AT, source: 'f' };
    const corrected = (more: object) =>
      read(
        seen(
          paper(false, 0, { eventId: 'wrong' }),
          heard({ kind: 'CORRECTION', corrects: 'wrong', replacement, ...more }),
        ),
        'id_card_valid',
      )?.value;
    expect([corrected({}), corrected({ source: 'another' })]).toEqual([true, false]);
    const reversed = seen(paper(false, 0, { eventId: 'wrong' }), heard({ kind: 'REVERSAL', reverses: 'wrong' }));
    expect(read(reversed, 'id_card_valid')?.doubt).toBe('not there');
  });

  it('counts sign-ins by their window, and one failure that is reported several times once', () => {
    const login = (deviceId: string, province: string, ago: number, success = true) =>
      heard({ kind: 'LOGIN', deviceId, province, success }, ago);
    const data = seen(
      login('a', 'x', 25 * HOUR_MS),
      login('b', 'x', HOUR_MS),
      login('b', 'y', 0, false),
      login('b', 'y', 0, false),
      login('b', 'y', 60_000, false),
      login('b', 'y', HOUR_MS, false),
    );
    const counts = ['devices_24h', 'devices_30d', 'provinces_24h', 'failed_logins_1h'];
    expect(counts.map((input) => read(data, input)?.value)).toEqual([1, 2, 2, 2]);
  });

  it('counts transfers to whom drawn money may not go, within a day of a draw', () => {
    const transfer = (payeeKind: string, ago: number, payee = 'p') =>
      heard({ kind: 'TRANSFER', direction: 'OUT', amountFen: 100n, payee, payeeKind }, ago);
    const drawn = {
      occurredAt: new Date(AT_MS - 2 * DAY_MS).toISOString(),
      body: { type: 'draw.requested', loanId: 'l', terms: { principalFen: 1n }, purpose: 'DAILY' },
    } as unknown as Fact;
    const data = seen(
      drawn,
      transfer('PERSON', 2 * DAY_MS),
      transfer('PERSON', 2 * DAY_MS - 3_000),
      transfer('MERCHANT', DAY_MS, 'q'),
      transfer('LENDER', DAY_MS, 'r'),
      transfer('LENDER', DAY_MS - 1, 's'),
    );
    expect(read(data, 'misused_transfers_30d')?.value).toBe(2);
    expect(read(data, 'misused_transfers_30d', 28 * DAY_MS + 10_000)?.value).toBe(1);
  });
});
