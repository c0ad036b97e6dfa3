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

const percentOf4 = (ratio4: number): string => {
  const whole = Math.trunc(ratio4 / 100);
  const rest = Math.abs(ratio4 % 100);
  return rest === 0 ? `${whole}%` : `${whole}.${String(rest).padStart(2, '0').replace(/0$/, '')}%`;
};

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

/** 117000 → `11.7`; what a hundredth of one is, people do not count in multiples. */
const timesOf4 = (ratio4: number): string => String(Math.trunc(ratio4 / 100) / 100);

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
      return { zh: `${timesOf4(value)}倍`, en: `${timesOf4(value)} times` };
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

/** Fills `{name}` places of a template in both languages. */
export const fill = (template: LocalText, places: Readonly<Record<string, LocalText>>): LocalText => {
  const one = (text: string, language: 'zh' | 'en'): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => places[name]?.[language] ?? whole);
  return { zh: one(template.zh, 'zh'), en: one(template.en, 'en') };
};
export const same = (text: string): LocalText => ({ zh: text, en: text });
