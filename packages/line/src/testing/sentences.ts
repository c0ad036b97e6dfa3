import type { LocalText } from '../vocabulary.ts';

/** For tests only: what no sentence may hold, whatever is filled in. */
export const faultsOf = ({ zh, en }: LocalText): string[] => {
  const faults: readonly (readonly [text: string, wrong: RegExp, why: string])[] = [
    [zh, /[{}|]|undefined|null|NaN/, 'a place that nothing filled'],
    [en, /[{}|]|undefined|null|NaN/, 'a place that nothing filled'],
    [zh, /[A-Za-z]/, 'a word that is not Chinese'],
    [en, /\p{Script=Han}|[，。；：（）“]\p{Script=Han}/u, 'a word that is not English'],
    [zh, /\s|[，。；：、]{2}|[,;:.](?!\d)|（）|“”/, 'a space or stop too many, or of the other script'],
    [en, / {2}|^\s|\s$|\s[,.;:)]|[,.;:]{2}|\(\)|“”|[，。；：（）]/, 'a space or stop too many, or of the other script'],
    [en, /(?<![\d.,])1 (?!day|hour|month\b|point)(\w+s)\b/, 'one of what is several'],
    [en, /(?<![\d.,])1 (days|hours|months|points|times)\b/, 'one of what is several'],
    [
      en,
      /(?<![.,])\b(0|[2-9]|\d{2,}) (draw|province|device|failure|month|hour|day|payment)\b/,
      'several of what is one',
    ],
    [zh, /次次|个个|家家|天天|元元|倍倍|%%|个月个月/, 'a unit said twice'],
  ];
  return faults.flatMap(([text, wrong, why]) => (wrong.test(text) ? [`${why}: ${text}`] : []));
};
