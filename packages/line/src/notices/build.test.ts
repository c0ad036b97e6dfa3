import { describe, expect, it } from 'vitest';
import type { Action, InputValue, JudgementContext, RecordedInput } from '../decision-record.ts';
import { inputNamesFor, judge } from '../decision/judge.ts';
import { recordOf } from '../decision/record.ts';
import { isAdverse } from '../decision/severity.ts';
import { DEMO_LENDER } from '../lender.ts';
import type { Notice } from '../notice.ts';
import type { Restriction } from '../restriction.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { faultsOf } from '../testing/sentences.ts';
import type { Context } from '../context.ts';
import type { LocalText, RestrictionKind } from '../vocabulary.ts';
import { declineNotice, renewalNotice, restrictionNotice } from './build.ts';
import { KIND_TITLES } from './words.ts';

const policies = defaultPolicies();
const NOW = '2026-12-31T16:30:00.000Z';
const context: Context = {
  now: NOW,
  businessDate: '2027-01-01',
  commandId: 'c1',
  actor: { kind: 'machine', name: 'monitor' },
  lender: DEMO_LENDER,
  policies,
  lastClosedDate: null,
};
const about: JudgementContext = {
  businessDate: '2027-01-01',
  goodStanding: true,
  grantedLimitFen: 5_000_000n,
  effectiveLimitFen: 5_000_000n,
  usedFen: 1_000_000n,
  suppressedRuleIds: [],
  standing: [],
  people: 0,
};

interface Given {
  readonly table: string;
  readonly name: LocalText;
  readonly given: Readonly<Record<string, InputValue>>;
}
const scenarios = Object.entries(policies.files)
  .filter(([file]) => file.startsWith('scenarios/'))
  .flatMap(([, text]) => JSON.parse(text) as Given[]);

/** Each scenario of the policy that takes something, as its notices: announced and at once, ending and open, for the machine and for people. */
const noticesOf = ({ table, given }: Given): readonly Notice[] => {
  const entry = policies.entries.find(({ id }) => id === table);
  if (entry?.role !== 'DECIDE' || entry.decisionKind === 'STRATEGY') return [];
  const inputs = inputNamesFor(policies, entry.decisionKind, entry.lineKind).map(
    (name): RecordedInput => ({
      name,
      value: given[name] ?? null,
      source: policies.inputs[name]?.source ?? '',
      observedAt: given[name] == null ? null : '2026-12-30T03:00:00.000Z',
      fresh: true,
      // What time alone makes of it: tomorrow, which is another year for some.
      ...(typeof given[name] === 'number' && policies.inputs[name]?.actionability === 'time'
        ? { decay: [{ at: '2027-01-02T01:00:00.000Z', value: 0 }] }
        : {}),
    }),
  );
  const judgement = judge(entry.decisionKind, entry.lineKind, inputs, about, policies);
  const action: Action = isAdverse(judgement.action) ? judgement.action : judgement.wantedAction;
  if (!isAdverse(action)) return [];
  const decision = recordOf(entry.decisionKind, inputs, about, judgement, context);
  if (action === 'DECLINE')
    return [false, true].map((hasLine) => declineNotice(decision, '2027-01-31', context, hasLine));
  if (!(action in KIND_TITLES)) throw new Error(`${action} has no notice`);
  const kind = action as RestrictionKind;
  const isCut = kind === 'LIMIT_REDUCED';
  const restriction: Restriction = {
    id: 'r1',
    kind,
    state: 'proposed',
    causeFamily: judgement.causeFamily ?? 'ELIGIBILITY',
    reasonCodes: judgement.reasons.map(({ code }) => code),
    ruleIds: judgement.firedRuleIds,
    decisionId: decision.id,
    noticeId: null,
    proposedAt: NOW,
    proposedBy: context.actor,
    approvedBy: isCut ? ['A1'] : [],
    announcedAt: null,
    effectiveAt: NOW,
    expiresAt: isCut ? null : '2027-01-01T16:30:00.000Z',
    endedAt: null,
    limitBeforeFen: isCut ? 5_000_000n : null,
    limitAfterFen: isCut ? 1n : null,
    ...(kind === 'SINGLE_DRAW_CAP' ? { singleDrawCapFen: 2_500_000n } : {}),
    stepUpLifts: judgement.stepUpLifts,
    strategyId: null,
    renewals: [],
  };
  const { expiresAt } = restriction;
  const because = { zh: '业务调整', en: 'A change of our business' };
  return [
    restrictionNotice(restriction, decision, { effectiveAt: NOW, expiresAt, announcedDays: 0 }, context),
    restrictionNotice(
      restriction,
      decision,
      { effectiveAt: '2027-01-07T16:30:00.000Z', expiresAt, announcedDays: 7, because },
      context,
    ),
    ...(expiresAt === null ? [] : [renewalNotice(restriction, decision, 'A1', '2027-01-05T16:30:00.000Z', context)]),
  ];
};
const notices = scenarios.map((scenario) => ({ scenario, notices: noticesOf(scenario) }));
const all = notices.flatMap(({ notices: made }) => made);

const textsOf = (notice: Notice): readonly LocalText[] => [
  notice.title,
  ...notice.effect,
  ...notice.reasons.flatMap(({ title, whatWeSaw, source, ourLine, whatChangesIt }) => [
    title,
    whatWeSaw,
    source,
    ourLine,
    whatChangesIt,
  ]),
  ...(notice.restore === null ? [] : [notice.restore.text]),
  ...notice.counterfactuals.map(({ text }) => text),
  ...(notice.noCounterfactual === null ? [] : [notice.noCounterfactual]),
  ...notice.rights,
  notice.decidedBy.automation,
  ...notice.outsideRoutes.map(({ name }) => name),
];

describe('the notice of every scenario of the policy that takes something', () => {
  it('covers each kind of action and all rules that the machine acts on', () => {
    expect(all.length).toBeGreaterThan(100);
    expect([...new Set(all.map(({ kind }) => kind))].sort()).toEqual(['DECLINE', 'PRE_NOTICE', 'RESTRICTION']);
    const titles = new Set(all.map(({ title }) => title.zh));
    for (const kind of ['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD', 'LIMIT_REDUCED'] as const)
      expect(titles).toContain(KIND_TITLES[kind].zh);
  });

  it('N242: reads whole, every text of it in both languages', () => {
    const faults = new Set<string>();
    for (const { scenario, notices: made } of notices)
      for (const notice of made)
        for (const text of textsOf(notice))
          for (const fault of faultsOf(text)) faults.add(`${scenario.table} ${scenario.name.en}: ${fault}`);
    expect([...faults]).toEqual([]);
  });

  it('says no sentence twice, and names no day that has passed', () => {
    const wrong: string[] = [];
    for (const { scenario, notices: made } of notices)
      for (const notice of made) {
        const said = [...notice.effect, ...notice.rights].map(({ zh }) => zh);
        if (new Set(said).size < said.length) wrong.push(`${scenario.name.en}: ${said.join('')}`);
        const { restore, noCounterfactual, counterfactuals, reasons } = notice;
        const promised = [
          ...(restore === null ? [] : [restore.text]),
          ...(noCounterfactual === null ? [] : [noCounterfactual]),
          ...counterfactuals.map(({ text }) => text),
          ...reasons.map(({ whatChangesIt }) => whatChangesIt),
        ];
        for (const { en } of promised)
          for (const [day] of en.matchAll(/\d{4}-\d\d-\d\d/g))
            if (day < '2027-01-01') wrong.push(`${scenario.name.en}: ${en}`);
      }
    expect(wrong).toEqual([]);
  });

  it('N248: says of a cut that ends with its cause that it does, before what else can be done', () => {
    const cuts = all.filter(({ title }) => title.zh === KIND_TITLES.LIMIT_REDUCED.zh);
    expect(cuts.length).toBeGreaterThan(10);
    for (const { restore, reasons } of cuts) {
      expect(restore?.text.zh, reasons[0]?.code).toMatch(
        /^(新的数据显示.*消失后，立即恢复。|还清所列欠款，到账后立即恢复。)/,
      );
      expect(restore?.text.en, reasons[0]?.code).toMatch(
        /^(The line is restored as soon as new data shows|Pay what is listed)/,
      );
    }
  });

  it('N245: names the income to document before the ratios over it', () => {
    const asked = all
      .flatMap(({ counterfactuals }) => counterfactuals)
      .filter(({ text }) => text.zh.startsWith('补充收入证明（'));
    expect(asked.length).toBeGreaterThan(10);
    // A scenario that gives no income has none to name.
    const named = asked.filter(({ changes }) => changes.some(({ input }) => input === 'monthly_income'));
    expect(named.length).toBeGreaterThan(5);
    for (const { text } of named) {
      expect(text.zh).toMatch(/^补充收入证明（月收入由[\d,.]+元变为[\d,]+\.00元，/);
      expect(text.en).toMatch(/^Show more of your income \(monthly income: from CNY [\d,.]+ to CNY [\d,]+\.00; /);
    }
  });

  it('advises nobody to draw, to borrow or to apply elsewhere, and never to pay for anything but a debt of theirs', () => {
    for (const notice of all)
      for (const { text } of notice.counterfactuals)
        expect(text.zh).toMatch(
          /^(验证本人|更新证件、手机号或银行卡|提交证明材料|补充收入证明|还清在本机构的逾期款|在其他机构还款或结清|自己调低额度|等到)/,
        );
  });
});
