import type { DayCount } from '@clearline/lending';
import { dateText, instantText, type Instant } from '@clearline/line';
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

/** How a loan was signed: when, which plan and cost sheet, how long that was read, and whether a code confirmed it. */
export interface Signature {
  readonly signedAt: Instant;
  readonly planHash: string;
  readonly costSheetHash: string;
  readonly readSeconds: number | null;
  readonly codeConfirmed: boolean;
  readonly dayCount: DayCount;
  readonly penaltyRatePpb: bigint;
  readonly graceDays: number;
}

/** 借款合同: the parties, the terms as signed, what either may do, and the proof of signing. */
export function loanContractPdf(
  loan: LoanView,
  signed: Signature,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lender, lang } = printing;
  const words = documentWords[lang];
  const { contract } = words;
  return printDocument(printing, holder, {
    title: contract.title,
    content: { document: 'LOAN_CONTRACT', loan: { ...loan, instalments: loan.instalments.length }, signed },
    body(page) {
      page.pair(contract.lender, `${lender.name[lang]} · ${words.licence} ${lender.licence}`);
      page.heading(contract.terms);
      printLoan(page, loan, lang);
      page.pair(contract.dayCount, signed.dayCount);
      page.pair(contract.penalty, contract.penaltyRate(rateText(signed.penaltyRatePpb), signed.graceDays));
      page.heading(contract.rights);
      for (const clause of contract.clauses) page.bullet(clause);
      page.heading(contract.signing);
      page.pair(contract.signedAt, instantText(signed.signedAt)[lang]);
      page.pair(contract.confirmed, signed.codeConfirmed ? contract.byCode : contract.byReading);
      if (signed.readSeconds !== null) page.pair(contract.read, contract.seconds(signed.readSeconds));
      page.pair(contract.plan, signed.planHash);
      page.pair(contract.costSheet, signed.costSheetHash);
      page.paragraph(contract.note(dateText(loan.drawnOn)[lang]), 'muted');
    },
  });
}
