import { CsvError, parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from './cells.ts';
import { decode } from './decode.ts';
import { linesOf } from './lines.ts';
import { readStatement } from './read-statement.ts';
import { BYTES_AT_ONCE, noPause } from './slices.ts';
import { tallyOf } from './tally.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const CMB = '记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要';
const lineOf = (n: number): string =>
  `2026-0${1 + (n % 9)}-1${n % 10},CNY,"1,${100 + (n % 900)}.0${n % 10}",9.00,货款 ${n},甲😀${n},"第 ${n} 笔\n两行"`;
const fileOf = (lines: number): Uint8Array =>
  utf8(`${CMB}\n${Array.from({ length: lines }, (_, n) => lineOf(n)).join('\n')}\n`);

/** Counts the turns that others get while something is done. */
const counted = async <T>(work: (pause: () => Promise<void>) => Promise<T>): Promise<{ done: T; turns: number }> => {
  let turns = 0;
  const done = await work(async () => void (turns += 1));
  return { done, turns };
};

describe('B9: a long file is read in slices', () => {
  it('between any two of which others have their turn, in decoding, splitting, reading and summing up alike', async () => {
    const lines = 2_000;
    const bytes = fileOf(lines);
    const { done: read, turns } = await counted((pause) => readStatement(bytes, pause));
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    expect(read.statement.rows).toHaveLength(lines);
    const pieces = Math.ceil(bytes.length / BYTES_AT_ONCE);
    expect(pieces).toBeGreaterThan(3);
    // Decoded and split piece by piece, looked at 500 lines at a time.
    expect(turns).toBeGreaterThanOrEqual(2 * pieces + lines / 500);
    const summed = await counted((pause) => tallyOf(read.statement, null, pause));
    expect(summed.turns).toBeGreaterThanOrEqual(lines / 500);
    // Five times the file, five times the turns: no slice grows with it.
    const { turns: more } = await counted((pause) => readStatement(fileOf(5 * lines), pause));
    expect(more).toBeGreaterThan(4 * turns);
  });

  it('also one that has no heading, and one of which no line can be read', async () => {
    const noHeading = utf8('a,b,c\n'.repeat(20_000));
    const { done, turns } = await counted((pause) => readStatement(noHeading, pause));
    expect(done).toMatchObject({ ok: false, faults: [{ code: 'NO_HEADING' }] });
    expect(turns).toBeGreaterThanOrEqual(20_000 / 500);
    const noCsv = utf8(`${CMB}\n"a"x\n${'a,b,c\n'.repeat(50_000)}`);
    const given = await counted((pause) => readStatement(noCsv, pause));
    expect(given.done).toMatchObject({ ok: false, faults: [{ code: 'NOT_CSV', row: 2 }] });
  });

  it('into the lines that it has in one piece, wherever it was cut: in a quote, or between the two signs that end a line', async () => {
    const cell = fc.constantFrom(
      'a',
      '乙',
      '😀',
      '"q"',
      '"两\n行"',
      '"a""b"',
      ' x ',
      '',
      '"c\r\nd"',
      'e"f',
      '"',
      '"g"h',
    );
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.infiniteStream(fc.nat(6)),
        async (given, end, cuts) => {
          const text = given.map((cells) => cells.join(',')).join(end);
          const signs = Array.from(text);
          const pieces: string[] = [];
          for (let at = 0; at < signs.length; ) {
            const size = 1 + (cuts.next().value ?? 0);
            pieces.push(signs.slice(at, at + size).join(''));
            at += size;
          }
          const whole = await linesOf([text], noPause);
          expect(await linesOf(pieces, noPause)).toEqual(whole);
          const options = {
            info: true,
            relax_column_count: true,
            relax_quotes: true,
            trim: true,
            skip_empty_lines: true,
          };
          let expected: unknown = 'NOT_CSV';
          try {
            const read = parse(text, options) as unknown as { info: { lines: number }; record: string[] }[];
            expected = read.map(({ info, record }) => ({ row: info.lines, cells: record.map(clean) }));
          } catch (error) {
            if (!(error instanceof CsvError)) throw error;
          }
          expect('code' in whole ? whole.code : whole).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with no sign lost where a slice ends within it, in either encoding', async () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const text = `${'x'.repeat(shift)}${'😀'.repeat(BYTES_AT_ONCE / 2)}`;
      const pieces = await decode(utf8(text), noPause);
      expect('code' in pieces ? pieces : pieces.join('')).toBe(text);
      // In GB18030 the sign 中 is these two bytes.
      const signs = BYTES_AT_ONCE;
      const two = new Uint8Array([
        ...utf8('x'.repeat(shift)),
        ...Array.from({ length: 2 * signs }, (_, n) => (n % 2 ? 0xd0 : 0xd6)),
      ]);
      const other = await decode(two, noPause);
      expect('code' in other ? other : other.join('')).toBe(`${'x'.repeat(shift)}${'中'.repeat(signs)}`);
      const cutOff = await decode(utf8(text).subarray(0, -1), noPause);
      expect('code' in cutOff ? cutOff.code : cutOff.join('').endsWith('😀')).not.toBe(true);
    }
  });
});
