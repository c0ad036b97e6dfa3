import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as s from './contract/staff.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';

type Strategies = { readonly items: z.output<typeof s.Strategy>[] };
interface Manifest {
  readonly tables: readonly { readonly decisionKind: string; readonly lineKind: string }[];
  readonly scenarios: readonly string[];
}

/** The policies, with a strategy table for business lines only. */
const forBusinessOnly = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  const tables = manifest.tables.filter((table) => table.decisionKind !== 'STRATEGY' || table.lineKind === 'BUSINESS');
  const scenarios = manifest.scenarios.filter((file) => !file.includes('strategy'));
  return { ...files, 'manifest.json': JSON.stringify({ ...manifest, tables, scenarios }) };
};
const terms = {
  name: { zh: '总量控制', en: 'Exposure cap' },
  reason: { zh: '本产品总额度已达上限。', en: 'The product has reached its cap.' },
  effect: 'REDUCE',
  reduceToPercent: 80,
  minLimitFen: 100_000,
  dormantMonths: null,
  noticeDays: 7,
} as const;

let lender: DemoLender;
beforeAll(async () => {
  lender = await startDemoLender('2026-08-20T04:00:00.000Z', forBusinessOnly);
});
afterAll(() => lender.stop());

describe('N103: a strategy for lines of which the policy in force has no table', () => {
  it('is refused at the draft, in both languages, and nothing of it is kept', async () => {
    const analyst = await lender.staff('analyst');
    for (const lineKind of ['CONSUMER', null]) {
      const drafted = await analyst.send('POST', '/v1/staff/strategies', { ...terms, lineKind });
      expect([drafted.status, drafted.body]).toMatchObject([
        409,
        {
          code: 'strategy_without_table',
          message: { zh: expect.stringMatching(/没有.*业务策略表/), en: expect.stringMatching(/no strategy table/) },
        },
      ]);
    }
    expect((await analyst.get<Strategies>('/v1/staff/strategies')).body.items).toEqual([]);
    const business = await analyst.send('POST', '/v1/staff/strategies', { ...terms, lineKind: 'BUSINESS' });
    expect(business.status, JSON.stringify(business.body)).toBe(200);
  });

  it('is refused at the approval too, where the policy has changed since the draft, and stays a draft', async () => {
    const id = '00000000-0000-4000-8000-000000000103';
    await lender.store.queries('main').putStrategy({
      ...terms,
      id,
      minLimitFen: 100_000n,
      lineKind: 'CONSUMER',
      region: null,
      segment: null,
      state: 'draft',
      author: 'A0001',
      approver: null,
      createdAt: lender.clock.now(),
      effectiveOn: null,
      blast: { borrowers: 0, goodStanding: 0, limitCutFen: 0n },
    });
    const approver = await lender.staff('approver');
    const decision = { approved: true, note: '' };
    const approved = await approver.send('POST', `/v1/staff/strategies/${id}/approval`, decision);
    expect([approved.status, approved.body]).toMatchObject([409, { code: 'strategy_without_table' }]);
    const { items } = (await approver.get<Strategies>('/v1/staff/strategies')).body;
    expect(items.find((strategy) => strategy.id === id)).toMatchObject({ state: 'draft', approver: null });
  });
});
