import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflowsOf } from './inflows.ts';
import type { BankStatement, StatementRow } from './read-statement.ts';
import { type StatementTally, tallyOf, wholeMonths } from './tally.ts';

const row = (day: string, fen: bigint, text = '货款', more: Partial<StatementRow> = {}): StatementRow => ({
  row: 2,
  day,
  direction: fen < 0n ? 'OUT' : 'IN',
  amountFen: fen < 0n ? -fen : fen,
  balanceFen: null,
  other: '甲',
  text,
  ...more,
});
const statement = (rows: readonly StatementRow[], more: Partial<BankStatement> = {}): BankStatement => ({
  format: 'CMB',
  holder: null,
  accountTail: null,
  from: '2026-01-01',
  to: '2026-03-31',
  statedInFen: null,
  rows,
  ...more,
});

describe('B5 what came in', () => {
  it.each([
    ['REFUND', '商户退款'],
    ['LOAN', '个人经营贷款发放'],
    ['INVESTMENT', '理财赎回'],
    ['INTEREST', '结息'],
    ['WAGES', '代发工资'],
    ['OWN_TRANSFER', '财付通 提现'],
  ])('is set aside as %s: %s', async (cause, text) => {
    const tally = await tallyOf(statement([row('2026-01-05', 500n, text), row('2026-01-06', 700n)]));
    expect(tally.setAside).toEqual([{ cause, count: 1, sumFen: 500n }]);
    expect(tally.months[0]?.inFen).toBe(700n);
  });

  it('is not earned where the holder pays in, by the name that the file or the caller gives; a longer name is another’s', async () => {
    const rows = ['张明 6222', '张明', '张明远'].map((other) => row('2026-01-05', 100n, '转账', { other }));
    expect((await tallyOf(statement(rows, { holder: '张明' }))).months[0]?.inFen).toBe(100n);
    expect((await tallyOf(statement(rows), '张明')).months[0]?.inFen).toBe(100n);
    expect((await tallyOf(statement(rows))).months[0]?.inFen).toBe(300n);
  });

  it('is all either counted or set aside, whatever the rows', async () => {
    const text = fc.constantFrom('货款', '退款', '结息', '工资', '财付通', '支付宝提现', '理财', '');
    const day = fc.constantFrom('2026-01-01', '2026-01-31', '2026-02-01', '2026-02-28', '2026-03-31');
    const rows = fc.array(fc.tuple(day, fc.bigInt(-1_000_000n, 1_000_000n), text), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const read = statement(given.map(([on, fen, words]) => row(on, fen, words)));
        const { months, setAside } = await tallyOf(read);
        const counted = months.reduce(
          (sum, { inFen, alipayFen, wechatFen }) => sum + inFen + alipayFen + wechatFen,
          0n,
        );
        const aside = setAside.reduce((sum, { sumFen }) => sum + sumFen, 0n);
        const all = given.reduce((sum, [, fen]) => sum + (fen > 0n ? fen : 0n), 0n);
        expect(counted + aside).toBe(all);
      }),
    );
  });
});

describe('B6 whether a file holds together', () => {
  /** Rows whose balances follow from each other, the oldest first. */
  const chain = (changes: readonly bigint[]): StatementRow[] => {
    let balanceFen = 1_000_000_000n;
    return changes.map((change, at) => {
      balanceFen += change;
      return row('2026-01-05', change, '货款', { balanceFen, row: at + 2 });
    });
  };
  const changes = fc.array(
    fc.bigInt(-1_000n, 1_000n).filter((fen) => fen !== 0n),
    { minLength: 3, maxLength: 12 },
  );

  it('holds in either order, and a row that was taken out or altered shows', async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(), async (given, where) => {
        const rows = chain(given);
        expect((await tallyOf(statement(rows))).balance).toBe('HOLDS');
        expect((await tallyOf(statement([...rows].reverse()))).balance).toBe('HOLDS');
        const at = 1 + (where % (rows.length - 2));
        const altered = rows.map((one, index) => (index === at ? { ...one, amountFen: one.amountFen + 1n } : one));
        expect((await tallyOf(statement(altered))).balance).toEqual({ brokenAt: at + 2 });
      }),
    );
  });

  it('is not known where a balance is missing, and the sum of the heading is held against the rows', async () => {
    expect((await tallyOf(statement([...chain([1n, 2n]), row('2026-01-09', 3n)]))).balance).toBe('NOT_GIVEN');
    expect((await tallyOf(statement([row('2026-01-05', 5n)], { statedInFen: 5n }))).stated).toBe('AGREES');
    expect((await tallyOf(statement([row('2026-01-05', 5n)], { statedInFen: 6n }))).stated).toBe('DIFFERS');
    expect((await tallyOf(statement([row('2026-01-05', 5n)]))).stated).toBe('NOT_GIVEN');
  });
});

describe('B7, B8 over a period', () => {
  const bank = (fen: bigint, more: Partial<BankStatement> = {}): Promise<StatementTally> =>
    tallyOf(statement([row('2026-01-05', fen), row('2026-02-05', fen), row('2026-03-05', fen)], more));

  it('knows whole months, also over the end of a year and in a leap year', () => {
    expect(wholeMonths('2025-12-01', '2026-02-28')).toEqual(['2025-12', '2026-01', '2026-02']);
    expect(wholeMonths('2024-02-01', '2024-02-28')).toEqual([]);
    expect(wholeMonths('2024-02-02', '2024-03-31')).toEqual(['2024-03']);
  });

  it('is the sum of whole months of each account, and nothing where one covers less, or the period is no months', async () => {
    const other = await bank(7n, { format: 'ICBC' });
    expect(inflowsOf([await bank(5n), other], '2026-01-01', '2026-03-31')).toBe(36n);
    expect(inflowsOf([await bank(5n)], '2026-02-01', '2026-02-28')).toBe(5n);
    expect(inflowsOf([await bank(5n)], '2026-01-15', '2026-03-31')).toBeNull();
    expect(inflowsOf([await bank(5n)], '2026-01-01', '2026-03-30')).toBeNull();
    expect(inflowsOf([await bank(5n)], '2025-12-01', '2026-03-31')).toBeNull();
    expect(
      inflowsOf([await bank(5n), await bank(7n, { format: 'ICBC', to: '2026-02-28' })], '2026-01-01', '2026-03-31'),
    ).toBeNull();
    expect(inflowsOf([], '2026-01-01', '2026-03-31')).toBeNull();
    expect(inflowsOf([{ ...(await bank(5n)), balance: { brokenAt: 3 } }], '2026-01-01', '2026-03-31')).toBeNull();
  });

  it('counts a month that two files of one account hold once, and accounts apart', async () => {
    expect(inflowsOf([await bank(5n), await bank(5n)], '2026-01-01', '2026-03-31')).toBe(15n);
    expect(
      inflowsOf(
        [await bank(5n, { accountTail: '1' }), await bank(5n, { accountTail: '2' })],
        '2026-01-01',
        '2026-03-31',
      ),
    ).toBe(30n);
    const later = await bank(5n, { from: '2026-02-01', rows: [row('2026-02-05', 5n), row('2026-03-05', 9n)] });
    const earlier = await bank(5n, { to: '2026-02-28' });
    expect(inflowsOf([earlier, later], '2026-01-01', '2026-03-31')).toBe(19n);
  });

  it('counts what a wallet paid into a bank only where the wallet’s own file is not there', async () => {
    const through = await bank(0n, { rows: [row('2026-01-05', 50n, '财付通 商户结算'), row('2026-01-06', 3n)] });
    const wallet = await bank(0n, { format: 'WECHAT', rows: [row('2026-01-05', 60n, '二维码收款')] });
    expect(inflowsOf([through], '2026-01-01', '2026-01-31')).toBe(53n);
    expect(inflowsOf([through, wallet], '2026-01-01', '2026-01-31')).toBe(63n);
  });

  it('takes a file that says no span for whole months where its ends are quiet for a week at most', async () => {
    const unsaid = { from: null, to: null };
    const near = await tallyOf(statement([row('2026-01-07', 1n), row('2026-02-21', 2n)], unsaid));
    expect([near.from, near.to]).toEqual(['2026-01-01', '2026-02-28']);
    const far = await tallyOf(statement([row('2026-01-08', 1n), row('2026-02-20', 2n)], unsaid));
    expect([far.from, far.to, far.months]).toEqual(['2026-01-08', '2026-02-20', []]);
  });
});
