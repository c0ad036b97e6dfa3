import { scoreOf, type ScorecardModel } from '@clearline/scorecard';
import type { InputValue, RecordedInput } from '../../decision-record.ts';
import type { InputDeclaration, PolicySet } from '../../policy/policy-set.ts';
import { hoursBetween } from '../../time.ts';
import type { Instant } from '../../vocabulary.ts';
import { momentCount, type TurningPoint } from './passing-time.ts';
import { LENDERS, OVER_INCOME, OVERDUE_ELSEWHERE, OVERDUE_HERE, STEP_COST, type StepKind, stepFor } from './steps.ts';

type Values = Readonly<Record<string, InputValue>>;
/** One step with the values it leads to. `by` is the moment a wait ends. */
export interface Step {
  readonly kind: StepKind;
  readonly set: Values;
  readonly by: Instant | null;
}
/** What can be done as one: the steps, all values after them, and what they ask of a person. */
export interface Alternative {
  readonly steps: readonly Step[];
  readonly set: Values;
  readonly cost: number;
}
export interface Reachable {
  readonly groups: readonly (readonly Alternative[])[];
  /** False when more could be done together than was listed; a search over it proves nothing then. */
  readonly complete: boolean;
}

/** More that can be done together than this is not listed. */
const TOGETHER_MAX = 4_096;

interface Asked {
  readonly inputs: readonly RecordedInput[];
  readonly targets: ReadonlyMap<string, readonly number[]>;
  readonly policies: PolicySet;
  readonly now: Instant;
  /** Where points decide: moving what they are made of moves them. */
  readonly scorecard: ScorecardModel | null;
  readonly turningPoints: readonly TurningPoint[];
}
/** What can be done of which one is taken at most. */
interface Choices {
  readonly options: readonly Alternative[];
  /** How many there are with those that would come to the same as a listed one; counting them takes longer than a bound. */
  readonly count: () => number;
  readonly countAtMost: number;
  /** The values that any of them moves. */
  readonly moves: readonly string[];
}

/** Everything the borrower can do about these values, in groups that share no value. */
export const reachable = (asked: Asked): Reachable => {
  const byStep = new Map<StepKind, Choices[]>();
  const offer = (kind: StepKind, options: readonly Alternative[]): void =>
    put(kind, {
      options,
      count: () => options.length,
      countAtMost: options.length,
      moves: movedBy(options),
    });
  const put = (kind: StepKind, choices: Choices): void => {
    if (choices.countAtMost > 0) byStep.set(kind, [...(byStep.get(kind) ?? []), choices]);
  };
  for (const options of [overdue(asked, OVERDUE_HERE, 'PAY_DOWN'), ...singles(asked, 'PAY_DOWN', OVERDUE_HERE)])
    offer('PAY_DOWN', options);
  offer('SETTLE_ELSEWHERE', overdue(asked, OVERDUE_ELSEWHERE, 'SETTLE_ELSEWHERE'));
  offer('SETTLE_ELSEWHERE', lenders(asked));
  for (const options of singles(asked, 'SETTLE_ELSEWHERE', [...OVERDUE_ELSEWHERE, ...LENDERS]))
    offer('SETTLE_ELSEWHERE', options);
  for (const kind of ['SHOW_EVIDENCE', 'LOWER_LIMIT'] as const)
    for (const options of singles(asked, kind, [])) offer(kind, options);
  offer('DOCUMENT_INCOME', income(asked));
  for (const options of documents(asked)) offer('UPDATE_DOCUMENTS', options);
  put('WAIT', waits(asked));
  return joinShared([...byStep.values()].flat(), asked);
};

const movedBy = (options: readonly Alternative[]): string[] => {
  const names: string[] = [];
  for (const { set } of options) for (const name in set) if (!names.includes(name)) names.push(name);
  return names;
};

const valueOf = ({ inputs }: Asked, name: string): number | null => {
  const value = inputs.find((input) => input.name === name)?.value;
  return typeof value === 'number' ? value : null;
};

const single = (kind: StepKind, set: Values, cost: number, by: Instant | null = null): Alternative => ({
  steps: [{ kind, set, by }],
  set,
  cost: Math.max(1, Math.ceil(cost)),
});

/** Paying what is overdue leaves nothing of it: no amount, no days, no account. */
const overdue = (asked: Asked, names: readonly string[], kind: StepKind): Alternative[] => {
  const set = Object.fromEntries(names.filter((name) => (valueOf(asked, name) ?? 0) > 0).map((name) => [name, 0]));
  const fen = Math.max(
    0,
    ...names.filter((name) => unitOf(asked, name) === 'fen').map((name) => valueOf(asked, name) ?? 0),
  );
  return Object.keys(set).length === 0
    ? []
    : [single(kind, set, STEP_COST.DOCUMENT + (fen / 10_000) * STEP_COST.HUNDRED_YUAN)];
};

const unitOf = ({ policies }: Asked, name: string): InputDeclaration['unit'] | null =>
  policies.inputs[name]?.unit ?? null;

/** Loans closed elsewhere, one lender at a time; a lender that is no bank counts in both numbers. */
const lenders = (asked: Asked): Alternative[] => {
  const closed = new Set<number>();
  for (const name of LENDERS) {
    const value = valueOf(asked, name);
    for (const target of asked.targets.get(name) ?? [])
      if (value !== null && target < value) closed.add(value - Math.max(0, target));
  }
  return [...closed].map((count) => {
    const set = Object.fromEntries(
      LENDERS.flatMap((name) => {
        const value = valueOf(asked, name);
        return value === null ? [] : [[name, Math.max(0, value - count)]];
      }),
    );
    return single('SETTLE_ELSEWHERE', set, count * STEP_COST.LENDER);
  });
};

/** Values that move each by itself, the way the policy says they may. */
const singles = (asked: Asked, kind: StepKind, except: readonly string[]): Alternative[][] => {
  const found: Alternative[][] = [];
  for (const { name, value: from } of asked.inputs) {
    const declared = asked.policies.inputs[name];
    const targets = asked.targets.get(name);
    if (!declared || !targets || typeof from !== 'number' || stepFor(declared) !== kind || except.includes(name))
      continue;
    const mayRise = declared.actionability === 'evidence' || declared.actionability === 'up';
    const options: Alternative[] = [];
    for (const to of targets)
      if ((mayRise ? to !== from : to < from) && to >= 0)
        options.push(single(kind, { [name]: to }, costOf(declared, Math.abs(from - to))));
    if (options.length > 0) found.push(options);
  }
  return found;
};

const costOf = ({ unit, actionability }: InputDeclaration, by: number): number => {
  if (actionability === 'evidence') return STEP_COST.DOCUMENT;
  if (unit === 'fen') return (by / 10_000) * STEP_COST.HUNDRED_YUAN;
  return unit === 'ratio4' || unit === 'times4' ? (by / 100) * STEP_COST.PERCENT : by * STEP_COST.DOCUMENT;
};

/** More income shown: the ratios to it fall together, by the same factor. */
const income = (asked: Asked): Alternative[] => {
  const now = valueOf(asked, 'monthly_income');
  const factors = new Map<string, readonly [part: number, whole: number]>();
  for (const to of asked.targets.get('monthly_income') ?? [])
    if (now !== null && now > 0 && to > now) factors.set(`${now}/${to}`, [now, to]);
  for (const name of OVER_INCOME) {
    const value = valueOf(asked, name);
    for (const to of asked.targets.get(name) ?? [])
      if (value !== null && to < value && to > 0) factors.set(`${to}/${value}`, [to, value]);
  }
  return [...factors.values()].map(([part, whole]) => {
    const ratios = OVER_INCOME.flatMap((name) => {
      const value = valueOf(asked, name);
      return value === null ? [] : [[name, Math.floor((value * part) / whole)] as const];
    });
    const set = {
      ...Object.fromEntries(ratios),
      ...(now === null ? {} : { monthly_income: wholeHundreds(Math.ceil((now * whole) / part)) }),
    };
    return single('DOCUMENT_INCOME', set, STEP_COST.DOCUMENT + ((whole - part) / whole) * 100 * STEP_COST.PERCENT);
  });
};

/** An income is told in whole hundreds of yuan; nobody documents a fen more. */
const wholeHundreds = (fen: number): number => Math.ceil(fen / 10_000) * 10_000;

const documents = (asked: Asked): Alternative[][] =>
  asked.inputs.flatMap(({ name, value }) => {
    const declared = asked.policies.inputs[name];
    return declared && stepFor(declared) === 'UPDATE_DOCUMENTS' && value === false
      ? [[single('UPDATE_DOCUMENTS', { [name]: true }, STEP_COST.DOCUMENT)]]
      : [];
  });

/** Windows pass together: by each moment at which one of them lets something fall, all have fallen as far as they have. */
const waits = ({ inputs, now, turningPoints }: Asked): Choices => {
  const options = turningPoints.map(({ at, set }) =>
    single('WAIT', set, Math.max(1, Math.ceil(hoursBetween(now, at) / 24)) * STEP_COST.DAY, at),
  );
  const moves = inputs.flatMap(({ name, decay = [] }) => (decay.length > 0 ? [name] : []));
  const countAtMost = inputs.reduce((sum, { decay }) => sum + (decay?.length ?? 0), 0);
  return { options, count: () => momentCount(inputs), countAtMost, moves };
};

/** Groups that move one value, or the points of one score, are done as one: every choice of theirs is listed. */
const joinShared = (lists: readonly Choices[], { inputs, scorecard }: Asked): Reachable => {
  const scored = new Set(scorecard?.attributes.map(({ name }) => name));
  let sets = lists.map((list) => ({
    lists: [list],
    names: new Set([...list.moves, ...(list.moves.some((name) => scored.has(name)) ? ['points'] : [])]),
  }));
  for (let at = 0; at < sets.length; ) {
    const one = sets[at];
    const other = sets.findIndex((candidate, place) => place > at && one && share(one.names, candidate.names));
    const found = sets[other];
    if (!one || !found) {
      at += 1;
      continue;
    }
    const joined = { lists: [...one.lists, ...found.lists], names: new Set([...one.names, ...found.names]) };
    sets = sets.filter((_set, place) => place !== other).with(at, joined);
  }
  let complete = true;
  const groups = sets.map((set) => {
    const tooMany =
      set.lists.reduce((product, { countAtMost }) => product * (countAtMost + 1), 1) > TOGETHER_MAX &&
      set.lists.reduce((product, { count }) => product * (count() + 1), 1) > TOGETHER_MAX;
    if (tooMany) complete = false;
    const lists = set.lists.map(({ options }) => options);
    const choices = tooMany ? lists.flat() : together(lists);
    if (scorecard === null || !set.names.has('points')) return choices;
    const values: Values = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
    return choices.map((choice) => withPoints(choice, values, scorecard));
  });
  return { groups, complete };
};

const share = (names: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  for (const name of names) if (others.has(name)) return true;
  return false;
};

const together = (lists: readonly (readonly Alternative[])[]): readonly Alternative[] => {
  let choices: readonly Alternative[] = [];
  for (const list of lists) {
    const longer = list.slice();
    for (const choice of choices) {
      longer.push(choice);
      for (const option of list) longer.push(both(choice, option));
    }
    choices = longer;
  }
  return choices;
};

/** Where two steps move one value, it goes as far down as the further of them takes it. */
const both = (one: Alternative, other: Alternative): Alternative => {
  // What `{ ...one.set }` makes and is then added to outlives every collection of the young in V8 11, for nobody.
  const set: Record<string, InputValue> = Object.assign({}, one.set);
  for (const name in other.set) {
    const value = other.set[name] as InputValue;
    const known = set[name];
    set[name] = typeof known === 'number' && typeof value === 'number' ? Math.min(known, value) : value;
  }
  return { steps: [...one.steps, ...other.steps], set, cost: one.cost + other.cost };
};

const withPoints = (choice: Alternative, values: Values, scorecard: ScorecardModel): Alternative => ({
  ...choice,
  set: { ...choice.set, application_points: scoreOf(scorecard, { ...values, ...choice.set }).points },
});
