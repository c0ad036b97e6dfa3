import { type StatementContent, yuan } from '@clearline/line';
import type { SheetColumn } from '../notice-pdf/sheet.ts';
import { type Holder, moneyText, type PrintedDocument, printDocument, type Printing } from './paper.ts';
import { documentWords } from './words.ts';

const shares = [0.15, 0.2, 0.17, 0.15, 0.15, 0.18];
const figureOrBlank = (fen: bigint): string => (fen === 0n ? '' : yuan(fen));

/** The statement of account over its period, with opening and closing balance and the sums that join them. */
export function statementPdf(
  statement: StatementContent,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lang } = printing;
  const words = documentWords[lang];
  const columns = words.statement.columns.map(
    (label, index): SheetColumn => ({ label, share: shares[index] ?? 0, ...(index > 2 && { right: true }) }),
  );
  const addedFen = statement.lines.reduce((sum, line) => sum + line.debitFen, 0n);
  const repaidFen = statement.lines.reduce((sum, line) => sum + line.creditFen, 0n);
  const rows = statement.lines.map((line) => [
    line.date,
    line.text[lang],
    line.loanId.slice(-8),
    figureOrBlank(line.debitFen),
    figureOrBlank(line.creditFen),
    yuan(line.owedAfterFen),
  ]);
  return printDocument(printing, holder, {
    title: words.statement.title,
    content: { document: 'STATEMENT', statement },
    body(sheet) {
      sheet.pair(words.statement.period, words.statement.span(statement.from, statement.to));
      sheet.pair(words.statement.opening, moneyText(statement.openingOwedFen, lang));
      sheet.pair(words.statement.added, moneyText(addedFen, lang));
      sheet.pair(words.statement.repaid, moneyText(repaidFen, lang));
      sheet.pair(words.statement.closing, moneyText(statement.closingOwedFen, lang));
      sheet.heading(words.statement.rows);
      if (rows.length === 0) sheet.paragraph(words.statement.none);
      else
        sheet.table(columns, rows, [
          words.total,
          '',
          '',
          yuan(addedFen),
          yuan(repaidFen),
          yuan(statement.closingOwedFen),
        ]);
      sheet.paragraph(words.statement.note, 'muted');
    },
  });
}
