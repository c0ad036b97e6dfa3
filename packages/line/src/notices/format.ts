import type { InputValue } from '../decision-record.ts';
import type { Unit } from '../policy/policy-set.ts';
import { REGIONS } from '../regions.ts';
import { TOPIC_NAMES } from '../three-part-check/parts.ts';
import { dateOf } from '../time.ts';
import type { Instant, IsoDate, LocalText } from '../vocabulary.ts';

/** How values are written in texts that a borrower reads. Formats follow the product’s style for zh-CN and English. */

/** 12345 fen → `123.45`. */
export const yuan = (fen: bigint | number): string => {
  const value = BigInt(fen);
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${whole}.${digits.slice(-2)}`;
};
export const money = (fen: bigint | number): LocalText => ({ zh: `${yuan(fen)}元`, en: `CNY ${yuan(fen)}` });

export const dateText = (date: IsoDate): LocalText => {
  const [year, month, day] = date.split('-').map(Number);
  return { zh: `${year}年${month}月${day}日`, en: date };
};
export const instantText = (instant: Instant): LocalText => dateText(dateOf(instant));

/** Ten-thousandths in hundredths, without noughts at the end: 6725 → `67.25`, -50 → `-0.5`. */
const hundredthsOf4 = (ratio4: number): string => {
  const size = Math.abs(ratio4);
  const rest = String(size % 100).padStart(2, '0');
  // What lies between nought and minus one has no whole part to carry its sign.
  return `${ratio4 < 0 ? '-' : ''}${Math.trunc(size / 100)}${`.${rest}`.replace(/\.?0+$/, '')}`;
};
const percentOf4 = (ratio4: number): string => `${hundredthsOf4(ratio4)}%`;

const WORDS: Readonly<Record<string, LocalText>> = {
  EMPLOYED: { zh: '受雇', en: 'employed' },
  SELF_EMPLOYED: { zh: '自雇', en: 'self-employed' },
  BUSINESS_OWNER: { zh: '经营者', en: 'business owner' },
  STUDENT: { zh: '学生', en: 'student' },
  RETIRED: { zh: '退休', en: 'retired' },
  UNEMPLOYED: { zh: '暂无工作', en: 'not working' },
  ...REGIONS,
  ...TOPIC_NAMES,
};

/** 117000 → `11.7`; what a hundredth of one is, people do not count in multiples. Floored, like the value itself. */
const timesOf4 = (ratio4: number): string => hundredthsOf4(Math.floor(ratio4 / 100));
/** All of it, where a hundredth is what tells it from another. */
const exactTimesOf4 = (ratio4: number): string => String(ratio4 / 10_000);
const timesText = (times: string): LocalText => ({
  zh: `${times}倍`,
  // Neither “1 times” nor “1 time”: a multiple is read with its decimal.
  en: `${times === '1' ? '1.0' : times} times`,
});

/** A value with its unit, as a person reads it. */
export const valueText = (value: InputValue, unit: Unit): LocalText => {
  if (value === null) return { zh: '暂无', en: 'not known' };
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  if (typeof value === 'string')
    return value
      .split(', ')
      .map((word) => WORDS[word] ?? { zh: word, en: word })
      .reduce((all, word) => ({ zh: `${all.zh}、${word.zh}`, en: `${all.en}, ${word.en}` }));
  const plural = (one: string, many: string): string => `${value} ${value === 1 ? one : many}`;
  switch (unit) {
    case 'fen':
      return money(value);
    case 'ratio4':
      return { zh: percentOf4(value), en: percentOf4(value) };
    case 'times4':
      return timesText(timesOf4(value));
    case 'percent':
      return { zh: `${value}%`, en: `${value}%` };
    case 'hours':
      return { zh: `${value}小时`, en: plural('hour', 'hours') };
    case 'days':
      return { zh: `${value}天`, en: plural('day', 'days') };
    case 'months':
      return { zh: `${value}个月`, en: plural('month', 'months') };
    case 'points':
      return { zh: `${value}分`, en: plural('point', 'points') };
    case 'km/h':
      return { zh: `${value}公里/小时`, en: `${value} km/h` };
    case 'count':
    case 'boolean':
    case 'word':
      return { zh: String(value), en: String(value) };
  }
};

/**
 * Two values that stand beside each other, a value and its line or what it was and what it becomes: where they differ, what is
 * printed of them does too (N240).
 */
export const valueTexts = (one: InputValue, other: InputValue, unit: Unit): readonly [LocalText, LocalText] => {
  const texts = [valueText(one, unit), valueText(other, unit)] as const;
  if (unit !== 'times4' || typeof one !== 'number' || typeof other !== 'number') return texts;
  if (one === other || texts[0].zh !== texts[1].zh) return texts;
  return [timesText(exactTimesOf4(one)), timesText(exactTimesOf4(other))];
};

/**
 * Fills `{name}` places of a template in both languages. `{name|draw|draws}` prints the value and then the word for one or for
 * more of it: a count of one is no “1 draws” (N241).
 */
export const fill = (template: LocalText, places: Readonly<Record<string, LocalText>>): LocalText => {
  const filled = (text: string, language: 'zh' | 'en'): string =>
    text.replaceAll(
      /\{(\w+)(?:\|([^|{}]+)\|([^|{}]+))?\}/g,
      (whole, name: string, one: string | undefined, more: string | undefined) => {
        const value = places[name]?.[language];
        if (value === undefined) return whole;
        return one === undefined || more === undefined ? value : `${value} ${value === '1' ? one : more}`;
      },
    );
  return { zh: filled(template.zh, 'zh'), en: filled(template.en, 'en') };
};
export const same = (text: string): LocalText => ({ zh: text, en: text });
