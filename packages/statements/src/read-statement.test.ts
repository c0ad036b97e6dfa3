import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, dayOf } from './cells.ts';
import { readStatement } from './read-statement.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const statementOf = async (text: string) => {
  const read = await readStatement(utf8(text));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.statement;
};
const faultsOf = async (bytes: Uint8Array) => {
  const read = await readStatement(bytes);
  return read.ok ? [] : read.faults;
};
const codesOf = async (bytes: Uint8Array) => (await faultsOf(bytes)).map(({ code }) => code);

const CMB = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要';
const WECHAT = '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注';

describe('B1 the text of a file', () => {
  it('may be GB18030, as wallets send it, or UTF-8 with its mark', async () => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...utf8(`${CMB}\n2026-01-02,CNY,1.00,2.00,货款,甲,\n`)]);
    // The same line, written in GB18030 by another program.
    const other = new Uint8Array(
      Buffer.from(
        'vMfVy8jVxtosu/Wx0iy9u9LXvfC27izBqrv60+C27iy9u9LX1arSqiy21MrW0MXPogoyMDI2LTAxLTAyLENOWSwxLjAwLDIuMDAsu/W/7iy81wo=',
        'base64',
      ),
    );
    for (const bytes of [marked, other])
      expect(await readStatement(bytes)).toMatchObject({
        ok: true,
        statement: {
          format: 'CMB',
          rows: [{ row: 2, day: '2026-01-02', direction: 'IN', amountFen: 100n, other: '甲' }],
        },
      });
  });

  it('is refused where it is a workbook, or no text at all', async () => {
    expect(await codesOf(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14]))).toEqual(['WORKBOOK']);
    expect(await codesOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toEqual(['WORKBOOK']);
    expect(await codesOf(new Uint8Array([0x00, 0x41]))).toEqual(['NOT_TEXT']);
    expect(await codesOf(new Uint8Array([0xff, 0xff, 0xff]))).toEqual(['NOT_TEXT']);
    expect(await codesOf(new Uint8Array())).toEqual(['NO_HEADING']);
  });
});

describe('B2 the format', () => {
  const files: readonly (readonly [format: string, text: string, inFen: bigint])[] = [
    [
      'ALIPAY',
      '交易时间 ,交易分类 ,交易对方 ,对方账号 ,商品说明 ,收/支 ,金额 ,收/付款方式 ,交易状态 ,交易订单号 ,商家订单号 ,备注 ,\n2026-01-02 10:00:00 ,餐饮 ,甲 ,/ ,面 ,收入 ,12.50 ,余额 ,交易成功 ,1\t,2\t, ,\n',
      1_250n,
    ],
    ['WECHAT', `${WECHAT}\n2026-01-02 10:00:00,二维码收款,甲,/,收入,¥12.50,零钱,已收钱,"1"\t,/,/\n`, 1_250n],
    [
      'ICBC',
      '交易日期,摘要,交易场所,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n2026-01-02 \t,"货款  ","  ","1,012.50  \t","  ",人民币  ,"9,000.00 ",甲\n人民币合计,,,"1,012.50",,,\n',
      101_250n,
    ],
    [
      'CCB',
      '记账日,交易日期,交易时间,支出,收入,账户余额,币种,摘要,对方账号,对方户名,交易地点\n20260102,20260102,10:00:00,0,12.5,20,人民币元,货款,1,甲,\n以上数据仅供参考|具体内容请以柜台为准\n',
      1_250n,
    ],
    ['CMB', `${CMB}\n2026-01-02,CNY,"1,234.00","1,271.66",货款,甲,\n`, 123_400n],
    [
      'BOC',
      '中国银行交易流水明细单\n记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行\n2026-01-02,10:00:00,人民币,12.50,20.00,转账,-,-,货款,甲,-,-\n',
      1_250n,
    ],
    [
      'ABC',
      '交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言\n20260102,100000,转存,+12.50,20.00,甲,1,网银\n',
      1_250n,
    ],
    [
      'BOCOM',
      '序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要\n1,2026-01-02,10:00:00,转账,贷 Cr,12.50,20.00,1,甲,网络,货款\n',
      1_250n,
    ],
  ];
  it.each(files)('%s is known by its columns, and says who paid what and when', async (format, text, inFen) => {
    expect(await statementOf(`下载时间,\n\n${text}`)).toMatchObject({
      format,
      rows: [{ day: '2026-01-02', direction: 'IN', amountFen: inFen, other: '甲' }],
    });
  });

  it('is none where the columns are of a credit card, or of nothing that is read', async () => {
    const card =
      '交易日期,记账日期,摘要,交易场所,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n2026-01-02,2026-01-02,a,b,1,,人民币,2,c';
    expect(await codesOf(utf8(card))).toEqual(['NO_HEADING']);
    expect(await codesOf(utf8('a,b\n1,2'))).toEqual(['NO_HEADING']);
    expect(await codesOf(utf8(`${CMB}\n`))).toEqual(['NO_ROWS']);
  });

  it('tells the holder, the end of the number, the span and the sum that the file itself gives', async () => {
    const text = `姓名：甲乙\n卡号: 6222****9876\n起始时间：[2026-01-01 00:00:00]    终止时间：[2026-03-31 23:59:59]\n收入：1笔 1,234.00元\n${CMB}\n2026-01-02,CNY,"1,234.00",1,货款,甲,`;
    expect(await statementOf(text)).toMatchObject({
      holder: '甲乙',
      accountTail: '9876',
      from: '2026-01-01',
      to: '2026-03-31',
      statedInFen: 123_400n,
    });
  });
});

describe('B3 a bad cell', () => {
  it.each([
    ['2026-02-30,CNY,1.00,2.00,a,b,', 'DAY_EXPECTED', '记账日期', '2026-02-30'],
    ['2026-02-03,USD,1.00,2.00,a,b,', 'OTHER_CURRENCY', '货币', 'USD'],
    ['2026-02-03,CNY,1.005,2.00,a,b,', 'AMOUNT_EXPECTED', '交易金额', '1.005'],
    ['2026-02-03,CNY,十元,2.00,a,b,', 'AMOUNT_EXPECTED', '交易金额', '十元'],
  ])('%s is named by row, column and value, and no row is given', async (line, code, column, value) => {
    const good = '2026-02-01,CNY,1.00,2.00,a,b,';
    expect(await faultsOf(utf8(`说明\n${CMB}\n${good}\n${line}\n${good}`))).toEqual([{ code, row: 4, column, value }]);
  });

  it('is each named, up to twenty', async () => {
    const bad = Array.from({ length: 30 }, () => 'x,CNY,1,1,a,b,').join('\n');
    expect(await faultsOf(utf8(`${CMB}\n${bad}`))).toHaveLength(20);
  });

  it('never makes a reader throw or hang, whatever the bytes (B1-B4)', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('"', ',', '\n', '2026-01-01', '1.00', 'CNY', '￥', '\t', '收入'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 }), async (lines) => {
        const read = await readStatement(utf8(`${CMB}\n${lines.map((cells) => cells.join(',')).join('\n')}`));
        expect(read.ok ? read.statement.rows.length : read.faults.length).toBeGreaterThan(0);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => void (await readStatement(bytes))),
    );
  });
});

describe('amounts and days', () => {
  it('are read as they were written, to the fen', () => {
    const fen = fc.oneof(fc.constantFrom(0n, 1n, 99n, 100n, 99_999n, 100_000n), fc.bigInt(0n, 10n ** 15n));
    fc.assert(
      fc.property(fen, fc.boolean(), fc.boolean(), fc.constantFrom('', '¥', '￥'), (value, below, grouped, sign) => {
        const whole = (value / 100n).toString();
        const shown = grouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole;
        const text = `${below ? '-' : ''}${sign}${shown}.${(value % 100n).toString().padStart(2, '0')}`;
        expect(amountOf(text)).toBe(below ? -value : value);
      }),
    );
  });

  it('are nothing else', () => {
    for (const text of ['', '-', '1.234', '1,23', '12,345,6', '1e3', '--1', '+-1', '１', '1.', '.5', 'NaN', '0x1'])
      expect(amountOf(text), text).toBeNull();
    for (const text of ['', '2026-13-01', '2026-02-29', '2026-00-10', '20261', '2026-04-31', '12/1/2026'])
      expect(dayOf(text), text).toBeNull();
    expect(['2024-02-29', '20260131', '2026/3/1', '2026-03-01 23:59:59'].map(dayOf)).toEqual([
      '2024-02-29',
      '2026-01-31',
      '2026-03-01',
      '2026-03-01',
    ]);
  });
});

describe('B4 what never came to anything', () => {
  const row = (direction: string, amount: string, status: string) =>
    `2026-01-02 10:00:00,二维码收款,甲,/,${direction},${amount},零钱,${status},1,/,/`;
  it('is no row, and what was given back is taken off', async () => {
    const lines = [
      row('收入', '¥100.00', '已收钱'),
      row('收入', '¥100.00', '已退款(￥30.50)'),
      row('收入', '¥100.00', '已全额退款'),
      row('收入', '¥100.00', '对方已退还'),
      row('支出', '¥100.00', '已退款(￥30.50)'),
      row('/', '¥100.00', '提现已到账'),
    ];
    const { rows } = await statementOf([WECHAT, ...lines].join('\n'));
    expect(rows.map(({ direction, amountFen }) => [direction, amountFen])).toEqual([
      ['IN', 10_000n],
      ['IN', 6_950n],
      ['OUT', 10_000n],
      ['NEUTRAL', 10_000n],
    ]);
  });

  it('is a fault where more was given back than came, or the direction is unknown', async () => {
    expect(await codesOf(utf8(`${WECHAT}\n${row('收入', '¥1.00', '已退款(￥1.01)')}`))).toEqual(['AMOUNT_EXPECTED']);
    expect(await codesOf(utf8(`${WECHAT}\n${row('进', '¥1.00', '已收钱')}`))).toEqual(['DIRECTION_EXPECTED']);
  });
});
