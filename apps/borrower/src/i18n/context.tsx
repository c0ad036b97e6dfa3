import type { LocalText } from '@clearline/client';
import { createContext, type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { Prose } from '../ui/prose.tsx';
import { en } from './en.ts';
import { type Language, storedLanguage, storeLanguage } from './language.ts';
import { type Dictionary, zh } from './zh.ts';

interface TextValue {
  readonly language: Language;
  /** The dictionary of the language in force. */
  readonly t: Dictionary;
  /** A text the server gives in both languages, in the one in force. */
  readonly local: (text: LocalText) => string;
  /** The same as part of a page, its dates and figures unbroken. */
  readonly prose: (text: LocalText) => ReactNode;
  readonly setLanguage: (language: Language) => void;
}

const prose: Readonly<Record<Language, TextValue['prose']>> = {
  zh: (text) => <Prose text={text.zh} />,
  en: (text) => <Prose text={text.en} />,
};

const TextContext = createContext<TextValue | null>(null);

export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(storedLanguage);
  const setLanguage = useCallback((next: Language) => {
    storeLanguage(next);
    setState(next);
  }, []);
  useLayoutEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const value = useMemo<TextValue>(
    () => ({
      language,
      t: language === 'zh' ? zh : en,
      local: (text) => text[language],
      prose: prose[language],
      setLanguage,
    }),
    [language, setLanguage],
  );
  return <TextContext.Provider value={value}>{children}</TextContext.Provider>;
}

/** Words of the page. */
export function useText(): TextValue {
  const value = useContext(TextContext);
  if (value === null) throw new Error('useText needs a TextProvider above it.');
  return value;
}
