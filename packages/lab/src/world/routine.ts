import type { Random } from '../simulate/random.ts';
import type { WorldRun } from './world-run.ts';

const SHOPS: readonly (readonly [category: string, low: number, high: number])[] = [
  ['餐饮', 12, 180],
  ['超市', 20, 320],
  ['交通', 2, 60],
  ['日用', 15, 260],
  ['医疗', 30, 500],
];

/** A day’s small things, which a monitor must take in and make nothing of: purchases, and a sign-in from the old phone. */
export const routine = (run: WorldRun, random: Random, perDay: number): void => {
  const count = Math.floor(perDay) + (random.chance(perDay % 1) ? 1 : 0);
  for (let n = 0; n < count; n += 1) {
    const [category, low, high] = random.pick(SHOPS);
    // Prices are seldom round; round sums to one payee would look like cash-out.
    const amountFen = BigInt(random.between(low * 100, high * 100));
    run.observe(
      { kind: 'PURCHASE', amountFen, category, payee: `${category}${random.between(1, 40)}` } as never,
      'app',
    );
  }
};
