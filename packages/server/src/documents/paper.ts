import { type BorrowerFile, dateText, type IsoDate, type Lender, yuan } from '@clearline/line';
import { contentHash } from '@clearline/receipts';
import type { Loan as LoanContract } from '../contract/borrower.ts';
import { newSheet, type Sheet } from '../notice-pdf/sheet.ts';
import type { Language } from '../notice-pdf/words.ts';
import type { ViewOf } from '../views/view-of.ts';
import { documentWords } from './words.ts';

export type LoanView = ViewOf<typeof LoanContract>;

/** Whom a document is made out to. */
export interface Holder {
  readonly borrowerId: string;
  readonly name: string;
  readonly maskedIdNumber: string | null;
}
export interface Printing {
  readonly lender: Lender;
  readonly lang: Language;
  /** The business date on which the document is made out. */
  readonly issuedOn: IsoDate;
}
export interface PrintedDocument {
  readonly bytes: Uint8Array;
  /** Of what the document says, the same in every language. */
  readonly hash: string;
}

/** The holder as masked everywhere else; only a certificate, which is shown to others, carries the full name. */
export const holderOf = (file: BorrowerFile, fullName: string | null = null): Holder => ({
  borrowerId: file.borrowerId,
  name: fullName ?? file.maskedName ?? '—',
  maskedIdNumber: file.maskedIdNumber,
});

/** Money in running text; tables carry plain figures under a heading that names the unit. */
export const moneyText = (fen: bigint, lang: Language): string =>
  lang === 'zh' ? `${yuan(fen)}元` : `CNY ${yuan(fen)}`;

/** 109_500_000 → `10.95%`, without trailing zeros beyond two places. */
export function rateText(ppb: bigint): string {
  const digits = ppb.toString().padStart(8, '0');
  const places = digits.slice(-7).replace(/0{1,5}$/, '');
  return `${digits.slice(0, -7)}.${places}%`;
}

/** The facts of a loan that every document about it states. */
export function printLoan(sheet: Sheet, loan: LoanView, lang: Language): void {
  const words = documentWords[lang];
  sheet.pair(words.loanNo, loan.id);
  sheet.pair(words.amount, moneyText(loan.amountFen, lang));
  sheet.pair(words.drawnOn, dateText(loan.drawnOn)[lang]);
  sheet.pair(words.tenor, words.months(loan.tenorMonths));
  sheet.pair(words.method, words.methods[loan.method]);
  sheet.pair(words.purpose, words.purposes[loan.purpose]);
  sheet.pair(words.account, words.tail(loan.accountTail));
  sheet.pair(words.rate, rateText(loan.annualRateSimplePpb));
}

/**
 * A document on the lender’s paper: name and licence above, the holder, the body, and below it the hash of what it says.
 * @param content everything the body is printed from, without the language; its hash identifies the document
 */
export async function printDocument(
  printing: Printing,
  holder: Holder,
  document: { readonly title: string; readonly content: unknown; body(sheet: Sheet): void },
): Promise<PrintedDocument> {
  const { lender, lang, issuedOn } = printing;
  const words = documentWords[lang];
  const { name, licence } = lender;
  const hash = contentHash({ lender: { name, licence }, holder, issuedOn, content: document.content });
  const issuedAt = new Date(`${issuedOn}T00:00:00.000Z`);
  const sheet = newSheet({ title: document.title, author: name[lang], issuedAt });
  sheet.title(document.title, `${name[lang]} · ${words.licence} ${licence}`);
  sheet.pair(words.borrower, holder.name);
  if (holder.maskedIdNumber !== null) sheet.pair(words.idNumber, holder.maskedIdNumber);
  sheet.pair(words.issuedOn, dateText(issuedOn)[lang]);
  document.body(sheet);
  sheet.heading(words.aboutThis);
  sheet.pair(words.contact, `${lender.contact} · ${lender.address[lang]}`);
  sheet.pair(words.hash, hash);
  sheet.paragraph(words.hashNote, 'muted');
  const bytes = await sheet.end((page, of) => `${name[lang]} · ${document.title} · ${words.page(page, of)}`);
  return { bytes, hash };
}
