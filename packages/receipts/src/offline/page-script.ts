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
}
interface PageDocument {
  readonly getElementById: (id: string) => PageElement | null;
  readonly addEventListener: (event: string, listener: (event: DropEvent) => void) => void;
}
interface DropEvent {
  readonly preventDefault: () => void;
  readonly dataTransfer?: { readonly files: ArrayLike<PageFile> } | null;
}

const { document } = globalThis as unknown as { readonly document: PageDocument };

const element = (id: string): PageElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element ${id}`);
  return found;
};

/** A verdict is of what was checked: as soon as something else stands in a field it is gone. */
const forget = (): void => {
  element('headline').textContent = '';
  element('details').textContent = '';
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
  element('headline').textContent = `${verdict.genuine ? '✓' : '✗'} ${verdict.headline.zh} · ${verdict.headline.en}`;
  element('headline').className = verdict.genuine ? 'genuine' : 'refused';
  element('details').textContent = verdict.details.flatMap(({ zh, en }) => [zh, en, '']).join('\n');
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
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  void take(event.dataTransfer?.files ?? []);
});
