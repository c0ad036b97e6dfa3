import { describe, expect, it } from 'vitest';
import type { BehaviourEvent, BureauUpdateEvent } from './behaviour-event.ts';
import { feedBeat, feedDelivered, feedTrouble, newFeed, unsoundSourcesOf } from './feeds.ts';
import { Story } from './testing/story.ts';
import { eventFault } from './commands/observe.ts';
import { collectInputs } from './decision/inputs.ts';
import { evolve } from './evolve.ts';
import type { Fact } from './fact.ts';
import { compareFeatures } from './features/parity.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { dateOf, plusMs } from './time.ts';

const NOW = '2026-03-02T02:00:00.000Z';
const after = (seconds: number): string => plusMs(NOW, seconds * 1000);
const LATE = { carries: ['bureau'], amending: 0, conflicts: 0 };
const beatOf = (at: string, carries = ['bureau']) => ({ everySeconds: 60, carries, occurredAt: at });
const beating = feedBeat(newFeed('bureau:pboc'), beatOf(NOW), NOW);

describe('N40: the health of a feed (G5)', () => {
  it('misses nothing that was never promised', () => {
    expect(feedTrouble(newFeed('app'), after(10 ** 7))).toBeNull();
  });

  it('is out only after three missed heartbeats, and well again with the next', () => {
    expect(feedTrouble(beating, after(180))).toBeNull();
    expect(feedTrouble(beating, after(181))).toBe('OUTAGE');
    expect(unsoundSourcesOf([beating], after(181))).toEqual(['bureau']);
    const back = feedBeat(beating, beatOf(after(500)), after(500));
    expect(unsoundSourcesOf([back], after(501))).toEqual([]);
  });

  it('N175: is not well again by a heartbeat of before the outage that was under way for long', () => {
    const old = feedBeat(beating, { ...beatOf(after(60), ['devices']), everySeconds: 5 }, after(7200));
    expect([feedTrouble(old, after(7200)), old.lastBeatAt]).toEqual(['OUTAGE', after(60)]);
    // Nor does one that is older than the last say what the feed carries now.
    expect(feedBeat(old, beatOf(after(30)), after(7300))).toBe(old);
    const slow = feedBeat(beating, beatOf(after(7200 - 590)), after(7200));
    expect([feedTrouble(slow, after(7200)), slow.lastBeatAt]).toEqual([null, after(7200)]);
    const daily = feedBeat(newFeed('tax'), { ...beatOf(NOW), everySeconds: 86_400 }, after(2 * 86_400));
    expect(feedTrouble(daily, after(2 * 86_400))).toBeNull();
  });

  it('takes twenty late events without a pause for a replay, and stragglers for stragglers', () => {
    const few = feedDelivered(beating, { ...LATE, taken: 19, late: 19 }, after(1));
    expect(feedTrouble(few, after(2))).toBeNull();
    const many = feedDelivered(few, { ...LATE, taken: 1, late: 1 }, after(30));
    expect(feedTrouble(many, after(31))).toBe('REPLAYED');
    expect(feedTrouble(feedBeat(many, beatOf(after(630)), after(630)), after(631))).toBeNull();
    const stragglers = feedDelivered(few, { ...LATE, taken: 1, late: 1 }, after(30 + 601));
    expect(stragglers.burst?.count).toBe(1);
  });

  it('N195: looks past what amends earlier events, which is late by nature', () => {
    const amended = feedDelivered(beating, { ...LATE, taken: 40, late: 40, amending: 40 }, after(1));
    expect([feedTrouble(amended, after(2)), amended.lateEvents, amended.burst]).toEqual([null, 40, null]);
    const many = feedDelivered(amended, { ...LATE, taken: 30, late: 30, amending: 10 }, after(1));
    expect([feedTrouble(many, after(2)), many.burst?.count]).toEqual(['REPLAYED', 20]);
  });
});

describe('N40: what comes through a feed', () => {
  it('is what its heartbeats say, and until one came what its events show: a replay is never without effect', () => {
    const silent = feedDelivered(
      newFeed('app'),
      { taken: 20, carries: ['devices'], late: 20, amending: 0, conflicts: 0 },
      NOW,
    );
    expect(unsoundSourcesOf([silent], after(1))).toEqual(['devices']);
    const both = feedDelivered(
      silent,
      { taken: 1, carries: ['devices', 'transactions'], late: 1, amending: 0, conflicts: 0 },
      NOW,
    );
    expect(unsoundSourcesOf([both], after(1))).toEqual(['devices', 'transactions']);
    const said = feedBeat(both, beatOf(after(1), ['devices']), after(1));
    const more = feedDelivered(said, { taken: 1, carries: ['bureau'], late: 0, amending: 0, conflicts: 0 }, after(2));
    expect(unsoundSourcesOf([more], after(3))).toEqual(['devices']);
  });
});

describe('N41: nothing adverse rests on a feed in trouble (G5)', () => {
  const overdue = { overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n };

  it('abstains and says so, holds the downgrade, and acts by itself when the feed is well again', () => {
    const story = new Story().openLine();
    story.unsoundSources = ['bureau'];
    const facts = story.bureau(overdue);
    const decision = facts.find((fact) => fact.type === 'decision.recorded')?.decision;
    expect(decision?.action).toBe('ABSTAIN');
    expect(decision?.inputs.find(({ name }) => name === 'overdue_days_max')).toMatchObject({
      fresh: false,
      trouble: 'OUTAGE',
    });
    expect(Object.values(story.file.restrictions)).toEqual([]);
    story.later({ days: 1 }).closeDay();
    expect(Object.values(story.file.restrictions)).toEqual([]);
    story.unsoundSources = [];
    story.later({ days: 1 }).closeDay();
    expect(Object.values(story.file.restrictions).map(({ kind, state }) => [kind, state])).toEqual([
      ['LIMIT_REDUCED', 'proposed'],
    ]);
  });

  it('lets a report at odds with itself, or two of one moment that differ, carry nothing', () => {
    for (const second of [
      { overdueDaysMax: 45, overdueAccounts: 0 },
      { ...overdue, source: 'bureau:sandbox' },
    ]) {
      const story = new Story().openLine();
      if (second.overdueAccounts === 1) story.bureau({});
      const event = { ...second, ...(second.overdueAccounts === 1 ? { occurredAt: story.now } : {}) };
      const facts = story.bureau(event);
      expect(facts.some((fact) => fact.type === 'data.doubted' && fact.doubt.kind === 'CONTRADICTORY')).toBe(true);
      expect(Object.values(story.file.restrictions)).toEqual([]);
    }
  });

  it('N176: takes one failed sign-in reported many times for one, and attempts one after another for what they are', () => {
    const attempts = (story: Story, apartMs: number): BehaviourEvent[] =>
      Array.from({ length: 5 }, (_, n) => ({
        kind: 'LOGIN',
        eventId: story.nextEventId(),
        occurredAt: plusMs(story.now, (n - 4) * apartMs),
        source: 'app',
        deviceId: 'd',
        province: '浙江',
        success: false,
      }));
    for (const [apartMs, restrictions] of [
      [0, []],
      [1, ['DRAW_HOLD']],
      [60_000, ['DRAW_HOLD']],
    ] as const) {
      const story = new Story().openLine();
      const facts = story.do({ type: 'observe', events: attempts(story, apartMs) });
      expect([apartMs, Object.values(story.file.restrictions).map(({ kind }) => kind)]).toEqual([
        apartMs,
        restrictions,
      ]);
      const doubted = facts.some((fact) => fact.type === 'data.doubted' && fact.doubt.kind === 'DUPLICATE_SUBMISSION');
      expect([apartMs, doubted]).toEqual([apartMs, apartMs === 0]);
    }
  });

  it('N174: lets a ratio over the income carry nothing while the income is in doubt, too old, or its feed in trouble', () => {
    const income = (story: Story, monthlyIncomeFen: bigint): BehaviourEvent => ({
      kind: 'INCOME_UPDATE',
      eventId: story.nextEventId(),
      occurredAt: story.now,
      source: 'tax-office',
      monthlyIncomeFen,
      proof: 'TAX',
    });
    const burdened = { monthlyDebtServiceFen: 900_000n };
    const stories: [string, (story: Story) => void, boolean][] = [
      ['sound', () => undefined, true],
      ['the feed of incomes in trouble', (story) => void (story.unsoundSources = ['income']), false],
      [
        'two incomes of one moment',
        (story) => story.do({ type: 'observe', events: [income(story, 900_000n), income(story, 1_000_000n)] }),
        false,
      ],
      [
        'one income twice',
        (story) => story.do({ type: 'observe', events: [income(story, 900_000n), income(story, 900_000n)] }),
        true,
      ],
      ['an income too old', (story) => story.later({ days: 401 }), false],
    ];
    for (const [what, happens, restricts] of stories) {
      const story = new Story().openLine();
      happens(story);
      story.bureau(burdened);
      expect([what, Object.values(story.file.restrictions).map(({ kind }) => kind)]).toEqual([
        what,
        restricts ? ['LIMIT_REDUCED'] : [],
      ]);
      const last = Object.values(story.file.decisions).at(-1);
      if (!restricts) expect([what, last?.action]).toEqual([what, 'ABSTAIN']);
    }
  });

  it('N174: lets two reports of one moment that call one device safe and unsafe hold nothing', () => {
    const report = (story: Story, change: object): BehaviourEvent => ({
      kind: 'DEVICE',
      eventId: story.nextEventId(),
      occurredAt: story.now,
      source: 'app',
      deviceId: 'd',
      emulator: true,
      rooted: false,
      accountsOnDevice: 1,
      ...change,
    });
    for (const [change, restrictions] of [
      [{ emulator: false }, []],
      [{ emulator: false, rooted: true }, ['DRAW_HOLD']],
      [{ emulator: false, deviceId: 'another' }, ['DRAW_HOLD']],
    ] as const) {
      const story = new Story().openLine();
      const events = [report(story, change), report(story, {})];
      const facts = story.do({ type: 'observe', events });
      expect(Object.values(story.file.restrictions).map(({ kind }) => kind)).toEqual(restrictions);
      const doubted = facts.some((fact) => fact.type === 'data.doubted' && fact.doubt.kind === 'CONTRADICTORY');
      expect(doubted).toBe(restrictions.length === 0);
    }
  });

  it('N173: refuses a report of a day that has not come: it would stand above every true one, fresh all the while', () => {
    const story = new Story().openLine();
    const [today, tomorrow] = [dateOf(story.now), dateOf(plusMs(story.now, 26 * 3_600_000))];
    const base = { eventId: 'x', occurredAt: story.now, source: 'feed' } as const;
    const bureau = (reportDate: string): BureauUpdateEvent => ({ ...story.report(), reportDate });
    const dated = (day: string): [string, BehaviourEvent][] => [
      ['reportDate', bureau(day)],
      ['salesDate', { ...base, kind: 'SALES_UPDATE', salesDate: day, salesFen: 1n, orders: 1 }],
      [
        'periodFrom',
        { ...base, kind: 'TAX_UPDATE', periodFrom: day, declaredSalesFen: 1n, taxPaidFen: 0n, filedOnTime: true },
      ],
      ['replacement.reportDate', { ...base, kind: 'CORRECTION', corrects: 'y', replacement: bureau(day) }],
    ];
    for (const [, event] of dated(today)) expect(eventFault(event, story.now)).toBeNull();
    for (const [field, event] of dated(tomorrow))
      expect(eventFault(event, story.now)).toMatchObject({ code: 'event_in_future', field, value: tomorrow });
    // Clocks of feeds run ahead by up to an hour, across midnight too: 23:30 in China.
    const report = { ...bureau('2026-03-03'), occurredAt: '2026-03-02T14:00:00.000Z' };
    expect(eventFault(report, '2026-03-02T15:30:00.000Z')).toBeNull();
    expect(eventFault(report, '2026-03-02T14:30:00.000Z')).toMatchObject({ field: 'reportDate' });
  });

  it('N180: passes over a report of a day to come that was recorded before such were refused, until a correction says its true day', () => {
    const BAD = { overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n };
    const story = new Story().openLine();
    const taken = (event: BehaviourEvent): void => {
      const fact: Fact = {
        seq: story.file.version,
        occurredAt: story.now,
        recordedAt: story.now,
        commandId: 'old',
        actor: { kind: 'borrower' },
        body: { type: 'behaviour.observed', event },
      };
      story.file = evolve(story.file, fact);
      story.facts.push(fact);
    };
    const overdue = () =>
      collectInputs(
        ['overdue_days_max', 'debt_service_ratio'],
        story.file,
        story.now,
        dateOf(story.now),
        defaultPolicies(),
      );
    const parity = () => compareFeatures(story.facts, story.file, defaultPolicies().features, story.now).disparities;
    story.later({ hours: 1 });
    const ahead = { ...story.report(BAD), reportDate: dateOf(plusMs(story.now, 10 * 86_400_000)) };
    taken(ahead);
    expect(overdue()).toMatchObject([{ value: 0, fresh: true }, { fresh: true }]);
    expect(parity()).toEqual([]);
    // It is no truer once its day has come: nobody knew it when it was written.
    story.later({ days: 12 });
    story.bureau({ monthlyDebtServiceFen: 120_000n });
    expect(overdue()).toMatchObject([{ value: 0 }, { value: 1_000 }]);
    expect(Object.values(story.file.restrictions)).toEqual([]);
    expect(parity()).toEqual([]);
    story.later({ hours: 1 });
    const replacement = { ...story.report(BAD), eventId: 'r', reportDate: dateOf(story.now) };
    taken({
      kind: 'CORRECTION',
      eventId: 'c',
      occurredAt: story.now,
      source: ahead.source,
      corrects: ahead.eventId,
      replacement,
    });
    story.later({ hours: 1 });
    expect(overdue()).toMatchObject([{ value: 45 }, {}]);
    expect(parity()).toEqual([]);
  });

  it('lets counts of a shorter time that exceed those of a longer one carry nothing', () => {
    for (const report of [
      { hardEnquiries1m: 30, hardEnquiries3m: 3 },
      { hardEnquiries3m: 30, hardEnquiries6m: 3 },
      { hardEnquiries6m: 30, hardEnquiries12m: 3 },
      { overdueMonths24m: 2, consecutiveOverdueMonths24m: 9 },
    ]) {
      const story = new Story().openLine();
      const facts = story.bureau(report);
      expect(facts.some((fact) => fact.type === 'data.doubted' && fact.doubt.kind === 'CONTRADICTORY')).toBe(true);
      expect(Object.values(story.file.restrictions)).toEqual([]);
      // The same counts without the contradiction do call for something.
      const sound = new Story().openLine();
      const found = sound.bureau(Object.fromEntries(Object.keys(report).map((name) => [name, 24])));
      expect(found.map(({ type }) => type)).toContain('decision.recorded');
      expect(found.map(({ type }) => type)).not.toContain('data.doubted');
    }
  });

  it('lets the ratios of a report at odds with itself carry nothing either', () => {
    const burdened = { monthlyDebtServiceFen: 900_000n, totalDebtFen: 30_000_000n };
    const story = new Story().openLine();
    story.bureau({ ...burdened, hardEnquiries1m: 3, hardEnquiries3m: 1 });
    expect(Object.values(story.file.restrictions)).toEqual([]);
    const [decision] = Object.values(story.file.decisions).slice(-1);
    expect(decision?.action).toBe('ABSTAIN');
    story.later({ days: 1 }).bureau({ ...burdened, hardEnquiries1m: 1, hardEnquiries3m: 1 });
    expect(Object.values(story.file.restrictions).map(({ kind }) => kind)).toContain('LIMIT_REDUCED');
  });

  it('lets ratios carry nothing where two reports of one moment come to different ones, whichever came first', () => {
    const heavy = { monthlyDebtServiceFen: 900_000n, totalDebtFen: 30_000_000n };
    const light = { monthlyDebtServiceFen: 100_000n, totalDebtFen: 3_000_000n };
    for (const [first, second] of [
      [light, heavy],
      [heavy, light],
    ]) {
      const story = new Story().openLine();
      story.later({ hours: 1 });
      story.do({ type: 'observe', events: [story.report(first), story.report(second)] });
      expect(Object.values(story.file.restrictions)).toEqual([]);
      const ratios = story.facts.map(({ body }) => body).find((body) => body.type === 'data.doubted');
      expect(ratios?.doubt).toMatchObject({ kind: 'CONTRADICTORY', source: 'bureau' });
      // The next month’s report speaks for itself.
      story.later({ days: 1 }).bureau(heavy);
      expect(Object.values(story.file.restrictions).map(({ kind }) => kind)).toContain('LIMIT_REDUCED');
    }
  });

  it('recognises one transfer reported many times as the feed’s fault: it counts once, and a doubt is on record', () => {
    const story = new Story().openLine();
    story.draw(100_000n);
    const transfer = (): BehaviourEvent => ({
      kind: 'TRANSFER',
      eventId: story.nextEventId(),
      occurredAt: story.now,
      source: 'bank',
      direction: 'OUT',
      amountFen: 100_000n,
      payee: 'broker-1',
      payeeKind: 'SECURITIES',
    });
    story.later({ hours: 1 }).do({ type: 'observe', events: [transfer(), transfer(), transfer()] });
    expect(Object.values(story.file.restrictions)).toEqual([]);
    const doubts = story.facts.flatMap(({ body }) => (body.type === 'data.doubted' ? [body.doubt.kind] : []));
    expect(doubts).toEqual(['DUPLICATE_SUBMISSION']);
  });

  it('N42: a late event alters no issued decision and restricts nobody at once; the day close looks again', () => {
    const story = new Story().openLine().later({ days: 3 });
    const before = JSON.stringify(Object.keys(story.file.decisions));
    const late = (deviceId: string, province: string) => ({
      kind: 'LOGIN' as const,
      eventId: story.nextEventId(),
      occurredAt: plusMs(story.now, -5 * 3_600_000),
      source: 'app',
      deviceId,
      province,
      success: true,
    });
    story.do({ type: 'observe', events: [late('a', '浙江'), late('b', '广东'), late('b', '云南')] });
    expect(JSON.stringify(Object.keys(story.file.decisions))).toBe(before);
    expect(story.file.rereviewOpenedAt).toBe(story.now);
    const facts = story.closeDay();
    expect(facts.some((fact) => fact.type === 'restriction.effective')).toBe(true);
    expect(story.file.rereviewOpenedAt).toBeNull();
  });
});
