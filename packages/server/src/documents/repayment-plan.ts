import { yuan } from '@clearline/line';
import type { SheetColumn } from '../notice-pdf/sheet.ts';
import {
  type Holder,
  type LoanView,
  moneyText,
  type PrintedDocument,
  printDocument,
  type Printing,
  printLoan,
} from './paper.ts';
import { documentWords } from './words.ts';

const shares = [0.07, 0.15, 0.16, 0.15, 0.16, 0.17, 0.14];
const figures: ReadonlySet<number> = new Set([2, 3, 4, 5]);

/** The plan of a loan as it stands on the date, row by row, with what is paid. */
export function repaymentPlanPdf(loan: LoanView, holder: Holder, printing: Printing): Promise<PrintedDocument> {
  const { lang } = printing;
  const words = documentWords[lang];
  const columns = words.plan.columns.map(
    (label, index): SheetColumn => ({ label, share: shares[index] ?? 0, ...(figures.has(index) && { right: true }) }),
  );
  const rows = loan.instalments.map((row) => [
    String(row.n),
    row.dueDate,
    yuan(row.principalFen),
    yuan(row.interestFen),
    yuan(row.totalFen),
    yuan(row.balanceAfterFen),
    words.plan.status[row.status],
  ]);
  const sum = (of: 'principalFen' | 'interestFen' | 'totalFen'): string =>
    yuan(loan.instalments.reduce((all, row) => all + row[of], 0n));
  const total = [words.total, '', sum('principalFen'), sum('interestFen'), sum('totalFen'), '', ''];
  return printDocument(printing, holder, {
    title: words.plan.title,
    content: { document: 'REPAYMENT_PLAN', loan },
    body(sheet) {
      printLoan(sheet, loan, lang);
      sheet.pair(words.outstanding, moneyText(loan.principalOutstandingFen, lang));
      if (loan.penaltyAccruedFen > 0n) sheet.pair(words.plan.penalty, moneyText(loan.penaltyAccruedFen, lang));
      sheet.heading(words.plan.rows);
      sheet.table(columns, rows, total);
      sheet.paragraph(words.plan.note, 'muted');
    },
  });
}
