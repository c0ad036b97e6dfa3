import type { LoanAccount } from '@clearline/lending';
import type { Loan } from '../file.ts';
import type { DefaultCost, LoanChange, LoanChangeKind } from '../loan-change.ts';
import type { IsoDate, LocalText } from '../vocabulary.ts';
import { dateText, money } from './format.ts';

/** Words about what happened to a loan, on notices, pages and statements. */
export const LOAN_CHANGE_TITLES: Readonly<Record<LoanChangeKind, LocalText>> = {
  fee: { zh: '费用已入账', en: 'A cost was added' },
  fee_waiver: { zh: '费用已减免', en: 'Costs were waived' },
  penalty_waiver: { zh: '罚息已减免', en: 'Penalty interest was waived' },
  interest_pause: { zh: '利息已暂停', en: 'Interest is paused' },
  ageing_pause: { zh: '逾期天数已暂停计算', en: 'Days past due are paused' },
  rate_change: { zh: '借款利率已下调', en: 'The rate of a loan was lowered' },
  reage: { zh: '还款计划已重排', en: 'The plan of a loan was re-aged' },
  restructure: { zh: '借款已重组', en: 'A loan was restructured' },
  charge_off: { zh: '借款已停止计息', en: 'A loan bears no more interest' },
  write_off: { zh: '借款已核销', en: 'A loan was written off' },
  reversal: { zh: '一项借款变更已撤销', en: 'A change of a loan was taken back' },
};
export const REPAYMENT_REVERSED: LocalText = { zh: '一笔还款被银行退回', en: 'The bank returned a repayment' };
export const REFUND_PAID: LocalText = { zh: '多还的款已退回', en: 'What you paid too much was returned' };
export const STATEMENT_READY: LocalText = { zh: '月度账单已生成', en: 'Your monthly statement is ready' };

export const DEFAULT_COST_NAMES: Readonly<Record<DefaultCost, LocalText>> = {
  LITIGATION: { zh: '诉讼费', en: 'court costs' },
  NOTARY: { zh: '公证费', en: 'notary costs' },
  DELIVERY: { zh: '送达费', en: 'costs of service' },
};

/** 72_000_000 → `7.2%`. */
const percent = (ppb: bigint): string => {
  const digits = ppb.toString().padStart(8, '0');
  const decimals = digits.slice(-7).replace(/0+$/, '');
  return `${digits.slice(0, -7)}${decimals === '' ? '' : `.${decimals}`}%`;
};

const said = (change: LoanChange, date: IsoDate): LocalText => {
  const from = dateText(date);
  switch (change.kind) {
    case 'fee': {
      const [sum, name] = [money(change.amountFen), DEFAULT_COST_NAMES[change.feeCode]];
      return {
        zh: `因逾期产生的${name.zh}${sum.zh}已计入本笔借款。`,
        en: `${sum.en} of ${name.en}, which the default made, was added to this loan.`,
      };
    }
    case 'fee_waiver': {
      const sum = money(change.amountFen);
      return { zh: `减免费用${sum.zh}。`, en: `${sum.en} of costs was waived.` };
    }
    case 'penalty_waiver': {
      const sum = money(change.amountFen);
      return { zh: `减免罚息${sum.zh}。`, en: `${sum.en} of penalty interest was waived.` };
    }
    case 'interest_pause': {
      const until = dateText(change.until);
      return {
        zh: `${from.zh}至${until.zh}（不含当日）不计利息和罚息。`,
        en: `From ${from.en} until ${until.en} (that day not included) neither interest nor penalty runs.`,
      };
    }
    case 'ageing_pause': {
      const until = dateText(change.until);
      return {
        zh: `${from.zh}至${until.zh}（不含当日）不计逾期天数。`,
        en: `From ${from.en} until ${until.en} (that day not included) no days past due are counted.`,
      };
    }
    case 'rate_change':
      return {
        zh: `年利率自${from.zh}起降为${percent(change.annualRatePpb)}（单利）。`,
        en: `The annual rate is ${percent(change.annualRatePpb)} (simple) from ${from.en}.`,
      };
    case 'reage': {
      const first = dateText(change.firstDueDate);
      return {
        zh: `剩余本金分${change.instalments}期归还，首期${first.zh}；未还利息和费用移到首期，不另计息。`,
        en: `The remaining principal is repaid in ${instalmentsOf(change.instalments)} from ${first.en}; unpaid interest and costs move to the first and bear nothing.`,
      };
    }
    case 'restructure': {
      const first = dateText(change.firstDueDate);
      return {
        zh: `剩余本金按年利率${percent(change.annualRatePpb)}（单利）分${change.instalments}期归还，首期${first.zh}；未还利息和费用移到首期，不另计息。`,
        en: `The remaining principal is repaid at ${percent(change.annualRatePpb)} a year (simple) in ${instalmentsOf(change.instalments)} from ${first.en}; unpaid interest and costs move to the first and bear nothing.`,
      };
    }
    case 'charge_off':
      return {
        zh: `自${from.zh}起不再计利息和罚息；所欠款项不变。`,
        en: `From ${from.en} neither interest nor penalty runs; what is owed stays.`,
      };
    case 'write_off':
      return {
        zh: '我们已在账上核销这笔借款；欠款仍在，您仍可随时还款。',
        en: 'We wrote this loan off our books; the debt remains and you can still repay it at any time.',
      };
    case 'reversal':
      return {
        zh: '此前的一项变更已撤销，如同没有发生过。',
        en: 'An earlier change was taken back, as if it had never been.',
      };
  }
};

const about = (loan: Loan): LocalText => {
  const [sum, drawn] = [money(loan.terms.principalFen), dateText(loan.terms.startDate)];
  return { zh: `${drawn.zh}借的${sum.zh}：`, en: `Your loan of ${sum.en} drawn on ${drawn.en}: ` };
};

const instalmentsOf = (count: number): string => (count === 1 ? '1 instalment' : `${count} instalments`);

const because = (reason: LocalText): LocalText => ({ zh: `原因：${reason.zh}`, en: `Reason: ${reason.en}` });

/** What a notice says about a change. */
export const loanChangeEffect = (
  change: LoanChange,
  loan: Loan & { readonly account: LoanAccount },
  date: IsoDate,
  reason: LocalText,
): readonly LocalText[] => {
  const [head, body] = [about(loan), said(change, date)];
  return [{ zh: `${head.zh}${body.zh}`, en: `${head.en}${body.en}` }, because(reason)];
};

export const repaymentReversedEffect = (amountFen: bigint, date: IsoDate, reason: LocalText): readonly LocalText[] => {
  const [sum, on] = [money(amountFen), dateText(date)];
  return [
    {
      zh: `银行于${on.zh}退回了您的还款${sum.zh}，这笔还款视为没有发生，欠款已恢复。请重新还款。`,
      en: `On ${on.en} the bank returned your repayment of ${sum.en}; it counts as not made and the debt stands again. Please repay once more.`,
    },
    because(reason),
  ];
};

export const refundEffect = (amountFen: bigint): readonly LocalText[] => {
  const sum = money(amountFen);
  return [
    { zh: `多还的${sum.zh}已退回您的账户。`, en: `${sum.en} that you paid too much was returned to your account.` },
  ];
};

export const statementEffect = (month: string, closingOwedFen: bigint): readonly LocalText[] => {
  const [year, number] = month.split('-').map(Number);
  const owed = money(closingOwedFen);
  return [
    {
      zh: `${year}年${number}月的账单已生成，月末所欠${owed.zh}。可在“对账单”页查看和下载。`,
      en: `The statement of ${month} is ready; ${owed.en} was owed at its end. See and download it under Statements.`,
    },
  ];
};
