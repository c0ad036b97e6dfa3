import type { LocalText } from '@clearline/line';
import type { StatementFault } from '@clearline/statements';

/** What is wrong, and what to do about it; the place stands before it. */
const words: Readonly<Record<StatementFault['code'], LocalText>> = {
  NOT_TEXT: { zh: '不是文本文件，请导出CSV格式的流水', en: 'this is no text file; export the statement as CSV' },
  WORKBOOK: { zh: '是Excel工作簿，请另存为CSV后再读入', en: 'this is a workbook; save it as CSV first' },
  NOT_CSV: { zh: '引号没有成对，请重新导出', en: 'a quotation mark is never closed; export it again' },
  NO_HEADING: {
    zh: '没有找到能识别的表头。可读入支付宝、微信支付，以及工商、建设、招商、中国、农业、交通银行的借记账户流水',
    en: 'no heading that is known. Statements of Alipay, WeChat Pay, and debit accounts of ICBC, CCB, CMB, BOC, ABC and BOCOM are read',
  },
  NO_ROWS: { zh: '表头下面没有交易', en: 'there are no movements under its heading' },
  DAY_EXPECTED: { zh: '应为日期', en: 'a day is expected' },
  AMOUNT_EXPECTED: { zh: '应为金额，最多两位小数', en: 'an amount with two decimals at most is expected' },
  DIRECTION_EXPECTED: { zh: '应为收入、支出或不计收支', en: 'income, expense or neither is expected' },
  OTHER_CURRENCY: { zh: '只能读入人民币账户', en: 'only accounts in yuan are read' },
};

/** So many are told; a file that has more is mended from its first. */
const TOLD = 3;

export function statementFaultText(faults: readonly StatementFault[]): LocalText {
  const told = faults.slice(0, TOLD).map(({ code, row, column, value }): LocalText => {
    const { zh, en } = words[code];
    const cell = value === null || value === '' ? null : value;
    return {
      zh: `${row === null ? '' : `第${row}行`}${column === null ? '' : `“${column}”`}${cell === null ? '' : `为“${cell}”，`}${zh}`,
      en: `${row === null ? '' : `row ${row}, `}${column === null ? '' : `“${column}”: `}${cell === null ? '' : `“${cell}”; `}${en}`,
    };
  });
  const more = faults.length > TOLD;
  return {
    zh: told.map(({ zh }) => zh).join('；') + (more ? '……' : ''),
    en: told.map(({ en }) => en).join('; ') + (more ? ' …' : ''),
  };
}
