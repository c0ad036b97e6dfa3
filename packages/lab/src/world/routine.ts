import type { Random } from '../simulate/random.ts';
import type { WorldRun } from './world-run.ts';

const SHOPS: readonly (readonly [category: string, low: number, high: number])[] = [
  ['餐饮', 12, 180],
  ['超市', 20, 320],
  ['交通', 2, 60],
  ['日用', 15, 260],
  ['医疗', 30, 500],
];

/** Within what the slowest feature over purchases still takes for in time. */
const MINUTES_AGO_MAX = 55;
/** Days on which the feed hands purchases over one by one; on the others it gathers them. */
const ONE_BY_ONE = 0.2;

/** A day’s purchases, which a monitor must take in and make nothing of. */
export const routine = (run: WorldRun, random: Random, perDay: number): void => {
  const count = Math.floor(perDay) + (random.chance(perDay % 1) ? 1 : 0);
  if (count === 0) return;
  const events = Array.from({ length: count }, () => purchase(random));
  if (random.chance(ONE_BY_ONE)) for (const event of events) run.observe(event, 'app');
  else
    run.observeAll(
      events,
      'app',
      events.map(() => random.between(0, MINUTES_AGO_MAX)),
    );
};

const purchase = (random: Random) => {
  const [category, low, high] = random.pick(SHOPS);
  return {
    kind: 'PURCHASE' as const,
    // Prices are seldom round; round sums to one payee would look like cash-out.
    amountFen: BigInt(random.between(low * 100, high * 100)),
    category,
    payee: `${category}${random.between(1, 40)}`,
  };
};
