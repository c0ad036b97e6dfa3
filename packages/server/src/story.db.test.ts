import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as e from './contract/events.ts';
import type * as s from './contract/staff.ts';
import { type Api, apiOf } from './testing/api.ts';
import { draw, openLine } from './testing/steps.ts';
import { codeFor, type DemoLender, startDemoLender } from './testing/demo-lender.ts';

type Home = z.output<typeof b.Home>;
type Application = z.output<typeof b.Application>;
type Loan = z.output<typeof b.Loan>;
type Appeal = z.output<typeof b.Appeal>;
type Notice = z.output<typeof b.Notice>;
type Desk = z.output<typeof s.AppealDesk>;
type Proposal = Pick<z.output<typeof s.BorrowerFile>, 'maskedPhone' | 'phoneProposal'>;
interface Problem {
  readonly code: string;
  readonly fields?: readonly string[];
  readonly message: { readonly zh: string; readonly en: string };
}

const phone = '13800001111';
const idNumber = '110101199001011234';

let lender: DemoLender;
let me: Api;
let borrowerId: string;

describe('the story, through the API', () => {
  beforeAll(async () => {
    lender = await startDemoLender();
  });
  afterAll(() => lender.stop());

  it('signs in with a code that works once', async () => {
    me = await lender.borrower(phone);
    const code = await codeFor(me, phone, 'Sign-in code');
    const again = await apiOf(lender.app).send<Problem>('POST', '/v1/auth/sessions', { phone, code });
    expect(again.status).toBe(401);
    const home = await me.get<Home>('/v1/me');
    expect(home.body.stage).toBe('IDENTITY');
    borrowerId = home.body.borrower.id;
  });

  it('goes from identity to an open line, the cost sheet read', async () => {
    const home = await openLine(me, idNumber);
    expect(home).toMatchObject({ stage: 'ACTIVE', borrower: { maskedName: '张**' } });
    expect(home.line?.availableFen).toBeGreaterThan(0);
  });

  it('declines with specific reasons and says what would change them (G1)', async () => {
    const other = await lender.borrower('13800002222');
    await other.send('POST', '/v1/me/identity', { name: '李四', idNumber: '110101199001011239' });
    const consents = await other.get<{ items: z.output<typeof b.Consent>[] }>('/v1/me/consents');
    for (const { kind, version } of consents.body.items) {
      await other.send('PUT', `/v1/me/consents/${kind}`, { given: true, version });
    }
    const input = { kind: 'CONSUMER', monthlyIncomeFen: 800_000, employment: 'EMPLOYED', monthsInWork: 12 };
    const { body } = await other.send<Application>('POST', '/v1/me/applications', input);
    expect(body.status).toBe('DECLINED');
    expect(body.reasons.length).toBeGreaterThan(0);
    expect(body.reasons[0]?.whatWeSaw.zh).toMatch(/\d/);
    expect(body.reapplyFrom).not.toBeNull();
  });

  it('gives one person one account: another phone is sent back to the first one', async () => {
    const other = await lender.borrower('13800002299');
    const refused = await other.send<Problem>('POST', '/v1/me/identity', { name: '张三丰', idNumber });
    expect([refused.status, refused.body.code]).toEqual([409, 'identity_taken']);
    expect(refused.body.message.zh).toContain('原来的手机号登录');
    expect((await other.get<Home>('/v1/me')).body.stage).toBe('IDENTITY');
  });

  it('moves an account to a new phone, tells both, and leaves the unidentified account behind', async () => {
    const [mine, next] = ['13800003331', '13800003332'];
    const owner = await lender.borrower(mine);
    await owner.send('POST', '/v1/me/identity', { name: '王五', idNumber: '110101199001011272' });
    const { id } = (await owner.get<Home>('/v1/me')).body.borrower;
    await lender.borrower(next);
    const reviewer = await lender.staff('reviewer');
    const change = { phone: next, note: '到店核验身份证' };
    const approver = await lender.staff('approver');
    const path = `/v1/staff/borrowers/${id}/phone`;
    const agree = { approved: true, note: '视频核验' };
    const taken = await approver.send<Problem>('POST', path, { ...change, phone });
    expect([taken.status, taken.body.code]).toEqual([409, 'phone_in_use']);
    // Four eyes: whoever may agree cannot agree to their own proposal, and nothing has moved until another does.
    expect((await approver.send('POST', path, change)).status).toBe(200);
    const alone = await approver.send<Problem>('POST', `${path}/approval`, agree);
    expect([alone.status, alone.body.code]).toEqual([403, 'same_person']);
    expect((await reviewer.send('POST', `${path}/approval`, agree)).status).toBe(403);
    expect((await owner.get<Home>('/v1/me')).body.borrower.id).toBe(id);
    const turned = await approver.send<Problem>('POST', path, change);
    expect([turned.status, turned.body.code]).toEqual([409, 'phone_change_waiting']);
    const today = await approver.get<{ items: { kind: string }[] }>('/v1/staff/today');
    expect(today.body.items.map(({ kind }) => kind)).toContain('PHONE_CHANGE_APPROVAL');
    const other = await lender.staff('reviewer2');
    const no = await other.send<Proposal>('POST', `${path}/approval`, { approved: false, note: '证件不符' });
    expect([no.status, no.body.phoneProposal, no.body.maskedPhone]).toEqual([200, null, '138****3331']);
    const asked = await reviewer.send<Proposal>('POST', path, change);
    expect(asked.body.phoneProposal).toMatchObject({ maskedPhone: '138****3332', proposedBy: 'A2001' });
    const moved = await approver.send<Proposal>('POST', `${path}/approval`, agree);
    expect([moved.status, moved.body.maskedPhone]).toEqual([200, '138****3332']);
    expect((await owner.get('/v1/me')).status).toBe(401);
    for (const one of [mine, next]) {
      const sent = await owner.get<{ items: { title: { en: string } }[] }>(`/v1/demo/outbox?phone=${one}`);
      expect(sent.body.items.map((item) => item.title.en)).toContain('Your phone was changed');
    }
    const again = await lender.borrower(next);
    expect((await again.get<Home>('/v1/me')).body.borrower.id).toBe(id);
    expect((await (await lender.borrower(mine)).get<Home>('/v1/me')).body.stage).toBe('IDENTITY');
  });

  it('draws nothing before the cost sheet was read to its end for its time', async () => {
    const hasty = await draw(me, 500_000, 'draw-key-0000', 3);
    expect([hasty.status, hasty.body.code]).toEqual([422, 'cost_sheet_not_read']);
    expect((await me.get<{ items: Loan[] }>('/v1/me/loans')).body.items).toEqual([]);
  });

  it('draws: the plan is shown first, the rail pays, the same key pays once', async () => {
    const first = await draw(me, 500_000, 'draw-key-0001');
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    const again = await draw(me, 500_000, 'draw-key-0001', 45);
    expect(again.body).toEqual(first.body);
    const loan = await lender.until(
      async () => (await me.get<Loan>(`/v1/me/loans/${first.body.loanId}`)).body,
      (value) => value.state === 'ACTIVE',
    );
    expect(loan.instalments).toHaveLength(6);
    expect(loan.principalOutstandingFen).toBe(500_000);
    const { body } = await me.get<{ items: Loan[] }>('/v1/me/loans');
    expect(body.items).toHaveLength(1);
  });

  it('never guesses about a payment that the rail left unanswered (S15), and one answered twice counts once (S16)', async () => {
    const operator = await lender.staff('operator');
    await operator.send('PUT', '/v1/sandbox/rail', { nextOutcomes: ['TIME_OUT'] });
    const started = await me.send<{ paymentId: string }>('POST', '/v1/me/repayments', {
      loanId: (await me.get<{ items: Loan[] }>('/v1/me/loans')).body.items[0]?.id,
      mode: 'EARLY_PART',
      amountFen: 100_000,
    });
    expect(started.status, JSON.stringify(started.body)).toBe(200);
    const payments = async () => (await me.get<{ items: z.output<typeof b.Payment>[] }>('/v1/me/payments')).body.items;
    const mine = (items: z.output<typeof b.Payment>[]) => items.find(({ id }) => id === started.body.paymentId);
    expect(mine(await payments())?.state).toBe('PENDING');
    await lender.until(payments, (items) => mine(items)?.state === 'SUCCEEDED');

    await operator.send('PUT', '/v1/sandbox/rail', { nextOutcomes: ['ANSWER_TWICE'] });
    const paid = await me.send<{ paymentId: string }>('POST', '/v1/me/repayments', {
      loanId: null,
      mode: 'EARLY_FULL',
      amountFen: null,
    });
    expect(paid.status, JSON.stringify(paid.body)).toBe(200);
    const loans = await lender.until(
      async () => (await me.get<{ items: Loan[] }>('/v1/me/loans')).body.items,
      (items) => items[0]?.state === 'SETTLED',
    );
    expect(loans[0]?.payoffFen).toBe(0);
    const balance = await operator.get<z.output<typeof s.TrialBalance>>('/v1/staff/trial-balance');
    expect(balance.body.balanced).toBe(true);
  });

  it('prints plan, statement and, of a settled loan only, the settlement certificate', async () => {
    const settled = (await me.get<{ items: Loan[] }>('/v1/me/loans')).body.items[0]?.id ?? '';
    const documents = [
      `/v1/me/loans/${settled}/plan/pdf`,
      `/v1/me/loans/${settled}/settlement-certificate/pdf`,
      '/v1/me/statement/pdf?from=2026-11-01&to=2026-11-30',
    ];
    for (const path of documents) {
      const pdf = await me.get(path);
      expect([path, pdf.status, pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual([
        path,
        200,
        'application/pdf',
        '%PDF-',
      ]);
    }
    const drawn = await draw(me, 100_000);
    const running = await lender.until(
      async () => (await me.get<Loan>(`/v1/me/loans/${drawn.body.loanId}`)).body,
      (value) => value.state === 'ACTIVE',
    );
    const refused = await me.get<Problem>(`/v1/me/loans/${running.id}/settlement-certificate/pdf?lang=en`);
    expect([refused.status, refused.type, refused.body.code]).toEqual([
      409,
      'application/problem+json; charset=utf-8',
      'loan_not_settled',
    ]);
    expect(refused.body.message.en).toContain('CNY 1,000.00 settles it today');
    const stranger = await lender.borrower('13800003333');
    expect((await stranger.get(`/v1/me/loans/${settled}/plan/pdf`)).status).toBe(404);
    const turned = await me.get<Problem>('/v1/me/statement/pdf?from=2026-11-30&to=2026-11-01');
    expect([turned.status, turned.body.code]).toEqual([422, 'invalid_input']);
  });

  it('compares a day with the rail’s file: a bad cell writes nothing, each difference is a case (S19)', async () => {
    const operator = await lender.staff('operator');
    const date = lender.clock.businessDate();
    const upload = (lines: readonly string[], day = date) => {
      const form = new FormData();
      form.set('date', day);
      form.set('file', new Blob([['external_id,direction,amount,status,date', ...lines].join('\n')]), 'rail.csv');
      return operator.upload<z.output<typeof s.Reconciliation> & Problem>('/v1/staff/reconciliations', form);
    };
    const cases = async () => {
      type Cases = { items: z.output<typeof s.ReconciliationCase>[] };
      return (await operator.get<Cases>('/v1/staff/reconciliation-cases?state=OPEN')).body.items;
    };
    const { items } = (await me.get<{ items: z.output<typeof b.Payment>[] }>('/v1/me/payments')).body;
    const lines = items
      .filter(({ state }) => state !== 'PENDING')
      .map(
        ({ id, direction, amountFen, state }) => `${id},${direction},${(amountFen / 100).toFixed(2)},${state},${date}`,
      );
    const [first = '', ...others] = lines;

    const bad = await upload([...lines, `x,OUT,1.234,SUCCEEDED,${date}`]);
    expect([bad.status, bad.body.code]).toEqual([422, 'rail_file_faulty']);
    expect(bad.body.message.en).toContain(`row ${lines.length + 2}, column amount (“1.234”)`);
    expect(await cases()).toEqual([]);
    expect((await upload(lines, '2026-11-31')).status).toBe(422);
    expect((await upload(lines, '2099-01-01')).body.code).toBe('day_in_future');

    const whole = await upload(lines);
    expect(whole.body, JSON.stringify(whole.body)).toMatchObject({ matched: lines.length, missing: 0, different: 0 });
    const short = await upload([
      first.replace(/\.\d\d,/, '.99,'),
      ...others.slice(1),
      `stranger,IN,1.00,SUCCEEDED,${date}`,
    ]);
    expect(short.body).toMatchObject({ missing: 1, extra: 1, different: 1 });
    expect((await cases()).map(({ kind }) => kind).sort()).toEqual(['DIFFERENT', 'EXTRA_WITH_US', 'MISSING_WITH_US']);
    const runs = await operator.get<{ items: z.output<typeof s.Reconciliation>[] }>('/v1/staff/reconciliations');
    expect(runs.body.items).toHaveLength(1);
  });

  it('holds after an unusual sign-in, with reasons, and the security check lifts it at once', async () => {
    const system = apiOf(lender.app, { authorization: 'Bearer clearline-demo-key' });
    const login = (eventId: string, deviceId: string, province: string, minutesAgo: number) => ({
      eventId,
      borrowerId,
      kind: 'LOGIN',
      deviceId,
      province,
      success: true,
      source: 'app',
      occurredAt: new Date(Date.parse(lender.clock.now()) - minutesAgo * 60_000).toISOString(),
    });
    const events = [login('e1', 'd1', '浙江', 90), login('e2', 'd2', '广东', 60), login('e3', 'd3', '新疆', 30)];
    const verdicts = await system.send<z.output<typeof e.EventVerdicts>>('POST', '/v1/events', {
      events: [...events, events[0]],
    });
    expect(verdicts.body.results.map(({ verdict }) => verdict)).toEqual([
      'ACCEPTED',
      'ACCEPTED',
      'ACCEPTED',
      'DUPLICATE',
    ]);
    // H93: the same id with another content is refused, as the book read it back (S92).
    const other = await system.send<Problem>('POST', '/v1/events', { ...events[0], province: '海南' });
    expect([other.status, other.body.code, other.body.fields]).toEqual([409, 'event_id_reused', ['province']]);
    const home = (await me.get<Home>('/v1/me')).body;
    expect(home.line?.displayState, JSON.stringify(verdicts.body)).not.toBe('ACTIVE');
    const restriction = home.restrictions[0];
    expect(restriction).toMatchObject({ causeFamily: 'SECURITY', stepUpLifts: true });
    const stopped = await draw(me, 500_000);
    expect(stopped.status).toBe(409);

    const noticeId = restriction?.noticeId ?? '';
    const notice = await me.get<Notice>(`/v1/me/notices/${noticeId}`);
    expect(notice.body.reasons.length).toBeGreaterThan(0);
    for (const lang of ['zh', 'en']) {
      const pdf = await me.get(`/v1/me/notices/${noticeId}/pdf?lang=${lang}`);
      expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    }
    await me.send('POST', '/v1/me/step-up/codes');
    const code = await codeFor(me, phone, 'Security code');
    const lifted = await me.send<Home>('POST', '/v1/me/step-up', { code });
    expect(lifted.body.line?.displayState, JSON.stringify(lifted.body)).toBe('ACTIVE');
    const again = await me.send<{ code: string }>('POST', '/v1/me/step-up', { code });
    expect([again.status, again.body.code]).toEqual([401, 'code_expired']);
  });

  it('holds after a burst of draws; the appeal ends in a decision of two people and a restored line (G8, G9)', async () => {
    let held: Home | null = null;
    for (let count = 0; count < 6 && held === null; count += 1) {
      const drawn = await draw(me, 300_000 + count * 10_000);
      const home = (await me.get<Home>('/v1/me')).body;
      if (home.line?.displayState === 'DRAW_HOLD') held = home;
      else expect(drawn.status, JSON.stringify(drawn.body)).toBe(200);
    }
    const restriction = held?.restrictions.find(({ kind }) => kind === 'DRAW_HOLD');
    expect(restriction?.expiresAt).not.toBeNull();

    const appeal = await me.send<Appeal>('POST', '/v1/me/appeals', {
      decisionId: restriction?.decisionId,
      restrictionId: restriction?.id,
      citedReasonCodes: [],
      statement: '装修分批付款，不是套现。',
    });
    expect(appeal.status, JSON.stringify(appeal.body)).toBe(200);
    const form = new FormData();
    form.set('kind', 'INCOME_PROOF');
    form.set('monthlyIncomeFen', '2000000');
    form.set('file', new Blob(['%PDF-1.7 工资单']), '工资单.pdf');
    const evidence = await me.upload<Appeal>(`/v1/me/appeals/${appeal.body.id}/evidence`, form, 'evidence-0001');
    expect(evidence.body.evidence[0]).toMatchObject({ fileName: '工资单.pdf', mediaType: 'application/pdf' });
    const sameAgain = await me.upload<Appeal>(`/v1/me/appeals/${appeal.body.id}/evidence`, form, 'evidence-0001');
    expect(sameAgain.body.evidence).toHaveLength(1);

    const [reviewer, approver] = [await lender.staff('reviewer'), await lender.staff('approver')];
    const path = `/v1/staff/appeals/${appeal.body.id}`;
    const desk = await reviewer.get<Desk>(path);
    expect(desk.body.replay, JSON.stringify(desk.body)).toMatchObject({ identical: true, differences: [] });
    const file = await reviewer.get(`/v1/staff/evidence/${evidence.body.evidence[0]?.id}`);
    expect(file.bytes.toString()).toBe('%PDF-1.7 工资单');
    await reviewer.send('POST', `${path}/assignment`);
    const outcome = {
      outcome: 'overturned',
      reasonText: { zh: '用途真实，解除限制。', en: 'The purpose is real; the hold is lifted.' },
      acceptedEvidence: [],
      mistakenRuleIds: desk.body.decision.trace.filter(({ fired }) => fired).map(({ ruleId }) => ruleId),
    };
    const proposed = await reviewer.send<Desk>('POST', `${path}/outcome`, outcome);
    expect(proposed.body.proposal?.by, JSON.stringify(proposed.body)).toBe('A2001');
    const self = await reviewer.send<Problem>('POST', `${path}/approval`, { approved: true, note: '' });
    expect(self.status).toBe(403);
    const approved = await approver.send<Desk>('POST', `${path}/approval`, { approved: true, note: '同意' });
    expect(approved.body.appeal?.outcome, JSON.stringify(approved.body)).toBe('overturned');
    const home = (await me.get<Home>('/v1/me')).body;
    expect(home.line?.displayState).toBe('ACTIVE');
    const overview = await (await lender.staff('supervisor')).get<z.output<typeof s.Overview>>('/v1/staff/overview');
    expect(overview.body.rules.some(({ overturned }) => overturned > 0)).toBe(true);
  });

  it('closes days, reviews lines, and announces a strategy without fault (G2, G11)', async () => {
    const [operator, analyst, approver] = await Promise.all(
      ['operator', 'analyst', 'approver'].map((who) => lender.staff(who)),
    );
    if (operator === undefined || analyst === undefined || approver === undefined) throw new Error('three people');
    await operator.send('POST', '/v1/sandbox/clock', { days: 31 });
    const closed = await operator.send<{ items: z.output<typeof s.DayClose>[] }>('POST', '/v1/staff/day-closes', {
      through: null,
    });
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    expect(closed.body.items.every(({ proof }) => proof.balanced && proof.subLedgerMatches)).toBe(true);
    const reviews = await operator.send<z.output<typeof s.ReviewRun>>('POST', '/v1/staff/reviews');
    expect(reviews.status, JSON.stringify(reviews.body)).toBe(200);

    const terms = {
      name: { zh: '总量控制', en: 'Exposure cap' },
      reason: { zh: '本产品总额度已达上限。', en: 'The product has reached its cap.' },
      effect: 'REDUCE',
      reduceToPercent: 80,
      minLimitFen: 100_000,
      dormantMonths: null,
      lineKind: null,
      noticeDays: 7,
    };
    const drafted = (scope: Partial<z.input<typeof s.StrategyInput>>) =>
      analyst.send<z.output<typeof s.Strategy>>('POST', '/v1/staff/strategies', { ...terms, ...scope });
    const reach = async (scope: Partial<z.input<typeof s.StrategyInput>>) =>
      (await drafted(scope)).body.blast.borrowers;
    expect([
      await reach({ region: 'CN-JS' }),
      await reach({ region: 'CN-ZJ', segment: 'STUDENT' }),
      await reach({ segment: 'EMPLOYED' }),
    ]).toEqual([0, 0, 1]);
    const draft = await drafted({ region: 'CN-ZJ' });
    expect(draft.status, JSON.stringify(draft.body)).toBe(200);
    expect(draft.body.blast.borrowers).toBe(1);
    const approved = await approver.send<z.output<typeof s.Strategy>>(
      'POST',
      `/v1/staff/strategies/${draft.body.id}/approval`,
      { approved: true, note: '' },
    );
    expect(approved.body, JSON.stringify(approved.body)).toMatchObject({ state: 'announced', approver: 'A2002' });
    const notices = await me.get<{ items: z.output<typeof b.NoticeSummary>[] }>('/v1/me/notices');
    const notice = await me.get<Notice>(
      `/v1/me/notices/${notices.body.items.find(({ kind }) => kind === 'PRE_NOTICE')?.id}`,
    );
    expect(notice.body).toMatchObject({
      noFault: true,
      causeFamily: 'STRATEGY',
      preNoticeDays: 7,
      reportedToBureau: false,
      decidedBy: { kind: 'PEOPLE', ruleIds: [`strategy:${draft.body.id}`, 'S5'] },
    });
  });

  it('shows every page of both apps a reply that fits the contract', async () => {
    for (const path of [
      '',
      '/consents',
      '/application',
      '/loans',
      '/payments',
      '/limit-history',
      '/notices',
      '/appeals',
      '/timeline',
    ]) {
      expect([path, (await me.get(`/v1/me${path}`)).status]).toEqual([path, 200]);
    }
    const asked = { actions: [{ kind: 'DOCUMENT_INCOME', monthlyIncomeFen: 5_000_000 }] };
    const outlook = await me.send<z.output<typeof b.WhatIf>>('POST', '/v1/me/what-if', asked);
    expect(outlook.status, JSON.stringify(outlook.body)).toBe(200);
    expect(outlook.body.changes.map(({ input }) => input)).toContain('monthly_income');
    // H147: sixty asks of a borrower in ten minutes are answered, and no more; they leave no trace.
    const factsOf = async (): Promise<number> => (await lender.book.facts(borrowerId)).length;
    const facts = await factsOf();
    const later = await Promise.all(
      Array.from({ length: 60 }, () => me.send<{ detail?: string }>('POST', '/v1/me/what-if', asked)),
    );
    expect(later.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      ...Array.from({ length: 59 }, () => 200),
      429,
    ]);
    expect(await factsOf()).toBe(facts);
    const from = lender.clock.businessDate().slice(0, 8);
    expect((await me.get(`/v1/me/statement?from=${from}01&to=${from}28`)).status).toBe(200);
    const staff = {
      supervisor: [
        '/me',
        '/today',
        '/borrowers',
        `/borrowers/${borrowerId}`,
        '/decisions',
        '/appeals',
        '/policies',
        '/overview',
        '/day-closes',
        '/trial-balance',
        '/strategies',
        '/audit-trail',
      ],
      reviewer: ['/today', '/borrowers?q=张', '/decisions?adverse=true'],
    };
    for (const [who, paths] of Object.entries(staff)) {
      const api = await lender.staff(who);
      for (const path of paths) {
        const reply = await api.get<Problem>(`/v1/staff${path}`);
        expect([path, reply.status, reply.status === 200 ? '' : JSON.stringify(reply.body)]).toEqual([path, 200, '']);
      }
      const decisions = await api.get<{ items: { id: string }[] }>('/v1/staff/decisions');
      for (const { id } of decisions.body.items) {
        expect((await api.get(`/v1/staff/decisions/${id}`)).status).toBe(200);
        const replay = await api.send<{ identical: boolean }>('POST', `/v1/staff/decisions/${id}/replay`);
        expect(replay.body.identical).toBe(true);
      }
      const policies = await api.get<{ items: { version: string }[] }>('/v1/staff/policies');
      expect((await api.get(`/v1/staff/policies/${policies.body.items[0]?.version}`)).status).toBe(200);
    }
  });

  it('locks a staff account after five wrong passwords (S13)', async () => {
    const api = apiOf(lender.app);
    const wrong = () =>
      api.send<Problem>('POST', '/v1/staff/sessions', { email: 'analyst@demo.clearline.example', password: 'no' });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await wrong()).body.code).toBe('sign_in_wrong');
    expect((await wrong()).body.code).toBe('sign_in_locked');
  });

  it('sends at most five codes to a phone in ten minutes (S12)', async () => {
    const api = apiOf(lender.app);
    const ask = () => api.send<Problem>('POST', '/v1/auth/codes', { phone: '13900009999' });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });

  it('confirms a large draw with a code for its amount, spent once and asked for last', async () => {
    const amountFen = 2_000_000;
    const large = '13800004441';
    const borrower = await lender.borrower(large);
    await openLine(borrower, '110101198505051230');
    const asked = await draw(borrower, amountFen, 'draw-key-code');
    expect([asked.status, asked.body.code]).toEqual([409, 'draw_code_needed']);
    expect(asked.body.message.zh).toContain('20,000.00');
    await borrower.send('POST', '/v1/me/draw-codes', { amountFen: amountFen - 10_000 });
    const other = await codeFor(borrower, large, 'Code for a draw');
    // A code for another amount confirms nothing.
    expect((await draw(borrower, amountFen, 'draw-key-code', 30, other)).body.code).toBe('code_wrong');
    await borrower.send('POST', '/v1/me/draw-codes', { amountFen });
    const code = await codeFor(borrower, large, 'Code for a draw');
    const done = await draw(borrower, amountFen, 'draw-key-code', 30, code);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    // Sent again, the same deed is answered as it was, though its code is spent.
    expect((await draw(borrower, amountFen, 'draw-key-code', 31, code)).body).toEqual(done.body);
    // The same draw under another key is no second loan (N167); another one finds the code spent.
    const twice = await draw(borrower, amountFen, 'draw-key-code-2', 30, code);
    expect([twice.status, twice.body.code]).toEqual([409, 'draw_sent_again']);
    expect((await draw(borrower, amountFen + 10_000, 'draw-key-code-3', 30, code)).body.code).toBe('code_expired');
    const loan = await lender.until(
      async () => (await borrower.get<Loan>(`/v1/me/loans/${done.body.loanId}`)).body,
      (value) => value.state === 'ACTIVE',
    );
    expect(loan.amountFen).toBe(amountFen);
    // What was signed can be taken away, one by one: the sheet is the very one that was signed, or it is not handed out.
    for (const path of [
      `loans/${loan.id}/contract`,
      `loans/${loan.id}/cost-sheet`,
      'offer/cost-sheet',
      'consents/PRIVACY',
    ])
      for (const lang of ['zh', 'en']) {
        const paper = await borrower.get(`/v1/me/${path}/pdf?lang=${lang}`);
        expect([path, paper.status]).toEqual([path, 200]);
      }
    expect((await borrower.get('/v1/me/consents/NONE/pdf?lang=zh')).status).toBe(404);
    expect((await me.get(`/v1/me/loans/${loan.id}/contract/pdf?lang=zh`)).status).toBe(404);
  });
});
