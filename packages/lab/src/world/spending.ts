import { borrowShare, deviceOf } from '../simulate/live.ts';
import type { Random } from '../simulate/random.ts';
import { later, wait } from './sign-ins.ts';
import type { WorldRun } from './world-run.ts';

type PayeeKind = 'PERSON' | 'MERCHANT' | 'SECURITIES' | 'LENDER';

const transfer = (run: WorldRun, random: Random, payeeKind: PayeeKind): void =>
  run.observe(
    {
      kind: 'TRANSFER',
      direction: 'OUT',
      amountFen: BigInt(random.between(300, 4_000)) * 100n + 7n,
      payee: `${payeeKind}-${random.between(1, 9)}`,
      payeeKind,
    } as never,
    'app',
  );

interface Bought {
  readonly payee: string;
  readonly round?: boolean;
  readonly linked?: boolean;
  readonly mismatch?: boolean;
  readonly refund?: boolean;
}
const buy = (run: WorldRun, random: Random, { payee, round, linked, mismatch, refund }: Bought): void =>
  run.observe(
    {
      kind: 'PURCHASE',
      amountFen: BigInt(random.between(3, 60)) * 10_000n + (round === true ? 0n : 35n),
      category: '日用',
      payee,
      ...(refund === true ? { refund } : {}),
      ...(linked === true ? { payeeLinked: true } : {}),
      ...(mismatch === true ? { categoryMismatch: true } : {}),
    } as never,
    'app',
  );

/** Works at night: draws on three nights of a week and eats then (M16), the first on a phone that is new (M17). */
export function* nightWork(run: WorldRun, random: Random): Generator<undefined, void> {
  if (random.chance(0.4))
    run.observe({ kind: 'LOGIN', deviceId: deviceOf(run, 6), province: '浙江', success: true } as never, 'app');
  for (let night = 0; night < 3; night += 1) {
    for (let meals = 0; meals < 2; meals += 1) buy(run, random, { payee: `夜宵${random.between(1, 9)}` });
    later(run, 1);
    borrowShare(run, random, random.between(8, 20));
    yield* wait(random.between(1, 2));
  }
}

/** Pays suppliers and settles within days, over and over (M12); some suppliers are persons, which M13 and M14 take for misuse. */
export function* settlesSoon(run: WorldRun, random: Random): Generator<undefined, void> {
  const persons = random.pick([0, 0, 1, 2]);
  for (let round = 0; round < 4; round += 1) {
    borrowShare(run, random, random.between(10, 25));
    later(run, 1);
    transfer(run, random, round < persons ? 'PERSON' : 'MERCHANT');
    yield* wait(2);
    const newest = Object.values(run.file.loans).findLast(({ state }) => state === 'ACTIVE');
    if (newest !== undefined) run.repay(null, 'EARLY_FULL', newest.id);
    yield* wait(random.between(2, 5));
  }
}

/** Does up a home: round sums, one shop, and it is a brother’s (M15). */
export function* renovates(run: WorldRun, random: Random): Generator<undefined, void> {
  for (let bill = 0; bill < 6; bill += 1) {
    buy(run, random, { payee: '装修建材', round: true, linked: true });
    if (bill % 2 === 1) yield* wait(random.between(1, 3));
  }
}

/** Puts what was drawn into shares, or pays another lender with it, until there is nothing left to draw (M13, M14). */
export function* movesOn(run: WorldRun, random: Random): Generator<undefined, void> {
  const to = random.pick(['SECURITIES', 'LENDER', 'PERSON'] as const);
  for (let deed = 0; deed < 4; deed += 1) {
    borrowShare(run, random, random.between(20, 50));
    later(run, 1);
    transfer(run, random, to);
    yield* wait(random.between(2, 9));
  }
}

/** Buys from a payee of their own what was never sold, round and at odd hours, and has some of it paid back (M15). */
export function* cashesOut(run: WorldRun, random: Random): Generator<undefined, void> {
  for (let day = 0; day < 3; day += 1) {
    for (let deal = 0; deal < 3; deal += 1)
      buy(run, random, { payee: '便利通讯', round: true, linked: true, mismatch: deal === 0 });
    if (day > 0) buy(run, random, { payee: '便利通讯', refund: true });
    yield* wait(random.between(1, 4));
  }
}
