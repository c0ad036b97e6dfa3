import type { OutsideRoute } from '../notice.ts';
import type { StepKind } from '../decision/recourse/steps.ts';
import type { CauseFamily, LocalText, RestrictionKind } from '../vocabulary.ts';

/** Fixed words of notices, as data. */
export const KIND_TITLES: Readonly<Record<RestrictionKind, LocalText>> = {
  STEP_UP: { zh: '借款前需要验证本人', en: 'Verify it is you before the next draw' },
  SINGLE_DRAW_CAP: { zh: '单笔借款金额暂时受限', en: 'Each draw is capped for a time' },
  DRAW_HOLD: { zh: '借款已暂停', en: 'Borrowing is on hold' },
  LIMIT_REDUCED: { zh: '额度已下调', en: 'Your limit has been reduced' },
  DRAW_SUSPENDED: { zh: '借款功能已停用', en: 'Borrowing is suspended' },
  FROZEN: { zh: '额度已冻结', en: 'The line is frozen' },
  CLOSURE: { zh: '额度将关闭', en: 'The line is to be closed' },
};
export const PRE_NOTICE_TITLES: Readonly<Record<RestrictionKind, LocalText>> = {
  ...KIND_TITLES,
  LIMIT_REDUCED: { zh: '您的额度将下调', en: 'Your limit will be reduced' },
  DRAW_SUSPENDED: { zh: '您的借款功能将停用', en: 'Borrowing will be suspended' },
  FROZEN: { zh: '您的额度将冻结', en: 'The line will be frozen' },
};
export const KIND_EFFECTS: Readonly<Record<RestrictionKind, LocalText>> = {
  STEP_UP: {
    zh: '下次借款前需要验证本人，约1分钟。',
    en: 'Before the next draw you verify that it is you; it takes a minute.',
  },
  SINGLE_DRAW_CAP: {
    zh: '可以照常借款，但单笔金额暂时有上限。总额度不变。',
    en: 'You can go on borrowing, but each draw has a cap for a time. Your limit stays as it is.',
  },
  DRAW_HOLD: { zh: '暂停期间不能新借款。', en: 'No new draws during the hold.' },
  LIMIT_REDUCED: { zh: '可借总额度按下调后的额度计算。', en: 'What you can borrow in all follows the lower limit.' },
  DRAW_SUSPENDED: { zh: '不能新借款。', en: 'No new draws.' },
  FROZEN: { zh: '不能新借款。', en: 'No new draws.' },
  CLOSURE: { zh: '不能新借款；借款结清后额度关闭。', en: 'No new draws; the line closes once all loans are settled.' },
};
/** G7, on every notice. */
export const LOANS_UNTOUCHED: LocalText = {
  zh: '已借的款照原计划还，不提前收回，不加收费用，还款功能始终可用。',
  en: 'Loans already drawn keep their plan: no recall, no new fee, and repayment always works.',
};
export const NOT_REPORTED: LocalText = { zh: '本次调整不报送征信。', en: 'This is not reported to the credit bureau.' };
/** Of an application that opened no line: nothing was there to change. */
export const OUTCOME_NOT_REPORTED: LocalText = {
  zh: '本次申请的结果不报送征信。',
  en: 'The outcome of this application is not reported to the credit bureau.',
};
export const RIGHTS: readonly LocalText[] = [
  {
    zh: '您有权要求说明理由，并查看本决定所用的数据。',
    en: 'You may ask for an explanation and see the data this decision used.',
  },
  {
    zh: '您有权拒绝仅由系统作出的决定，要求人工复核（个人信息保护法第24条）。',
    en: 'You may refuse a decision made by a system alone and ask for a person (PIPL art. 24).',
  },
  {
    zh: '您可以在180日内免费在线申诉；复核人不是原决定人。',
    en: 'You may contest this online, free, for 180 days; whoever decided does not review it.',
  },
  { zh: '数据有误时，您有权要求更正。', en: 'You may have wrong data corrected.' },
];
export const OUTSIDE_ROUTES: readonly OutsideRoute[] = [
  { name: { zh: '国家金融监督管理总局消费者热线', en: 'NFRA consumer hotline' }, contact: '12378' },
  { name: { zh: '中国人民银行（征信、支付）', en: 'PBOC (credit reporting, payments)' }, contact: '12363' },
  {
    name: { zh: '中国金融消费纠纷调解网（在线、免费）', en: 'China financial dispute mediation site (online, free)' },
    // Its address was found in no source that we could check.
    contact: null,
  },
  { name: { zh: '人民法院', en: 'Court' }, contact: '12368' },
];
export const AUTOMATION: Readonly<Record<'MACHINE' | 'PEOPLE' | 'BORROWER', LocalText>> = {
  MACHINE: {
    zh: '由系统按已批准的规则自动作出；可由人工复核。',
    en: 'Made by a system under approved rules; a person can review it.',
  },
  PEOPLE: { zh: '由工作人员决定并批准。', en: 'Decided and approved by people.' },
  BORROWER: { zh: '应您的要求。', en: 'At your own request.' },
};
export const FAMILY_NAMES: Readonly<Record<CauseFamily, LocalText>> = {
  TECHNICAL: { zh: '系统原因', en: 'technical' },
  SECURITY: { zh: '账户安全', en: 'account security' },
  ELIGIBILITY: { zh: '资质变化', en: 'eligibility' },
  STRATEGY: { zh: '业务策略（与您的行为无关）', en: 'strategy (not about your conduct)' },
  BEHAVIOUR: { zh: '用款行为', en: 'borrowing behaviour' },
  BORROWER_REQUEST: { zh: '应您要求', en: 'your request' },
  LEGAL: { zh: '法律要求', en: 'legal' },
};
/** Clocks of an appeal: days, from the complaint-handling rules for the industry. */
export const APPEAL_DAYS = 180;
export const ANSWER_DAYS = { acknowledgeBusinessDays: 1, simple: 15, complex: 30 } as const;
/** Days in which to hand in what was asked for; then the review goes on without it. */
export const INFORMATION_DAYS = 7;

/** What a borrower can do about a decision, as the counterfactuals say it; `{date}` is the day a wait ends. */
export const STEP_WORDS: Readonly<Record<StepKind, LocalText>> = {
  VERIFY_IDENTITY: { zh: '验证本人', en: 'verify that it is you' },
  UPDATE_DOCUMENTS: { zh: '更新证件、手机号或银行卡', en: 'bring document, phone or bank card up to date' },
  SHOW_EVIDENCE: { zh: '提交证明材料', en: 'hand in evidence' },
  DOCUMENT_INCOME: { zh: '补充收入证明', en: 'show more of your income' },
  PAY_DOWN: { zh: '还清在本机构的逾期款', en: 'pay what is overdue with us' },
  SETTLE_ELSEWHERE: { zh: '在其他机构还款或结清', en: 'pay or settle elsewhere' },
  LOWER_LIMIT: { zh: '自己调低额度', en: 'lower your limit yourself' },
  WAIT: { zh: '等到{date}', en: 'wait until {date}' },
};
