import { allocationOf, type LoanAccount } from '@clearline/lending';
import { dateText, type Loan } from '@clearline/line';
import { loanView } from '../views/loan-view.ts';
import { type Holder, moneyText, type PrintedDocument, printDocument, type Printing, printLoan } from './paper.ts';
import { documentWords } from './words.ts';

/** A loan of which a certificate may be made out. */
export interface SettledLoan extends Loan {
  readonly state: 'SETTLED';
  readonly account: LoanAccount;
  readonly settledOn: string;
}
export const isSettled = (loan: Loan): loan is SettledLoan =>
  loan.state === 'SETTLED' && loan.account !== null && loan.settledOn !== null;

interface Repaid {
  readonly principalFen: bigint;
  readonly interestFen: bigint;
  readonly penaltyFen: bigint;
  readonly feesFen: bigint;
}

/** What the repayments have paid, by component; one that was reversed has paid nothing. */
function repaidOn(account: LoanAccount): Repaid {
  let sum: Repaid = { principalFen: 0n, interestFen: 0n, penaltyFen: 0n, feesFen: 0n };
  for (const event of account.events) {
    if (event.kind !== 'repayment') continue;
    const paid = allocationOf(account, event.id);
    sum = {
      principalFen: sum.principalFen + paid.principalFen,
      interestFen: sum.interestFen + paid.interestFen,
      penaltyFen: sum.penaltyFen + paid.penaltyFen,
      feesFen: sum.feesFen + paid.feesFen,
    };
  }
  return sum;
}

/** 结清证明: that a loan was settled, when, and with what. The type admits settled loans only. */
export function settlementCertificatePdf(
  loan: SettledLoan,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lang, issuedOn } = printing;
  const words = documentWords[lang];
  const repaid = repaidOn(loan.account);
  const view = loanView(loan, issuedOn);
  const totalFen = repaid.principalFen + repaid.interestFen + repaid.penaltyFen + repaid.feesFen;
  return printDocument(printing, holder, {
    title: words.certificate.title,
    content: { document: 'SETTLEMENT_CERTIFICATE', loan: view, repaid },
    body(sheet) {
      sheet.heading(words.certificate.heading);
      const on = dateText(loan.settledOn)[lang];
      sheet.paragraph(
        view.creditFen > 0n
          ? words.certificate.bodyOwing(holder.name, on, moneyText(view.creditFen, lang))
          : words.certificate.body(holder.name, on),
      );
      sheet.heading(words.certificate.loan);
      printLoan(sheet, view, lang);
      sheet.pair(words.settledOn, dateText(loan.settledOn)[lang]);
      sheet.heading(words.certificate.paid);
      sheet.pair(words.certificate.principal, moneyText(repaid.principalFen, lang));
      sheet.pair(words.certificate.interest, moneyText(repaid.interestFen, lang));
      if (repaid.penaltyFen > 0n) sheet.pair(words.certificate.penalty, moneyText(repaid.penaltyFen, lang));
      if (repaid.feesFen > 0n) sheet.pair(words.certificate.fees, moneyText(repaid.feesFen, lang));
      sheet.pair(words.total, moneyText(totalFen, lang));
      sheet.paragraph(words.certificate.bureau, 'muted');
    },
  });
}
