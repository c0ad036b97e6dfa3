import { instantText } from '@clearline/line';
import type { MoveConsent as Contract } from '../contract/borrower.ts';
import type { ViewOf } from '../views/view-of.ts';
import { type Holder, type PrintedDocument, printDocument, type Printing } from './paper.ts';
import { documentWords } from './words.ts';

/** The consent to move to a business line on paper: its text, version, when it was given and what became of it. */
export function moveConsentPdf(
  consent: ViewOf<typeof Contract>,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lang } = printing;
  const { consent: words, moveConsent: own } = documentWords[lang];
  const { agreedAt, takenBackAt, openedAt } = consent;
  return printDocument(printing, holder, {
    title: consent.title[lang],
    content: { document: 'MOVE_CONSENT', consent },
    body(page) {
      page.heading(words.text);
      page.paragraph(consent.text[lang]);
      page.pair(words.version, consent.version);
      page.pair(words.state, agreedAt === null ? words.notGiven : words.given(instantText(agreedAt)[lang]));
      if (takenBackAt !== null) page.pair(words.takenBack, instantText(takenBackAt)[lang]);
      if (openedAt !== null) page.pair(own.opened, instantText(openedAt)[lang]);
      page.paragraph(openedAt === null ? own.free : own.done, 'muted');
    },
  });
}
