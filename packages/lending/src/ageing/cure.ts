import { addDays } from '../calendar/dates.ts';
import type { IsoDate } from '../calendar/dates.ts';
import type { LoanAccount } from '../account.ts';
import { positionOf } from '../position-of.ts';

/** What a lender asks of a loan that was late before it counts as cured. */
export interface CureRule {
  /** Days without anything past due, the last being the day asked about. */
  readonly cleanDays: number;
  /** Instalments that fell due and were paid on time since the last late day. */
  readonly instalmentsOnTime: number;
}

export type CureState =
  | { readonly state: 'NEVER_LATE' | 'LATE' | 'CURED' }
  | { readonly state: 'CURING'; readonly cleanDays: number; readonly instalmentsOnTime: number };

/**
 * Whether a loan that was late has been brought back for good. The last late day is the last on which an instalment was
 * paid after its due date and grace, so a back-dated payment cures as of its own date.
 */
export const cureOf = (account: LoanAccount, asOf: IsoDate, rule: CureRule): CureState => {
  const position = positionOf(account, asOf);
  if (position.daysPastDue > 0) return { state: 'LATE' };
  const { graceDays } = account.terms;
  const isLate = (paidOn: IsoDate, dueDate: IsoDate): boolean => paidOn > addDays(dueDate, graceDays);
  const paid = position.instalments.flatMap(({ dueDate, paidOn }) => (paidOn === null ? [] : [{ dueDate, paidOn }]));
  const lateOn = paid.filter(({ paidOn, dueDate }) => isLate(paidOn, dueDate)).map(({ paidOn }) => paidOn);
  if (lateOn.length === 0) return { state: 'NEVER_LATE' };
  const lastLate = lateOn.reduce((latest, date) => (date > latest ? date : latest));
  const instalmentsOnTime = paid.filter(
    ({ paidOn, dueDate }) => dueDate > lastLate && dueDate <= asOf && !isLate(paidOn, dueDate),
  ).length;
  const cleanDays = cleanDaysSince(lastLate, asOf, rule.cleanDays);
  if (cleanDays >= rule.cleanDays && instalmentsOnTime >= rule.instalmentsOnTime) return { state: 'CURED' };
  return { state: 'CURING', cleanDays, instalmentsOnTime };
};

const cleanDaysSince = (lastLate: IsoDate, asOf: IsoDate, enough: number): number => {
  let days = 0;
  while (days < enough && addDays(lastLate, days + 1) <= asOf) days += 1;
  return days;
};
