import { dateText, instantText, STATEMENT_LINE_NAMES, yuan } from '@clearline/line';
import type { ThreePartCheck as Contract } from '../contract/three-part-check.ts';
import type { Sheet, SheetColumn } from '../notice-pdf/sheet.ts';
import type { Language } from '../notice-pdf/words.ts';
import type { ViewOf } from '../views/view-of.ts';
import { creditMemoWords } from './credit-memo-words.ts';
import { type Holder, moneyText, type PrintedDocument, printDocument, type Printing } from './paper.ts';

type Check = ViewOf<typeof Contract>;
type Memo = NonNullable<Check['memo']>;
type Period = Memo['periods'][number];

/** A check of which there is a memo, with the hash of that very memo. */
export interface PrintableCheck extends Check {
  readonly memo: Memo;
  readonly shownMemoHash: string;
}

/** Beside the names of the lines no more columns of figures than can be read. */
const PERIODS_ABREAST = 3;

/** 授信报告: what two people decide a business line on, as it was proposed on, or as a draft as it stands. */
export function creditMemoPdf(check: PrintableCheck, holder: Holder, printing: Printing): Promise<PrintedDocument> {
  const { lang } = printing;
  const words = creditMemoWords[lang];
  return printDocument(printing, holder, {
    title: words.title,
    content: { document: 'CREDIT_MEMO', check },
    body(sheet) {
      printHead(sheet, check, lang);
      printProposal(sheet, check, lang);
      printFindings(sheet, check, lang);
      printStatements(sheet, check, lang);
      printSecurity(sheet, check, lang);
      sheet.pair(creditMemoWords[lang].memoHash, check.shownMemoHash);
      sheet.paragraph(creditMemoWords[lang].memoNote, 'muted');
    },
  });
}

const columnsOf = (labels: readonly string[], shares: readonly number[], figures: readonly number[]): SheetColumn[] =>
  labels.map((label, index) => ({
    label,
    share: shares[index] ?? 0,
    ...(figures.includes(index) && { right: true }),
  }));

function printHead(sheet: Sheet, { applicationId, askedLimitFen, memo }: PrintableCheck, lang: Language) {
  const words = creditMemoWords[lang];
  sheet.pair(words.application, applicationId);
  sheet.pair(words.askedLimit, askedLimitFen === null ? words.notAsked : moneyText(askedLimitFen, lang));
  sheet.pair(words.asOf, dateText(memo.on)[lang]);
}

/** Who recorded a part and when, under its heading; or that nobody has. */
function printRecorded(sheet: Sheet, recorded: Check['investigation'], none: string, lang: Language): void {
  const words = creditMemoWords[lang];
  sheet.paragraph(recorded === null ? none : words.recorded(recorded.by, instantText(recorded.at)[lang]), 'muted');
}

function printFindings(sheet: Sheet, { memo, investigation }: PrintableCheck, lang: Language): void {
  const words = creditMemoWords[lang];
  sheet.heading(words.investigation, 'table');
  printRecorded(sheet, investigation, words.notRecorded, lang);
  sheet.table(columnsOf(words.findingColumns, [0.17, 0.15, 0.3, 0.23, 0.15], []), [
    ...memo.findings.map(({ name, outcome, text, source, seenOn }) => [
      name[lang],
      words.outcomes[outcome],
      text,
      source,
      seenOn,
    ]),
    ...memo.notLookedAt.map(({ name }) => [name[lang], words.notLookedAt, '—', '—', '—']),
  ]);
}

const spanOf = ({ statement: { periodFrom, periodTo } }: Period): string => `${periodFrom} – ${periodTo}`;

function printFiles(sheet: Sheet, { files }: PrintableCheck, lang: Language): void {
  if (files.length === 0) return;
  const words = creditMemoWords[lang];
  sheet.heading(words.files, 'table');
  sheet.table(
    columnsOf(words.fileColumns, [0.2, 0.17, 0.13, 0.19, 0.16, 0.15], [2, 3]),
    files.map(({ format, accountTail, from, to, rows, inflowsFen, balance, sha256 }) => [
      accountTail === null ? words.formats[format] : `${words.formats[format]} ${accountTail}`,
      `${from}\n${to}`,
      String(rows),
      yuan(inflowsFen),
      words.balances[balance],
      sha256.slice(0, 12),
    ]),
  );
}

function printStatements(sheet: Sheet, check: PrintableCheck, lang: Language): void {
  const {
    memo: { periods },
    statements,
  } = check;
  const words = creditMemoWords[lang];
  sheet.heading(words.statements, 'table');
  printRecorded(sheet, statements, words.noStatements, lang);
  for (let from = 0; from < periods.length; from += PERIODS_ABREAST)
    printLines(sheet, periods.slice(from, from + PERIODS_ABREAST), lang);
  printFiles(sheet, check, lang);
  for (const period of periods) {
    sheet.heading(words.ratios(spanOf(period)), 'table');
    sheet.table(
      columnsOf(words.ratioColumns, [0.24, 0.56, 0.2], [2]),
      period.ratios.map(({ name, formula, value }) => [name[lang], formula[lang], value?.[lang] ?? words.cannotTell]),
    );
    sheet.heading(words.crossChecks(spanOf(period)), 'table');
    sheet.table(
      columnsOf(words.crossCheckColumns, [0.19, 0.22, 0.22, 0.11, 0.13, 0.13], [1, 2, 3]),
      period.crossChecks.map(({ name, left, leftFen, right, rightFen, gap, tolerance, outcome }) => [
        name[lang],
        `${yuan(leftFen)}\n${left[lang]}`,
        `${rightFen === null ? words.unknown : yuan(rightFen)}\n${right[lang]}`,
        gap?.[lang] ?? '—',
        words.below(tolerance[lang]),
        words.results[outcome],
      ]),
    );
  }
}

/** The lines as they were handed in, a period a column. */
function printLines(sheet: Sheet, periods: readonly Period[], lang: Language): void {
  const words = creditMemoWords[lang];
  const shares = [0.34, ...periods.map(() => 0.66 / periods.length)];
  const figures = periods.map((_period, index) => index + 1);
  const names = Object.entries(STATEMENT_LINE_NAMES) as [
    keyof typeof STATEMENT_LINE_NAMES,
    { zh: string; en: string },
  ][];
  sheet.table(columnsOf([words.line, ...periods.map((period) => spanOf(period))], shares, figures), [
    [words.basis, ...periods.map(({ statement }) => words.bases[statement.basis])],
    ...names.map(([line, name]) => [
      name[lang],
      ...periods.map(({ statement }) => {
        const fen = statement[line];
        return fen === null ? words.unknown : yuan(fen);
      }),
    ]),
  ]);
}

function printSecurity(sheet: Sheet, { memo: { cover }, security }: PrintableCheck, lang: Language): void {
  const words = creditMemoWords[lang];
  sheet.heading(words.security, 'table');
  printRecorded(sheet, security, words.notRecorded, lang);
  if (security !== null && cover.securities.length === 0) sheet.paragraph(words.unsecured);
  if (cover.securities.length > 0)
    sheet.table(
      columnsOf(words.securityColumns, [0.22, 0.19, 0.17, 0.14, 0.12, 0.16], [2, 3, 4, 5]),
      cover.securities.map((one) => [
        `${words.kinds[one.kind]}\n${one.text}`,
        `${one.valuedOn} · ${words.valuers[one.valuer]}${one.outdated ? `\n${words.outdated}` : ''}`,
        yuan(one.valueFen),
        yuan(one.priorChargesFen),
        one.haircut[lang],
        yuan(one.countedFen),
      ]),
      ['', '', '', '', '', yuan(cover.countedFen)],
    );
  if (cover.ratio !== null) sheet.pair(words.cover, cover.ratio[lang]);
}

function printProposal(sheet: Sheet, { proposal }: PrintableCheck, lang: Language): void {
  const words = creditMemoWords[lang];
  sheet.heading(words.proposal);
  if (proposal === null) sheet.paragraph(words.states.DRAFT);
  else {
    sheet.pair(words.outcome, words.recommends[proposal.outcome]);
    if (proposal.limitFen !== null) sheet.pair(words.limit, moneyText(proposal.limitFen, lang));
    for (const title of proposal.reasonTitles) sheet.pair(words.reason, title[lang]);
    sheet.pair(words.assessment, proposal.text);
    sheet.pair(words.proposedBy, `${proposal.proposedBy} · ${instantText(proposal.proposedAt)[lang]}`);
    sheet.pair(words.state, words.states[proposal.state]);
    if (proposal.decidedBy !== null) sheet.pair(words.answeredBy, proposal.decidedBy);
    if (proposal.note !== null) sheet.pair(words.note, proposal.note);
  }
}
