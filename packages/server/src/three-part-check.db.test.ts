import { DEMO_LENDER } from '@clearline/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import type { Api } from './testing/api.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';
import { prepare } from './testing/steps.ts';

type File = z.output<typeof s.BorrowerFile> & { readonly code: string };
type Application = z.output<typeof b.Application>;
type Today = z.output<typeof s.Today>;

let lender: DemoLender;
let me: Api;
let reviewer: Api;
let second: Api;
let id: string;

const at = (path: string) => `/v1/staff/borrowers/${id}/${path}`;
const record = (part: object) => reviewer.send<File>('POST', at('three-part-check'), part);
const propose = (limitFen: number) =>
  reviewer.send<File>('POST', at('credit-proposal'), {
    outcome: 'APPROVE',
    limitFen,
    reasonCodes: [],
    text: '经营稳定，报表与流水一致',
  });
const answer = (api: Api, approved: boolean) =>
  api.send<File>('POST', at('credit-proposal/approval'), { approved, note: '已阅授信报告' });
const workOf = async () =>
  (await second.get<Today>('/v1/staff/today')).body.items.filter(({ borrowerId }) => borrowerId === id);
const proposals = () =>
  lender.store.sql.query(
    'SELECT state, limit_fen, proposed_by, decided_by FROM credit_proposals WHERE borrower_id = $1',
    [id],
  );

const STATEMENT = {
  periodFrom: '2025-01-01',
  periodTo: '2025-12-31',
  basis: 'MANAGEMENT',
  revenueFen: 365_000_000,
  costOfSalesFen: 250_000_000,
  netProfitFen: 40_000_000,
  interestExpenseFen: 4_000_000,
  depreciationFen: 6_000_000,
  cashFen: 20_000_000,
  accountsReceivableFen: 30_000_000,
  inventoriesFen: 25_000_000,
  totalCurrentAssetsFen: 80_000_000,
  totalAssetsFen: 200_000_000,
  totalCurrentLiabilitiesFen: 50_000_000,
  totalLiabilitiesFen: 90_000_000,
  totalEquityFen: 110_000_000,
  debtServiceFen: 25_000_000,
  taxDeclaredSalesFen: 350_000_000,
  bankInflowsFen: null,
};
const SHOP = {
  kind: 'REAL_ESTATE',
  text: '临街铺面一间',
  valueFen: 100_000_000,
  valuer: 'INDEPENDENT',
  valuedOn: '2024-01-01',
  priorChargesFen: 20_000_000,
};
const TOPICS = ['REGISTRATION', 'TRADING_SINCE', 'PREMISES', 'OWNER_IDENTITY', 'RELATED_DEBTS', 'USE_OF_FUNDS'];
const INVESTIGATION = {
  kind: 'INVESTIGATION',
  findings: TOPICS.map((topic) => ({
    topic,
    outcome: 'VERIFIED',
    text: '与申报一致',
    source: '登记信息公示系统',
    seenOn: '2026-08-20',
  })),
};

beforeAll(async () => {
  lender = await startDemoLender('2026-08-20T04:00:00.000Z');
  me = await lender.borrower('13800006666');
  reviewer = await lender.staff('reviewer');
  second = await lender.staff('approver');
  await prepare(me, '110101199001011234');
  id = (await me.get<z.output<typeof b.Home>>('/v1/me')).body.borrower.id;
});
afterAll(() => lender.stop());

describe('N135, N136, H95: a business line on the three-part check, through the API', () => {
  it('H95: goes to two people when more is asked for than the machine may offer, and the applicant is told so', async () => {
    const applied = await me.send<Application>('POST', '/v1/me/applications', {
      kind: 'BUSINESS',
      monthlyIncomeFen: 3_000_000,
      employment: 'BUSINESS_OWNER',
      monthsInWork: 60,
      askedLimitFen: 80_000_000,
    });
    expect(applied.body).toMatchObject({ status: 'REFERRED', twoPeopleDecide: true });
    expect((await workOf()).map(({ kind }) => kind)).toEqual(['REFERRED_APPLICATION']);
    const alone = await reviewer.send<File>('POST', at('application-decision'), {
      approved: true,
      limitFen: 80_000_000,
      reasonCodes: [],
      note: '一人决定',
    });
    expect([alone.status, alone.body.code]).toEqual([409, 'three_part_check_needed']);
  });

  it('H96: takes each part whole, and shows ratios with their formulas and cross-checks with both sides', async () => {
    const wrong = await record({ kind: 'STATEMENTS', statements: [{ ...STATEMENT, periodTo: '2026-12-31' }] });
    expect(wrong.body.code).toBe('period_wrong');
    expect((await record(INVESTIGATION)).status).toBe(200);
    expect((await record({ kind: 'SECURITY', securities: [] })).status).toBe(200);
    const { body } = await record({ kind: 'STATEMENTS', statements: [STATEMENT] });
    const [period] = body.threePartCheck?.memo?.periods ?? [];
    expect(period?.ratios[0]).toEqual({
      ratio: 'currentRatio',
      name: { zh: '流动比率', en: 'Current ratio' },
      formula: { zh: '流动资产合计 ÷ 流动负债合计', en: 'current assets ÷ current liabilities' },
      value: { zh: '1.6倍', en: '1.6 times' },
    });
    expect(period?.crossChecks.map(({ outcome }) => outcome)).toEqual([
      'AGREES',
      'NOT_POSSIBLE',
      'NOT_POSSIBLE',
      'AGREES',
      'AGREES',
    ]);
    expect(period?.crossChecks[0]).toMatchObject({ leftFen: 365_000_000, rightFen: 350_000_000 });
  });

  it('H102: reads a statement of an account, which stands in place of what was typed in, and says what it cannot read', async () => {
    const upload = (text: string) => {
      const form = new FormData();
      form.set('file', new File([text], 'statement.csv', { type: 'text/csv' }));
      return reviewer.upload<File>(at('three-part-check/files'), form);
    };
    const heading = '户名：张三丰\n记账日期,货币,交易金额,联机余额,交易摘要,对手信息';
    const months = Array.from({ length: 12 }, (_, n) => String(n + 1).padStart(2, '0'));
    const rows = months.flatMap((month, n) => [
      `2025-${month}-02,CNY,"300,000.00",${(n + 1) * 300_000}.00,货款,甲`,
      ...(n === 11 ? [`2025-12-30,CNY,5.00,3600005.00,结息,`] : []),
    ]);
    const bad = await upload(`${heading}\n2025-01-02,CNY,三千,1.00,货款,甲\n`);
    expect([bad.status, bad.body.code]).toEqual([422, 'statement_unreadable']);
    expect(JSON.stringify(bad.body)).toContain('row 3, “交易金额”: “三千”');
    const { body } = await upload([heading, ...rows].join('\n'));
    expect(body.threePartCheck?.files, JSON.stringify(body)).toMatchObject([
      {
        format: 'CMB',
        from: '2025-01-01',
        to: '2025-12-31',
        rows: 13,
        months: 12,
        inflowsFen: 360_000_000,
        setAside: [{ cause: 'INTEREST', count: 1, sumFen: 500 }],
        balance: 'HOLDS',
        by: 'A2001',
        holder: 'APPLICANT',
      },
    ]);
    const [file] = body.threePartCheck?.files ?? [];
    const bank = (shown: File) =>
      shown.threePartCheck?.memo?.periods[0]?.crossChecks.find(({ check }) => check === 'REVENUE_BANK');
    expect(bank(body)).toMatchObject({ rightFen: 360_000_000, outcome: 'AGREES' });
    const dropped = await reviewer.send<File>('DELETE', at(`three-part-check/files/${file?.sha256}`));
    expect(bank(dropped.body)).toMatchObject({ rightFen: null, outcome: 'NOT_POSSIBLE' });
    expect((await upload([heading, ...rows].join('\n'))).status).toBe(200);
    // Valued too long ago: it may be proposed on, and counts for nothing.
    expect((await record({ kind: 'SECURITY', securities: [SHOP] })).status).toBe(200);
  });

  it('S94, S95: waits in the second person’s work, and the database keeps the two apart', async () => {
    const proposed = await propose(60_000_000);
    expect(proposed.body.threePartCheck?.proposal).toMatchObject({ state: 'WAITING', limitFen: 60_000_000 });
    expect((await workOf()).map(({ kind }) => kind)).toEqual(['CREDIT_APPROVAL']);
    expect((await answer(reviewer, true)).status).toBe(403);
    await expect(
      lender.store.sql.query(
        `UPDATE credit_proposals SET state = 'AGREED', decided_by = proposed_by WHERE borrower_id = $1`,
        [id],
      ),
    ).rejects.toThrow('first_is_not_second');
    expect((await answer(second, false)).body.threePartCheck?.proposal?.state).toBe('RETURNED');
    expect((await propose(50_000_000)).status).toBe(200);
    const agreed = await answer(second, true);
    expect(agreed.body.threePartCheck, JSON.stringify(agreed.body)).toMatchObject({ open: false });
    expect((await me.get<{ application: Application }>('/v1/me/application')).body.application).toMatchObject({
      status: 'OFFERED',
      offer: { limitFen: 50_000_000 },
    });
    expect(await proposals()).toHaveLength(2);
    expect((await workOf()).map(({ kind }) => kind)).toEqual([]);
  });

  it('S100, H104: security valued too long ago waits in today’s work after a review, until it is valued again; the limit stays', async () => {
    const { costSheet } =
      (await me.get<{ application: Application }>('/v1/me/application')).body.application.offer ?? {};
    const accepted = await me.send<z.output<typeof b.Home>>('POST', '/v1/me/offer/acceptance', {
      costSheetHash: costSheet?.hash,
      readSeconds: 60,
      scrolledToEnd: true,
      confirmed: true,
    });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    const review = { borrowerId: id, command: { type: 'review' }, actor: { kind: 'machine', name: 'review' } } as const;
    expect((await lender.book.execute(review)).ok).toBe(true);
    expect(await workOf()).toMatchObject([{ kind: 'SECURITY_LOOK', link: `/borrowers/${id}?tab=check` }]);
    const seen = (await reviewer.get<File>(at('').slice(0, -1))).body;
    expect(seen.threePartCheck?.securityNow).toMatchObject({ countedFen: 0, securities: [{ outdated: true }] });
    const valued = { securities: [{ ...SHOP, valuedOn: '2026-08-01' }], note: '评估公司报告' };
    const after = await reviewer.send<File>('POST', at('security-valuation'), valued);
    expect(after.body.threePartCheck, JSON.stringify(after.body)).toMatchObject({
      securityLookSince: null,
      securityNow: { countedFen: 50_000_000, ratio: { en: '100%' } },
    });
    expect(after.body.line?.grantedLimitFen).toBe(50_000_000);
    expect(await workOf()).toEqual([]);
  });

  it('H101: hands the memo out as PDF to those who may read the file, and records the reading; to nobody else', async () => {
    const memo = (lang: string) => at(`three-part-check/memo/pdf?lang=${lang}`);
    const readings = async () =>
      (await lender.store.sql.query(`SELECT seq FROM facts WHERE borrower_id = $1 AND type = 'file.read'`, [id]))
        .length;
    const before = await readings();
    for (const lang of ['zh', 'en']) {
      const { status, type, bytes } = await second.get(memo(lang));
      expect([status, type, bytes.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);
    }
    expect(await readings()).toBe(before + 2);
    expect((await (await lender.staff('analyst')).get(memo('zh'))).status).toBe(403);
    const nobody = await lender.borrower('13800006667');
    const other = (await nobody.get<z.output<typeof b.Home>>('/v1/me')).body.borrower.id;
    expect((await second.get(memo('zh').replace(id, other))).status).toBe(404);
  });

  it('leaves a book that its audit finds sound: tables as facts make them, memos as recorded (G3, G10)', async () => {
    const { noticeDays } = DEMO_LENDER;
    const { differences, violations } = await lender.store.audit('main', { noticeDays, policies: lender.policies });
    expect([differences, violations]).toEqual([[], []]);
  });
});
