import type { LocalText } from '@clearline/line';

/** A language that this command line speaks. */
export type Language = 'zh' | 'en';
export const LANGUAGES: readonly Language[] = ['zh', 'en'];

export const isLanguage = (word: string): word is Language => (LANGUAGES as readonly string[]).includes(word);

export const NO_LANGUAGE = (given: string): string => `--lang ${given}：应为 zh 或 en / it is zh or en.`;

/** Says a text in the languages asked for; what is the same in both is said once. */
export type Say = (text: LocalText, gap?: string) => string;
export const sayingIn =
  (languages: readonly Language[]): Say =>
  (text, gap = ' / ') =>
    [...new Set(languages.map((language) => text[language]))].join(gap);

/** A refusal, a line for each language; what is the same in both is said once. */
export const sayRefused = (
  { message, zh }: { readonly message: string; readonly zh: string },
  languages: readonly Language[],
): void => console.error(sayingIn(languages)({ zh, en: message }, '\n'));

/** Chooses between the two wordings of one thing. */
export const speak =
  (language: Language) =>
  (zh: string, en: string): string =>
    language === 'zh' ? zh : en;
