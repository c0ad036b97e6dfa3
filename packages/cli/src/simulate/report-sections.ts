import { median, type WorldReport } from '@clearline/lab';
import {
  DEED_WORDS,
  EPISODE_WORDS,
  FAULT_WORDS,
  kindWords,
  NEVER_FIRED_WHY,
  tableWords,
  type Words,
} from './report-words.ts';

export interface ReportRow {
  readonly label: Words;
  readonly value: Words;
}
export interface ReportSection {
  readonly title: Words;
  readonly rows: readonly ReportRow[];
}

const count = (value: number): string => value.toLocaleString('en-US');
const share = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${((100 * part) / whole).toFixed(2)}% (${count(part)}/${count(whole)})`;
const row = (zh: string, en: string, value: string | number): ReportRow => {
  const text = typeof value === 'number' ? count(value) : value;
  return { label: { zh, en }, value: { zh: text, en: text } };
};
/** Counts by kind, with the kinds in words. */
const byKind = (zh: string, en: string, counts: Readonly<Record<string, number>>): ReportRow => {
  const text = (language: keyof Words): string =>
    Object.entries(counts)
      .map(([kind, n]) => `${kindWords(kind)[language]} ${count(n)}`)
      .join(language === 'zh' ? '，' : ', ') || '—';
  return { label: { zh, en }, value: { zh: text('zh'), en: text('en') } };
};

/** A whole simulation as tables of words and figures. */
export const reportSections = (report: WorldReport): readonly ReportSection[] => [
  size(report),
  faults(report),
  promises(report),
  reasons(report),
  goodBorrowers(report),
  badBorrowers(report),
  episodes(report),
  rollBacks(report),
  deeds(report),
  rules(report),
  neverFired(report),
];

const size = (report: WorldReport): ReportSection => ({
  title: { zh: '规模', en: 'Size' },
  rows: [
    row('借款人', 'borrowers', report.borrowers),
    row('账簿', 'books', report.books),
    row('行为事件', 'behaviour events', report.events),
    row('指令（其中重发）', 'commands (sent again)', `${count(report.commands)} (${count(report.retries)})`),
    row('事实', 'facts', report.facts),
    row('决定', 'decisions', report.decisions),
    row('通知书', 'notices', report.notices),
  ],
});

const faults = ({ injected }: WorldReport): ReportSection => ({
  title: { zh: '注入的故障', en: 'Faults injected' },
  rows: (Object.keys(FAULT_WORDS) as (keyof typeof FAULT_WORDS)[]).map((kind) => ({
    label: FAULT_WORDS[kind],
    value: { zh: count(injected[kind]), en: count(injected[kind]) },
  })),
});

const promises = (report: WorldReport): ReportSection => {
  const { adverse, justice } = report;
  const of = (part: number): string => share(part, adverse.actions);
  return {
    title: { zh: '承诺', en: 'Promises' },
    rows: [
      row('违反', 'violations', report.violations),
      row('审计检查的事实', 'facts checked by the auditor', report.checks),
      row('不利行动', 'adverse actions', adverse.actions),
      row('附理由', 'with reasons', of(adverse.withReasons)),
      row('附通知书', 'with notice', of(adverse.withNotice)),
      row('附申诉途径', 'with a way to contest', of(adverse.withAppealRoute)),
      row('附日志证明', 'with a proof in the log', of(adverse.withProof)),
      row('重跑决定，完全一致', 'decisions run again, identical', share(report.identical, report.decisions)),
      row(
        '通知书所列改变，确能改变决定',
        'printed changes that flip the decision',
        share(justice.counterfactualsFlip, justice.counterfactuals),
      ),
      row(
        '所列日期，确由时间解除',
        'named days on which time alone lifts it',
        share(justice.daysRight, justice.daysNamed),
      ),
    ],
  };
};

const reasons = ({ justice }: WorldReport): ReportSection => {
  const of = (part: number): string => share(part, justice.reasonsTried);
  return {
    title: { zh: '理由是否有用', en: 'Reasons found useful' },
    rows: [
      row(
        '改变所列全部理由后，该决定不再成立',
        'changing all that is named undoes the decision',
        of(justice.reasonsUseful),
      ),
      row('只改变首要理由后', 'changing the first reason alone does', of(justice.firstReasonUseful)),
      row('此后再无任何限制', 'nothing adverse is left after that', of(justice.reasonsRestoreAll)),
    ],
  };
};

const goodBorrowers = ({ justice }: WorldReport): ReportSection => {
  const repair = median(justice.repairHours);
  return {
    title: { zh: '良好借款人', en: 'Good borrowers' },
    rows: [
      row('曾受限制的人', 'ever restricted', share(justice.goodRestricted, justice.goodBorrowers)),
      row(
        '受限制的日子',
        'of their days',
        justice.goodBorrowerDays === 0
          ? '—'
          : `${((100 * justice.goodRestrictedDays) / justice.goodBorrowerDays).toFixed(3)}%`,
      ),
      byKind('限制种类', 'kinds', justice.goodByKind),
      byKind('如何结束', 'how they ended', justice.goodEndings),
      row('从生效到恢复，中位小时数', 'hours from effect to end, median', repair === null ? '—' : repair.toFixed(1)),
      row('仅由机器降低、停止或关闭', 'cut by the machine alone', justice.goodCutByMachineAlone),
      row(
        '安全验证，本人通过后解除',
        'security checks lifted by the borrower',
        share(justice.stepUpsLifted, justice.stepUps),
      ),
      row('申诉，其中推翻', 'appeals overturned', share(justice.overturned, justice.appeals)),
    ],
  };
};

const badBorrowers = ({ justice }: WorldReport): ReportSection => ({
  title: { zh: '不会还款的借款人与被盗账户', en: 'Borrowers who will not repay, and accounts taken over' },
  rows: [
    row('变坏之后被发现', 'caught after their turn', share(justice.badCaught, justice.badBorrowers)),
    row('在首次逾期之前', 'before they were first late', share(justice.badCaughtBeforeLate, justice.badBorrowers)),
    row(
      '当时尚可借出的金额（元，至多省下这些）',
      'left undrawn when stopped (CNY; at most this was saved)',
      count(Number(justice.exposureSavedFen / 100n)),
    ),
    row('被盗账户受到保护', 'accounts taken over, protected', share(justice.takenOverProtected, justice.takenOver)),
  ],
});

/** What befell few, with its truth: of how many, and how many were held, checked or cut within a month of it. */
const episodes = ({ episodes: counts, borrowers }: WorldReport): ReportSection => ({
  title: { zh: '少数人的遭遇，及其后一个月内的限制', en: 'What befell few, and restrictions within a month of it' },
  rows: (Object.keys(EPISODE_WORDS) as (keyof typeof EPISODE_WORDS)[]).map((kind) => {
    const { lived, acted } = counts[kind];
    const [some, restricted] = [`${((100 * lived) / borrowers).toFixed(2)}%`, share(acted, lived)];
    return {
      label: EPISODE_WORDS[kind],
      value: {
        zh: `${count(lived)}人，占${some}；其中被限制 ${restricted}`,
        en: `${count(lived)}, ${some} of all; of them restricted ${restricted}`,
      },
    };
  }),
});

/** What was wrong in what decided, and how whole and soon it was put right (G9). */
const rollBacks = ({ repairs }: WorldReport): ReportSection => {
  const [found, stood] = [median(repairs.hoursSinceFound), median(repairs.hoursInForce)];
  const hours = (middle: number | null, of: readonly number[]): string =>
    middle === null ? '—' : `${middle.toFixed(1)} (${count(of.length)})`;
  return {
    title: { zh: '撤回有误的规则与版本', en: 'Mistaken rules and versions taken back' },
    rows: [
      row('撤回', 'roll-backs', repairs.rollBacks),
      row('涉及的借款人', 'borrowers with a decision that was run again', repairs.borrowers),
      row('重跑的决定', 'decisions run again', repairs.decisionsAgain),
      row('撤销的限制', 'restrictions undone', repairs.restrictionsUndone),
      row('重新开放的申请', 'declined applications offered a line', repairs.declinesUndone),
      row(
        '从发现有误到更正，中位小时数（人数）',
        'hours from found to put right, median (borrowers)',
        hours(found, repairs.hoursSinceFound),
      ),
      row(
        '被撤销的限制已生效，中位小时数（限制数）',
        'hours that undone restrictions had been in force, median (restrictions)',
        hours(stood, repairs.hoursInForce),
      ),
      row('交由他人复核的人工决定', 'decisions of people put before another', repairs.leftToPeople),
      row('复核后保留', 'kept', repairs.kept),
      row('复核后撤销', 'taken back', repairs.takenBack),
      row('原决定人复核被拒绝', 'refused to who had decided', repairs.ownRefused),
    ],
  };
};

/** Ways through the product that were gone; a count of nothing says that this run shows nothing of it. */
const deeds = ({ deeds: counts }: WorldReport): ReportSection => ({
  title: { zh: '走过的路径', en: 'Ways that were gone' },
  rows: (Object.keys(DEED_WORDS) as (keyof typeof DEED_WORDS)[]).map((kind) => ({
    label: DEED_WORDS[kind],
    value: { zh: count(counts[kind]), en: count(counts[kind]) },
  })),
});

/** Of rules that no life of a run made fire: what it is about simulated lives that none could. */
export const neverFired = ({ rulesFired }: Pick<WorldReport, 'rulesFired'>): ReportSection => ({
  title: { zh: '未触发规则的原因（默认政策）', en: 'Why rules of the default policy never fired' },
  rows: NEVER_FIRED_WHY.flatMap(({ table, rules: ids, why }) => {
    const never = ids.filter((id) => rulesFired[table]?.[id] === 0);
    return never.length === 0 ? [] : [{ label: { zh: never.join('、'), en: never.join(', ') }, value: why }];
  }),
});

/** Which rules any life made fire, and the names of those that none did: what they would do is not shown by this run. */
const rules = ({ rulesFired }: WorldReport): ReportSection => ({
  title: { zh: '触发过的规则', en: 'Rules that fired' },
  rows: Object.entries(rulesFired).map(([tableId, counts]) => {
    const ids = Object.keys(counts);
    const never = ids.filter((id) => counts[id] === 0);
    const fired = `${ids.length - never.length}/${ids.length}`;
    return {
      label: tableWords(tableId),
      value:
        never.length === 0
          ? { zh: fired, en: fired }
          : { zh: `${fired}，从未触发：${never.join('、')}`, en: `${fired}, never: ${never.join(', ')}` },
    };
  }),
});
