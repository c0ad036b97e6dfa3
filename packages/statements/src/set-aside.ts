/** What comes into an account and is no taking of a business (B5), by the words that banks and wallets use for it. */
export const SET_ASIDE_CAUSES = ['REFUND', 'LOAN', 'INVESTMENT', 'INTEREST', 'WAGES', 'OWN_TRANSFER'] as const;
export type SetAsideCause = (typeof SET_ASIDE_CAUSES)[number];

/** In the order in which they are looked for; the first that is found decides. */
export const SET_ASIDE_WORDS: Readonly<Record<SetAsideCause, RegExp>> = {
  REFUND: /退款|退货|退回|退汇|冲正|冲账|返现|撤销/,
  LOAN: /贷款发放|放款|发放贷款|贷款转存|借款发放|借呗|花呗|微粒贷|网商贷|消费金融|小额贷款/,
  INVESTMENT: /理财|基金|赎回|余额宝|零钱通|定期|证券|银证|保险/,
  INTEREST: /结息|利息|入息/,
  WAGES: /工资|薪资|薪酬|奖金|公积金|社保|养老金/,
  OWN_TRANSFER: /提现|零钱充值|转入零钱|本人|同名|账户互转|卡卡转账|账户存取/,
};

const WALLET_NAMES = { ALIPAY: /支付宝|蚂蚁/, WECHAT: /财付通|微信/ } as const;

/** Which wallet paid, where a bank names one. */
export const walletIn = (text: string): keyof typeof WALLET_NAMES | null =>
  WALLET_NAMES.ALIPAY.test(text) ? 'ALIPAY' : WALLET_NAMES.WECHAT.test(text) ? 'WECHAT' : null;

/** Why a receipt is no taking, or null where it may be one. Money from the holder of the account is moved, not earned. */
export function setAsideCause(text: string, other: string, holder: string | null): SetAsideCause | null {
  const found = SET_ASIDE_CAUSES.find((cause) => SET_ASIDE_WORDS[cause].test(text));
  if (found !== undefined) return found;
  // Banks write the number of the account behind the name.
  const [name] = other.split(/[\s\d(（]/);
  return holder !== null && name === holder ? 'OWN_TRANSFER' : null;
}
