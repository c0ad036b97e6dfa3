import type { Language } from '../../i18n/language.ts';

/** How the units of a trace, which the API writes one way for both languages, read in Chinese. */
const units: readonly (readonly [RegExp, string])[] = [
  [/CNY (-?[\d,.]+)/g, '$1元'],
  [/(\d) months?\b/g, '$1个月'],
  [/(\d) days?\b/g, '$1天'],
  [/(\d) hours?\b/g, '$1小时'],
  [/(\d) points?\b/g, '$1分'],
  [/\b(?:true|yes)\b/gi, '是'],
  [/\b(?:false|no)\b/gi, '否'],
  [/\b(?:null|missing)\b/gi, '缺失'],
];

/** A condition or value of a trace with its units in the language of the page. */
export function unitText(text: string, language: Language): string {
  if (language === 'en') return text;
  return units.reduce((result, [pattern, words]) => result.replaceAll(pattern, words), text);
}
