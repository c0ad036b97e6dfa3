import { addDays } from '@clearline/lending';
import type { TaxUpdateEvent } from '../behaviour-event.ts';
import type { Observed } from '../features/observed.ts';
import type { BorrowerFile } from '../file.ts';
import { gapOf } from '../three-part-check/cross-checks.ts';
import { heldSalesOf } from '../three-part-check/held-sales.ts';
import { flooredRatio } from '../three-part-check/ratios.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';

/**
 * What the owner of a business says in an application, held against what feeds say of it. A contradiction only asks for a person,
 * who is told which figures differ: of two figures nobody knows yet which one is wrong (G5).
 */
type DeclaredReader = (file: BorrowerFile, now: Instant, date: IsoDate) => Observed;

const MISSING: Observed = { value: null, observedAt: null };

/** Takings of so many days are what a month brings; the file holds ten days more. */
const SALES_DAYS = 90;

interface Monthly {
  readonly fen: bigint;
  readonly at: Instant;
}

/** Takings that feeds reported, a month; null where the file does not hold the whole span. */
const observedSales = (file: BorrowerFile, now: Instant, date: IsoDate): Monthly | null => {
  const fen = heldSalesOf(file, addDays(date, -SALES_DAYS), addDays(date, -1));
  return fen === null ? null : { fen: (fen * 365n) / BigInt(12 * SALES_DAYS), at: now };
};

const monthOf = (date: IsoDate): number => {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return year * 12 + month;
};

/**
 * Sales of the newest tax return, a month; null where its length cannot be told: a return names its first day alone, and is as long
 * as lies between it and the one before, a month or a quarter.
 */
const declaredForTax = ({ behaviour }: BorrowerFile): Monthly | null => {
  const returns = (behaviour.streams.TAX_UPDATE?.tiles ?? [])
    .flatMap(({ seen }) => seen.map(({ event }) => event as TaxUpdateEvent))
    .sort((a, b) => (a.periodFrom < b.periodFrom ? -1 : 1));
  const newest = returns.at(-1);
  const before = returns.findLast(({ periodFrom }) => periodFrom !== newest?.periodFrom);
  if (newest === undefined || before === undefined) return null;
  const months = monthOf(newest.periodFrom) - monthOf(before.periodFrom);
  return months === 1 || months === 3 ? { fen: newest.declaredSalesFen / BigInt(months), at: newest.occurredAt } : null;
};

const declaredOf = ({ application }: BorrowerFile) =>
  application?.kind === 'BUSINESS' && application.monthlySalesFen !== null
    ? { ...application, monthlySalesFen: application.monthlySalesFen }
    : null;

export const DECLARED_READERS: Readonly<Record<string, DeclaredReader>> = {
  /** How far the takings declared lie from those observed, or filed for tax; the wider of the two gaps. */
  declared_sales_gap: (file, now, date) => {
    const declared = declaredOf(file);
    if (declared === null) return MISSING;
    let widest = MISSING;
    for (const told of [observedSales(file, now, date), declaredForTax(file)]) {
      const gap = told === null ? null : gapOf(declared.monthlySalesFen, told.fen);
      if (told !== null && gap !== null && (typeof widest.value !== 'number' || gap > widest.value))
        widest = { value: gap, observedAt: told.at };
    }
    return widest;
  },
  /** What the owner says to earn, of what they say the business takes: nobody earns more than that. */
  income_to_sales: (file) => {
    const declared = declaredOf(file);
    if (declared === null) return MISSING;
    const value = flooredRatio(declared.monthlyIncomeFen, declared.monthlySalesFen);
    return value === null ? MISSING : { value, observedAt: declared.submittedAt };
  },
};
