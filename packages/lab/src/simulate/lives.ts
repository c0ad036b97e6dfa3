import type { Random } from './random.ts';

/** The lives that simulated borrowers lead, with what is true of each: nothing of this is seen by the engine. */
export const LIVES = [
  'STEADY',
  'SEASONAL_TRADE',
  'JOB_LOSS',
  'OVER_BORROWING',
  'ACCOUNT_TAKEOVER',
  'FALSE_ALARM',
] as const;
export type Life = (typeof LIVES)[number];

export interface Truth {
  readonly life: Life;
  /** Would repay everything if left alone; restricting such a borrower is a mistake unless the account is in danger. */
  readonly good: boolean;
  /** Day of the year on which the life turns (job lost, burst, takeover, alarm); null where it does not. */
  readonly turnsOnDay: number | null;
  readonly kind: 'CONSUMER' | 'BUSINESS';
  readonly monthlyIncomeFen: bigint;
  readonly startsOnDay: number;
  /** Comes with more debt than any lender should add to; false where it is left out. */
  readonly overIndebted?: boolean;
  /** Asked many lenders once, more than half a year ago, and borrowed from none; false where it is left out. */
  readonly askedAround?: boolean;
  /** What there is with other lenders beside the debts that a life runs up; nothing where it is left out. */
  readonly elsewhere?: Elsewhere;
}

/** What a bureau knows of somebody that their life here does not show. */
export interface Elsewhere {
  /** Months late in the last 24 when they came, and how many of them in a row. */
  readonly lateMonths?: number;
  readonly consecutiveMonths?: number;
  /** Lenders that were new when they came. */
  readonly newLenders?: number;
  /** Debts reach not 13.5 months of income but twice that. */
  readonly sinksDeep?: boolean;
}

/** Of a thousand who come, so many were late for months before, and so many had one new lender, or two. */
const LATE_BEFORE = 8;
const [ONE_NEW, TWO_NEW] = [40, 20];
/** Of a hundred whose life turns for the worse, so many run a business; and so many sink twice as deep into debt. */
const [FAILING_TRADE, DEEP] = [0.12, 0.3];

/** What else is true of a life, by dice of its own. */
export const besidesTruth = (truth: Truth, random: Random): Pick<Truth, 'elsewhere' | 'kind'> => {
  const lateMonths = random.between(0, 999) < LATE_BEFORE ? random.between(4, 11) : null;
  const consecutiveMonths = Math.min(lateMonths ?? 0, random.between(1, 5));
  const newcomer = random.between(0, 999);
  const newLenders = newcomer < TWO_NEW ? 2 : newcomer < TWO_NEW + ONE_NEW ? 1 : null;
  const [fails, sinksDeep] = [random.chance(FAILING_TRADE), random.chance(DEEP)];
  return {
    kind: !truth.good && fails ? 'BUSINESS' : truth.kind,
    elsewhere: {
      ...(lateMonths === null ? {} : { lateMonths, consecutiveMonths }),
      ...(newLenders === null ? {} : { newLenders }),
      sinksDeep: (!truth.good || truth.overIndebted === true) && sinksDeep,
    },
  };
};

/** Shares in per mille, so that a portfolio of any size has the same mix. */
const SHARES: readonly (readonly [Life, number])[] = [
  ['STEADY', 560],
  ['SEASONAL_TRADE', 130],
  ['JOB_LOSS', 90],
  ['OVER_BORROWING', 90],
  ['ACCOUNT_TAKEOVER', 30],
  ['FALSE_ALARM', 100],
];

export const truthOf = (random: Random, days: number): Truth => {
  let rest = random.between(0, 999);
  const life = (SHARES.find(([, share]) => (rest -= share) < 0) ?? (['STEADY', 0] as const))[0];
  const turns = life !== 'STEADY' && life !== 'SEASONAL_TRADE';
  const startsOnDay = random.between(0, Math.max(0, Math.floor(days * 0.6)));
  return {
    life,
    good: life !== 'JOB_LOSS' && life !== 'OVER_BORROWING',
    turnsOnDay: turns ? random.between(Math.min(days - 1, startsOnDay + 20), days - 1) : null,
    kind: life === 'SEASONAL_TRADE' ? 'BUSINESS' : 'CONSUMER',
    monthlyIncomeFen: BigInt(random.between(35, 250)) * 10_000n,
    startsOnDay,
  };
};
