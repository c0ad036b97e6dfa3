import { reviveOwn } from '@clearline/line';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { BehaviourEvent } from '../contract/events.ts';
import { quickReader } from './quick-events.ts';

const read = quickReader(BehaviourEvent);
/** What the schema makes of an event, as the quick reading gives it. */
const bySchema = ({ borrowerId, ...event }: z.output<typeof BehaviourEvent>) => ({
  borrowerId,
  event: reviveOwn<Record<string, unknown>>(event),
});
/** With the order of the fields, in which facts are written. */
const entriesOf = (read: ReturnType<typeof bySchema> | null) => [read?.borrowerId, Object.entries(read?.event ?? {})];

const base = {
  eventId: 'e1',
  borrowerId: '0197a3c0-0000-4000-8000-000000000001',
  occurredAt: '2026-03-01T02:00:00.000Z',
  source: 'app',
};
const bureau = {
  reportDate: '2026-02-28',
  overdueAccounts: 0,
  overdueDaysMax: 0,
  overdueAmountFen: 0,
  hardEnquiries1m: 1,
  hardEnquiries3m: 2,
  unsettledLenders: 1,
  newLenders3m: 0,
  totalDebtFen: 9_007_199_254_740_991,
  monthlyDebtServiceFen: 5,
  overdueMonths24m: 0,
  consecutiveOverdueMonths24m: 0,
};
const sound = [
  { ...base, kind: 'LOGIN', deviceId: 'd', province: '浙江', success: true, latitudeTenths: -900 },
  { ...base, kind: 'DEVICE', deviceId: 'd', emulator: false, rooted: false, accountsOnDevice: 1 },
  { ...base, kind: 'CREDENTIAL_CHANGE', what: 'CARD' },
  { ...base, kind: 'DOCUMENT_STATUS', document: 'PHONE', valid: false },
  { ...base, kind: 'PURCHASE', amountFen: 1, category: 'c', payee: 'p', refund: false, extra: 'left out' },
  { ...base, kind: 'TRANSFER', direction: 'OUT', amountFen: 0, payee: 'p', payeeKind: 'PERSON' },
  { ...base, kind: 'DRAW_ATTEMPT', amountFen: 5, deviceId: 'd' },
  { ...base, kind: 'REPAYMENT', amountFen: 5, to: 'US', late: false },
  { ...base, kind: 'BUREAU_UPDATE', ...bureau, hardEnquiries12m: 7 },
  { ...base, kind: 'INCOME_UPDATE', monthlyIncomeFen: 5, proof: 'TAX', contributionMonths3m: 3 },
  { ...base, kind: 'TAX_UPDATE', periodFrom: '2026-01-01', declaredSalesFen: 1, taxPaidFen: 0, filedOnTime: true },
  { ...base, kind: 'SALES_UPDATE', salesDate: '2024-02-29', salesFen: 1, orders: 1 },
];
const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, [], {}, 1n),
  fc.constantFrom(
    '',
    'x',
    'x'.repeat(60),
    'x'.repeat(61),
    'x'.repeat(100),
    'x'.repeat(101),
    'a\u0000b',
    '\uD800',
    '\uFFFD',
    '😀',
    'LOGIN',
    'PURCHASE',
    'TAX',
  ),
  fc.constantFrom('2026-02-30', '2026-02-28', '2026-03-01T02:00:00Z', '2026-03-01T02:00:00+08:00', '2026-03-01 02:00'),
  fc.constantFrom(0, -0, 1, -1, 3, 4, 1.5, -900, 901, 1800, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.NaN, Infinity),
  fc.constant(base.borrowerId),
);

describe('H92: the quick reading of an event', () => {
  it('reads every plain kind, just as its schema does', () => {
    for (const event of sound) {
      expect(entriesOf(read(event))).toEqual(entriesOf(bySchema(BehaviourEvent.parse(event))));
    }
  });

  it('takes nothing that the schema refuses, and makes nothing else of what both take', () => {
    const seen = { taken: 0, left: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...sound),
        fc.array(fc.tuple(fc.nat(20), odd), { minLength: 1, maxLength: 3 }),
        (event, changes) => {
          const changed: Record<string, unknown> = { ...event };
          for (const [n, value] of changes) {
            const name = Object.keys(event)[n % Object.keys(event).length] as string;
            // A field that JSON does not have is absent.
            if (value === undefined) delete changed[name];
            else changed[name] = value;
          }
          const byQuick = read(changed);
          seen[byQuick === null ? 'left' : 'taken'] += 1;
          const checked = BehaviourEvent.safeParse(changed);
          expect(byQuick !== null).toBe(checked.success);
          if (checked.success) expect(entriesOf(byQuick)).toEqual(entriesOf(bySchema(checked.data)));
        },
      ),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.taken, seen.left)).toBeGreaterThan(200);
  });

  it.each([null, undefined, 7, 'LOGIN', [], {}, { kind: 'CORRECTION' }, { kind: 'HEARTBEAT' }])(
    'leaves %j to the schema',
    (given) => {
      expect(read(given)).toBeNull();
    },
  );
});
