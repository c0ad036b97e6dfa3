import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import type { Api } from './testing/api.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';
import { draw, openLine } from './testing/steps.ts';

type Loan = z.output<typeof b.Loan>;
type Payment = z.output<typeof b.Payment>;
type File = z.output<typeof s.BorrowerFile>;
type Case = z.output<typeof s.ReconciliationCase>;
type Problem = { readonly code: string; readonly field?: string };

const reason = { zh: '与借款人约定', en: 'agreed with the borrower' };

let lender: DemoLender;
let me: Api;
let operator: Api;
let second: Api;
let loanId: string;
let paymentId: string;

const loanNow = async (): Promise<Loan> => (await me.get<Loan>(`/v1/me/loans/${loanId}`)).body;
const change = (body: object, who: Api = operator) =>
  who.send<File & Problem>('POST', `/v1/staff/loans/${loanId}/changes`, {
    date: lender.clock.businessDate(),
    reason,
    ...body,
  });
const later = async (days: number): Promise<void> => {
  await operator.send('POST', '/v1/sandbox/clock', { days });
  const closed = await operator.send<{ items: z.output<typeof s.DayClose>[] }>('POST', '/v1/staff/day-closes', {
    through: null,
  });
  expect(closed.status, JSON.stringify(closed.body)).toBe(200);
  for (const { date, proof } of closed.body.items)
    expect({ date, ...proof }).toMatchObject({ balanced: true, balancesMatchEntries: true, subLedgerMatches: true });
};

beforeAll(async () => {
  lender = await startDemoLender('2026-08-20T04:00:00.000Z');
  [operator, second] = [await lender.staff('operator'), await lender.staff('approver')];
  me = await lender.borrower('13800002222');
  await openLine(me, '110101199001011234');
  const drawn = await draw(me, 1_000_000);
  ({ loanId } = drawn.body);
  await lender.until(loanNow, ({ state }) => state === 'ACTIVE');
});
afterAll(() => lender.stop());

describe('loan events through the API', () => {
  it('a repayment succeeds, bounces, and the borrower is told; the debt stands again', async () => {
    await later(31);
    const asked = await me.send<{ paymentId: string }>('POST', '/v1/me/repayments', {
      loanId,
      mode: 'DUE',
      amountFen: null,
    });
    ({ paymentId } = asked.body);
    const paymentNow = async () =>
      (await me.get<{ items: Payment[] }>('/v1/me/payments')).body.items.find(({ id }) => id === paymentId);
    await lender.until(paymentNow, (payment) => payment?.state === 'SUCCEEDED');
    expect((await loanNow()).dueFen).toBe(0);
    const body = { date: lender.clock.businessDate(), reason };
    expect((await second.send('POST', `/v1/payments/${paymentId}/return`, body)).status).toBe(403);
    const returned = await operator.send<Payment>('POST', `/v1/payments/${paymentId}/return`, body);
    expect(returned.body, JSON.stringify(returned.body)).toMatchObject({ state: 'REVERSED', purpose: 'REPAYMENT' });
    const loan = await loanNow();
    expect(loan.dueFen).toBeGreaterThan(0);
    expect(loan.history[0]).toMatchObject({ kind: 'repayment', paymentId, reversedOn: body.date });
    const notices = await me.get<{ items: z.output<typeof b.NoticeSummary>[] }>('/v1/me/notices');
    expect(notices.body.items[0]).toMatchObject({ kind: 'LOAN_CHANGED', title: { zh: '一笔还款被银行退回' } });
  });

  it('a transfer by an earlier value date re-ages the loan and takes penalty off', async () => {
    await later(12);
    const before = await loanNow();
    expect(before.daysPastDue).toBeGreaterThan(10);
    const due = before.instalments[0];
    const receipt = {
      amountFen: (due?.principalFen ?? 0) + (due?.interestFen ?? 0),
      reference: 'B1',
      date: due?.dueDate,
    };
    const entered = await operator.send<File>('POST', `/v1/staff/loans/${loanId}/receipts`, receipt);
    expect(entered.status, JSON.stringify(entered.body)).toBe(200);
    expect(await loanNow()).toMatchObject({ daysPastDue: 0, overdueFen: 0, penaltyAccruedFen: 0 });
    expect(entered.body.line?.goodStanding).toBe(true);
    const again = await operator.send<Problem>('POST', `/v1/staff/loans/${loanId}/receipts`, receipt);
    expect([again.status, again.body.code]).toEqual([409, 'reference_used']);
  });

  it('refuses what the guarantees do not allow, naming the field', async () => {
    const { annualRateSimplePpb } = await loanNow();
    const dearer = await change({ change: { kind: 'rate_change', annualRatePpb: annualRateSimplePpb + 1 } });
    expect([dearer.status, dearer.body.code, dearer.body.field]).toEqual([422, 'rate_not_lower', 'annualRatePpb']);
    const wrong = await change({ change: { kind: 'rate_change', annualRatePpb: 1 }, date: '2026-02-31' });
    expect(wrong.status).toBe(422);
    const empty = await change({ change: { kind: 'charge_off' }, reason: { zh: '有', en: '' } });
    expect(empty.status).toBe(422);
    const early = await change({ change: { kind: 'write_off' } });
    expect([early.status, early.body.code]).toEqual([409, 'still_performing']);
  });

  it('a restructure waits for a second person, on whose list it stands', async () => {
    const firstDueDate = `${lender.clock.businessDate().slice(0, 4)}-12-15`;
    const plan = { kind: 'restructure', instalments: 9, firstDueDate, annualRatePpb: 60_000_000 };
    const proposed = await change({ change: plan });
    expect(proposed.body.loanProposals, JSON.stringify(proposed.body)).toHaveLength(1);
    const today = await second.get<z.output<typeof s.Today>>('/v1/staff/today');
    expect(today.body.items.map(({ kind }) => kind)).toContain('LOAN_CHANGE_APPROVAL');
    const id = proposed.body.loanProposals[0]?.id;
    const approve = (who: Api) =>
      who.send<File & Problem>('POST', `/v1/staff/loan-changes/${id}/approval`, { approved: true, note: '已核对' });
    expect((await approve(operator)).status).toBe(403);
    const approved = await approve(second);
    expect(approved.body.loanProposals, JSON.stringify(approved.body)).toEqual([]);
    const loan = await loanNow();
    expect(loan.annualRateSimplePpb).toBe(60_000_000);
    expect(loan.instalments.filter(({ status }) => status === 'FUTURE')).toHaveLength(9);
    const pdf = await me.get(`/v1/me/loans/${loanId}/plan/pdf?lang=zh`);
    expect([pdf.status, pdf.type]).toEqual([200, 'application/pdf']);
  });

  it('what is overpaid is owed back and returned through the rail', async () => {
    const { payoffFen } = await loanNow();
    const date = lender.clock.businessDate();
    const receipt = { amountFen: payoffFen + 12_345, reference: 'B2', date };
    await operator.send('POST', `/v1/staff/loans/${loanId}/receipts`, receipt);
    expect(await loanNow()).toMatchObject({ state: 'SETTLED', creditFen: 12_345 });
    const asked = await operator.send('POST', `/v1/staff/loans/${loanId}/refunds`, { amountFen: null, reason });
    expect(asked.status, JSON.stringify(asked.body)).toBe(200);
    await lender.until(loanNow, ({ creditFen }) => creditFen === 0);
  });

  it('each month that is over has its statement, fixed when it was issued', async () => {
    await later(12);
    const { items } = (await me.get<{ items: z.output<typeof b.MonthlyStatement>[] }>('/v1/me/statements')).body;
    expect(items.map(({ month }) => month)).toEqual(['2026-09', '2026-08']);
    const paths = items.map(({ month }) => `/v1/me/statements/${month}/pdf?lang=en`);
    for (const path of paths) expect((await me.get(path)).type).toBe('application/pdf');
    expect((await me.get('/v1/me/statements/2026-07/pdf')).status).toBe(404);
  });
});

describe('reconciliation with the rail, end to end', () => {
  const cases = async (): Promise<Case[]> =>
    (await operator.get<{ items: Case[] }>('/v1/staff/reconciliation-cases')).body.items;

  it('every close compared its day with the rail’s own file, and nothing differed', async () => {
    const runs = await operator.get<{ items: z.output<typeof s.Reconciliation>[] }>('/v1/staff/reconciliations');
    const matched = runs.body.items.reduce((sum, run) => sum + run.matched, 0);
    // The draw, the repayment that bounced later, the refund.
    expect(matched).toBe(3);
    expect(await cases()).toEqual([]);
  });

  it('missing, extra and different payments are cases; one is closed by a person and stays so, the rest by a right file', async () => {
    const [run] = (
      await operator.get<{ items: z.output<typeof s.Reconciliation>[] }>('/v1/staff/reconciliations')
    ).body.items.filter(({ matched }) => matched > 0);
    const date = run?.date ?? '';
    const file = await operator.get(`/v1/sandbox/rail/files/${date}`);
    expect(file.type).toContain('text/csv');
    const lines = file.bytes.toString('utf8').trim().split('\n');
    const handIn = async (rows: readonly string[]) => {
      const form = new FormData();
      form.set('date', date);
      form.set('file', new File([`${rows.join('\n')}\n`], 'rail.csv', { type: 'text/csv' }));
      return operator.upload<z.output<typeof s.Reconciliation>>('/v1/staff/reconciliations', form);
    };
    const wrong = await handIn([
      lines[0] ?? '',
      (lines[1] ?? '').replace(/\d+\.\d\d/, '1.00'),
      `stranger,IN,5.00,SUCCEEDED,${date}`,
    ]);
    expect(wrong.body, JSON.stringify(wrong.body)).toMatchObject({ matched: 0, missing: 1, different: 1 });
    const extra = await handIn([lines[0] ?? '', `stranger,IN,5.00,SUCCEEDED,${date}`]);
    expect(extra.body).toMatchObject({ matched: 0, missing: 1, extra: 1, different: 0 });
    const today = await operator.get<z.output<typeof s.Today>>('/v1/staff/today');
    expect(today.body.counts['RECONCILIATION_CASE']).toBe(2);
    const resolution = { date, externalId: 'stranger', resolution: '渠道测试款，已由渠道冲回' };
    const closed = await operator.send<Case>('POST', '/v1/staff/reconciliation-cases/resolution', resolution);
    expect(closed.body).toMatchObject({ state: 'CLOSED', closedBy: 'A4001', resolution: resolution.resolution });
    await handIn([lines[0] ?? '', `stranger,IN,5.00,SUCCEEDED,${date}`]);
    expect((await cases()).find(({ externalId }) => externalId === 'stranger')?.state).toBe('CLOSED');
    const right = await operator.send('POST', '/v1/staff/reconciliations/fetched', { date });
    expect(right.body).toMatchObject({ matched: run?.matched, missing: 0, extra: 0, different: 0 });
    expect((await cases()).every(({ state }) => state === 'CLOSED')).toBe(true);
  });
});
