import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BehaviourEvent, ObservedEvent } from '../behaviour-event.ts';
import { SEVERITY } from '../decision/severity.ts';
import type { CompiledFeature } from '../features/compile.ts';
import { evaluate } from '../features/evaluate.ts';
import { compareFeatures } from '../features/parity.ts';
import { restrictionsInForce } from '../selectors.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { Story } from '../testing/story.ts';
import { fromMs, toMs } from '../time.ts';

const HOUR = 3_600_000;
const START = new Story().openLine().later({ days: 40 });
/** Shortly after midnight in China, so that days and hours of the day are at their edge, too. */
const NOW = `${START.now.slice(0, 10)}T16:00:00.500Z`;
const { features } = defaultPolicies().features;

/** Before now, in milliseconds: on and beside the edges of windows, of tiles and of business days, on time and late. */
const back = fc
  .tuple(
    fc.constantFrom(0, 500, 501, HOUR, 2 * HOUR, 8 * HOUR + 500, 24 * HOUR, 30 * 24 * HOUR, 101 * 24 * HOUR),
    fc.constantFrom(-1, 0, 0, 1, 5_000, 60_000),
  )
  .map(([edge, beside]) => Math.max(0, edge + beside));

const observation = fc
  .record({ kind: fc.nat(8), back, a: fc.nat(3), b: fc.nat(2), yes: fc.boolean() })
  .map(({ kind, back: ago, a, b, yes }) => (eventId: string, apart = 0): ObservedEvent => {
    const base = { eventId, occurredAt: fromMs(toMs(NOW) - ago - apart), source: 'app' };
    switch (kind) {
      case 0:
        return { ...base, kind: 'DEVICE', deviceId: `d${a}`, emulator: yes, rooted: false, accountsOnDevice: a + 1 };
      case 1:
        return { ...base, kind: 'CREDENTIAL_CHANGE', what: yes ? 'PHONE' : 'CARD' };
      case 2:
        return { ...base, kind: 'DOCUMENT_STATUS', document: yes ? 'ID_CARD' : 'PHONE', valid: a > 0 };
      case 3:
        return {
          ...base,
          kind: 'PURCHASE',
          amountFen: BigInt(a) * 10_000n,
          category: 'c',
          payee: `p${b}`,
          refund: yes,
        };
      case 4:
        return { ...base, kind: 'INCOME_UPDATE', monthlyIncomeFen: 1_200_000n, proof: 'TAX', contributionMonths3m: a };
      default:
        return { ...base, kind: 'LOGIN', deviceId: `d${a}`, province: `省${b}`, success: yes };
    }
  });

/** @param isApart no two speak of the very same moment, where they could be at odds and would say nothing (G5) */
const historyOf = (isApart: boolean) =>
  fc
    .tuple(
      fc.array(observation, { minLength: 1, maxLength: 25 }),
      fc.array(fc.record({ of: fc.nat(24), by: observation, isReversal: fc.boolean(), at: fc.nat(3) }), {
        maxLength: 6,
      }),
      fc.array(fc.nat(30), { maxLength: 4 }),
    )
    .map(([makers, changes, again]) => {
      const events: BehaviourEvent[] = makers.map((make, n) => make(`o${n}`, isApart ? 2 * n : 0));
      changes.forEach(({ of, by, isReversal, at }, n) => {
        // At equal instants, too: then the id says which of two counts.
        const base = { eventId: `c${n}`, occurredAt: fromMs(toMs(NOW) - at), source: 'app' };
        events.push(
          isReversal
            ? { ...base, kind: 'REVERSAL', reverses: `o${of}` }
            : { ...base, kind: 'CORRECTION', corrects: `o${of}`, replacement: by(`r${n}`, isApart ? 2 * n + 1 : 0) },
        );
      });
      return [...events, ...again.flatMap((n) => events[n] ?? [])];
    });

/** One borrower with an open line who is told of these, so many at once; then something new and harmless, on time. */
const told = (batches: readonly (readonly BehaviourEvent[])[]): Story => {
  const story = new Story();
  story.file = START.file;
  story.facts = [...START.facts];
  story.now = NOW;
  for (const events of batches) {
    const reported = story.facts.flatMap(({ body }) => (body.type === 'behaviour.observed' ? [body.event] : []));
    const amended = reported.filter(
      (one): one is ObservedEvent => one.kind !== 'CORRECTION' && one.kind !== 'REVERSAL',
    );
    story.do({ type: 'observe', events, amended }, { kind: 'machine', name: 'feed' });
  }
  const last = { kind: 'REPAYMENT', eventId: 'last', occurredAt: NOW, source: 'app', amountFen: 1n } as const;
  story.do({ type: 'observe', events: [{ ...last, to: 'ELSEWHERE', late: false }] }, { kind: 'machine', name: 'feed' });
  return story;
};

/** Without a window what stood before what stands is let go in time, and an amendment does not bring it back: those are left out. */
const isKept = ({ file }: Story, { kind, declaration: { window } }: CompiledFeature): boolean =>
  window !== null || (file.behaviour.streams[kind]?.isWhole ?? true);

const valuesOf = ({ file }: Story, ...besides: Story[]) =>
  Object.values(features)
    .filter((feature) => besides.every((one) => isKept(one, feature)))
    .map((feature) => {
      const { value, trouble } = evaluate(feature, file.behaviour.streams, NOW, false);
      return [feature.name, value, trouble];
    });

/** What stands in the borrower’s way, and what waits for people: the hardest of each cause. */
const standsOf = ({ file }: Story): Record<string, string> => {
  const waiting = Object.values(file.restrictions).filter(
    ({ state }) => state === 'proposed' || state === 'pre_notice',
  );
  const hardest: Record<string, string> = {};
  for (const { causeFamily, kind } of [...restrictionsInForce(file, NOW), ...waiting]) {
    const known = hardest[causeFamily];
    if (known === undefined || SEVERITY[kind] > SEVERITY[known as typeof kind]) hardest[causeFamily] = kind;
  }
  return hardest;
};

const isAbout = (event: BehaviourEvent, kind: ObservedEvent['kind']): boolean =>
  event.kind === 'CORRECTION' && event.replacement.kind === kind;

const cutAt = (events: readonly BehaviourEvent[], sizes: readonly number[]): BehaviourEvent[][] => {
  const batches: BehaviourEvent[][] = [];
  for (let at = 0, n = 0; at < events.length; n += 1) {
    const size = Math.max(1, sizes[n] ?? events.length);
    batches.push(events.slice(at, at + size));
    at += size;
  }
  return batches;
};

describe('N202: events of one borrower', () => {
  it('come to one set of values and to what stands, however they are cut into requests, and as the plain reading has it', () => {
    let restricted = 0;
    fc.assert(
      fc.property(historyOf(true), fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }), (events, sizes) => {
        const whole = told([events]);
        const singly = told(events.map((event) => [event]));
        const cut = told(cutAt(events, sizes));
        // What a device report says last counts: told at once, only the last word is judged; told singly, each is (a hold for a
        // device that was unsafe an hour ago stands until the borrower verifies). Everything else is the same either way.
        const hasLastWords = events.some((event) => event.kind === 'DEVICE' || isAbout(event, 'DEVICE'));
        for (const story of [singly, cut]) {
          expect(valuesOf(story, story, whole)).toEqual(valuesOf(whole, story, whole));
          if (!hasLastWords) expect(standsOf(story)).toEqual(standsOf(whole));
          expect(compareFeatures(story.facts, story.file, { features }, NOW).disparities).toEqual([]);
        }
        restricted += Object.keys(standsOf(whole)).length > 0 ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    expect(restricted).toBeGreaterThan(10);
  });

  it('come to one set of values in any order, and as the plain reading has it', () => {
    fc.assert(
      fc.property(
        historyOf(false).chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          const [inOrder, inAny] = [told([events]), told(shuffled.map((event) => [event]))];
          expect(valuesOf(inAny, inAny, inOrder)).toEqual(valuesOf(inOrder, inAny, inOrder));
          expect(compareFeatures(inAny.facts, inAny.file, { features }, NOW).disparities).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
