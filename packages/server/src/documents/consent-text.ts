import { instantText, type LocalText } from '@clearline/line';
import type { Consent as Contract } from '../contract/borrower.ts';
import type { ViewOf } from '../views/view-of.ts';
import { type Holder, type PrintedDocument, printDocument, type Printing } from './paper.ts';
import { documentWords } from './words.ts';

/** One consent on its own paper: its text, version, when it was given, and taken back. */
export function consentPdf(
  consent: ViewOf<typeof Contract>,
  holder: Holder,
  printing: Printing,
): Promise<PrintedDocument> {
  const { lang } = printing;
  const words = documentWords[lang].consent;
  const title: LocalText = consent.title;
  return printDocument(printing, holder, {
    title: title[lang],
    content: { document: 'CONSENT', consent },
    body(page) {
      page.heading(words.text);
      page.paragraph(consent.text[lang]);
      page.pair(words.version, consent.version);
      page.pair(
        words.state,
        consent.givenAt === null ? words.notGiven : words.given(instantText(consent.givenAt)[lang]),
      );
      if (consent.takenBackAt !== null) page.pair(words.takenBack, instantText(consent.takenBackAt)[lang]);
      page.paragraph(consent.required ? words.required : words.optional, 'muted');
    },
  });
}
