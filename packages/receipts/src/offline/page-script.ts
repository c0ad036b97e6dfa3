import type { TrustedKeys } from '../trust.ts';
import { describeVerification, type Verdict } from './describe.ts';
import { describeFiles, sortFiles } from './several.ts';

/*
 * The script of the offline page: bundle this file for a browser and hand the text to `verifierPage`. It touches a
 * document in the few ways stated here, so that the package needs no types of a browser.
 */
interface PageFile {
  readonly text: () => Promise<string>;
}
interface PageElement {
  value: string;
  textContent: string | null;
  className: string;
  readonly files?: ArrayLike<PageFile> | null;
  readonly addEventListener: (event: string, listener: () => void) => void;
  readonly scrollIntoView: (how: { readonly block: 'nearest' }) => void;
}
interface PageDocument {
  readonly documentElement: { lang: string };
  readonly getElementById: (id: string) => PageElement | null;
  readonly addEventListener: (event: string, listener: (event: DropEvent) => void) => void;
}
interface DropEvent {
  readonly preventDefault: () => void;
  readonly dataTransfer?: { readonly files: ArrayLike<PageFile> } | null;
}

const { document, navigator } = globalThis as unknown as {
  readonly document: PageDocument;
  readonly navigator: { readonly language: string };
};

/** Chinese, unless the browser speaks English. */
document.documentElement.lang = navigator.language.startsWith('en') ? 'en' : 'zh-CN';

const element = (id: string): PageElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
};

/** A verdict is of what was checked: as soon as something else stands in a field it is gone. */
const forget = (): void => {
  for (const part of ['headline', 'details'])
    for (const language of ['zh', 'en']) element(`${part}-${language}`).textContent = '';
};

/** A chosen file fills the text field beside it; what stands in the field is what is checked. */
const fillFromFile = (fileId: string, textId: string): void => {
  element(fileId).addEventListener('change', () => {
    void element(fileId)
      .files?.[0]?.text()
      .then((text) => {
        element(textId).value = text;
        forget();
      });
  });
};

const trusted = JSON.parse(element('trusted').textContent ?? '{}') as TrustedKeys;

const show = (verdict: Verdict): void => {
  // Of the crosses only this one is in every font.
  const sign = verdict.genuine ? '✓' : '×';
  for (const language of ['zh', 'en'] as const) {
    element(`headline-${language}`).textContent = `${sign} ${verdict.headline[language]}`;
    element(`details-${language}`).textContent = verdict.details.map((detail) => detail[language]).join('\n\n');
  }
  element('headline').className = verdict.genuine ? 'genuine' : 'refused';
  // On a telephone it stands below the fields that were filled.
  element('verdict').scrollIntoView({ block: 'nearest' });
};

const check = (): void => show(describeVerification(element('notice').value, element('receipt').value, trusted));

fillFromFile('notice-file', 'notice');
fillFromFile('receipt-file', 'receipt');
for (const id of ['notice', 'receipt']) element(id).addEventListener('input', forget);
/**
 * Files dropped anywhere: each goes where its content belongs, whatever it is called. More than one pair, or a list of
 * records, is checked as a chain.
 */
const take = async (files: ArrayLike<PageFile>): Promise<void> => {
  const texts = await Promise.all(Array.from(files, (file) => file.text()));
  const { notices, proofs, leaves } = sortFiles(texts);
  if (notices.length > 1 || proofs.length > 1 || leaves !== null) {
    show(describeFiles(texts, trusted));
    return;
  }
  if (notices[0] !== undefined) element('notice').value = notices[0];
  if (proofs[0] !== undefined) element('receipt').value = proofs[0];
  if (element('notice').value !== '' && element('receipt').value !== '') check();
};

element('check').addEventListener('click', check);
element('language').addEventListener('click', () => {
  document.documentElement.lang = document.documentElement.lang === 'en' ? 'zh-CN' : 'en';
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void take(event.dataTransfer?.files ?? []);
});
