import type { BorrowerRun } from './borrower-run.ts';
import type { Truth } from './lives.ts';
import type { Random } from './random.ts';

/** How many of a hundred who never fell into debt once asked many lenders, more than half a year ago: an old search for a home. */
const ASKED_AROUND = 0.03;

/**
 * A credit report that follows from the truth: stress in [0, 1] is how far debts elsewhere have run.
 * @param more dice for what only newer reports state (enquiries of 6 and 12 months, kinds of lenders, revolving lines); a report
 * without them is one of a bureau that does not say
 * @param day the day of the run, by which debts grow old; what a truth says of {@link Truth.elsewhere} is stated only where it is given
 */
export const bureau = (
  run: BorrowerRun,
  truth: Truth,
  random: Random,
  stress: number,
  more: Random | null,
  day: number | null = null,
): void => {
  const hardEnquiries1m = random.between(0, 1) + Math.round(stress * 4);
  const income = Number(truth.monthlyIncomeFen);
  const load = random.between(8, 30) + Math.round(stress * 55);
  const report = {
    kind: 'BUREAU_UPDATE',
    reportDate: run.date,
    overdueAccounts: stress > 0.8 ? random.between(1, 2) : 0,
    overdueDaysMax: stress > 0.8 ? random.between(15, 70) : 0,
    overdueAmountFen: stress > 0.8 ? BigInt(random.between(5, 40)) * 10_000n : 0n,
    hardEnquiries1m,
    // Whoever was asked about this month was so within three.
    hardEnquiries3m: Math.max(hardEnquiries1m, random.between(0, 2) + Math.round(stress * 8)),
    unsettledLenders: random.between(0, 2) + Math.round(stress * 5),
    newLenders3m: Math.round(stress * 4),
    totalDebtFen: BigInt(Math.round(income * (1.5 + stress * 12))),
    monthlyDebtServiceFen: BigInt(Math.round((income * load) / 100)),
    overdueMonths24m: stress > 0.9 ? 2 : 0,
    consecutiveOverdueMonths24m: 0,
  } as const;
  run.observe(
    {
      ...report,
      ...(more === null ? {} : longerView(report, truth, stress, more)),
      ...(day === null ? {} : elsewhereOn(day, truth, stress)),
    } as never,
    'bureau:sandbox',
  );
};

/** How far debts elsewhere have run on a day of the year: nothing for good borrowers, more and more after a bad one’s turn. */
export const stressOf = ({ good, turnsOnDay }: Truth, day: number): number =>
  good || turnsOnDay === null || day < turnsOnDay ? 0 : Math.min(1, 0.35 + (day - turnsOnDay) / 100);

const MONTH_DAYS = 30;
/** Debts that nobody pays any more are late from about here on: so many days after a life took its turn for the worse. */
const LATE_AFTER_DAYS = 45;
/** Who sinks deepest owes so many months of income at last; others owe 13.5. */
const DEEPEST = 26;
/** For so many days a lender counts as new. */
const NEW_DAYS = 90;

/** Months that somebody was late, lenders that are new, and debts beyond what most come to. */
const elsewhereOn = (day: number, truth: Truth, stress: number): object => {
  const { good, turnsOnDay, startsOnDay, monthlyIncomeFen, elsewhere } = truth;
  const since = good || turnsOnDay === null || stress <= 0 ? 0 : day - turnsOnDay - LATE_AFTER_DAYS;
  const late = since > 0 ? 1 + Math.floor(since / MONTH_DAYS) : 0;
  const before = elsewhere?.lateMonths ?? 0;
  const isNew = day - startsOnDay < NEW_DAYS;
  return {
    ...(late + before > 0
      ? {
          overdueMonths24m: Math.min(24, late + before),
          consecutiveOverdueMonths24m: Math.min(24, Math.max(late, elsewhere?.consecutiveMonths ?? 0)),
        }
      : {}),
    ...(isNew && elsewhere?.newLenders !== undefined
      ? { newLenders3m: Math.max(elsewhere.newLenders, Math.round(stress * 4)) }
      : {}),
    ...(elsewhere?.sinksDeep === true
      ? { totalDebtFen: BigInt(Math.round(Number(monthlyIncomeFen) * (1.5 + stress * (DEEPEST - 1.5)))) }
      : {}),
  };
};

/** Counts of a longer time are never below those of a shorter one within it. */
const longerView = (
  { hardEnquiries3m, unsettledLenders }: { readonly hardEnquiries3m: number; readonly unsettledLenders: number },
  { askedAround }: Truth,
  stress: number,
  more: Random,
): object => {
  const hardEnquiries6m = hardEnquiries3m + more.between(0, 2) + Math.round(stress * 3);
  const revolvingLimitFen = BigInt(more.between(2, 12)) * 500_000n;
  const used = Math.min(97, more.between(3, 42) + Math.round(stress * 55));
  return {
    hardEnquiries6m,
    hardEnquiries12m: hardEnquiries6m + more.between(0, 2) + (askedAround === true ? more.between(7, 11) : 0),
    nonBankLenders: Math.min(unsettledLenders, Math.round(stress * 4) + (more.chance(0.1) ? 1 : 0)),
    revolvingLimitFen,
    revolvingUsedFen: (revolvingLimitFen * BigInt(used)) / 100n,
  };
};

/** Whether somebody once asked around; part of the truth, told to nobody. */
export const askedAroundOnce = (more: Random): boolean => more.chance(ASKED_AROUND);
