import type { Language } from '../i18n/language.ts';

const ZONE = 'Asia/Shanghai';

const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const grouped = new Intl.NumberFormat('en-US');
const instantParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `12,345.67` from fen; a true minus sign, so that figures align and read as negative. */
export function amount(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const cents = String(Math.abs(fen) % 100).padStart(2, '0');
  return `${fen < 0 ? '−' : ''}${grouped.format(whole)}.${cents}`;
}

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

/** A rate in parts per billion as a percentage; at least two decimals, more when the rate has them. */
export function rate(ppb: number): string {
  const text = (ppb / 1e7).toFixed(4).replace(/0{1,2}$/, '');
  return `${text}%`;
}

/** `2026-11-28` of an instant, in the lender's zone. */
export function dayOf(instant: string): string {
  return instantParts.format(new Date(instant)).slice(0, 10);
}

/** `2026-11-28 14:05` of an instant, in the lender's zone. */
export function moment(instant: string): string {
  return instantParts.format(new Date(instant)).replace(', ', ' ');
}

/** Whole days and hours from now until an instant; negative when it has passed. */
export function hoursUntil(instant: string, nowMs: number): number {
  return (new Date(instant).getTime() - nowMs) / 3_600_000;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A part of an id, enough to recognise it and to find it again: the end of one made here, whose first characters are the
 * time, which others share; the beginning of a hash.
 */
export function shortId(id: string): string {
  return UUID.test(id) ? id.slice(-8) : id.slice(0, 8);
}

/** Reads `12,345.6` or `12345.60` typed by a person; null when it is not an amount of money. */
export function parseAmount(text: string): number | null {
  const clean = text.replaceAll(/[,\s￥¥元]/g, '');
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(clean)) return null;
  const [whole = '0', cents = ''] = clean.split('.');
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}
