import { addMonthsToDay, toDay } from '../calendar/dates.ts';
import type { Period } from '../calendar/day-count.ts';
import type { LoanTerms } from '../terms.ts';

type StepTerms = Pick<LoanTerms, 'startDate' | 'firstDueDate' | 'every' | 'unit' | 'monthEnd'>;

/**
 * The day `count` steps after an anchor. Months are counted from the anchor and never from the previous due date, so a
 * loan of the 31st returns to the 31st after February.
 */
export const stepFrom = (anchorDay: number, terms: StepTerms, count: number): number => {
  if (terms.unit === 'MONTHS') return addMonthsToDay(anchorDay, count * terms.every, terms.monthEnd ?? 'CLIP');
  return anchorDay + count * terms.every * (terms.unit === 'WEEKS' ? 7 : 1);
};

/** Due days of `count` instalments; with `firstDueDate` the anchor is that date, else the start. */
export const dueDaysOf = (terms: StepTerms, count: number): number[] => {
  const anchor = toDay(terms.firstDueDate ?? terms.startDate);
  const offset = terms.firstDueDate === undefined ? 1 : 0;
  return Array.from({ length: count }, (_, k) => stepFrom(anchor, terms, k + offset));
};

/**
 * The instalment periods. An odd first period (from `firstDueDate`) counts as many steps as its days are of the step
 * that would have ended on its due date; a bullet is one period of all its steps.
 */
export const periodsOf = (terms: StepTerms & Pick<LoanTerms, 'method' | 'instalments'>): Period[] => {
  const startDay = toDay(terms.startDate);
  if (terms.method === 'BULLET') return [bulletPeriod(terms, startDay)];
  const dueDays = dueDaysOf(terms, terms.instalments);
  return dueDays.map((endDay, k) => {
    if (k > 0) return { startDay: dueDays[k - 1] ?? startDay, endDay, stepsNum: 1n, stepsDen: 1n };
    return firstPeriod(terms, startDay, endDay);
  });
};

const firstPeriod = (terms: StepTerms, startDay: number, endDay: number): Period => {
  if (terms.firstDueDate === undefined || stepFrom(startDay, terms, 1) === endDay)
    return { startDay, endDay, stepsNum: 1n, stepsDen: 1n };
  const nominalStart = stepFrom(endDay, terms, -1);
  return { startDay, endDay, stepsNum: BigInt(endDay - startDay), stepsDen: BigInt(endDay - nominalStart) };
};

const bulletPeriod = (terms: StepTerms & Pick<LoanTerms, 'instalments'>, startDay: number): Period => {
  if (terms.firstDueDate !== undefined) return firstPeriod(terms, startDay, toDay(terms.firstDueDate));
  return {
    startDay,
    endDay: stepFrom(startDay, terms, terms.instalments),
    stepsNum: BigInt(terms.instalments),
    stepsDen: 1n,
  };
};
