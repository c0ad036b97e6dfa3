import { yuan } from '@clearline/line';
import type { CostSheet as Contract } from '../contract/common.ts';
import type { SheetColumn } from '../notice-pdf/sheet.ts';
import type { ViewOf } from '../views/view-of.ts';
import {
  type Holder,
  type LoanView,
  type PrintedDocument,
  printDocument,
  type Printing,
  printLoan,
  rateText,
} from './paper.ts';
import { documentWords } from './words.ts';

const shares = [0.22, 0.3, 0.22, 0.13, 0.13];

/** 综合融资成本明示表: what a loan was signed on, item by item, with the hash that the signature names. */
export function costSheetPdf(
  loan: LoanView,
  sheet: ViewOf<typeof Contract>,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lang } = printing;
  const words = documentWords[lang];
  const columns = words.cost.columns.map(
    (label, index): SheetColumn => ({ label, share: shares[index] ?? 0, ...(index >= 3 && { right: true }) }),
  );
  const rows = sheet.items.map((item) => [
    item.name[lang],
    item.payee,
    item.method[lang],
    rateText(item.annualRatePpb),
    yuan(item.amountFen),
  ]);
  const costFen = sheet.items.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  return printDocument(printing, holder, {
    title: words.cost.title,
    content: { document: 'COST_SHEET', loanId: loan.id, sheet },
    body(page) {
      printLoan(page, loan, lang);
      page.heading(words.cost.items);
      page.table(columns, rows, [words.total, '', '', rateText(sheet.annualCostPpb), yuan(costFen)]);
      page.pair(words.cost.annualCost, rateText(sheet.annualCostPpb));
      page.heading(words.cost.defaultOnly);
      for (const item of sheet.defaultOnly)
        page.bullet(`${item.name[lang]} · ${item.method[lang]} · ${rateText(item.annualRatePpb)}`);
      page.paragraph(sheet.nothingElse[lang]);
      page.pair(words.cost.signedHash, sheet.hash);
    },
  });
}
