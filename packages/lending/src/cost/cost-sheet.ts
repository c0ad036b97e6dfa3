import { nominalMonthlyCostPpb, pbocAnnualCostPpb } from '../annual-cost/annual-cost.ts';
import type { CashFlow } from '../annual-cost/annual-cost.ts';
import type { IsoDate } from '../calendar/dates.ts';
import { dailyRatePpb, PPB } from '../money/rates.ts';
import { divideRounded } from '../money/rounding.ts';
import { planLoan } from '../plan/schedule.ts';
import type { ScheduleRow } from '../plan/schedule.ts';
import type { LoanTerms } from '../terms.ts';

export interface LocalText {
  readonly zh: string;
  readonly en: string;
}

/** A charge beside interest that a borrower who performs will pay, whoever takes it. */
export interface Charge {
  readonly name: LocalText;
  readonly payee: string;
  readonly method: LocalText;
  /** Each time. */
  readonly amountFen: bigint;
  readonly when: 'AT_START' | 'EACH_INSTALMENT' | 'AT_END';
}

export interface CostItem {
  readonly name: LocalText;
  /** LENDER, or the party the charge names. */
  readonly payee: string;
  readonly method: LocalText;
  readonly amountFen: bigint;
  /** Interest: the contract rate. A charge: what it alone adds to the annual cost. */
  readonly annualRatePpb: bigint;
}

/** 综合融资成本明示表: what a loan costs if all goes as agreed, and apart from it what only a default would add. */
export interface CostSheet {
  readonly principalFen: bigint;
  readonly items: readonly CostItem[];
  readonly totalCostFen: bigint;
  /** All items over the principal at hand, internal rate of return, compounded yearly. */
  readonly annualCostPpb: bigint;
  /** The same return per month times twelve. */
  readonly annualCostNominalPpb: bigint;
  readonly annualRateSimplePpb: bigint;
  readonly dailyRatePpb: bigint;
  readonly defaultOnly: readonly {
    readonly name: LocalText;
    readonly method: LocalText;
    readonly annualRatePpb: bigint;
  }[];
  readonly nothingElse: LocalText;
}

const INTEREST: LocalText = { zh: '利息', en: 'Interest' };
const PENALTY: LocalText = { zh: '罚息', en: 'Penalty interest' };
const NOTHING_ELSE: LocalText = {
  zh: '除上列各项外，不收取任何其他费用。',
  en: 'Nothing is charged beyond the items listed here.',
};

/**
 * The cost sheet of a loan on given terms.
 *
 * @throws when the terms are invalid: check them (`checkTerms`, `planLoan`) before showing their cost.
 */
export const costSheet = (terms: LoanTerms, charges: readonly Charge[]): CostSheet => {
  const plan = planLoan(terms);
  if (!plan.ok) throw new Error(`No cost sheet for invalid terms: ${plan.refusal.field}: ${plan.refusal.message}`);
  const rows = plan.value;
  const interestFen = rows.reduce((sum, row) => sum + row.interestFen, 0n);
  const bare = annualCost(flowsOf(terms, rows, []));
  const items: CostItem[] = [
    {
      name: INTEREST,
      payee: 'LENDER',
      method: interestMethod(terms),
      amountFen: interestFen,
      annualRatePpb: terms.annualRatePpb,
    },
    ...charges.map((charge) => ({
      name: charge.name,
      payee: charge.payee,
      method: charge.method,
      amountFen: charge.amountFen * (charge.when === 'EACH_INSTALMENT' ? BigInt(rows.length) : 1n),
      annualRatePpb: annualCost(flowsOf(terms, rows, [charge])) - bare,
    })),
  ];
  const flows = flowsOf(terms, rows, charges);
  return {
    principalFen: terms.principalFen,
    items,
    totalCostFen: items.reduce((sum, item) => sum + item.amountFen, 0n),
    annualCostPpb: annualCost(flows),
    annualCostNominalPpb: nominalMonthlyCostPpb(flows) ?? 0n,
    annualRateSimplePpb: terms.annualRatePpb,
    dailyRatePpb: dailyRatePpb(terms.annualRatePpb, terms.dayCount),
    defaultOnly: [{ name: PENALTY, method: penaltyMethod(terms), annualRatePpb: penaltyRate(terms) }],
    nothingElse: NOTHING_ELSE,
  };
};

/** A performed loan always has a rate: money goes out first and at least as much comes back. */
const annualCost = (flows: readonly CashFlow[]): bigint => {
  const cost = pbocAnnualCostPpb(flows);
  if (cost === null) throw new Error('A repaid loan has no internal rate of return; charges exceed the principal');
  return cost;
};

/** Money out at the start, and back by the plan, with charges where they fall. */
const flowsOf = (terms: LoanTerms, rows: readonly ScheduleRow[], charges: readonly Charge[]): CashFlow[] => {
  const last: IsoDate = rows.at(-1)?.dueDate ?? terms.startDate;
  const flows: CashFlow[] = [
    { date: terms.startDate, amountFen: -terms.principalFen },
    ...rows.map((row) => ({ date: row.dueDate, amountFen: row.totalFen })),
  ];
  for (const { when, amountFen } of charges) {
    if (when === 'EACH_INSTALMENT') flows.push(...rows.map((row) => ({ date: row.dueDate, amountFen })));
    else flows.push({ date: when === 'AT_START' ? terms.startDate : last, amountFen });
  }
  return flows;
};

const penaltyRate = (terms: LoanTerms): bigint =>
  divideRounded(terms.annualRatePpb * terms.penaltyMultiplePpb, PPB, 'HALF_EVEN');

/** Parts per billion as percent text, without trailing zeros. */
const percent = (ppb: bigint): string => {
  const decimals = (ppb % 10_000_000n).toString().padStart(7, '0').replace(/0+$/, '');
  return `${ppb / 10_000_000n}${decimals === '' ? '' : `.${decimals}`}%`;
};

const interestMethod = (terms: LoanTerms): LocalText => {
  const daily = percent(dailyRatePpb(terms.annualRatePpb, terms.dayCount));
  const yearly = percent(terms.annualRatePpb);
  if (terms.method === 'FLAT')
    return {
      zh: `按借款本金计息，年利率（单利）${yearly}，计息基准 ${terms.dayCount}`,
      en: `On the original principal, ${yearly} a year (simple), ${terms.dayCount}`,
    };
  return {
    zh: `按剩余本金逐日计息，日利率 ${daily}，年利率（单利）${yearly}，计息基准 ${terms.dayCount}`,
    en: `On the principal outstanding, ${daily} a day, ${yearly} a year (simple), ${terms.dayCount}`,
  };
};

const penaltyMethod = (terms: LoanTerms): LocalText => {
  const times = percent(terms.penaltyMultiplePpb);
  const withInterest = terms.penaltyBase === 'PRINCIPAL_AND_INTEREST';
  return {
    zh: `仅在逾期时收取：逾期${withInterest ? '本息' : '本金'}按合同利率的 ${times} 逐日计收，罚息不再计息`,
    en: `Only when overdue: ${times} of the contract rate on overdue principal${withInterest ? ' and interest' : ''}, by the day; penalty bears no penalty`,
  };
};
