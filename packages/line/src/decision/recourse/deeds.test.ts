import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BehaviourEvent, BureauUpdateEvent } from '../../behaviour-event.ts';
import type { CounterfactualRecord, DecisionRecord, InputValue } from '../../decision-record.ts';
import { overdueOf } from '../../selectors.ts';
import { counterfactualText } from '../../notices/reasons.ts';
import { tableFor } from '../../policy/policy-set.ts';
import { defaultPolicies } from '../../testing/default-policies.ts';
import { Story } from '../../testing/story.ts';
import { dateOf, endOfDate, plusMs, startOfDate } from '../../time.ts';
import { actionOf } from '../fire.ts';
import { collectInputs } from '../inputs.ts';
import { firedRuleIds, inputNamesFor } from '../judge.ts';
import { answeredByVerifying } from './search.ts';
import { INCOME, OVER_INCOME } from './steps.ts';
import { isAdverse } from '../severity.ts';

const policies = defaultPolicies();
const entry = (() => {
  const found = tableFor(policies, 'EVENT_MONITOR', 'CONSUMER');
  if (found === null) throw new Error('no table monitors consumer lines');
  return found;
})();

type Report = Pick<
  BureauUpdateEvent,
  | 'overdueDaysMax'
  | 'overdueAmountFen'
  | 'unsettledLenders'
  | 'nonBankLenders'
  | 'hardEnquiries1m'
  | 'newLenders3m'
  | 'totalDebtFen'
  | 'monthlyDebtServiceFen'
  | 'revolvingLimitFen'
  | 'revolvingUsedFen'
>;
interface Life {
  readonly incomeFen: bigint;
  readonly report: Report;
  readonly devices: number;
  readonly documentsOut: readonly ('ID_CARD' | 'PHONE' | 'BANK_CARD')[];
  /** What comes last, and with it the decision that is asked about. */
  readonly last: 'report' | 'devices' | 'documents';
}

/** At a line, a step to either side of it, or far over it. */
const near = (line: number, most: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: Math.max(0, line - 2), max: line + 2 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: most }) },
  );
/** A figure whose ratio to the base lies at a line of ten-thousandths, to the fen. */
const overBase = (base: bigint, line: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.tuple(near(line, line * 3), fc.bigInt({ min: -1n, max: 1n })).map(([ratio, fen]) => {
      const figure = (base * BigInt(ratio) + 9_999n) / 10_000n + fen;
      return figure < 0n ? 0n : figure;
    }),
    fc.constant(0n),
  );

const lives: fc.Arbitrary<Life> = fc
  .oneof(fc.bigInt({ min: 200_000n, max: 5_000_000n }), fc.constantFrom(1_000_000n, 333_333n, 777_701n))
  .chain((incomeFen) =>
    fc.record({
      incomeFen: fc.constant(incomeFen),
      report: fc.record({
        overdueDaysMax: fc.oneof(fc.constant(0), near(30, 300)),
        overdueAmountFen: fc.oneof(fc.constant(0n), near(100_000, 9_000_000).map(BigInt)),
        unsettledLenders: near(5, 12),
        nonBankLenders: near(3, 9),
        hardEnquiries1m: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: near(6, 9) }),
        newLenders3m: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: near(3, 5) }),
        totalDebtFen: overBase(incomeFen, 200_000),
        monthlyDebtServiceFen: overBase(incomeFen, 7_000),
        revolvingLimitFen: fc.constant(3_000_000n),
        revolvingUsedFen: overBase(3_000_000n, 8_000),
      }),
      devices: fc.constantFrom(1, 1, 3),
      documentsOut: fc.subarray(['ID_CARD', 'PHONE', 'BANK_CARD'] as const, { maxLength: 2 }),
      last: fc.constantFrom('report' as const, 'report' as const, 'devices' as const, 'documents' as const),
    }),
  )
  // A report that contradicts itself carries nothing (G5).
  .map((life) => {
    const { overdueDaysMax, overdueAmountFen, ...report } = life.report;
    const overdue = overdueDaysMax > 0 && overdueAmountFen > 0n;
    const nonBankLenders = Math.min(report.nonBankLenders ?? 0, report.unsettledLenders);
    return {
      ...life,
      report: {
        ...report,
        nonBankLenders,
        newLenders3m: Math.min(report.newLenders3m, report.unsettledLenders),
        overdueDaysMax: overdue ? overdueDaysMax : 0,
        overdueAmountFen: overdue ? overdueAmountFen : 0n,
      },
    };
  });

const observe = (story: Story, make: (base: { eventId: string; occurredAt: string }) => BehaviourEvent): void => {
  story.now = plusMs(story.now, 1);
  story.do({ type: 'observe', events: [make({ eventId: story.nextEventId(), occurredAt: story.now })] });
};
const incomeOf = (story: Story, monthlyIncomeFen: bigint): void =>
  observe(story, (base) => ({
    ...base,
    kind: 'INCOME_UPDATE',
    source: 'evidence',
    monthlyIncomeFen,
    proof: 'PAYSLIP',
  }));
const documentOf = (story: Story, document: 'ID_CARD' | 'PHONE' | 'BANK_CARD', valid: boolean): void =>
  observe(story, (base) => ({ ...base, kind: 'DOCUMENT_STATUS', source: 'documents', document, valid }));

/** A line of ten days, and then everything at once. */
const lived = ({ incomeFen, report, devices, documentsOut, last }: Life): Story => {
  const story = new Story().openLine().later({ days: 10 });
  incomeOf(story, incomeFen);
  const acts = {
    documents: () => documentsOut.forEach((document) => documentOf(story, document, false)),
    devices: () => {
      for (let n = 0; n < devices; n += 1) {
        story.now = plusMs(story.now, 1);
        story.login(`device-${n}`, '北京');
      }
    },
    report: () => story.bureau(report),
  };
  for (const act of ['documents', 'devices', 'report'] as const) if (act !== last) acts[act]();
  acts[last]();
  return story;
};

/** A person who applies with such an income and such a report; the decision that is made of it. */
const applied = (
  monthlyIncomeFen: bigint,
  report: Partial<BureauUpdateEvent>,
  monthsInWork: number,
): DecisionRecord => {
  const story = new Story();
  story.do({ type: 'register', maskedPhone: '138****5678' });
  story.do({ type: 'verify_identity', maskedName: '张**', maskedIdNumber: '1101**********1234' });
  for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
    story.do({ type: 'change_consent', kind, given: true, version: '1' });
  story.bureau(report);
  story.do({ type: 'apply', kind: 'CONSUMER', monthlyIncomeFen, employment: 'EMPLOYED', monthsInWork });
  const decision = Object.values(story.file.decisions).find(({ kind }) => kind === 'UNDERWRITING');
  if (decision === undefined) throw new Error('an application was not decided');
  return decision;
};

/** What the table would ask for now, on what the borrower's file says. */
const asks = (story: Story, answered: readonly string[]): readonly string[] => {
  const names = inputNamesFor(policies, 'EVENT_MONITOR', 'CONSUMER');
  const { now } = story;
  const inputs = collectInputs(names, story.file, now, dateOf(now), policies);
  const { ruleIds } = firedRuleIds('EVENT_MONITOR', 'CONSUMER', inputs, answered, policies);
  const rules = policies.models[entry.id]?.tables[0]?.rules ?? [];
  return rules.filter((rule) => ruleIds.includes(rule.id) && isAdverse(actionOf(rule))).map(({ id }) => id);
};

/** The report after what is printed was paid elsewhere: until a ratio is what is printed, and not a fen further. */
const settled = (
  report: Report,
  to: (input: string) => number | null,
  incomeFen: bigint,
): Partial<BureauUpdateEvent> => {
  const paidTo = (ratio: number | null, figure: bigint, base: bigint): bigint => {
    if (ratio === null) return figure;
    const most = (base * BigInt(ratio + 1) - 1n) / 10_000n;
    return most < figure ? most : figure;
  };
  const overdue = to('overdue_amount');
  const others = to('non_bank_lenders');
  return {
    ...report,
    overdueDaysMax: to('overdue_days_max') ?? report.overdueDaysMax,
    overdueAmountFen: overdue === null ? report.overdueAmountFen : BigInt(overdue),
    unsettledLenders: to('unsettled_lenders') ?? report.unsettledLenders,
    ...(others === null ? {} : { nonBankLenders: others }),
    totalDebtFen: paidTo(to('debt_to_monthly_income'), report.totalDebtFen, incomeFen),
    monthlyDebtServiceFen: paidTo(to('debt_service_ratio'), report.monthlyDebtServiceFen, incomeFen),
    revolvingUsedFen: paidTo(to('utilisation_elsewhere'), report.revolvingUsedFen ?? 0n, 3_000_000n),
  };
};
const becomes =
  ({ changes }: CounterfactualRecord) =>
  (input: string): number | null => {
    const value: InputValue | undefined = changes.find((change) => change.input === input)?.to;
    return typeof value === 'number' ? value : null;
  };

const DOCUMENTS: Readonly<Record<string, 'ID_CARD' | 'PHONE' | 'BANK_CARD'>> = {
  id_card_valid: 'ID_CARD',
  phone_verified: 'PHONE',
  bank_card_valid: 'BANK_CARD',
};
/** Does what is printed, through events and nothing else: the report, income and documents that come of it. */
const doIt = (
  story: Story,
  { incomeFen, report }: Life,
  change: CounterfactualRecord,
  setAside: readonly string[],
): readonly string[] => {
  const { steps = [], changes, byDate } = change;
  const to = becomes(change);
  const shown = to(INCOME);
  const income = shown === null ? incomeFen : BigInt(shown);
  if (steps.includes('DOCUMENT_INCOME')) {
    expect(shown, 'N245: the income to document is named').not.toBeNull();
    incomeOf(story, income);
  }
  for (const { input } of changes) {
    const document = DOCUMENTS[input];
    if (document !== undefined) documentOf(story, document, true);
  }
  if (byDate !== null) story.now = endOfDate(byDate);
  if (steps.includes('SETTLE_ELSEWHERE')) story.bureau(settled(report, to, income));
  const answered = steps.includes('VERIFY_IDENTITY') ? answeredByVerifying(entry, policies) : [];
  return asks(story, [...setAside, ...answered]);
};

/** The decisions of this moment, one a family of causes, each of which sets the rules of the others aside. */
const decidedNow = (story: Story): readonly DecisionRecord[] =>
  Object.values(story.file.decisions).filter(
    ({ kind, recourse, at }) => kind === 'EVENT_MONITOR' && recourse !== undefined && at === story.now,
  );

/** A little less of the one thing that is asked: of a debt or a count one step, of an income a hundred yuan and what flooring hides. */
const less = (change: CounterfactualRecord): CounterfactualRecord | null => {
  const [only, ...others] = change.changes.filter(({ input }) => !OVER_INCOME.includes(input) || !asksIncome(change));
  if (only === undefined || others.length > 0 || change.steps?.length !== 1 || !change.least) return null;
  const [step] = change.steps;
  if (typeof only.to !== 'number' || typeof only.from !== 'number') return null;
  const by = step === 'DOCUMENT_INCOME' ? -20_000 : step === 'SETTLE_ELSEWHERE' ? 1 : 0;
  return by === 0 ? null : { ...change, changes: [{ ...only, to: only.to + by }] };
};
const asksIncome = ({ steps = [] }: CounterfactualRecord): boolean => steps.includes('DOCUMENT_INCOME');

describe('N244 what is printed, done', () => {
  it('by events alone, near every line: the decision is another; with a little less of it, it is not', () => {
    let done = 0;
    let notEnough = 0;
    const kinds = new Set<string>();
    fc.assert(
      fc.property(lives, (life) => {
        for (const { counterfactuals, context } of decidedNow(lived(life)))
          for (const change of counterfactuals) {
            const story = lived(life);
            expect(asks(story, context.suppressedRuleIds)).not.toEqual([]);
            const left = doIt(story, life, change, context.suppressedRuleIds);
            expect(left, counterfactualText(change, policies).text.en).toEqual([]);
            done += 1;
            for (const step of change.steps ?? []) kinds.add(step);
            const lesser = less(change);
            if (lesser === null) continue;
            const after = doIt(lived(life), life, lesser, context.suppressedRuleIds);
            expect(after, `less than: ${counterfactualText(change, policies).text.en}`).not.toEqual([]);
            notEnough += 1;
          }
      }),
      { numRuns: 100 },
    );
    expect(done).toBeGreaterThan(25);
    expect(notEnough).toBeGreaterThan(3);
    expect([...kinds].sort()).toEqual(['DOCUMENT_INCOME', 'SETTLE_ELSEWHERE', 'UPDATE_DOCUMENTS', 'VERIFY_IDENTITY']);
  });

  it('by applying again: who was declined, and did what was printed, is not declined', () => {
    let done = 0;
    fc.assert(
      fc.property(lives, fc.constantFrom(2, 8, 40), fc.constantFrom(0, 3, 6), (life, months, enquiries) => {
        const report = { ...life.report, hardEnquiries3m: Math.max(enquiries, life.report.hardEnquiries1m) };
        const declined = applied(life.incomeFen, report, months);
        if (declined.action !== 'DECLINE') return;
        for (const change of declined.counterfactuals) {
          const shown = becomes(change)(INCOME);
          const income = shown === null ? life.incomeFen : BigInt(shown);
          const isPaid = change.steps?.includes('SETTLE_ELSEWHERE') === true;
          const after = isPaid ? settled(report, becomes(change), income) : report;
          const again = applied(income, { ...report, ...after }, months);
          expect(again.action, counterfactualText(change, policies).text.en).not.toBe('DECLINE');
          done += 1;
        }
      }),
      { numRuns: 120 },
    );
    expect(done).toBeGreaterThan(10);
  });

  it('by repaying: who pays what is overdue with us, and no more, keeps the line at the next review', () => {
    const review = { kind: 'machine', name: 'review' } as const;
    for (const daysLate of [4, 20, 60]) {
      const story = new Story().openLine();
      story.draw(1_000_000n);
      // The first instalment is due after a month, and nobody has looked since.
      story.later({ days: 31 + daysLate });
      story.do({ type: 'review' }, review);
      const [change] = Object.values(story.file.decisions)
        .filter(({ kind }) => kind === 'SCHEDULED_REVIEW')
        .flatMap(({ counterfactuals }) => counterfactuals);
      if (!change) throw new Error(`${daysLate} days late, and nothing would change it`);
      expect(change.steps).toEqual(['PAY_DOWN']);
      const overdue = change.changes.find(({ input }) => input === 'overdue_own');
      expect(overdue).toMatchObject({ to: 0, from: Number(overdueOf(story.file, dateOf(story.now))) });
      story.repay({ mode: 'DUE' });
      expect(overdueOf(story.file, dateOf(story.now))).toBe(0n);
      story.later({ hours: 1 });
      const names = inputNamesFor(policies, 'SCHEDULED_REVIEW', 'CONSUMER');
      const inputs = collectInputs(names, story.file, story.now, dateOf(story.now), policies);
      const { ruleIds } = firedRuleIds('SCHEDULED_REVIEW', 'CONSUMER', inputs, [], policies);
      expect([daysLate, ruleIds.includes('V1')]).toEqual([daysLate, false]);
    }
  });

  it('waited for: the day that is named is the first on which time alone has changed the answer', () => {
    let done = 0;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 4, maxLength: 14 }), (gaps) => {
        const story = new Story().openLine().later({ days: 10 });
        for (const [n, hours] of gaps.entries()) {
          story.later({ hours });
          // Holds and caps stand in the way of some of them.
          if (story.file.line !== null && story.try(story.drawCommand(50_000n + BigInt(n) * 10_000n)) === null) {
            const requested = Object.values(story.file.loans).find(({ state }) => state === 'PENDING');
            if (requested) story.answer(requested.paymentId, true);
          }
          for (const { timeAloneOn, context } of decidedNow(story)) {
            if (timeAloneOn === null) continue;
            const { now } = story;
            story.now = startOfDate(timeAloneOn) < now ? now : startOfDate(timeAloneOn);
            expect(asks(story, context.suppressedRuleIds), `still on the morning of ${timeAloneOn}`).not.toEqual([]);
            story.now = endOfDate(timeAloneOn);
            expect(asks(story, context.suppressedRuleIds), `no more at the end of ${timeAloneOn}`).toEqual([]);
            story.now = now;
            done += 1;
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(done).toBeGreaterThan(8);
  });
});
