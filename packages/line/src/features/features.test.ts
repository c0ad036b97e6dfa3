import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BehaviourEvent, PurchaseEvent } from '../behaviour-event.ts';
import { observe } from '../evolving/behaviour.ts';
import { emptyFile, type Behaviour } from '../file.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { fromMs, toMs } from '../time.ts';
import { type CompiledFeature, compileFeature, compileFeatures } from './compile.ts';
import type { FeatureDeclaration } from './declaration.ts';
import { evaluate } from './evaluate.ts';
import { FeatureGroup } from './group.ts';
import { newestOf } from './newest.ts';
import { referenceValue, settled } from './reference.ts';

const NOW = '2026-06-30T16:00:00.000Z';
const HOUR = 3_600_000;

/** Times at and around the edges that the declared windows have, as of NOW. */
const edges = [
  0,
  1,
  HOUR,
  24 * HOUR,
  24 * HOUR + 1,
  24 * HOUR - 1,
  7 * 24 * HOUR,
  720 * HOUR,
  720 * HOUR + 1,
  5000,
  5001,
  1000,
  999,
];
const backMs = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 95 * 24 * HOUR }));

/** An instant as most systems write it: without decimals where there are none. */
const shortly = (instant: string): string => instant.replace('.000Z', 'Z');

const observation: fc.Arbitrary<(eventId: string) => Exclude<BehaviourEvent, { kind: 'CORRECTION' | 'REVERSAL' }>> = fc
  .record({
    back: backMs,
    kind: fc.constantFrom('LOGIN', 'PURCHASE', 'TRANSFER', 'BUREAU', 'CREDENTIAL'),
    device: fc.constantFrom('a', 'b', 'c'),
    amount: fc.constantFrom(0n, 1n, 10_000n, 10_001n, 30_000n, 9_007_199_254n),
    flag: fc.boolean(),
    n: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ back, kind, device, amount, flag, n }) => (eventId) => {
    const base = { eventId, occurredAt: fromMs(toMs(NOW) - back), source: 'app' };
    switch (kind) {
      case 'LOGIN':
        return { ...base, kind: 'LOGIN', deviceId: device, province: `p${n}`, success: flag };
      case 'PURCHASE':
        return { ...base, kind: 'PURCHASE', amountFen: amount, category: 'x', payee: device, refund: flag };
      case 'TRANSFER':
        return { ...base, kind: 'TRANSFER', direction: 'OUT', amountFen: amount, payee: device, payeeKind: 'PERSON' };
      case 'CREDENTIAL':
        return { ...base, kind: 'CREDENTIAL_CHANGE', what: 'PHONE' };
      default:
        return {
          ...base,
          kind: 'BUREAU_UPDATE',
          reportDate: base.occurredAt.slice(0, 10),
          overdueAccounts: n,
          overdueDaysMax: n * 10,
          overdueAmountFen: amount,
          hardEnquiries1m: n,
          hardEnquiries3m: n,
          unsettledLenders: n,
          newLenders3m: n,
          totalDebtFen: amount,
          monthlyDebtServiceFen: amount,
          overdueMonths24m: n,
          consecutiveOverdueMonths24m: 0,
        };
    }
  });

/** Events, some of them corrected or reversed, once or twice, by their own feed or by one that may not. */
const history: fc.Arbitrary<BehaviourEvent[]> = fc
  .tuple(
    fc.array(observation, { maxLength: 40 }),
    fc.array(
      fc.record({
        of: fc.nat(45),
        back: backMs,
        by: observation,
        reversal: fc.boolean(),
        source: fc.constantFrom('app', 'app', 'other'),
      }),
      { maxLength: 8 },
    ),
  )
  .map(([makers, changes]) => {
    const events: BehaviourEvent[] = makers.map((make, i) => make(`e${i}`));
    changes.forEach(({ of, back, by, reversal, source }, i) => {
      const base = { eventId: `c${i}`, occurredAt: shortly(fromMs(toMs(NOW) - back)), source };
      events.push(
        reversal
          ? { ...base, kind: 'REVERSAL', reverses: `e${of}` }
          : { ...base, kind: 'CORRECTION', corrects: `e${of}`, replacement: by(`r${i}`) },
      );
    });
    return events;
  });

const served = (events: readonly BehaviourEvent[]): Behaviour =>
  events.reduce((behaviour, event) => observe(behaviour, event, NOW), emptyFile('b').behaviour);

const base = { event: 'PURCHASE', unit: 'fen', zero: 0, source: 'transactions', delayMinutes: 0 } as const;
/** Aggregates and windows that the default policy has no use for yet. */
const others: FeatureDeclaration[] = (['sum', 'sumsq', 'min', 'max', 'distinct', 'most_of_one'] as const).flatMap(
  (aggregate) =>
    [{ hours: 24 }, { hours: 719 }, { dates: 1 }, { dates: 30 }, null].map((window, i) => ({
      ...base,
      name: `${aggregate}_${i}`,
      aggregate,
      window,
      field: aggregate === 'distinct' || aggregate === 'most_of_one' ? 'payee' : 'amountFen',
    })),
);
const declared = Object.values(defaultPolicies().features.features);
const features = [...declared, ...others.map(compileFeature)].filter((one) => one.aggregate !== 'speed_max');
/** Features that rest on one kind of events, read together. */
const groups = [...new Set(features.map(({ kind }) => kind))].map((kind) => {
  const members = features.filter((one) => one.kind === kind && one.declaration.after === undefined);
  const group = new FeatureGroup(kind);
  members.forEach((feature, place) => group.add(place, feature));
  return { group, members };
});

describe('features', () => {
  it('serving gives what the plain reading of the whole history gives, at every edge, late and corrected events included', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(0, 1, HOUR, 24 * HOUR), (events, ahead) => {
        const now = fromMs(toMs(NOW) + ahead);
        const { streams } = served(events);
        const plain = settled(events);
        for (const feature of features) {
          const expected = referenceValue(feature.declaration, plain, now);
          // Asked twice and with decay: what a tile remembers must not change what it says.
          for (const decay of [false, true, false]) {
            const { value, trouble } = evaluate(feature, streams, now, decay);
            if (trouble !== 'CONTRADICTORY') expect([feature.name, value]).toEqual([feature.name, expected]);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  it('N61: what is kept with a stream is what working it out anew gives, as time goes on and edges pass', () => {
    const waits = fc.array(
      fc.constantFrom(0, 1, 7, 60_000, HOUR - 1, HOUR, 5 * HOUR, 24 * HOUR, 24 * HOUR + 1, 30 * 24 * HOUR),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(history, fc.constantFrom(0, 26 * HOUR), waits, (events, behind, passing) => {
        // From before some of the events on: those of the future must enter when their time comes.
        let at = toMs(NOW) - behind;
        const { streams } = served(events);
        for (const wait of passing) {
          at += wait;
          const now = fromMs(at);
          const anew = served(events).streams;
          for (const feature of features)
            expect([feature.name, now, evaluate(feature, streams, now, false)]).toEqual([
              feature.name,
              now,
              evaluate(feature, anew, now, false),
            ]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('N90: followed from event to event while time goes on, a value is what working it out anew gives', () => {
    const waits = fc.constantFrom(0, 0, 1, 4_000, 60_000, HOUR, 24 * HOUR, 24 * HOUR + 1, 29 * 24 * HOUR);
    const steps = history.chain((events) =>
      fc.tuple(fc.constant(events), fc.array(waits, { minLength: events.length, maxLength: events.length })),
    );
    fc.assert(
      fc.property(steps, fc.boolean(), ([events, passing], inOrder) => {
        const arriving = inOrder ? [...events].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1)) : events;
        let at = toMs(NOW) - 60 * 24 * HOUR;
        let followed = emptyFile('b').behaviour;
        const times: string[] = [];
        arriving.forEach((event, n) => {
          at += passing[n] ?? 0;
          const now = fromMs(at);
          // Some events lie in the future of the clock: they must enter when their time comes.
          followed = observe(followed, event, now);
          times.push(now);
          // Each at the time at which it came: what is let go depends on that.
          const anew = arriving
            .slice(0, n + 1)
            .reduce((all, one, i) => observe(all, one, times[i] ?? now), emptyFile('b').behaviour);
          for (const { kind } of groups.map(({ group }) => group))
            expect(newestOf(followed.streams, kind)).toEqual(newestOf(anew.streams, kind));
          for (const { group, members } of groups) {
            const read: unknown[] = [];
            const isSound = group.read(followed.streams, now, read as never[]);
            const alone = members.map((feature) => evaluate(feature, anew.streams, now, false));
            expect([group.kind, isSound]).toEqual([group.kind, alone.every(({ trouble }) => trouble === undefined)]);
            if (isSound) expect([group.kind, now, read]).toEqual([group.kind, now, alone.map(({ value }) => value)]);
          }
          for (const feature of features)
            expect([feature.name, now, evaluate(feature, followed.streams, now, false)]).toEqual([
              feature.name,
              now,
              evaluate(feature, anew.streams, now, false),
            ]);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same whatever order events and amendments arrive in, and however often', () => {
    fc.assert(
      fc.property(
        history.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
        ),
        ([events, shuffled]) => {
          // Values are asked for on the way, so that tiles are corrected in place rather than added up at the end.
          const behaviours = [events, [...shuffled, ...events.slice(0, 5)]].map((order) =>
            order.reduce((behaviour, event) => {
              if (behaviour.seenEventIds.has(event.eventId)) return behaviour;
              const next = observe(behaviour, event, NOW);
              for (const feature of features) evaluate(feature, next.streams, NOW, false);
              return next;
            }, emptyFile('b').behaviour),
          );
          for (const feature of features) {
            const [a, b] = behaviours.map(({ streams }) => evaluate(feature, streams, NOW, true));
            if (a?.trouble === undefined) expect([feature.name, a]).toEqual([feature.name, b]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of two corrections the later counts, however many decimals its instant is written with', () => {
    const sum = compileFeature({ ...base, name: 'sum', aggregate: 'sum', window: { hours: 24 }, field: 'amountFen' });
    const [report, replacement] = [purchase(1), purchase(1, { eventId: 'r', amountFen: 700n })];
    const corrections = [
      { eventId: 'first', occurredAt: shortly(NOW), replacement },
      { eventId: 'last', occurredAt: fromMs(toMs(NOW) + 1), replacement: { ...replacement, amountFen: 900n } },
    ].map((one): BehaviourEvent => ({ ...one, kind: 'CORRECTION', source: 'app', corrects: report.eventId }));
    for (const order of [corrections, corrections.toReversed()]) {
      const { streams } = served([report, ...order]);
      expect(evaluate(sum, streams, fromMs(toMs(NOW) + 1000), false).value).toBe(900);
    }
  });

  it('N43: what another feed, or a word of another kind, says of an event takes back nothing that its own feed said', () => {
    const sum = compileFeature({ ...base, name: 'sum', aggregate: 'sum', window: { hours: 24 }, field: 'amountFen' });
    const report = purchase(1);
    const corrects = report.eventId;
    const own: BehaviourEvent = {
      kind: 'CORRECTION',
      eventId: 'own',
      occurredAt: NOW,
      source: 'app',
      corrects,
      replacement: purchase(1, { eventId: 'r', amountFen: 700n }),
    };
    const login: BehaviourEvent = {
      kind: 'LOGIN',
      eventId: 'l',
      occurredAt: NOW,
      source: 'app',
      deviceId: 'd',
      province: '浙江',
      success: true,
    };
    const later = fromMs(toMs(NOW) + 1);
    const vain: BehaviourEvent[] = [
      { kind: 'REVERSAL', eventId: 'v1', occurredAt: later, source: 'other', reverses: corrects },
      { ...own, eventId: 'v2', occurredAt: later, source: 'other' },
      { ...own, eventId: 'v3', occurredAt: later, replacement: login },
    ];
    for (const one of vain)
      for (const order of [
        [report, own, one],
        [own, one, report],
        [one, own, report],
        [one, report, own],
        [own, report, one],
      ]) {
        const said = order.map(({ eventId }) => eventId).join();
        expect([said, evaluate(sum, served(order).streams, NOW, false).value]).toEqual([said, 700]);
      }
  });

  it('says how time alone changes a value: at each step it is what it will be then', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { streams } = served(events);
        for (const feature of features) {
          const { decay: _steps, ...said } = evaluate(feature, streams, NOW, true);
          expect([feature.name, said]).toEqual([feature.name, evaluate(feature, streams, NOW, false)]);
        }
        for (const feature of features.filter((one) => one.declaration.window !== null))
          for (const step of evaluate(feature, streams, NOW, true).decay ?? [])
            expect([feature.name, evaluate(feature, streams, step.at, false).value]).toEqual([
              feature.name,
              // Events that leave at the same moment leave together.
              evaluate(feature, streams, NOW, true).decay?.findLast(({ at }) => at === step.at)?.value,
            ]);
      }),
      { numRuns: 60 },
    );
  });

  it('lists of a long window only the last steps down, to the end', () => {
    const sum = compileFeature({ ...base, name: 'sum', aggregate: 'sum', window: { hours: 24 }, field: 'amountFen' });
    const { streams } = served(Array.from({ length: 100 }, (_none, n) => purchase(n)));
    const { value, decay = [] } = evaluate(sum, streams, NOW, true);
    expect([value, decay.length, decay[0]?.value, decay.at(-1)?.value]).toEqual([10_000, 64, 6_300, 0]);
    expect(decay.at(-1)?.at).toBe(fromMs(toMs(NOW) + 24 * HOUR));
  });

  const purchase = (n: number, change: Partial<PurchaseEvent> = {}): PurchaseEvent => ({
    kind: 'PURCHASE',
    eventId: `p${n}`,
    occurredAt: fromMs(toMs(NOW) - n * 60_000),
    source: 'app',
    amountFen: 100n,
    category: 'x',
    payee: 'y',
    ...change,
  });

  it('holds no more than its bound, and says so where a window is no longer whole rather than give a wrong value', () => {
    const many = Array.from({ length: 1_500 }, (_, n) => purchase(n * 3));
    const { streams } = served(many);
    expect(streams.PURCHASE?.count).toBeLessThanOrEqual(1_000);
    const month = compileFeature({ ...base, name: 'm', aggregate: 'count', window: { hours: 720 } });
    const hour = compileFeature({ ...base, name: 'h', aggregate: 'count', window: { hours: 1 } });
    expect(evaluate(month, streams, NOW, false).trouble).toBe('INCOMPLETE');
    expect(evaluate(hour, streams, NOW, false)).toMatchObject({ value: 20 });
  });

  it('N200: what stands until something else is reported is never let go with the days around it', () => {
    const declaredAs = (name: string): CompiledFeature => declared.find((one) => one.name === name) as CompiledFeature;
    const reported = (eventId: string, daysAgo: number) => ({
      eventId,
      occurredAt: fromMs(toMs(NOW) - daysAgo * 24 * HOUR),
      source: 'app',
    });
    const status = (eventId: string, daysAgo: number, document: 'ID_CARD' | 'PHONE', valid: boolean) =>
      ({ ...reported(eventId, daysAgo), kind: 'DOCUMENT_STATUS', document, valid }) as const;
    const income = (eventId: string, daysAgo: number, contributionMonths3m?: number) =>
      ({
        ...reported(eventId, daysAgo),
        kind: 'INCOME_UPDATE',
        monthlyIncomeFen: 1n,
        proof: 'TAX',
        ...(contributionMonths3m === undefined ? {} : { contributionMonths3m }),
      }) as const;
    const history: BehaviourEvent[] = [
      status('s1', 400, 'ID_CARD', true),
      status('s2', 300, 'ID_CARD', false),
      income('i1', 300, 1),
      status('s3', 120, 'PHONE', false),
      status('s4', 5, 'PHONE', true),
      income('i2', 5),
      // Many of one kind let go by their number, not by their age.
      ...Array.from({ length: 1_200 }, (_, n) => status(`m${n}`, 4 - n / 600, 'PHONE', n % 2 === 1)),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(history.slice(0, 6), { minLength: 6 }), fc.boolean(), (first, isLate) => {
        const order = isLate ? [...history.slice(6), ...first] : [...first, ...history.slice(6)];
        const { streams } = served(order);
        const values = ['id_card_valid', 'phone_verified', 'contribution_months_3m'].map(
          (name) => evaluate(declaredAs(name), streams, NOW, false).value,
        );
        expect(values).toEqual([false, true, 1]);
        // Beside the bound no more than one a document.
        expect(streams.DOCUMENT_STATUS?.count).toBeLessThanOrEqual(1_003);
      }),
      { numRuns: 20 },
    );
  });

  it('a deed sent twice counts once, wherever the window begins', () => {
    const feature = compileFeature({
      ...base,
      name: 'once',
      aggregate: 'count',
      window: { hours: 1 },
      once: { same: ['amountFen', 'payee'], withinSeconds: 5 },
    });
    const at = (secondsBack: number, n: number) => purchase(n, { occurredAt: fromMs(toMs(NOW) - secondsBack * 1000) });
    const twice = evaluate(feature, served([at(10, 1), at(7, 2), at(1, 3)]).streams, NOW, false);
    expect([twice.value, twice.repeats?.length]).toEqual([2, 1]);
    // The first of the two has just left the window: the second is still only its echo.
    const edge = evaluate(feature, served([at(3602, 1), at(3599, 2)]).streams, NOW, false);
    expect(edge.value).toBe(0);
  });

  it('N178: the same events reported again under new ids, however often, change no value of the default policy', () => {
    const again = fc.array(fc.tuple(fc.nat(60), fc.nat(3)), { maxLength: 12 });
    fc.assert(
      fc.property(history, again, ([...events], picks) => {
        const plain = settled(events);
        const copies = picks.flatMap(([of, times]) => {
          // What amendments leave standing: a copy of a report that its feed took back would be a report of its own.
          const event = plain[of % Math.max(1, plain.length)];
          return event === undefined || event.kind === 'OWN_DRAW' || event.kind === 'OWN_REPAYMENT'
            ? []
            : Array.from(
                { length: times + 1 },
                (_none, n): BehaviourEvent => ({ ...event, eventId: `again-${of}-${n}` }),
              );
        });
        const [once, more] = [served(events).streams, served([...events, ...copies]).streams];
        for (const feature of declared) {
          const { value, trouble } = evaluate(feature, once, NOW, false);
          const told = evaluate(feature, more, NOW, false);
          expect([feature.name, told.value, told.trouble]).toEqual([feature.name, value, trouble]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('N178: bursts of deeds in any order of arrival, with time passing between, come to what working them out anew gives', () => {
    const deed = fc.record({
      back: fc.nat(3_620),
      payee: fc.constantFrom('a', 'b'),
      wait: fc.constantFrom(0, 0, 1, 4, 6, 3_590),
    });
    const near = fc.array(
      fc.oneof(deed, fc.record({ back: fc.nat(14), payee: fc.constantFrom('a', 'b'), wait: fc.constantFrom(0, 1, 2) })),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    const shapes = (['count', 'most_of_one', 'sum'] as const).flatMap((aggregate) =>
      [0, 5].map((withinSeconds) =>
        compileFeature({
          ...base,
          name: `${aggregate} ${withinSeconds}`,
          aggregate,
          field: aggregate === 'sum' ? 'amountFen' : 'payee',
          window: { hours: 1 },
          once: { same: ['amountFen', 'payee'], withinSeconds },
        }),
      ),
    );
    fc.assert(
      fc.property(near, (deeds) => {
        let at = toMs(NOW);
        let followed = emptyFile('b').behaviour;
        const all: BehaviourEvent[] = [];
        deeds.forEach(({ back, payee, wait }, n) => {
          at += wait * 1000;
          const event = purchase(n, { occurredAt: fromMs(at - back * 1000), payee });
          all.push(event);
          followed = observe(followed, event, fromMs(at));
          for (const feature of shapes)
            expect([feature.name, n, evaluate(feature, followed.streams, fromMs(at), false).value]).toEqual([
              feature.name,
              n,
              referenceValue(feature.declaration, settled(all), fromMs(at)),
            ]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('N178: is told of each deed sent twice by the features that see most, and by each kind of deed once', () => {
    const { watched } = defaultPolicies().features;
    expect(watched.map(({ name }) => name).sort()).toEqual([
      'draws_30d',
      'failed_logins_1h',
      'misused_transfers_30d',
      'transactions_1h',
    ]);
    const telling = declared.filter(({ declaration }) => declaration.once !== undefined);
    for (const { declaration } of telling)
      expect(watched.some(({ declaration: one }) => one.event === declaration.event)).toBe(true);
  });

  it('measures the fastest journey between sign-ins, and nothing where they do not say where they were', () => {
    const feature = compileFeature({
      ...base,
      name: 'speed',
      event: 'LOGIN',
      unit: 'km/h',
      aggregate: 'speed_max',
      window: { hours: 24 },
    });
    const login = (n: number, hoursBack: number, place: object): BehaviourEvent => ({
      kind: 'LOGIN',
      eventId: `l${n}`,
      occurredAt: fromMs(toMs(NOW) - hoursBack * HOUR),
      source: 'app',
      deviceId: 'd',
      province: 'p',
      success: true,
      ...place,
    });
    const hangzhou = { latitudeTenths: 303, longitudeTenths: 1202 };
    const kunming = { latitudeTenths: 250, longitudeTenths: 1027 };
    const speed = (events: BehaviourEvent[]) => evaluate(feature, served(events).streams, NOW, false).value;
    // Some 1,830 km as the crow flies.
    expect(speed([login(1, 3, hangzhou), login(2, 2, {}), login(3, 1, kunming)])).toBeGreaterThan(880);
    expect(speed([login(1, 3, hangzhou), login(2, 2, {}), login(3, 1, kunming)])).toBeLessThan(950);
    expect(speed([login(1, 3, hangzhou), login(2, 1, hangzhou)])).toBe(0);
    expect(speed([login(1, 3, {}), login(2, 1, kunming)])).toBe(0);
  });

  it('refuses a declaration that cannot be served, with its place', () => {
    const faults: string[] = [];
    compileFeatures(
      {
        features: [
          { ...base, name: 'too_long', aggregate: 'count', window: { hours: 2_401 } },
          { ...base, name: 'no_field', aggregate: 'sum', window: { hours: 1 } },
        ],
        signals: [{ name: 's', signals: [{ feature: 'nowhere', atLeast: 'p_nothing' }] }],
      },
      {},
      (place, message) => faults.push(`${place}: ${message}`),
    );
    expect(faults).toEqual([
      'too_long: its window is longer than the 100 days for which events are kept',
      'no_field: sum needs a field',
      's: its signal “nowhere” is no declared feature',
      's: its line “p_nothing” is no parameter in force',
    ]);
  });
});
