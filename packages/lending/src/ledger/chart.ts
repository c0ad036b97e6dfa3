/**
 * Chart of accounts. Every book keeps its own set, so that no account is shared by all borrowers. `side` is the side on which
 * the balance normally stands; `control` accounts must equal the sum of the loans' own figures at every day close.
 */
export const CHART = {
  FUNDS: { side: 'DEBIT', control: null, zh: '存放资金', en: 'Funds at bank' },
  DISBURSEMENTS_IN_FLIGHT: { side: 'DEBIT', control: null, zh: '在途放款', en: 'Disbursements in flight' },
  COLLECTIONS_IN_FLIGHT: { side: 'DEBIT', control: null, zh: '在途收款', en: 'Collections in flight' },
  COLLECTIONS_UNALLOCATED: { side: 'CREDIT', control: null, zh: '待分配收款', en: 'Collections not yet allocated' },
  LOAN_PRINCIPAL: { side: 'DEBIT', control: 'principalOutstandingFen', zh: '贷款本金', en: 'Loans: principal' },
  INTEREST_RECEIVABLE: { side: 'DEBIT', control: 'interestAccruedFen', zh: '应收利息', en: 'Interest receivable' },
  PENALTY_RECEIVABLE: { side: 'DEBIT', control: 'penaltyAccruedFen', zh: '应收罚息', en: 'Penalty receivable' },
  FEES_RECEIVABLE: { side: 'DEBIT', control: 'feesDueFen', zh: '应收费用', en: 'Fees receivable' },
  BORROWER_CREDIT: { side: 'CREDIT', control: 'creditFen', zh: '应退借款人款', en: 'Owed back to borrowers' },
  LOSS_ALLOWANCE: { side: 'CREDIT', control: null, zh: '贷款损失准备', en: 'Loss allowance' },
  INTEREST_INCOME: { side: 'CREDIT', control: null, zh: '利息收入', en: 'Interest income' },
  PENALTY_INCOME: { side: 'CREDIT', control: null, zh: '罚息收入', en: 'Penalty income' },
  FEE_INCOME: { side: 'CREDIT', control: null, zh: '费用收入', en: 'Fee income' },
  RECOVERY_INCOME: { side: 'CREDIT', control: null, zh: '已核销贷款收回', en: 'Recoveries of loans written off' },
  LOSS_EXPENSE: { side: 'DEBIT', control: null, zh: '信用减值损失', en: 'Credit loss expense' },
  CAPITAL: { side: 'CREDIT', control: null, zh: '营运资金', en: 'Capital' },
} as const;

export type AccountCode = keyof typeof CHART;

export const ACCOUNT_CODES = Object.keys(CHART) as AccountCode[];
