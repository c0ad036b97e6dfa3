const ZONE = 'Asia/Shanghai';
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

/** A rate in parts per billion as a percentage; two decimals at least, more when the rate has them. */
export function rate(ppb: number): string {
  return `${(ppb / 1e7).toFixed(4).replace(/0{1,2}$/, '')}%`;
}

/** `2026-11-28` of an instant, in the lender's zone. */
export function dayOf(instant: string): string {
  return instantParts.format(new Date(instant)).slice(0, 10);
}

/** `2026-11-28 14:05` of an instant, in the lender's zone. */
export function moment(instant: string): string {
  return instantParts.format(new Date(instant)).replace(', ', ' ');
}

/** Reads `12,345.6` or `12345` typed by a person, also as Chinese keyboards type it, in fen; null when it is not an amount of money. */
export function parseAmount(text: string): number | null {
  const clean = text.replaceAll(/[,，\s￥¥元]/g, '');
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(clean)) return null;
  const [whole = '0', cents = ''] = clean.split('.');
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}
