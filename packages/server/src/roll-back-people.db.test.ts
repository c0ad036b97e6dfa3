import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import type { Api } from './testing/api.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';
import { draw, openLine } from './testing/steps.ts';

type RollBack = z.output<typeof s.RollBack>;
type Left = { readonly items: z.output<typeof s.LeftToPeople>[]; readonly code: string };

let lender: DemoLender;
let borrowerId: string;

/** A line that a person held under a version, which another has replaced since. */
beforeAll(async () => {
  lender = await startDemoLender(undefined, (files) => ({ ...files, 'note.txt': 'the version that was wrong' }));
  const me = await lender.borrower('13800004444');
  borrowerId = (await openLine(me, '110101199001011234')).borrower.id;
  for (const amountFen of [100_000, 110_000, 120_000]) expect((await draw(me, amountFen)).status).toBe(200);
  const reviewer = await lender.staff('reviewer');
  const proposal = {
    kind: 'DRAW_HOLD',
    reasonCodes: ['D1_SEVERAL_24H'],
    limitAfterFen: null,
    days: 9,
    note: '用途待核实',
  };
  const held = await reviewer.send('POST', `/v1/staff/borrowers/${borrowerId}/restrictions`, proposal);
  expect(held.status, JSON.stringify(held.body)).toBe(200);
  lender = await lender.restarted();
});
afterAll(() => lender.stop());

it('H99: lists what people decided under a rolled-back version until another person keeps it or takes it back', async () => {
  const me = await lender.borrower('13800004444');
  const state = async () => (await me.get<z.output<typeof b.Home>>('/v1/me')).body.line?.displayState;
  const [analyst, approver] = [await lender.staff('analyst'), await lender.staff('approver')];
  const versions = await analyst.get<{ items: z.output<typeof s.PolicySummary>[] }>('/v1/staff/policies');
  const policyVersion = versions.body.items.find((policy) => policy.state !== 'live')?.version;
  const proposed = await analyst.send<RollBack>('POST', '/v1/staff/roll-backs', {
    ruleIds: [],
    policyVersion,
    reason: { zh: '这个版本的标准有误。', en: 'The lines of this version were wrong.' },
  });
  expect(proposed.body.reach, JSON.stringify(proposed.body)).toMatchObject({ restrictions: 0, leftToPeople: 1 });
  const path = `/v1/staff/roll-backs/${proposed.body.id}`;
  const list = (who: Api) => who.get<Left>(`${path}/people-decisions`);
  const [left] = (await list(approver)).body.items;
  expect(left).toMatchObject({
    borrowerId,
    decidedBy: ['A2001'],
    restriction: { kind: 'DRAW_HOLD', state: 'effective' },
    grounds: 'HOLD',
  });
  const look = (who: Api, keep: boolean) =>
    who.send<Left>('POST', `${path}/people-decisions`, { decisionId: left?.decisionId, keep, reason: '已重新核对' });
  expect((await look(approver, false)).body.code).toBe('roll_back_not_applied');
  const applied = await approver.send<RollBack>('POST', `${path}/approval`, { approved: true, note: '同意' });
  expect(applied.body.state, JSON.stringify(applied.body)).toBe('applied');
  expect(await state(), 'no machine undoes it').toBe('DRAW_HOLD');
  const waiting = async () => {
    const today = await approver.get<z.output<typeof s.Today>>('/v1/staff/today');
    const items = today.body.items.filter(({ kind }) => kind === 'ROLL_BACK_LOOK');
    expect(today.body.counts['ROLL_BACK_LOOK']).toBe(items.length);
    return items;
  };
  const [work] = await waiting();
  expect(work).toMatchObject({
    borrowerId,
    title: { zh: '版本回滚后，人工决定待复核：临时暂停借款' },
    since: applied.body.appliedAt,
    link: `/roll-backs?decision=${left?.decisionId}`,
  });
  expect((await list(analyst)).status).toBe(403);
  expect((await look(await lender.staff('reviewer'), false)).body.code).toBe('own_decision_reviewed');
  const taken = await look(await lender.staff('reviewer2'), false);
  expect([taken.status, taken.body.items]).toEqual([200, []]);
  expect(await waiting(), 'H106: answered, it waits for nobody').toEqual([]);
  expect(await state(), 'the cap is the machine’s, and holds by the policy in force').toBe('SINGLE_DRAW_CAP');
  const notices = await me.get<{ items: z.output<typeof b.NoticeSummary>[] }>('/v1/me/notices');
  expect(notices.body.items[0]?.kind).toBe('REMEDY');
  expect((await look(approver, true)).body.code).toBe('nothing_to_look_at');
});
