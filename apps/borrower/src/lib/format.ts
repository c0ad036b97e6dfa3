import { amount, moment } from '@clearline/client';
import type { Language } from '../i18n/language.ts';

const grouped = new Intl.NumberFormat('en-US');
const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** An amount with its currency: `1,234.56元` or `¥1,234.56`. */
export function money(fen: number, language: Language): string {
  return language === 'zh' ? `${amount(fen)}元` : `¥${amount(fen)}`;
}

/** Whole yuan where an amount has no fen, for chips and limits in running text: `5,000元`. */
export function roundMoney(fen: number, language: Language): string {
  if (fen % 100 !== 0) return money(fen, language);
  const yuan = grouped.format(fen / 100);
  return language === 'zh' ? `${yuan}元` : `¥${yuan}`;
}

/** A business date as people write it: `2026年11月28日`, `28 Nov 2026`. */
export function longDay(day: string, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  if (language === 'zh') return `${year}年${Number(month)}月${Number(date)}日`;
  return `${Number(date)} ${englishMonths[Number(month) - 1] ?? month} ${year}`;
}

const weekdays = {
  zh: ['日', '一', '二', '三', '四', '五', '六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;

/** An instant to wait for, as people write it, to the minute: `2026年11月28日（周六）14:05`, `Sat 28 Nov 2026, 14:05`. */
export function longMoment(instant: string, language: Language): string {
  const [day = '', time = ''] = moment(instant).split(' ');
  const weekday = weekdays[language][new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
  return language === 'zh'
    ? `${longDay(day, language)}（周${weekday}）${time}`
    : `${weekday} ${longDay(day, language)}, ${time}`;
}

/** A business date without its year: `11月28日`, `28 Nov`. */
export function shortDay(day: string, language: Language): string {
  const [, month = '', date = ''] = day.split('-');
  if (language === 'zh') return `${Number(month)}月${Number(date)}日`;
  return `${Number(date)} ${englishMonths[Number(month) - 1] ?? month}`;
}

/** Days from one business date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** A business date some months earlier or later, clipped to the month's end. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** `1.2 MB`, `340 KB`: the size of a file. */
export function fileSize(bytes: number): string {
  if (bytes >= 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1000))} KB`;
}
