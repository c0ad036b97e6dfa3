import { imbalanceOf } from '@clearline/lending';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from './audit.ts';
import type { Command } from './command.ts';
import { replayDecision } from './decision/replay.ts';
import { evolveAll } from './evolve.ts';
import { compareFeatures } from './features/parity.ts';
import { emptyFile } from './file.ts';
import { toJson } from './json.ts';
import { availableOf, effectiveLimitOf, usedOf } from './selectors.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from './testing/story.ts';
import type { Actor } from './vocabulary.ts';

/** Whatever people and machines do, in any order, with values at the edges: nothing breaks, and the books add up. */
type Step = (story: Story) => void;
const BORROWER: Actor = { kind: 'borrower' };
const attempt =
  (command: (story: Story) => Command, actor: Actor = BORROWER): Step =>
  (story) =>
    void story.try(command(story), actor);
const firstOf = <T extends { readonly id: string }>(
  items: Readonly<Record<string, T>>,
  test: (item: T) => boolean = () => true,
): string => Object.values(items).find(test)?.id ?? 'none';

const amounts = fc.constantFrom(
  -1n,
  0n,
  1n,
  49_900n,
  50_000n,
  99_999n,
  100_000n,
  500_000n,
  2_000_000n,
  20_000_000n,
  20_010_000n,
  10n ** 15n,
);
const settlePayments: Step = (story) => {
  for (const payment of Object.values(story.file.payments))
    if (payment.state === 'PENDING') story.answer(payment.id, payment.amountFen % 30_000n !== 0n);
};
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 1, max: 70 }).map(
    (days): Step =>
      (story) =>
        void story.later({ days }).closeDay(),
  ),
  fc.integer({ min: 1, max: 30 }).map(
    (hours): Step =>
      (story) =>
        void story.later({ hours }),
  ),
  amounts.chain((amountFen) =>
    fc.constantFrom(1, 3, 6, 12, 24, 7).map(
      (tenor): Step =>
        (story) => {
          const quoted =
            amountFen > 0n ? story.drawCommand(amountFen, tenor) : { ...story.drawCommand(500_000n, tenor), amountFen };
          story.try(quoted);
          settlePayments(story);
        },
    ),
  ),
  fc.tuple(fc.option(amounts, { nil: null }), fc.constantFrom('DUE', 'EARLY_PART', 'EARLY_FULL'), fc.boolean()).map(
    ([amountFen, mode, one]): Step =>
      (story) => {
        story.try({
          type: 'repay',
          loanId: one ? firstOf(story.file.loans, (loan) => loan.state === 'ACTIVE') : null,
          mode: mode as 'DUE',
          amountFen,
          surplus: one ? 'SHORTER_TENOR' : 'SMALLER_INSTALMENT',
        });
        settlePayments(story);
      },
  ),
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('浙江', '广东', '云南'), fc.boolean()).map(
    ([device, province, success]): Step =>
      (story) =>
        void story.login(device, province, success),
  ),
  fc
    .record({
      overdueDaysMax: fc.constantFrom(0, 29, 30, 90),
      unsettledLenders: fc.constantFrom(0, 4, 5, 9),
      newLenders3m: fc.constantFrom(0, 3),
      monthlyDebtServiceFen: fc.constantFrom(0n, 599_999n, 600_000n, 840_000n, 5_000_000n),
    })
    .map(
      (change): Step =>
        (story) =>
          void story.bureau(change),
    ),
  fc.constantFrom<Step>(
    attempt(() => ({ type: 'pass_step_up' })),
    attempt(() => ({ type: 'pause' })),
    attempt(() => ({ type: 'resume' })),
    attempt(() => ({ type: 'keep' })),
    attempt(() => ({ type: 'close' })),
    attempt(() => ({ type: 'review' }), { kind: 'machine', name: 'review' }),
    attempt(() => ({ type: 'lift_own_limit' })),
    attempt((story) => ({ type: 'lower_limit', limitFen: usedOf(story.file) + 100_000n })),
    attempt(
      (story) => ({
        type: 'approve_restriction',
        restrictionId: firstOf(story.file.restrictions, (one) => one.state === 'proposed'),
        approved: true,
        note: '',
      }),
      SECOND,
    ),
    attempt(
      (story) => ({
        type: 'renew_restriction',
        restrictionId: firstOf(story.file.restrictions, (one) => one.state === 'effective'),
        days: 20,
        reason: 'x',
      }),
      REVIEWER,
    ),
    attempt(
      (story) => ({
        type: 'renew_restriction',
        restrictionId: firstOf(story.file.restrictions, (one) => one.state === 'effective'),
        days: 20,
        reason: 'x',
      }),
      SECOND,
    ),
    attempt(
      (story) => ({
        type: 'propose_restriction',
        kind: 'LIMIT_REDUCED',
        reasonCodes: ['B4_LENDERS'],
        limitAfterFen: usedOf(story.file) + 10_000n,
        days: null,
        note: 'x',
      }),
      REVIEWER,
    ),
    attempt((story) => {
      const restriction = Object.values(story.file.restrictions).find((one) => one.noticeId !== null);
      return {
        type: 'submit_appeal',
        decisionId: restriction?.decisionId ?? 'none',
        restrictionId: restriction?.id ?? null,
        citedReasonCodes: [],
        statement: 's',
        urgentHardship: false,
      };
    }),
    attempt((story) => ({ type: 'take_appeal', appealId: firstOf(story.file.appeals) }), REVIEWER),
    attempt(
      (story) => ({
        type: 'propose_outcome',
        appealId: firstOf(story.file.appeals),
        outcome: 'overturned',
        reasonText: { zh: 'x', en: 'x' },
        acceptedEvidence: [],
        mistakenRuleIds: ['M8'],
      }),
      REVIEWER,
    ),
    attempt(
      (story) => ({ type: 'approve_outcome', appealId: firstOf(story.file.appeals), approved: true, note: '' }),
      SECOND,
    ),
    attempt((story) => ({ type: 'withdraw_appeal', appealId: firstOf(story.file.appeals) })),
  ),
);

describe('any order of doings', () => {
  it('keeps every guarantee, balances every posting, replays every decision, and rebuilds the file from its facts', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 28 }), (steps) => {
        const story = new Story().openLine();
        for (const act of steps) act(story);
        const late = auditGuarantees(story.file.borrowerId, story.facts, 7).filter(
          (violation) => !violation.detail.includes('was decided after'),
        );
        expect(late).toEqual([]);
        for (const { body } of story.facts) if ('postings' in body) expect(imbalanceOf(body.postings)).toBe(0n);
        for (const one of Object.values(story.file.restrictions))
          if (one.limitBeforeFen !== null && one.limitAfterFen !== null)
            expect(one.limitAfterFen).toBeLessThan(one.limitBeforeFen);
        for (const decision of Object.values(story.file.decisions))
          expect(replayDecision(decision, defaultPolicies()).differences).toEqual([]);
        // Serving says of the file what a plain reading says of all its facts (N44).
        expect(compareFeatures(story.facts, story.file, defaultPolicies().features, story.now).disparities).toEqual([]);
        expect(toJson(evolveAll(emptyFile(story.file.borrowerId), story.facts))).toBe(toJson(story.file));
        expect(
          usedOf(story.file) >= 0n &&
            effectiveLimitOf(story.file, story.now) >= 0n &&
            availableOf(story.file, story.now) >= 0n,
        ).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
