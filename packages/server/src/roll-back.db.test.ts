import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';

type RollBack = z.output<typeof s.RollBack>;
type Reason = z.output<typeof s.ReasonToGive>;
type Home = z.output<typeof b.Home>;

let lender: DemoLender;
const reason = { zh: '规则把同一笔借款重复计数。', en: 'The rule counted one draw several times.' };

beforeAll(async () => {
  lender = await startDemoLender();
});
afterAll(() => lender.stop());

/** A borrower whose fourth draw of a day is held. */
const heldBorrower = async () => {
  const api = await lender.borrower('13800002222');
  await api.send('POST', '/v1/me/identity', { name: '李四', idNumber: '110101199001011234' });
  const consents = await api.get<{ items: z.output<typeof b.Consent>[] }>('/v1/me/consents');
  for (const { kind, version, required } of consents.body.items)
    if (required) await api.send('PUT', `/v1/me/consents/${kind}`, { given: true, version });
  const application = await api.send<z.output<typeof b.Application>>('POST', '/v1/me/applications', {
    kind: 'CONSUMER',
    monthlyIncomeFen: 1_500_000,
    employment: 'EMPLOYED',
    monthsInWork: 48,
  });
  const costSheetHash = application.body.offer?.costSheet.hash;
  await api.send('POST', '/v1/me/offer/acceptance', {
    costSheetHash,
    readSeconds: 30,
    scrolledToEnd: true,
    confirmed: true,
  });
  for (let n = 0; n < 5; n += 1) {
    // Other amounts each time: the same one within seconds would be taken for a request sent twice.
    const input = { amountFen: 100_000 + n * 10_000, tenorMonths: 6, method: 'EQUAL_INSTALMENT' };
    const quote = await api.send<z.output<typeof b.DrawQuote>>('POST', '/v1/me/draw-quotes', input);
    const reading = { readSeconds: 30, scrolledToEnd: true, confirmed: true };
    const { planHash, costSheet } = quote.body;
    const drawn = await api.send('POST', '/v1/me/draws', {
      ...input,
      ...reading,
      purpose: 'DAILY',
      accountTail: '1234',
      planHash,
      costSheetHash: costSheet.hash,
    });
    if (drawn.status !== 200) break;
  }
  return api;
};

describe('a rule that judged wrongly (G9, N30)', () => {
  it('is taken back by two people: lines restored, borrowers told, and it counts for nobody from then on', async () => {
    const me = await heldBorrower();
    const before = await me.get<Home>('/v1/me');
    expect(before.body.line?.displayState, JSON.stringify(before.body)).toBe('DRAW_HOLD');
    const analyst = await lender.staff('analyst');
    const approver = await lender.staff('approver');
    const decisions = await analyst.get<{ items: { id: string; action: string }[] }>(
      '/v1/staff/decisions?adverse=true',
    );
    const held = decisions.body.items.find(({ action }) => action === 'DRAW_HOLD');
    const decision = await analyst.get<z.output<typeof s.DecisionDetail>>(`/v1/staff/decisions/${held?.id}`);
    const ruleIds = decision.body.trace.filter(({ fired }) => fired).map(({ ruleId }) => ruleId);
    const proposed = await analyst.send<RollBack>('POST', '/v1/staff/roll-backs', {
      ruleIds,
      policyVersion: null,
      reason,
    });
    expect(proposed.status, JSON.stringify(proposed.body)).toBe(200);
    expect(proposed.body).toMatchObject({
      state: 'proposed',
      reach: { borrowers: 1, goodStanding: 1, flipped: 1, restrictions: 1 },
    });
    const reviewer = await lender.staff('reviewer');
    const reasonOf = async (code: string) => {
      const found = await reviewer.get<{ items: Reason[] }>(
        `/v1/staff/borrowers/${decision.body.borrowerId}/reasons?use=RESTRICT`,
      );
      return found.body.items.find((item) => item.code === code);
    };
    expect(await reasonOf('D1_BURST_24H')).toMatchObject({ state: 'HOLDS', standing: 'ALONE', value: { zh: '4' } });
    expect(await reasonOf('D1_FREQUENT')).toMatchObject({ state: 'HOLDS', standing: 'SUPPORTING' });
    // Showing the reach wrote nothing, and nobody approves what they proposed.
    expect((await me.get<Home>('/v1/me')).body.line?.displayState).toBe('DRAW_HOLD');
    const path = `/v1/staff/roll-backs/${proposed.body.id}/approval`;
    expect((await analyst.send('POST', path, { approved: true, note: '' })).status).toBe(403);

    const applied = await approver.send<RollBack>('POST', path, { approved: true, note: '同意' });
    expect(applied.body, JSON.stringify(applied.body)).toMatchObject({ state: 'applied', approver: 'A2002' });
    expect((await reasonOf('D1_BURST_24H'))?.state, 'rolled back').toBe('SET_ASIDE');
    // The cap that came before the hold rests on other rules.
    expect((await me.get<Home>('/v1/me')).body.line?.displayState).toBe('SINGLE_DRAW_CAP');
    const notices = await me.get<{ items: z.output<typeof b.NoticeSummary>[] }>('/v1/me/notices');
    expect(notices.body.items[0]).toMatchObject({ kind: 'REMEDY' });
    // Five more draws in the same day: the rule that would have held them is gone.
    const input = { amountFen: 100_000, tenorMonths: 6, method: 'EQUAL_INSTALMENT' };
    const quote = await me.send<z.output<typeof b.DrawQuote>>('POST', '/v1/me/draw-quotes', input);
    expect(quote.status).toBe(200);
    expect((await approver.send('POST', path, { approved: true, note: '' })).status).toBe(409);
    const list = await analyst.get<{ items: RollBack[] }>('/v1/staff/roll-backs');
    expect(list.body.items.map(({ state }) => state)).toEqual(['applied']);
  });

  it('is refused where it names a rule that nobody has, or the version in force', async () => {
    const analyst = await lender.staff('analyst');
    const unknown = await analyst.send<{ code: string }>('POST', '/v1/staff/roll-backs', {
      ruleIds: ['no-such-rule'],
      policyVersion: null,
      reason,
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not_found']);
    const nothing = await analyst.send<{ code: string }>('POST', '/v1/staff/roll-backs', {
      ruleIds: [],
      policyVersion: null,
      reason,
    });
    expect(nothing.body.code).toBe('roll_back_of_nothing');
    const policies = await analyst.get<{ items: z.output<typeof s.PolicySummary>[] }>('/v1/staff/policies');
    const card = policies.body.items.find(({ state }) => state === 'live')?.scorecards[0];
    expect(card).toMatch(/@/);
    const inForce = await analyst.send<{ code: string; field: string }>('POST', '/v1/staff/roll-backs', {
      ruleIds: [],
      policyVersion: null,
      scorecardVersion: card,
      reason,
    });
    expect(inForce.body).toMatchObject({ code: 'roll_back_of_nothing', field: 'scorecardVersion' });
    const former = await analyst.send<RollBack>('POST', '/v1/staff/roll-backs', {
      ruleIds: [],
      policyVersion: null,
      scorecardVersion: 'consumer-application@2020-01',
      reason,
    });
    expect(former.body).toMatchObject({
      scorecardVersion: 'consumer-application@2020-01',
      reach: { borrowers: 0, decisions: 0 },
    });
  });
});
