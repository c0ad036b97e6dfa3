import type { Fact, FactBody } from '@clearline/line';
import { expect, it } from 'vitest';
import { DataSeen } from './data-seen.ts';

const AT = '2026-03-02T02:00:00.000Z';
const ATMS = Date.parse(AT);
const DAY_MS = 86_400_000;
const report = (eventId: string, reportDate: string, overdueDaysMax: number) => ({
  kind: 'BUREAU_UPDATE',
  eventId,
  occurredAt: AT,
  source: 'bureau:sandbox',
  reportDate,
  overdueDaysMax,
});
const heard = (event: object, occurredAt = AT): Fact =>
  ({ body: { type: 'behaviour.observed', event } as FactBody, occurredAt }) as Fact;

it('passes over a report of a day to come, then and later, until a correction gives it its true day (N180)', () => {
  const data = new DataSeen();
  const read = (days: number) => data.read('overdue_days_max', ATMS + days * DAY_MS, new Map())?.value;
  data.see(heard(report('true', '2026-03-02', 0)));
  data.see(heard(report('ahead', '2026-03-09', 45)));
  expect([read(0), read(10)]).toEqual([0, 0]);
  const replacement = report('r', '2026-03-05', 45);
  const correction = { ...report('c', '', 0), kind: 'CORRECTION', corrects: 'ahead', replacement };
  data.see(heard(correction, '2026-03-05T03:00:00.000Z'));
  expect(read(10)).toBe(45);
});
