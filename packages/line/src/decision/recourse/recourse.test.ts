import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputValue, JudgementContext, RecordedInput } from '../../decision-record.ts';
import { counterfactualText, noCounterfactualText } from '../../notices/reasons.ts';
import { tableFor } from '../../policy/policy-set.ts';
import { defaultPolicies } from '../../testing/default-policies.ts';
import type { Actor, DecisionKind } from '../../vocabulary.ts';
import { inputNamesFor, judge } from '../judge.ts';
import { recordOf } from '../record.ts';
import { replayDecision } from '../replay.ts';
import { isAdverse } from '../severity.ts';
import { reachable } from './alternatives.ts';
import { turningPoints } from './passing-time.ts';
import { answeredByVerifying } from './search.ts';
import { STEP_COST } from './steps.ts';
import { targetsOf } from './targets.ts';

const policies = defaultPolicies();
const NOW = '2026-11-01T04:00:00.000Z';
const context: JudgementContext = {
  businessDate: '2026-11-01',
  goodStanding: true,
  grantedLimitFen: 5_000_000n,
  effectiveLimitFen: 5_000_000n,
  usedFen: 1_000_000n,
  suppressedRuleIds: [],
  standing: [],
  people: 0,
};
const CALM: Readonly<Record<string, InputValue>> = {
  id_card_valid: true,
  phone_verified: true,
  bank_card_valid: true,
  device_emulated: false,
  monthly_income: 800_000,
  employment: 'EMPLOYED',
  months_in_work: 40,
  hours_since_new_device: 900,
  hours_since_credential_change: 900,
  contribution_months_3m: 3,
  months_on_book: 12,
};
const inputsOf = (kind: DecisionKind, given: Readonly<Record<string, InputValue>>): RecordedInput[] =>
  inputNamesFor(policies, kind, 'CONSUMER').map((name) => ({
    name,
    value: given[name] ?? CALM[name] ?? 0,
    source: policies.inputs[name]?.source ?? '',
    observedAt: NOW,
    fresh: true,
    ...(name === 'draws_24h' && Number(given['draws_24h'] ?? 0) > 0
      ? { decay: [1, 2, 3].map((day) => ({ at: `2026-11-0${day + 1}T02:00:00.000Z`, value: 3 - day })) }
      : {}),
  }));
const judged = (kind: DecisionKind, given: Readonly<Record<string, InputValue>>) =>
  judge(kind, 'CONSUMER', inputsOf(kind, given), context, policies);

/** Every choice of what can be done, by plain enumeration: the reference the search is compared with. */
const leastByHand = (kind: DecisionKind, inputs: RecordedInput[], waits = true): number | null => {
  const entry = tableFor(policies, kind, 'CONSUMER');
  if (entry === null) throw new Error(`no table for ${kind}`);
  const rules = policies.models[entry.id]?.tables[0]?.rules ?? [];
  const adverse = rules.flatMap((rule, index) => (isAdverse(String(rule.outputs['action']) as 'NONE') ? [index] : []));
  const { groups } = reachable({
    inputs,
    targets: targetsOf(entry, adverse, [], policies),
    policies,
    now: '2026-10-31T16:00:00.000Z',
    scorecard: null,
    // By plain enumeration every moment is worth asking about.
    turningPoints: turningPoints(inputs, () => false),
  });
  let least: number | null = null;
  let leastWaits = false;
  const flips = (set: Readonly<Record<string, InputValue>>, answered: readonly string[]): boolean => {
    const changed = inputs.map((input) => ({ ...input, value: set[input.name] ?? input.value }));
    return !isAdverse(
      judge(kind, 'CONSUMER', changed, { ...context, suppressedRuleIds: answered }, policies, { explain: false })
        .proposedAction,
    );
  };
  const visit = (
    group: number,
    set: Readonly<Record<string, InputValue>>,
    cost: number,
    steps: readonly string[],
  ): void => {
    if (least !== null && cost >= least) return;
    const options = groups[group];
    if (options === undefined) {
      if (flips(set, [])) {
        least = cost;
        leastWaits = steps.every((step) => step === 'WAIT');
      } else if (
        (least === null || cost + STEP_COST.VERIFY < least) &&
        flips(set, answeredByVerifying(entry, policies))
      ) {
        least = cost + STEP_COST.VERIFY;
        leastWaits = false;
      }
      return;
    }
    visit(group + 1, set, cost, steps);
    for (const { set: to, cost: more, steps: taken } of options) {
      const kinds = taken.map((step) => step.kind);
      if (waits || !kinds.includes('WAIT')) visit(group + 1, { ...set, ...to }, cost + more, [...steps, ...kinds]);
    }
  };
  visit(0, {}, 0, []);
  // Where waiting alone asks least, what is printed is the least without waiting.
  return leastWaits && waits ? leastByHand(kind, inputs, false) : least;
};
const costOf = (kind: DecisionKind, inputs: RecordedInput[]): number | null => {
  // The least that the search prints, found again among all choices by what it changes.
  const { counterfactuals, recourse } = judge(kind, 'CONSUMER', inputs, context, policies);
  if (recourse !== 'FOUND') return null;
  const [first] = counterfactuals;
  const set = Object.fromEntries((first?.changes ?? []).map(({ input, to }) => [input, to]));
  const entry = tableFor(policies, kind, 'CONSUMER');
  if (!entry || !first) throw new Error('nothing was printed');
  const rules = policies.models[entry.id]?.tables[0]?.rules ?? [];
  const adverse = rules.flatMap((rule, index) => (isAdverse(String(rule.outputs['action']) as 'NONE') ? [index] : []));
  const { groups } = reachable({
    inputs,
    targets: targetsOf(entry, adverse, [], policies),
    policies,
    now: '2026-10-31T16:00:00.000Z',
    scorecard: null,
    // By plain enumeration every moment is worth asking about.
    turningPoints: turningPoints(inputs, () => false),
  });
  const moved = (option: { set: Readonly<Record<string, InputValue>> }): [string, InputValue][] =>
    Object.entries(option.set).filter(([name, to]) =>
      inputs.some((input) => input.name === name && input.value !== to),
    );
  let cost = first.steps?.includes('VERIFY_IDENTITY') ? STEP_COST.VERIFY : 0;
  for (const group of groups) {
    const names = new Set(group.flatMap((option) => Object.keys(option.set)));
    const wanted = Object.keys(set).filter((name) => names.has(name));
    if (wanted.length === 0) continue;
    const same = group.filter((option) => {
      const own = moved(option);
      return own.length === wanted.length && own.every(([name, to]) => set[name] === to);
    });
    cost += Math.min(...same.map((option) => option.cost));
  }
  return cost;
};

describe('N83 changes that would alter a decision', () => {
  const troubled = fc.record(
    {
      draws_24h: fc.constantFrom(0, 3, 4, 5),
      devices_24h: fc.constantFrom(1, 2),
      provinces_24h: fc.constantFrom(1, 3),
      overdue_days_max: fc.constantFrom(0, 29, 30, 45),
      overdue_amount: fc.constantFrom(0, 99_999, 100_000, 700_000),
      unsettled_lenders: fc.constantFrom(1, 4, 5, 7),
      debt_service_ratio: fc.constantFrom(0, 6_999, 7_000, 9_100),
      debt_to_monthly_income: fc.constantFrom(0, 199_999, 200_000, 330_000),
      utilisation_elsewhere: fc.constantFrom(0, 8_000, 9_500),
      hard_enquiries_3m: fc.constantFrom(0, 0, 0, 12),
      id_card_valid: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  it('finds the least there is, or proves that there is none', () => {
    fc.assert(
      fc.property(fc.constantFrom('EVENT_MONITOR' as const, 'SCHEDULED_REVIEW' as const), troubled, (kind, given) => {
        const inputs = inputsOf(kind, given);
        const judgement = judge(kind, 'CONSUMER', inputs, context, policies);
        if (!isAdverse(judgement.action) && !isAdverse(judgement.wantedAction)) {
          expect(judgement.recourse).toBeUndefined();
          return;
        }
        expect(judgement.recourse).not.toBe('NOT_PROVEN');
        expect(costOf(kind, inputs)).toBe(leastByHand(kind, inputs));
        expect(judgement.counterfactuals.every(({ least }) => least)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('names what to do: pay elsewhere what is overdue there, all of it together', () => {
    const [first] = judged('EVENT_MONITOR', {
      overdue_accounts: 1,
      overdue_days_max: 45,
      overdue_amount: 300_000,
    }).counterfactuals;
    expect(first?.steps).toEqual(['SETTLE_ELSEWHERE']);
    expect(first?.changes.map(({ to }) => to)).toEqual(first?.changes.map(() => 0));
    if (!first) return;
    const { text } = counterfactualText(first, policies);
    expect(text.zh).toBe(
      '在其他机构还款或结清（其他机构当前逾期金额由3,000.00元变为0.00元，其他机构当前最长逾期天数由45天变为0天），结果就会不同。',
    );
    expect(text.en).toMatch(/^Pay or settle elsewhere \(.*\): the outcome would differ\.$/);
  });

  it('shows another way to who cannot do the first thing: settle loans, or document more income', () => {
    const { counterfactuals } = judged('EVENT_MONITOR', { debt_service_ratio: 7_500 });
    expect(counterfactuals.flatMap(({ steps = [] }) => steps).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'DOCUMENT_INCOME',
      'SETTLE_ELSEWHERE',
    ]);
  });

  it('verifying answers what a security check lifts; waiting says until when', () => {
    expect(judged('EVENT_MONITOR', { devices_24h: 3, provinces_24h: 3 }).counterfactuals[0]).toMatchObject({
      steps: ['VERIFY_IDENTITY'],
      changes: [],
    });
    const burst = judged('EVENT_MONITOR', { draws_24h: 4 });
    expect(burst).toMatchObject({ counterfactuals: [], recourse: 'NONE', timeAloneOn: '2026-11-02' });
    const both = judged('EVENT_MONITOR', { draws_24h: 4, overdue_days_max: 45 });
    expect(both.counterfactuals[0]).toMatchObject({ steps: ['SETTLE_ELSEWHERE', 'WAIT'], byDate: '2026-11-02' });
  });

  it('moves points with what they are made of', () => {
    const { counterfactuals, recourse, action } = judged('UNDERWRITING', {
      monthly_income: 300_000,
      months_in_work: 2,
      debt_service_ratio: 6_500,
      unsettled_lenders: 4,
      hard_enquiries_3m: 4,
      overdue_months_24m: 1,
    });
    expect(action).toBe('DECLINE');
    expect(recourse).toBe('FOUND');
    expect(counterfactuals[0]?.changes.some(({ input }) => input === 'application_points')).toBe(false);
  });

  it('“none” is said as proven, “not found” is not, and what nobody asked is said so', () => {
    const none = judged('EVENT_MONITOR', { hard_enquiries_3m: 12 });
    expect(none).toMatchObject({ recourse: 'NONE', counterfactuals: [] });
    const actor: Actor = { kind: 'machine', name: 'monitor' };
    const texts = (['NONE', 'NOT_PROVEN', undefined] as const).map(
      (recourse) =>
        noCounterfactualText({ timeAloneOn: null, ...(recourse && { recourse }), actor, causeFamily: 'BEHAVIOUR' }).zh,
    );
    expect(new Set(texts).size).toBe(3);
    expect(texts[1]).toContain('没有查完');
  });

  it('N187: of what people judged, it is said that it was judged, and not that a system worked nothing out', () => {
    const actor: Actor = { kind: 'staff', staffNo: 'S001', roles: ['reviewer'] };
    const text = noCounterfactualText({ timeAloneOn: null, actor, causeFamily: 'ELIGIBILITY' });
    expect(text.zh).toContain('由工作人员判断决定');
    expect(text.en).toContain('People judged this');
    const strategy = noCounterfactualText({ timeAloneOn: null, actor, causeFamily: 'STRATEGY' });
    expect(strategy.zh).toContain('业务调整');
  });
});

describe('G10 behaviour versions', () => {
  it('a record of version 1 replays by the search of version 1, to the bit; an unknown version does not', () => {
    const inputs = inputsOf('EVENT_MONITOR', { debt_service_ratio: 7_500, draws_24h: 4 });
    const judgement = judge('EVENT_MONITOR', 'CONSUMER', inputs, context, policies, { explain: true, behaviour: 1 });
    expect(judgement.counterfactuals).toEqual([]);
    const reduced = inputsOf('EVENT_MONITOR', { debt_service_ratio: 7_500 });
    for (const behaviour of [1, 2, 3, 4]) {
      const made = judge('EVENT_MONITOR', 'CONSUMER', reduced, context, policies, { explain: true, behaviour });
      const about = { commandId: 'c', now: NOW, actor: { kind: 'machine', name: 'monitor' } as const, policies };
      const record = recordOf('EVENT_MONITOR', reduced, context, made, about, 'EVENT_MONITOR', behaviour);
      expect(record.counterfactuals[0]?.steps === undefined).toBe(behaviour === 1);
      expect(replayDecision(record, policies)).toMatchObject({ identical: true, differences: [] });
      const unknown = { ...record, versions: { ...record.versions, behaviour: 5 } };
      expect(() => replayDecision(unknown, policies)).toThrow('behaviour version 5');
    }
  });
});
