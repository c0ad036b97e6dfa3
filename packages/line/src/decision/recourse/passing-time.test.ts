import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, InputValue, JudgementContext, RecordedInput } from '../../decision-record.ts';
import { tableFor } from '../../policy/policy-set.ts';
import { defaultPolicies } from '../../testing/default-policies.ts';
import type { DecisionKind } from '../../vocabulary.ts';
import { inputNamesFor, judge } from '../judge.ts';
import { linesOf } from '../fire.ts';
import { isAdverse } from '../severity.ts';
import { type Alike, turningPoints } from './passing-time.ts';
import { alikeFor, searchRecourse, timeAloneDate } from './search.ts';

const policies = defaultPolicies();
const NOW = '2026-11-01T04:00:00.000Z';
const START = '2026-10-31T16:00:00.000Z';
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
const kinds = ['EVENT_MONITOR', 'SCHEDULED_REVIEW', 'UNDERWRITING'] as const;
const entryOf = (kind: DecisionKind) => {
  const entry = tableFor(policies, kind, 'CONSUMER');
  if (entry === null) throw new Error(`no table for ${kind}`);
  return entry;
};

/** Values by the lines that rules draw; just below and above them is where an answer changes. */
const linesBy = (kind: DecisionKind): ReadonlyMap<string, readonly number[]> => {
  const lines = new Map<string, number[]>();
  for (const { index } of policies.models[entryOf(kind).id]?.tables[0]?.rules ?? [])
    for (const { input, value } of linesOf(entryOf(kind), { index }, policies))
      if (typeof value === 'number') lines.set(input, [...(lines.get(input) ?? []), value]);
  return lines;
};

const step = fc.record({
  hours: fc.constantFrom(0, 0, 0, 1, 5, 20, 24, 60, 300),
  by: fc.constantFrom(0, 1, 1, 1, 2, 7, 100_000),
});
/** A busy borrower: of some inputs time takes many small steps, in whatever order they are listed. */
const file = fc.record({
  kind: fc.constantFrom(...kinds),
  troubled: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: -1, max: 3 })), { minLength: 1, maxLength: 5 }),
  decaying: fc.array(
    fc.tuple(
      fc.nat(),
      fc.array(step, { minLength: 1, maxLength: 20 }),
      fc.constantFrom('sorted', 'sorted', 'reversed'),
    ),
    { minLength: 1, maxLength: 6 },
  ),
});
const CALM: Readonly<Record<string, InputValue>> = { employment: 'EMPLOYED', monthly_income: 800_000 };

const inputsOf = ({ kind, troubled, decaying }: typeof file extends fc.Arbitrary<infer F> ? F : never) => {
  const lines = [...linesBy(kind)];
  const given = new Map<string, number>();
  for (const [which, line, off] of troubled) {
    const [name, values] = lines[which % lines.length] as [string, readonly number[]];
    given.set(name, Math.max(0, (values[line % values.length] ?? 0) + off));
  }
  const numbers = inputNamesFor(policies, kind, 'CONSUMER').filter(
    (name) => given.has(name) || (policies.inputs[name]?.type !== 'boolean' && CALM[name] === undefined),
  );
  const decays = new Map<string, NonNullable<RecordedInput['decay']>>();
  for (const [which, steps, order] of decaying) {
    // Two in three fall from where a rule may have fired; few of the others decide anything.
    const among = which % 3 > 0 && given.size > 0 ? [...given.keys()] : numbers;
    const name = among[which % among.length] ?? '';
    let [at, value] = [Date.parse(NOW), given.get(name) ?? 0];
    const decay = steps.map(({ hours, by }) => {
      at += hours * 3_600_000;
      value = Math.max(0, value - by);
      return { at: new Date(at).toISOString(), value };
    });
    decays.set(name, order === 'sorted' ? decay : decay.reverse());
  }
  return inputNamesFor(policies, kind, 'CONSUMER').map((name): RecordedInput => {
    const decay = decays.get(name);
    return {
      name,
      value: given.get(name) ?? CALM[name] ?? (policies.inputs[name]?.type === 'boolean' ? true : 0),
      source: policies.inputs[name]?.source ?? '',
      observedAt: NOW,
      fresh: true,
      ...(decay === undefined ? {} : { decay }),
    };
  });
};

describe('N106: moments that take no value over a line', () => {
  it('are passed over, and what is found is what asking about every moment finds', () => {
    const seen = { dates: 0, waits: 0 };
    fc.assert(
      fc.property(file, (given) => {
        const { kind } = given;
        const inputs = inputsOf(given);
        const entry = entryOf(kind);
        const scorecard = kind === 'UNDERWRITING' ? (policies.scorecards.CONSUMER ?? null) : null;
        const now = judge(kind, 'CONSUMER', inputs, context, policies, { explain: false });
        if (!isAdverse(now.proposedAction)) return;
        const values: Record<string, InputValue> = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
        if (now.points !== null) values['application_points'] = now.points;
        const again = (changes: Readonly<Record<string, InputValue>>, answered: readonly string[] = []): Action => {
          const changed = inputs.map((input) => ({ ...input, value: changes[input.name] ?? input.value }));
          const asked = { ...context, suppressedRuleIds: answered };
          return judge(kind, 'CONSUMER', changed, asked, policies, { explain: false }).proposedAction;
        };
        const explained = (alike: Alike) => {
          const moments = turningPoints(inputs, alike);
          const search = { entry, inputs, values, context, policies, scorecard, now: START, again };
          return {
            ...searchRecourse({ ...search, turningPoints: moments }),
            timeAloneOn: timeAloneDate(moments, again),
          };
        };
        const found = explained(alikeFor(entry, policies, scorecard));
        expect(found).toEqual(explained(() => false));
        if (found.timeAloneOn !== null) seen.dates += 1;
        if (found.counterfactuals.some(({ byDate }) => byDate != null)) seen.waits += 1;
      }),
      { numRuns: 200 },
    );
    expect(Math.min(seen.dates, seen.waits)).toBeGreaterThan(0);
  });
});

describe('N107: a judgement without its explanation', () => {
  it('says the same of all that decides whether it is recorded, with and without how time changes values', () => {
    fc.assert(
      fc.property(file, (given) => {
        const inputs = inputsOf(given);
        const explained = judge(given.kind, 'CONSUMER', inputs, context, policies);
        const plain = inputs.map(({ decay: _decay, ...input }) => input);
        const bare = judge(given.kind, 'CONSUMER', plain, context, policies, { explain: false });
        const { counterfactuals: _changes, recourse: _recourse, timeAloneOn: _date, reasons, ...decided } = explained;
        expect(bare).toMatchObject(decided);
        const dateless = (list: typeof reasons) => list.map(({ earliestDate: _earliest, ...reason }) => reason);
        expect(dateless(bare.reasons)).toEqual(dateless(reasons));
      }),
      { numRuns: 200 },
    );
  });
});
