import type { Language } from '../i18n/language.ts';

/**
 * Units as the API writes them in texts that it gives once for both languages: the values of a trace in English, those
 * of parameters in Chinese. Each line is English pattern, Chinese words, Chinese pattern, English words.
 */
const units: readonly (readonly [RegExp, string, RegExp, string])[] = [
  [/CNY (-?[\d,.]*\d)/g, '$1元', /(-?[\d,.]*\d)元/g, 'CNY $1'],
  [/(\d) months?\b/g, '$1个月', /(\d)个月/g, '$1 months'],
  [/(\d) days?\b/g, '$1天', /(\d)天/g, '$1 days'],
  [/(\d) hours?\b/g, '$1小时', /(\d)小时/g, '$1 hours'],
  [/(\d) km\/h/g, '$1公里/小时', /(\d)公里\/小时/g, '$1 km/h'],
  [/(\d) points?\b/g, '$1分', /(\d)分/g, '$1 points'],
  [/(\d) times\b/g, '$1倍', /(\d)倍/g, '$1 times'],
  [/\b(?:true|yes)\b/gi, '是', /^是$/g, 'yes'],
  [/\b(?:false|no)\b/gi, '否', /^否$/g, 'no'],
  [/\b(?:null|missing)\b/gi, '缺失', /缺失/g, 'missing'],
];

/** A condition, a value or a parameter with its units in the language of the page. */
export function unitText(text: string, language: Language): string {
  return units.reduce(
    (result, [english, zh, chinese, en]) =>
      language === 'zh' ? result.replaceAll(english, zh) : result.replaceAll(chinese, en),
    text,
  );
}
