import type { Read } from './texts.ts';

/** Why these numbers: docs/decisions/0011-plain-words.md. */
export const ZH_SENTENCE_MAX = 45;
export const ZH_CLAUSE_MAX = 22;
export const EN_SENTENCE_MAX = 22;
export const EN_GRADE_MAX = 10;
export const EN_GRADE_MEAN_MAX = 6;

/** Words that blame, and words of the trade that nobody outside it reads; what to say is the field’s own advice. */
export const WORDS: Readonly<Record<'zh' | 'en', readonly (readonly [word: RegExp, why: string])[]>> = {
  zh: [
    [/失信|老赖|恶意|不良记录|信用差|信用不良|违规|违约|过错|滥用|欺骗|作假/, 'blames'],
    [/综合评[估分]未|不符合(使用)?条件|内部政策|系统评定/, 'says nothing (G1)'],
    [/多头借贷|共债|硬查询|敞口|支用|征信花|套现|以贷养贷|授信敞口|风控/, 'is trade talk'],
    [/被(拒|冻结|限制|关闭|暂停|下调|判定|认定)/, 'is passive: say who does it'],
    [/必须(立即)?(还|偿|归)|否则|后果自负|严正|警告/, 'threatens'],
  ],
  en: [
    [
      /\b(fault of yours|your fault|guilty|delinquen\w*|misconduct|abus\w+|violat\w+|bad payer|poor credit|dishonest|fraudster)\b/i,
      'blames',
    ],
    [/\b(overall assessment|internal polic\w+|does not meet (our )?(conditions|criteria))\b/i, 'says nothing (G1)'],
    [
      /\b(DPD|DSR|exposure at default|hard pull|multi-head|utilise|pursuant|herein|aforementioned|notwithstanding)\b/i,
      'is trade or law talk',
    ],
    [/\b(or else|will be punished|final warning|you must pay)\b/i, 'threatens'],
  ],
};

/** GB 2312 level one, the 3,755 characters in everyday use, and the one that every browser page needs; others are rare. */
const everyday = ((): ReadonlySet<string> => {
  const decoder = new TextDecoder('gbk');
  const found = new Set(['浏']);
  for (let high = 0xb0; high <= 0xd7; high++)
    for (let low = 0xa1; low <= 0xfe; low++) found.add(decoder.decode(new Uint8Array([high, low])));
  return found;
})();

/** What is hard about a text; nothing for plain ones. */
export const hardships = ({ language, text }: Read): string[] => [
  ...WORDS[language].flatMap(([word, why]) => {
    const found = word.exec(text);
    return found === null ? [] : [`“${found[0]}” ${why}`];
  }),
  ...(language === 'zh' ? hardInChinese(text) : hardInEnglish(text)),
];

const hardInChinese = (text: string): string[] => {
  const sentences = text.split(/[。！？；\n]/);
  const longest = Math.max(...sentences.map((sentence) => Array.from(sentence).length));
  const clause = Math.max(...text.split(/[。！？；，、：（）“”《》\n ]/).map((part) => Array.from(part).length));
  const rare = Array.from(text).filter((sign) => /\p{Script=Han}/u.test(sign) && !everyday.has(sign));
  return [
    ...(longest > ZH_SENTENCE_MAX ? [`a sentence of ${longest} signs`] : []),
    ...(clause > ZH_CLAUSE_MAX ? [`${clause} signs without a pause`] : []),
    ...(rare.length > 0 ? [`rare: ${rare.join('')}`] : []),
  ];
};

const wordsOf = (text: string): string[] => text.match(/[A-Za-z][A-Za-z’'-]*|\d[\d,.]*/g) ?? [];
const sentencesOf = (text: string): string[] =>
  text.split(/[.!?;:](?:\s|$)|\n/).filter((part) => wordsOf(part).length > 0);

/** Groups of vowels, less a silent e: the usual estimate, right for about nine words in ten. */
const syllables = (word: string): number => {
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]|[^aeiouy]l)e[sd]?$/, (end) => end.replace('e', ''))
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
};

/** Flesch-Kincaid grade: years of school (Kincaid and others, 1975). */
export const gradeOf = (text: string): number => {
  const words = wordsOf(text);
  const sentences = Math.max(1, sentencesOf(text).length);
  const spoken = words.reduce((sum, word) => sum + syllables(word), 0);
  return (0.39 * words.length) / sentences + (11.8 * spoken) / Math.max(1, words.length) - 15.59;
};

const hardInEnglish = (text: string): string[] => {
  const longest = Math.max(0, ...sentencesOf(text).map((sentence) => wordsOf(sentence).length));
  // A title of three long words has no grade worth the name.
  const grade = wordsOf(text).length >= 12 ? gradeOf(text) : 0;
  return [
    ...(longest > EN_SENTENCE_MAX ? [`a sentence of ${longest} words`] : []),
    ...(grade > EN_GRADE_MAX ? [`grade ${grade.toFixed(1)}`] : []),
  ];
};
