import { type StatementTally, wholeMonths } from './tally.ts';

/** Two files of one account: later months of it, or the same again. */
const sameAccount = (a: StatementTally, b: StatementTally): boolean =>
  a.format === b.format && a.accountTail === b.accountTail;

const isSound = ({ balance }: StatementTally): boolean => typeof balance === 'string';

/**
 * What came in over a period, in fen, over all accounts that were handed in (B7, B8); null where the period is not of whole months,
 * an account covers only a part of it, or one’s balances do not follow from each other. A month that two files of one account
 * hold counts once.
 */
export function inflowsOf(tallies: readonly StatementTally[], from: string, to: string): bigint | null {
  const months = wholeMonths(from, to);
  if (months.length === 0 || !isExactly(months, from, to)) return null;
  if (tallies.length === 0 || !tallies.every(isSound)) return null;
  let totalFen = 0n;
  for (const month of months) {
    const held = tallies.filter((tally, at) => tallies.findIndex((one) => sameAccount(one, tally)) === at);
    const found = held.map((account) =>
      tallies
        .filter((tally) => sameAccount(tally, account))
        .flatMap((tally) => tally.months)
        .find((one) => one.month === month),
    );
    const formats = new Set(held.map(({ format }) => format));
    for (const one of found) {
      if (one === undefined) return null;
      totalFen += one.inFen;
      if (!formats.has('ALIPAY')) totalFen += one.alipayFen;
      if (!formats.has('WECHAT')) totalFen += one.wechatFen;
    }
  }
  return totalFen;
}

/** Whether a period is these months and no day more. */
const isExactly = (months: readonly string[], from: string, to: string): boolean => {
  const last = months.at(-1) ?? '';
  return from === `${months[0]}-01` && to.startsWith(last);
};
