import { type Instant, instantText, OFFER_EXAMPLE, yuan } from '@clearline/line';
import type { CostSheet as Contract } from '../contract/common.ts';
import type { Sheet, SheetColumn } from '../notice-pdf/sheet.ts';
import type { Language } from '../notice-pdf/words.ts';
import type { ViewOf } from '../views/view-of.ts';
import {
  type Holder,
  type LoanView,
  moneyText,
  type PrintedDocument,
  printDocument,
  type Printing,
  printLoan,
  rateText,
} from './paper.ts';
import { documentWords } from './words.ts';

const shares = [0.22, 0.3, 0.22, 0.13, 0.13];

/** What a cost sheet is of: a loan that was signed on it, or an offer that may be. */
export type CostSheetOf =
  | { readonly kind: 'loan'; readonly loan: LoanView }
  | {
      readonly kind: 'offer';
      readonly applicationId: string;
      readonly limitFen: bigint;
      readonly dailyRatePpb: bigint;
      readonly annualRatePpb: bigint;
      readonly validUntil: Instant;
    };

function printOffer(page: Sheet, offer: Extract<CostSheetOf, { kind: 'offer' }>, lang: Language): void {
  const words = documentWords[lang];
  page.pair(words.cost.limit, moneyText(offer.limitFen, lang));
  page.pair(words.cost.dailyRate, rateText(offer.dailyRatePpb));
  page.pair(words.rate, rateText(offer.annualRatePpb));
  page.pair(words.cost.validUntil, instantText(offer.validUntil)[lang]);
  // The sheet of an offer is of one example: the whole limit, drawn at once.
  page.pair(words.cost.example, `${words.months(OFFER_EXAMPLE.tenorMonths)} · ${words.methods[OFFER_EXAMPLE.method]}`);
}

/** 综合融资成本明示表: what a loan was signed on, or an offer shows, item by item, with the hash that a signature names. */
export function costSheetPdf(
  of: CostSheetOf,
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
    item.payee[lang],
    item.method[lang],
    rateText(item.annualRatePpb),
    yuan(item.amountFen),
  ]);
  const costFen = sheet.items.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  return printDocument(printing, holder, {
    title: words.cost.title,
    content:
      of.kind === 'loan'
        ? { document: 'COST_SHEET', loanId: of.loan.id, sheet }
        : { document: 'OFFER_COST_SHEET', offer: of, sheet },
    body(page) {
      if (of.kind === 'loan') printLoan(page, of.loan, lang);
      else printOffer(page, of, lang);
      page.heading(words.cost.items);
      page.table(columns, rows, [words.total, '', '', rateText(sheet.annualCostPpb), yuan(costFen)]);
      page.pair(words.cost.annualCost, rateText(sheet.annualCostPpb));
      page.heading(words.cost.defaultOnly);
      for (const item of sheet.defaultOnly)
        page.bullet(`${item.name[lang]} · ${item.method[lang]} · ${rateText(item.annualRatePpb)}`);
      page.paragraph(sheet.nothingElse[lang]);
      page.pair(of.kind === 'loan' ? words.cost.signedHash : words.cost.sheetHash, sheet.hash);
    },
  });
}
