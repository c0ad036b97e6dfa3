import { dateOf, dateText, FAMILY_NAMES, fromMs, type Instant, type Lender, toMs, yuan } from '@clearline/line';
import type { Notice } from '../contract/borrower.ts';
import type { ViewOf } from '../views/view-of.ts';
import type { LoggedLeaf } from '@clearline/store';
import { newSheet, type Sheet, type SheetPart } from './sheet.ts';
import { type Language, pdfWords } from './words.ts';

type NoticeView = ViewOf<typeof Notice>;
interface Print {
  readonly sheet: Sheet;
  readonly notice: NoticeView;
  readonly lang: Language;
}

const chinaOffsetMs = 8 * 3_600_000;

/** An instant on the lender’s clock, to the minute. */
function when(at: Instant, lang: Language): string {
  const clock = fromMs(toMs(at) + chinaOffsetMs).slice(11, 16);
  return `${dateText(dateOf(at))[lang]} ${clock}`;
}
const money = (fen: bigint, lang: Language): string => (lang === 'zh' ? `${yuan(fen)}元` : `CNY ${yuan(fen)}`);

function printHead({ sheet, notice, lang }: Print): void {
  const words = pdfWords[lang];
  sheet.pairs([words.to, notice.borrowerMaskedName], [words.issued, when(notice.issuedAt, lang)]);
  sheet.pair(words.number, notice.id);
  if (notice.effectiveAt !== null) {
    const effective = when(notice.effectiveAt, lang);
    const expires = notice.expiresAt === null ? null : ([words.expires, when(notice.expiresAt, lang)] as const);
    const ahead = notice.preNoticeDays > 0 ? words.preNotice(notice.preNoticeDays) : null;
    if (ahead === null && expires !== null) sheet.pairs([words.effective, effective], expires);
    else {
      sheet.pair(words.effective, ahead === null ? effective : words.ahead(effective, ahead));
      if (expires !== null) sheet.pair(...expires);
    }
  } else if (notice.expiresAt !== null) sheet.pair(words.expires, when(notice.expiresAt, lang));
  if (notice.limitBeforeFen !== null && notice.limitAfterFen !== null) {
    sheet.pair(words.limit, `${money(notice.limitBeforeFen, lang)} → ${money(notice.limitAfterFen, lang)}`);
  }
  const cause = notice.causeFamily === null ? null : ([words.cause, FAMILY_NAMES[notice.causeFamily][lang]] as const);
  const bureau = [words.bureau, notice.reportedToBureau ? words.reported : words.notReported] as const;
  if (cause !== null && notice.adverse) sheet.pairs(cause, bureau);
  else if (cause !== null) sheet.pair(...cause);
  else if (notice.adverse) sheet.pair(...bureau);
}

function printReasons({ sheet, notice, lang }: Print): void {
  if (notice.reasons.length === 0) return;
  const words = pdfWords[lang];
  sheet.heading(words.reasons);
  for (const [index, reason] of notice.reasons.entries()) {
    const [comma, colon] = lang === 'zh' ? ['，', '：'] : [', ', ': '];
    const observed = reason.observedAt === null ? '' : comma + dateText(dateOf(reason.observedAt))[lang];
    const source = reason.source[lang] + observed;
    sheet.card(
      `${index + 1}. ${reason.title[lang]}`,
      [
        [words.saw, reason.whatWeSaw[lang]],
        [words.ourLine, reason.ourLine[lang]],
        [words.changes, reason.whatChangesIt[lang]],
      ],
      { text: words.source + colon + source, pair: [words.source, source] },
    );
  }
}

/** A heading that promises changes stands above changes only; above the word that there are none, it asks (N187). */
export const changesHeading = ({ counterfactuals }: Pick<NoticeView, 'counterfactuals'>, lang: Language): string =>
  counterfactuals.length > 0 ? pdfWords[lang].counterfactuals : pdfWords[lang].noCounterfactuals;

function printCure({ sheet, notice, lang }: Print): void {
  const words = pdfWords[lang];
  if (notice.restore !== null) {
    const { text, earliestDate } = notice.restore;
    sheet.together([
      { heading: words.restore },
      { paragraph: text[lang] },
      // What ends by itself says so above, to the minute; an earliest date beside it would contradict that.
      ...(earliestDate !== null && notice.expiresAt === null
        ? [{ pair: [words.earliest, dateText(earliestDate)[lang]] } as const]
        : []),
    ]);
  }
  if (notice.counterfactuals.length === 0 && notice.noCounterfactual === null) return;
  sheet.heading(changesHeading(notice, lang));
  for (const { text } of notice.counterfactuals) sheet.bullet(text[lang]);
  if (notice.noCounterfactual !== null) sheet.paragraph(notice.noCounterfactual[lang]);
}

function printRights({ sheet, notice, lang }: Print): void {
  if (notice.rights.length === 0) return;
  sheet.together([{ heading: pdfWords[lang].rights }, ...notice.rights.map((right) => ({ bullet: right[lang] }))]);
}

/** Until when and where it can be contested, outside routes, and who to talk to. */
function waysOn({ notice, lang }: Print, lender: Lender): SheetPart[] {
  const words = pdfWords[lang];
  const parts: SheetPart[] = [];
  if (notice.appealBy !== null) {
    const { acknowledgeBusinessDays, simple, complex } = notice.answerDays;
    parts.push(
      { heading: words.clock },
      { paragraph: words.appealBy(dateText(dateOf(notice.appealBy))[lang]) },
      { paragraph: words.answer(acknowledgeBusinessDays, simple, complex) },
    );
  }
  if (notice.outsideRoutes.length > 0) {
    const routes = notice.outsideRoutes.map(({ name, contact }) =>
      contact === null ? words.published(name[lang]) : `${name[lang]} ${contact}`,
    );
    parts.push({ heading: words.outside }, { paragraph: routes.join(' · ') });
  }
  return [...parts, { heading: words.contact }, { paragraph: `${lender.contact} · ${lender.address[lang]}` }];
}

function printDecider({ sheet, notice, lang }: Print): void {
  const words = pdfWords[lang];
  const { decidedBy } = notice;
  sheet.heading(words.decided);
  sheet.paragraph(decidedBy.automation[lang]);
  if (decidedBy.people.length > 0) sheet.pair(words.people, decidedBy.people.join(', '));
  const rules = decidedBy.ruleIds.filter((id) => !id.startsWith('strategy:'));
  if (rules.length < decidedBy.ruleIds.length) sheet.pair(words.basis, words.approvedStrategy);
  const version = [words.version, decidedBy.policyVersion] as const;
  if (rules.length > 0) sheet.pairs([words.rules, rules.join(', ')], version);
  else sheet.pair(...version);
}

/** What a camera reads off the paper: the notice’s number and the hashes that tie it to the record and to the log. */
export const codeOf = (
  notice: Pick<NoticeView, 'id' | 'contentHash'>,
  logged: Pick<LoggedLeaf, 'index' | 'leafHash'>,
): string =>
  `clearline:notice/${notice.id}?content=${notice.contentHash}&entry=${logged.index + 1}&leaf=${logged.leafHash}`;

/** What ties the paper to the record: its hash, and with it the code and the entry where it stands in the log. */
function recordOf(
  notice: NoticeView,
  logged: Pick<LoggedLeaf, 'index' | 'leafHash'> | null,
  words: (typeof pdfWords)[Language],
): SheetPart {
  if (logged === null) return { pair: [words.hash, notice.contentHash] };
  return {
    code: codeOf(notice, logged),
    pairs: [
      [words.hash, notice.contentHash],
      [words.logIndex, words.leaf(logged.index + 1)],
      [words.leafHash, logged.leafHash],
    ],
    caption: words.code,
  };
}

/**
 * The notice on A4, in one language, with everything the page shows and the hashes that tie it to the record and to the
 * log (G12).
 * @param logged its leaf; null for a notice that cannot be found in the log
 */
export function noticePdf(
  notice: NoticeView,
  lender: Lender,
  lang: Language,
  logged: Pick<LoggedLeaf, 'index' | 'leafHash'> | null,
): Promise<Uint8Array> {
  const words = pdfWords[lang];
  const title = notice.title[lang];
  const sheet = newSheet({ title, author: lender.name[lang], issuedAt: new Date(notice.issuedAt) });
  const print: Print = { sheet, notice, lang };
  sheet.title(title, `${lender.name[lang]} · ${words.licence} ${lender.licence} · ${words.notice}`);
  printHead(print);
  if (notice.noFault) sheet.paragraph(words.noFault);
  if (notice.effect.length > 0) {
    sheet.heading(words.effect);
    for (const line of notice.effect) sheet.bullet(line[lang]);
  }
  printReasons(print);
  printCure(print);
  printDecider(print);
  printRights(print);
  // The code is not left alone on a page: it goes with what a reader of a paper is to do next (H119).
  sheet.together([...waysOn(print, lender), recordOf(notice, logged, words)]);
  return sheet.end((page, of) => `${lender.name[lang]} · ${notice.id} · ${words.page(page, of)}`);
}
