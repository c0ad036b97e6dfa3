import { type Command, type Employment, REGIONS, type Region } from '@clearline/line';
import type { Truth } from './lives.ts';
import type { Random } from './random.ts';

/** What an applicant says beside income and time in work, and what their two newest tax returns say of a month. */
export interface Said {
  readonly declared: Partial<Extract<Command, { type: 'apply' }>>;
  /** Null of who files none, or files none with us. */
  readonly taxedMonthlyFen: bigint | null;
}

const CODES = Object.keys(REGIONS) as Region[];
/** Work that a consumer names beside employment, in per mille; it goes before a person, or a strategy may name it. */
const OTHER_WORK: readonly (readonly [Employment, number])[] = [
  ['UNEMPLOYED', 12],
  ['STUDENT', 12],
  ['SELF_EMPLOYED', 120],
];

/**
 * Most name a region. Businesses mostly declare takings: one in eight otherwise than its own income or its tax returns say, by mistake
 * or not, which nobody knows yet. One in three asks for more than the machine alone may offer.
 */
export const saidOf = ({ kind, monthlyIncomeFen }: Truth, random: Random): Said => {
  const region = random.chance(0.8) ? { region: random.pick(CODES) } : {};
  if (kind === 'CONSUMER') {
    let rest = random.between(0, 999);
    const employment = (OTHER_WORK.find(([, share]) => (rest -= share) < 0) ?? (['EMPLOYED', 0] as const))[0];
    // Of a hundred so many earn less than the least that the policy lends on.
    const earned = random.chance(0.01) ? { monthlyIncomeFen: BigInt(random.between(80, 199)) * 1_000n } : {};
    return { declared: { ...region, ...earned, employment }, taxedMonthlyFen: null };
  }
  const trueFen = monthlyIncomeFen * BigInt(random.between(2, 7));
  const contradicts = random.chance(0.125);
  const below = random.chance(0.5);
  const saysFen = !contradicts ? trueFen : below ? (monthlyIncomeFen * 3n) / 4n : trueFen * 2n;
  const sales = random.chance(0.8) ? { monthlySalesFen: saysFen } : {};
  const asks = random.between(0, 5);
  const askedFen = asks < 2 ? random.between(301, 900) * 100_000 : random.between(20, 300) * 100_000;
  return {
    declared: { ...region, ...sales, ...(asks < 4 ? { askedLimitFen: BigInt(askedFen) } : {}) },
    taxedMonthlyFen: random.chance(0.5) ? trueFen : null,
  };
};
