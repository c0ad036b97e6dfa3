import { type Actor, DEMO_LENDER, leftToPeople, type RollBack } from '@clearline/line';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BorrowerLife } from '../fixtures/borrower-life.ts';
import { defaultPolicies } from '../fixtures/policies.ts';
import { BOOK, TestBook } from '../fixtures/test-book.ts';
import type { RollBackRow } from './roll-backs.ts';

const staff = (staffNo: string): Actor => ({ kind: 'staff', staffNo, roles: ['reviewer', 'second_approver'] });
const FIRST = { actor: staff('A1') };
const SECOND = { actor: staff('A2') };

let test: TestBook;
beforeAll(async () => {
  test = await TestBook.open();
});
afterAll(() => test.close());

/** A line that a person restricted, or an applicant whom a person declined, and what became of it since. */
const held = async (kind: 'DRAW_HOLD' | 'DRAW_SUSPENDED'): Promise<BorrowerLife> => {
  const life = await test.life().openLine();
  test.later({ hours: 1 });
  await life.observe(life.bureau({ monthlyDebtServiceFen: 650_000n }));
  const about = { type: 'propose_restriction', kind, limitAfterFen: null, days: 20, note: 'x' } as const;
  await life.do({ ...about, reasonCodes: ['B6_DSR_SOFT'] }, FIRST);
  return life;
};
const restrictionId = async (life: BorrowerLife): Promise<string> =>
  Object.keys((await life.file()).restrictions).at(-1) ?? '';
const declined = async (): Promise<BorrowerLife> => {
  const life = await test.life().apply('UNEMPLOYED');
  await life.do(
    { type: 'decide_application', approved: false, limitFen: null, reasonCodes: ['B9_NO_WORK'], note: 'x' },
    FIRST,
  );
  return life;
};

it('S105: what waits after a version was rolled back is what the files say, and empties as it is answered', async () => {
  const proposal = await held('DRAW_SUSPENDED');
  const announced = await held('DRAW_SUSPENDED');
  await announced.do(
    { type: 'approve_restriction', restrictionId: await restrictionId(announced), approved: true, note: 'x' },
    SECOND,
  );
  const turnedDown = await held('DRAW_SUSPENDED');
  await turnedDown.do(
    { type: 'approve_restriction', restrictionId: await restrictionId(turnedDown), approved: false, note: 'x' },
    SECOND,
  );
  const hold = await held('DRAW_HOLD');
  const lifted = await held('DRAW_HOLD');
  await lifted.do({ type: 'lift_restriction', restrictionId: await restrictionId(lifted), reason: 'x' }, SECOND);
  const refused = await declined();
  const appliedAgain = await declined();
  test.later({ days: 40 });
  await appliedAgain.observe(appliedAgain.bureau());
  await appliedAgain.do({
    type: 'apply',
    kind: 'CONSUMER',
    monthlyIncomeFen: 1_200_000n,
    employment: 'EMPLOYED',
    monthsInWork: 40,
  });
  const lives = [proposal, announced, turnedDown, hold, lifted, refused, appliedAgain];

  const policies = await defaultPolicies();
  const rollBack: RollBack = {
    id: 'rb-1',
    ruleIds: [],
    policyVersion: policies.version,
    reason: { zh: '错', en: 'wrong' },
    author: 'A3',
    approver: 'A4',
  };
  const reach = { borrowers: 0, goodStanding: 0, decisions: 0, flipped: 0, restrictions: 0 };
  const row: RollBackRow = { ...rollBack, state: 'approved', createdAt: test.now, reach };
  const queries = test.store.queries(BOOK);
  const waiting = async () => {
    const { items, counts } = await queries.work({ now: test.now, businessDate: test.now.slice(0, 10), limit: 200 });
    const found = items.filter(({ kind }) => kind === 'ROLL_BACK_LOOK');
    expect(counts.ROLL_BACK_LOOK).toBe(found.length);
    return found.map(({ id, borrowerId, what, since }) => ({ id, borrowerId, what, since })).toSorted(byId);
  };
  const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
  const bookContext = { ...FIRST, lastClosedDate: null, lender: DEMO_LENDER, policies };
  const files = async (since: string) => {
    const found = [];
    for (const life of lives) {
      const context = { ...bookContext, now: test.now, businessDate: test.now.slice(0, 10), commandId: 'look' };
      for (const { decision, restriction } of leftToPeople(await life.file(), rollBack, context))
        found.push({
          id: `rb-1/${decision.id}`,
          borrowerId: life.id,
          what: restriction?.kind ?? 'DECLINE',
          since,
        });
    }
    return found.toSorted(byId);
  };

  await queries.putRollBack(row);
  expect(await waiting(), 'until it is applied nobody is asked').toEqual([]);
  const appliedAt = test.now;
  await queries.putRollBack({ ...row, state: 'applied', appliedAt });
  await queries.putRollBack({ ...row, id: 'rb-2', ruleIds: ['M1'], state: 'applied', appliedAt });
  test.later({ days: 3 });
  const all = await waiting();
  expect(all).toEqual(await files(appliedAt));
  expect(all.map(({ what }) => what).toSorted()).toEqual(['DECLINE', 'DRAW_HOLD', 'DRAW_SUSPENDED', 'DRAW_SUSPENDED']);
  for (const [left, keep] of [
    [all[0], true],
    [all[1], false],
    [all[2], true],
    [all[3], false],
  ] as const) {
    const life = lives.find(({ id }) => id === left?.borrowerId);
    const decisionId = left?.id.slice('rb-1/'.length) ?? '';
    await life?.do({ type: 'look_after_roll_back', rollBack, decisionId, keep, reason: 'x' }, { actor: staff('A9') });
    expect(await waiting()).toEqual(await files(appliedAt));
  }
  expect(await waiting()).toEqual([]);
});
