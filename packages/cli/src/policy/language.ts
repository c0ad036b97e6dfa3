/** A language that this command line speaks. */
export type Language = 'zh' | 'en';
export const LANGUAGES: readonly Language[] = ['zh', 'en'];

export const isLanguage = (word: string): word is Language => (LANGUAGES as readonly string[]).includes(word);

/** Chooses between the two wordings of one thing. */
export const speak =
  (language: Language) =>
  (zh: string, en: string): string =>
    language === 'zh' ? zh : en;
