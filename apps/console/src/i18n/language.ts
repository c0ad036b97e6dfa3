/** The two languages of the product; Chinese is the default. */
export type Language = 'zh' | 'en';

const KEY = 'clearline.console.language';

export function storedLanguage(): Language {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
