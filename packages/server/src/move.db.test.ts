import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type * as b from './contract/borrower.ts';
import type * as s from './contract/staff.ts';
import type { Api } from './testing/api.ts';
import { type DemoLender, startDemoLender } from './testing/demo-lender.ts';
import { openLine } from './testing/steps.ts';
import { moveConsent } from './views/move-consent.ts';

type Home = z.output<typeof b.Home>;
type Problem = { readonly code: string; readonly field?: string };
type Consents = { readonly move: z.output<typeof b.MoveConsent> | null };
type Applied = { readonly application: z.output<typeof b.Application> | null };

let lender: DemoLender;
let me: Api;
let borrowerId: string;

const home = async (): Promise<Home> => (await me.get<Home>('/v1/me')).body;
const answer = (agreed: boolean, version = '1') =>
  me.send<Home & Problem>('POST', '/v1/me/line/move', { agreed, version });
const apply = () =>
  me.send<Problem>('POST', '/v1/me/applications', {
    kind: 'BUSINESS',
    monthlyIncomeFen: 3_000_000,
    employment: 'BUSINESS_OWNER',
    monthsInWork: 60,
  });
const linesOf = () =>
  lender.store.sql.query<{ kind: string; status: string }>(
    'SELECT kind, status FROM lines WHERE borrower_id = $1 ORDER BY opened_at, kind',
    [borrowerId],
  );

const consents = async () => (await me.get<Consents>('/v1/me/consents')).body;
/** The status of the consent as PDF in each language. */
const papers = () =>
  Promise.all(['zh', 'en'].map(async (lang) => (await me.get(`/v1/me/line/move/consent/pdf?lang=${lang}`)).status));

beforeAll(async () => {
  lender = await startDemoLender('2026-08-20T04:00:00.000Z');
  me = await lender.borrower('13800004444');
  borrowerId = (await openLine(me, '110101199001011234')).borrower.id;
});
afterAll(() => lender.stop());

describe('N118, H85: from a consumer line to a business line, through the API', () => {
  it('H94: its consent is a paper before it is given, too, and nobody’s where there is nothing to exchange', async () => {
    expect(await papers()).toEqual([200, 200]);
    expect((await consents()).move).toBeNull();
    const stranger = await lender.borrower('13800005555');
    expect((await stranger.get('/v1/me/line/move/consent/pdf?lang=zh')).status).toBe(404);
  });

  it('says what would change, and takes consent only to the text that is shown', async () => {
    expect((await home()).move).toMatchObject({ state: 'OPEN', possible: true, maxDrawFen: 100_000_000 });
    expect((await apply()).body.code).toBe('move_consent_needed');
    const other = await answer(true, '0');
    expect([other.status, other.body.code]).toEqual([409, 'consent_text_changed']);
    expect((await answer(true)).body.move?.state).toBe('AGREED');
    expect((await consents()).move).toMatchObject({ version: '1', takenBackAt: null, openedAt: null });
    expect((await answer(false)).body.move?.state).toBe('DECLINED');
    const takenBack = (await consents()).move;
    expect(Date.parse(takenBack?.takenBackAt ?? '')).toBeGreaterThan(Date.parse(takenBack?.agreedAt ?? ''));
    expect((await answer(true)).body.line?.kind).toBe('CONSUMER');
    expect((await consents()).move).toMatchObject({ takenBackAt: null, openedAt: null });
  });

  it('the business line opens by its own offer, in place of the consumer line; the tables hold one open line (S88)', async () => {
    expect((await apply()).status).toBe(200);
    const { application } = (await me.get<Applied>('/v1/me/application')).body;
    expect((await home()).line).toMatchObject({ kind: 'CONSUMER', status: 'ACTIVE' });
    if (application?.status === 'REFERRED') {
      const reviewer = await lender.staff('reviewer');
      const decided = await reviewer.send<z.output<typeof s.BorrowerFile>>(
        'POST',
        `/v1/staff/borrowers/${borrowerId}/application-decision`,
        { approved: true, limitFen: 20_000_000, reasonCodes: [], note: '三重检查通过' },
      );
      expect(decided.status, JSON.stringify(decided.body)).toBe(200);
    }
    const offer = (await me.get<Applied>('/v1/me/application')).body.application?.offer;
    const accepted = await me.send<Home>('POST', '/v1/me/offer/acceptance', {
      costSheetHash: offer?.costSheet.hash,
      readSeconds: 30,
      scrolledToEnd: true,
      confirmed: true,
    });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    expect(accepted.body).toMatchObject({ move: null, line: { kind: 'BUSINESS', status: 'ACTIVE' } });
    expect(await linesOf()).toEqual([
      { kind: 'CONSUMER', status: 'CLOSED' },
      { kind: 'BUSINESS', status: 'ACTIVE' },
    ]);
    expect((await answer(true)).body.code).toBe('line_exists');
    // H94: what was agreed to can still be read, with the text of its version and what became of it.
    const { move } = await consents();
    expect(move).toMatchObject({ version: '1', takenBackAt: null, text: moveConsent.text });
    expect(Date.parse(move?.openedAt ?? '')).toBeGreaterThan(Date.parse(move?.agreedAt ?? ''));
    expect(await papers()).toEqual([200, 200]);
    await expect(
      lender.store.sql.query(`UPDATE lines SET status = 'ACTIVE' WHERE borrower_id = $1`, [borrowerId]),
    ).rejects.toThrow('lines_one_open');
  });
});
