import type { DeedKind, EpisodeKind, FaultKind } from '@clearline/lab';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const FAULT_WORDS: Readonly<Record<FaultKind, Words>> = {
  feed_outage: { zh: '数据源中断', en: 'feed outage' },
  duplicate_event: { zh: '重复事件', en: 'duplicate event' },
  late_event: { zh: '迟到事件', en: 'late event' },
  report_missing: { zh: '征信报告未到', en: 'credit report missing' },
  file_mixed_up: { zh: '征信档案与他人混淆', en: 'file at the bureau mixed with another’s' },
  report_contradictory: { zh: '征信报告自相矛盾', en: 'credit report at odds with itself' },
  rail_timeout: { zh: '支付通道超时', en: 'payment rail silent' },
  rail_failure: { zh: '支付失败', en: 'payment failed' },
  rail_double_answer: { zh: '支付结果重复', en: 'rail answered twice' },
  rail_contradiction: { zh: '支付结果矛盾', en: 'rail contradicted itself' },
  crash: { zh: '进程崩溃', en: 'process killed' },
  writer_fenced: { zh: '写入者被取代', en: 'writer fenced off' },
  clock_skew: { zh: '时钟偏差', en: 'clock skew' },
  disk_full: { zh: '磁盘已满', en: 'disk full' },
  roll_back_broken_off: { zh: '规则撤回中途中断', en: 'roll-back broken off half-way' },
};

export const DEED_WORDS: Readonly<Record<DeedKind, Words>> = {
  made_longer: { zh: '限制经人工延长', en: 'restrictions made longer by people' },
  not_made_longer: { zh: '延长被拒绝', en: 'refused to be made longer' },
  exchanged: { zh: '消费额度转为经营额度', en: 'consumer lines exchanged for business lines' },
  not_exchanged: { zh: '转换被拒绝', en: 'steps of an exchange refused' },
  put_off: { zh: '已通知的调整因数据推迟', en: 'announced changes put off for their data' },
  given_up: { zh: '已通知的调整因数据放弃', en: 'announced changes given up for their data' },
  decided_by_people: { zh: '人工审批的申请', en: 'applications decided by people' },
  restricted_by_people: { zh: '人工提出的限制', en: 'restrictions that people laid on or proposed' },
  cut_by_strategy: { zh: '机构策略提出的调整', en: 'changes announced for reasons of the lender’s own' },
  kept_from_strategy: { zh: '借款人一键保留', en: 'of these, kept with one tap' },
  cut_less: { zh: '按已借金额少降的调整', en: 'of these, cut less, down to what is drawn' },
  verified: { zh: '本人通过安全验证', en: 'security checks passed' },
  evidence_given: { zh: '申诉中提交的材料', en: 'evidence handed in with appeals' },
  evidence_accepted: { zh: '采信材料并恢复', en: 'of appeals, restored on evidence' },
  information_asked: { zh: '要求补充材料', en: 'appeals in which more was asked for' },
  information_came: { zh: '补充材料已提交', en: 'of these, it came' },
  information_never_came: { zh: '未提交，按已有材料复核', en: 'of these, it never came and the review went on' },
  asked_what_if: { zh: '借款人所问的“如果”', en: '“what if” asked by borrowers, then done' },
  credit_agreed: { zh: '三重检查后由两人决定的申请', en: 'applications decided by two people on a three-part check' },
  credit_returned: { zh: '退回重新核查的提案', en: 'proposals sent back' },
  credit_refused: { zh: '提案或批准被拒绝', en: 'proposals or approvals refused' },
  security_valued_again: { zh: '担保物重新估值', en: 'security valued again' },
  not_restricted_by_people: { zh: '人工提出的限制被拒绝', en: 'restrictions by people refused' },
};

/** What befalls few, with what is true of it. */
export const EPISODE_WORDS: Readonly<Record<EpisodeKind, Words>> = {
  many_devices: { zh: '无辜：一个月内用三台设备', en: 'innocent: three devices within a month' },
  family_device: { zh: '无辜：家人共用一台设备', en: 'innocent: a device shared in a family' },
  rooted_phone: { zh: '无辜：自己的手机已越狱', en: 'innocent: a rooted phone of one’s own' },
  forgot_password: { zh: '无辜：忘记密码', en: 'innocent: a password forgotten' },
  credentials: { zh: '无辜：换号或换卡后借款', en: 'innocent: a draw after a new number or card' },
  flight: { zh: '无辜：乘飞机出行', en: 'innocent: a journey by air' },
  tunnel: { zh: '数据有误：登录看似在国外', en: 'mistake of data: a sign-in that seems to be abroad' },
  night_work: { zh: '无辜：夜间工作者', en: 'innocent: who works at night' },
  settles_soon: { zh: '无辜：付供货商，几天内还清', en: 'innocent: pays suppliers and settles within days' },
  renovates: { zh: '无辜：装修', en: 'innocent: does up a home' },
  id_card_expired: { zh: '属实：身份证件过期，随后更新', en: 'true: an ID document that expired, renewed later' },
  phone_lapsed: { zh: '属实：手机号失效，随后更新', en: 'true: a phone number that lapsed, renewed later' },
  card_replaced: { zh: '属实：银行卡失效，随后更换', en: 'true: a bank card that lapsed, replaced later' },
  misread: { zh: '数据有误：证件状态误读，随后更正', en: 'mistake of data: a document misread, corrected later' },
  mixed_report: {
    zh: '数据有误：征信报告混入他人逾期，随后更正',
    en: 'mistake of data: another’s debts in a report, corrected later',
  },
  part_of_income: { zh: '数据有误：只报了部分收入', en: 'mistake of data: only part of an income reported' },
  moves_on: { zh: '不会还款：转出借款', en: 'will not repay: moves drawn money on' },
  cashes_out: { zh: '不会还款：套现', en: 'will not repay: cashes out' },
  thief: { zh: '账户被盗', en: 'account taken over' },
};

const KIND_WORDS: Readonly<Record<string, Words>> = {
  STEP_UP: { zh: '安全验证', en: 'security check' },
  SINGLE_DRAW_CAP: { zh: '单笔限额', en: 'cap per draw' },
  DRAW_HOLD: { zh: '暂缓借款', en: 'hold on draws' },
  LIMIT_REDUCED: { zh: '降低额度', en: 'limit reduced' },
  DRAW_SUSPENDED: { zh: '停止借款', en: 'draws suspended' },
  FROZEN: { zh: '冻结', en: 'frozen' },
  CLOSURE: { zh: '关闭', en: 'closed' },
  lifted: { zh: '解除', en: 'lifted' },
  expired: { zh: '到期', en: 'ran out' },
  reversed: { zh: '认定有误并撤销', en: 'reversed as mistaken' },
};

/** A word of the engine’s for a reader; a kind that has no words here is printed as it is, so that it is seen. */
export const kindWords = (kind: string): Words => KIND_WORDS[kind] ?? { zh: kind, en: kind };

/** Why no simulated life makes a rule of the default policy fire; printed of those that a run names as never fired. */
export const NEVER_FIRED_WHY: readonly {
  readonly table: string;
  readonly rules: readonly string[];
  readonly why: Words;
}[] = [
  {
    table: 'business_underwriting',
    rules: ['U10', 'U25', 'U26'],
    why: {
      zh: '经营者在申请中只填写“经营者”，收入不低于规则的下限',
      en: 'who applies for a business states to run it, and earns more than the least that the rule asks for',
    },
  },
  {
    table: 'business_underwriting',
    rules: ['U32'],
    why: {
      zh: '企业申请时账簿中还没有它的营业额，无从与报表比较',
      en: 'the book holds no takings of a business that applies, to put beside its statements',
    },
  },
];

const LINE_WORDS: Readonly<Record<string, Words>> = {
  consumer: { zh: '消费额度', en: 'consumer line' },
  business: { zh: '经营额度', en: 'business line' },
};
const TABLE_WORDS: Readonly<Record<string, Words>> = {
  underwriting: { zh: '审批', en: 'application' },
  draw: { zh: '借款', en: 'draw' },
  monitoring: { zh: '监测', en: 'monitoring' },
  review: { zh: '定期复查', en: 'review' },
  strategy: { zh: '策略', en: 'strategy' },
};

/** A table of the default policy by its line and its work; another is named as it is. */
export const tableWords = (tableId: string): Words => {
  const [line = '', work = ''] = tableId.split('_');
  const [of, what] = [LINE_WORDS[line], TABLE_WORDS[work]];
  return of && what ? { zh: `${of.zh}·${what.zh}`, en: `${of.en}, ${what.en}` } : { zh: tableId, en: tableId };
};
