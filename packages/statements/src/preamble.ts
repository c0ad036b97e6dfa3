import { amountOf, clean, dayOf } from './cells.ts';

/** What the lines above the heading say of the file, as far as they say it. */
export interface Preamble {
  readonly holder: string | null;
  readonly accountTail: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** What came in, as the file itself sums it up. */
  readonly statedInFen: bigint | null;
}

const first = (text: string, pattern: RegExp): string | null => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : clean(found);
};

const dayIn = (text: string, pattern: RegExp): string | null => dayOf(first(text, pattern) ?? '');

export function readPreamble(lines: readonly (readonly string[])[]): Preamble {
  const text = lines.map((cells) => cells.join(',')).join('\n');
  return {
    holder: first(text, /(?:姓名|户名|客户名称)[:：]\s*([^\s,，]+)/),
    accountTail: first(text, /(?:卡号|账号)[^:：\n]*[:：]\s*[\d*]*(\d{4})(?!\d)/),
    from: dayIn(text, /(?:起始时间|起始日期|开始日期)[:：]\s*\[?\s*(\d{4}[-/]?\d{2}[-/]?\d{2})/),
    to: dayIn(text, /(?:终止时间|结束日期|终止日期|截止日期)[:：]\s*\[?\s*(\d{4}[-/]?\d{2}[-/]?\d{2})/),
    statedInFen: amountOf(first(text, /(?:^|\n)\s*收入[:：]\s*\d+\s*笔\s*([\d,.]+\s*元)/)?.replaceAll(/\s/g, '') ?? ''),
  };
}
