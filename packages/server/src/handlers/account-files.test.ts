import { describe, expect, it } from 'vitest';
import { accountFileOf } from './account-files.ts';

const HEADING = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要';
const fileOf = (rows: number): Uint8Array =>
  new TextEncoder().encode(
    `户名：张明\n${HEADING}\n${Array.from({ length: rows }, (_, n) => `2026-01-05,CNY,1.00,${n + 1}.00,货款,甲${n},`).join('\n')}\n`,
  );

describe('H123: a statement of an account that staff bring', () => {
  it('is read while other requests have their turns, many times before it is done', async () => {
    let turns = 0;
    let done = false;
    const others = (): void => {
      turns += 1;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    const bytes = fileOf(20_000);
    const read = await accountFileOf(bytes, async () => '张明');
    done = true;
    expect(read).toMatchObject({ ok: true, value: { holder: 'APPLICANT', tally: { rows: 20_000, balance: 'HOLDS' } } });
    // Decoded and split sixteen kilobytes at a time, read and summed up 500 rows at a time.
    expect(turns).toBeGreaterThan(2 * (bytes.length / 16_384) + (2 * 20_000) / 500);
  });

  it('says whose the account is, as far as it is known', async () => {
    const holderFor = async (name: string | null): Promise<unknown> => {
      const read = await accountFileOf(fileOf(3), async () => name);
      return read.ok ? read.value.holder : read.refused.code;
    };
    expect(await Promise.all(['张明', '李雷', null].map(holderFor))).toEqual(['APPLICANT', 'OTHER', 'NOT_NAMED']);
  });

  it('is refused above five megabytes, and where it cannot be read with row and column', async () => {
    const never = async (): Promise<string | null> => {
      throw new Error('nobody is to be asked about');
    };
    expect(await accountFileOf(new Uint8Array(5 * 1024 * 1024 + 1).fill(0x61), never)).toMatchObject({
      refused: { code: 'file_too_large' },
    });
    const text = `${HEADING}\n2026-01-05,CNY,十元,1.00,货款,甲,\n`;
    expect(await accountFileOf(new TextEncoder().encode(text), never)).toMatchObject({
      refused: { code: 'statement_unreadable' },
    });
  });
});
