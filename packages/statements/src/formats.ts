/** Which files are read, as data: a format is the names of its columns and what each of them tells (B2). */

export const FORMATS = ['ALIPAY', 'WECHAT', 'ICBC', 'CCB', 'CMB', 'BOC', 'ABC', 'BOCOM'] as const;
export type Format = (typeof FORMATS)[number];
export type Wallet = Extract<Format, 'ALIPAY' | 'WECHAT'>;
export const isWallet = (format: Format): format is Wallet => format === 'ALIPAY' || format === 'WECHAT';

/** How a row says whether money came in or went out. */
export type Movement =
  | { readonly kind: 'WORD'; readonly amount: string; readonly word: string }
  | { readonly kind: 'SIGN'; readonly amount: string }
  | { readonly kind: 'TWO_COLUMNS'; readonly in: string; readonly out: string };

export interface FormatDefinition {
  /** Day, or day and time. */
  readonly day: string;
  readonly movement: Movement;
  readonly balance: string | null;
  readonly currency: string | null;
  /** Whether a payment came to anything. */
  readonly status: string | null;
  /** Who paid or was paid. */
  readonly other: string;
  /** Columns that say what for; those that a file lacks are looked past. */
  readonly words: readonly string[];
  /** A column that only files of another kind have, as of credit cards. */
  readonly without?: string;
}

export const FORMAT_DEFINITIONS: Readonly<Record<Format, FormatDefinition>> = {
  ALIPAY: {
    day: '交易时间',
    movement: { kind: 'WORD', amount: '金额', word: '收/支' },
    balance: null,
    currency: null,
    status: '交易状态',
    other: '交易对方',
    words: ['交易分类', '商品说明'],
  },
  WECHAT: {
    day: '交易时间',
    movement: { kind: 'WORD', amount: '金额(元)', word: '收/支' },
    balance: null,
    currency: null,
    status: '当前状态',
    other: '交易对方',
    words: ['交易类型', '商品'],
  },
  ICBC: {
    day: '交易日期',
    movement: { kind: 'TWO_COLUMNS', in: '记账金额(收入)', out: '记账金额(支出)' },
    balance: '余额',
    currency: '记账币种',
    status: null,
    other: '对方户名',
    words: ['摘要', '交易详情', '交易场所'],
    without: '记账日期',
  },
  CCB: {
    day: '交易日期',
    movement: { kind: 'TWO_COLUMNS', in: '收入', out: '支出' },
    balance: '账户余额',
    currency: '币种',
    status: null,
    other: '对方户名',
    words: ['摘要', '交易地点'],
  },
  CMB: {
    day: '记账日期',
    movement: { kind: 'SIGN', amount: '交易金额' },
    balance: '联机余额',
    currency: '货币',
    status: null,
    other: '对手信息',
    words: ['交易摘要', '客户摘要'],
  },
  BOC: {
    day: '记账日期',
    movement: { kind: 'SIGN', amount: '金额' },
    balance: '余额',
    currency: '币别',
    status: null,
    other: '对方账户名',
    words: ['交易名称', '附言'],
  },
  ABC: {
    day: '交易日期',
    movement: { kind: 'SIGN', amount: '交易金额' },
    balance: '本次余额',
    currency: null,
    status: null,
    other: '对手信息',
    words: ['交易摘要', '交易附言'],
  },
  BOCOM: {
    day: '交易日期',
    movement: { kind: 'WORD', amount: '交易金额', word: '借贷' },
    balance: '余额',
    currency: null,
    status: null,
    other: '对方户名',
    words: ['交易类型', '摘要'],
  },
};

/** The columns without which a heading is not this format’s; the first word column tells formats alike apart. */
export const requiredColumns = ({
  day,
  movement,
  balance,
  currency,
  status,
  other,
  words,
}: FormatDefinition): string[] => {
  const amounts =
    movement.kind === 'TWO_COLUMNS'
      ? [movement.in, movement.out]
      : movement.kind === 'WORD'
        ? [movement.amount, movement.word]
        : [movement.amount];
  return [day, ...amounts, balance, currency, status, other, words[0]].filter(
    (name): name is string => typeof name === 'string',
  );
};

/** What the column of directions may say. */
export const DIRECTION_WORDS: Readonly<Record<string, 'IN' | 'OUT' | 'NEUTRAL'>> = {
  收入: 'IN',
  支出: 'OUT',
  不计收支: 'NEUTRAL',
  其他: 'NEUTRAL',
  '/': 'NEUTRAL',
  '': 'NEUTRAL',
  '贷 Cr': 'IN',
  贷: 'IN',
  '借 Dr': 'OUT',
  借: 'OUT',
};

export const YUAN_NAMES: readonly string[] = ['人民币', '人民币元', 'CNY', 'RMB', '156'];

/** Statuses under which nothing moved, or not yet (B4). */
export const NOTHING_MOVED = /关闭|撤销|失败|等待|处理中|已全额退款|对方已退还/;
/** What was given back of a receipt: `已退款(￥12.00)`. */
export const GIVEN_BACK = /已退款[(（]?([¥￥]?[\d,.]+)元?[)）]?/;
