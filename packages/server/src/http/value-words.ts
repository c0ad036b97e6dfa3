import type { LocalText } from '@clearline/line';

type Words = Readonly<Record<string, LocalText>>;

const roles: Words = {
  reviewer: { zh: '审核员', en: 'reviewer' },
  second_approver: { zh: '复核人', en: 'second approver' },
  analyst: { zh: '风险分析师', en: 'risk analyst' },
  operator: { zh: '运营', en: 'operator' },
  supervisor: { zh: '监督员', en: 'supervisor' },
};
const strategyStates: Words = {
  draft: { zh: '草案', en: 'a draft' },
  approved: { zh: '已批准', en: 'approved' },
  announced: { zh: '已通知', en: 'announced' },
  in_force: { zh: '已生效', en: 'in force' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};
const consents: Words = {
  SERVICE_TERMS: { zh: '用户服务协议', en: 'terms of service' },
  PRIVACY: { zh: '个人信息处理规则', en: 'handling of personal data' },
  BUREAU_QUERY: { zh: '征信查询授权', en: 'credit report query' },
  BEHAVIOUR_DATA: { zh: '设备与行为信息', en: 'device and behaviour data' },
  AUTO_DEBIT: { zh: '自动扣款', en: 'automatic repayment' },
  MARKETING: { zh: '营销信息', en: 'marketing' },
};
const rollBackStates: Words = {
  proposed: { zh: '待批准', en: 'proposed' },
  approved: { zh: '已批准', en: 'approved' },
  applied: { zh: '已执行', en: 'applied' },
  rejected: { zh: '已驳回', en: 'rejected' },
};
const methods: Words = {
  EQUAL_INSTALMENT: { zh: '等额本息', en: 'equal instalments' },
  EQUAL_PRINCIPAL: { zh: '等额本金', en: 'equal principal' },
  INTEREST_FIRST: { zh: '先息后本', en: 'interest first' },
  BULLET: { zh: '一次还本付息', en: 'one payment at the end' },
  ON_DEMAND: { zh: '随借随还', en: 'repay on demand' },
};

const scopes: Words = {
  region: { zh: '地区', en: 'region' },
  segment: { zh: '工作情况', en: 'work' },
};

/** Of a refusal’s code, the words of the codes that its value may be. */
const valueWords: Readonly<Record<string, Words>> = {
  not_allowed: roles,
  strategy_not_draft: strategyStates,
  roll_back_not_proposed: rollBackStates,
  roll_back_not_applied: rollBackStates,
  consent_needed: consents,
  method_not_offered: methods,
  strategy_table_lacks: scopes,
};

/** What a field is called on the pages that ask for it, by the last part of its path. */
const fieldWords: Words = {
  phone: { zh: '手机号', en: 'Phone number' },
  code: { zh: '验证码', en: 'Code' },
  email: { zh: '邮箱', en: 'Email' },
  password: { zh: '密码', en: 'Password' },
  name: { zh: '名称', en: 'Name' },
  idNumber: { zh: '身份证号', en: 'Identity number' },
  monthlySalesFen: { zh: '月营业额', en: 'Monthly takings' },
  monthlyIncomeFen: { zh: '月收入', en: 'Monthly income' },
  employment: { zh: '工作情况', en: 'Employment' },
  monthsInWork: { zh: '工作月数', en: 'Months in work' },
  purpose: { zh: '借款用途', en: 'Purpose' },
  amountFen: { zh: '金额', en: 'Amount' },
  tenorMonths: { zh: '期限', en: 'Tenor' },
  method: { zh: '还款方式', en: 'Repayment method' },
  mode: { zh: '还款类型', en: 'Kind of repayment' },
  limitFen: { zh: '额度', en: 'Limit' },
  singleDrawCapFen: { zh: '单笔限额', en: 'Single-draw cap' },
  limitAfterFen: { zh: '下调后的额度', en: 'Limit after the reduction' },
  minLimitFen: { zh: '额度下限', en: 'Lowest limit touched' },
  reduceToPercent: { zh: '下调到原额度的百分比', en: 'Reduce to, in percent' },
  dormantMonths: { zh: '未借款月数', en: 'Months without a draw' },
  noticeDays: { zh: '提前通知天数', en: 'Days of notice' },
  days: { zh: '天数', en: 'Days' },
  lineKind: { zh: '额度类型', en: 'Kind of line' },
  region: { zh: '所在地区', en: 'Region' },
  segment: { zh: '工作情况', en: 'Work' },
  effect: { zh: '调整方式', en: 'Effect' },
  reason: { zh: '原因', en: 'Reason' },
  reasonCodes: { zh: '原因', en: 'Reasons' },
  reasonText: { zh: '结论理由', en: 'Reasons of the outcome' },
  causeFamily: { zh: '原因类别', en: 'Cause' },
  statement: { zh: '申诉说明', en: 'Statement' },
  text: { zh: '内容', en: 'Text' },
  note: { zh: '说明', en: 'Note' },
  outcome: { zh: '结论', en: 'Outcome' },
  kind: { zh: '类型', en: 'Kind' },
  accountTail: { zh: '收款卡尾号', en: 'Card ending' },
  file: { zh: '文件', en: 'File' },
  from: { zh: '起始日期', en: 'First day' },
  to: { zh: '截止日期', en: 'Last day' },
  through: { zh: '关账日期', en: 'Last day to close' },
  date: { zh: '日期', en: 'Date' },
  until: { zh: '截止日期', en: 'Until' },
  instalments: { zh: '期数', en: 'Instalments' },
  firstDueDate: { zh: '首期还款日', en: 'First due date' },
  annualRatePpb: { zh: '年利率', en: 'Annual rate' },
  reference: { zh: '银行流水号', en: 'Bank reference' },
  resolution: { zh: '处理结果', en: 'What became of it' },
};
const languages: Words = { zh: { zh: '（中文）', en: ' (Chinese)' }, en: { zh: '（英文）', en: ' (English)' } };

/** The value of a refusal in words: codes by their names, one or several after commas; anything else as it is. */
export function valueText(code: string, value: string): LocalText {
  const words = valueWords[code];
  if (words === undefined) return { zh: value, en: value };
  const parts = value.split(', ').map((part) => words[part] ?? { zh: part, en: part });
  return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
}

/** What people call a field; a path that no page asks for keeps its name, for whoever wrote the program that sent it. */
export function fieldText(path: string): LocalText {
  const parts = path.split('.');
  const last = parts.at(-1) ?? path;
  const known = fieldWords[last];
  if (known !== undefined) return known;
  const language = languages[last];
  const owner = fieldWords[parts.at(-2) ?? ''];
  if (language === undefined || owner === undefined) return { zh: path, en: path };
  return { zh: `${owner.zh}${language.zh}`, en: `${owner.en}${language.en}` };
}
