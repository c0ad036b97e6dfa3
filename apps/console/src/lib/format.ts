import { amount } from '@clearline/client';
import type { Language } from '../i18n/language.ts';

const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const grouped = new Intl.NumberFormat('en-US');

/** An amount with its currency sign, for running text and single figures. */
export function money(fen: number, language: Language): string {
  return `${language === 'zh' ? '￥' : '¥'}${amount(fen)}`;
}

/** An amount in a unit of so many yuan, for a column that names its unit: `0.09` of 893.16元 in 万元. */
export function amountIn(fen: number, yuan: number): string {
  return twoDecimals.format(fen / 100 / yuan);
}

/** A figure for summaries and axes: `8.00万元` or `¥80.0K`. Never used in a plan or a contract. */
export function summaryMoney(fen: number, language: Language): string {
  const yuan = fen / 100;
  const size = Math.abs(yuan);
  if (language === 'zh') {
    if (size >= 1e8) return `${twoDecimals.format(yuan / 1e8)}亿元`;
    if (size >= 1e4) return `${twoDecimals.format(yuan / 1e4)}万元`;
    return `${amount(fen)}元`;
  }
  if (size >= 1e6) return `¥${(yuan / 1e6).toFixed(2)}M`;
  if (size >= 1e4) return `¥${(yuan / 1e3).toFixed(1)}K`;
  return `¥${amount(fen)}`;
}

export function count(n: number): string {
  return grouped.format(n);
}

/** A share between 0 and 1 as a percentage. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`;
}

/** Whole days and hours from now until an instant; negative when it has passed. */
export function hoursUntil(instant: string, nowMs: number): number {
  return (new Date(instant).getTime() - nowMs) / 3_600_000;
}

/** A span of whole hours in the largest unit that says it exactly: 720 hours are 30 days, 36 stay hours. */
export function span(
  hours: number,
  words: { readonly hours: (n: number) => string; readonly days: (n: number) => string },
): string {
  return hours > 0 && hours % 24 === 0 ? words.days(hours / 24) : words.hours(hours);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A part of an id, enough to recognise it and to find it again: the end of one made here, whose first characters are the
 * time, which others share; the beginning of a hash.
 */
export function shortId(id: string): string {
  return UUID.test(id) ? id.slice(-8) : id.slice(0, 8);
}
