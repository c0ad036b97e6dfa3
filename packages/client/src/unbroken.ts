/**
 * What a line of text must not break inside: dates and times, amounts with their currency, figures with their unit, and
 * telephone numbers. A browser would break `2026-10-28` after a hyphen and `1,000.00元` before its unit.
 */
const DAY = String.raw`\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?|\d{4}年\d{1,2}月\d{1,2}日(?: \d{2}:\d{2})?|\d{1,2}月\d{1,2}日`;
const ENGLISH_DAY = String.raw`\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4}(?:, \d{2}:\d{2})?)?`;
const PHONE = String.raw`\d{3,4}-\d{3,4}-\d{4}`;
const FIGURE = String.raw`(?:(?:CNY |[¥￥])\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?(?:%|[万亿]?元|倍|天|日|次|家|期|笔|个月|小时|分钟|分|年| (?:days?|months?|years?|hours?|minutes?)\b))`;
const unbroken = new RegExp(String.raw`(?<![\w.-])(?:${DAY}|${ENGLISH_DAY}|${PHONE}|${FIGURE})`, 'g');

/** A stretch of text; `whole` when it must stand on one line. */
export interface TextPart {
  readonly text: string;
  readonly whole: boolean;
}

/** Cuts a text so that its dates and figures can be kept on one line each; the parts together are the text. */
export function splitUnbroken(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(unbroken)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), whole: false });
    parts.push({ text: match[0], whole: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), whole: false });
  return parts;
}
