import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Strategy } from '../command.ts';
import { decide } from '../decide.ts';
import { hashOfRecord, judgementContextOf } from '../decision/record.ts';
import { judge } from '../decision/judge.ts';
import { replayDecision } from '../decision/replay.ts';
import { fitOf, STRATEGY_FITS, STRATEGY_TERMS } from '../decision/strategy-terms.ts';
import type { DecisionRecord, RecordedInput } from '../decision-record.ts';
import { compilePolicySet } from '../policy/compile.ts';
import { DEMO_LENDER } from '../lender.ts';
import { availableOf, effectiveLimitOf, usedOf } from '../selectors.ts';
import { defaultPolicies, defaultPolicyFiles } from '../testing/default-policies.ts';
import { STRATEGY_SEGMENTS } from '../vocabulary.ts';
import { SECOND, staff, Story } from '../testing/story.ts';
import { strategyTableFault } from './strategy.ts';

const policies = defaultPolicies();
const MACHINE = { kind: 'machine', name: 'strategy' } as const;
const strategyOf = (change: Partial<Strategy> = {}): Strategy => ({
  id: 's1',
  name: { zh: '压降规模', en: 'smaller book' },
  reason: { zh: '规模上限', en: 'cap' },
  effect: 'REDUCE',
  reduceToPercent: 50,
  minLimitFen: null,
  dormantMonths: null,
  lineKind: null,
  region: null,
  segment: null,
  noticeDays: 10,
  author: 'A1',
  approver: 'A2',
  ...change,
});
const apply = (story: Story, change: Partial<Strategy> = {}) =>
  story.do({ type: 'apply_strategy', strategy: strategyOf(change) }, MACHINE);
const decisionOf = (story: Story): DecisionRecord => {
  const found = Object.values(story.file.decisions).findLast(({ kind }) => kind === 'STRATEGY');
  if (found === undefined) throw new Error('no strategy decided anything');
  return found;
};
const noticeOf = (story: Story) =>
  Object.values(story.file.notices).findLast(({ causeFamily }) => causeFamily === 'STRATEGY');
const sound = (story: Story): void =>
  expect(auditGuarantees('b', story.facts, DEMO_LENDER.noticeDays, policies)).toEqual([]);

describe('N100: a strategy is decided by the policy’s table', () => {
  it.each([
    [{}, 'S7', 'C1_ALL_LINES', '>', 0],
    [{ effect: 'SUSPEND' }, 'S8', 'C1_ALL_LINES', '>', 0],
    [{ minLimitFen: 200_000n }, 'S5', 'C1_EXPOSURE', '>=', 200_000],
    [{ minLimitFen: 200_000n, effect: 'SUSPEND' }, 'S6', 'C1_EXPOSURE', '>=', 200_000],
    [{ dormantMonths: 6 }, 'S1', 'C4_DORMANT', '>=', 6],
    [{ dormantMonths: 6, effect: 'SUSPEND' }, 'S2', 'C4_DORMANT', '>=', 6],
    [{ dormantMonths: 6, minLimitFen: 200_000n }, 'S3', 'C4_DORMANT', '>=', 6],
    [{ dormantMonths: 6, minLimitFen: 200_000n, effect: 'SUSPEND' }, 'S4', 'C4_DORMANT', '>=', 6],
  ] as const)('%o fires %s, says %s, and replays to the bit (G10)', (terms, ruleId, code, operator, value) => {
    const story = new Story().openLine().later({ days: 211 });
    const limit = effectiveLimitOf(story.file, story.now);
    apply(story, terms);
    const decision = decisionOf(story);
    expect(decision).toMatchObject({
      tableId: 'consumer_strategy',
      firedRuleIds: [ruleId],
      causeFamily: 'STRATEGY',
      context: { strategyId: 's1', people: 2 },
      counterfactuals: [],
    });
    const dormant = code === 'C4_DORMANT';
    const of = dormant
      ? { input: 'months_since_last_draw', value: 7 }
      : { input: 'effective_limit', value: Number(limit) };
    expect(decision.reasons).toEqual([
      expect.objectContaining({
        code,
        ruleId,
        ...of,
        source: 'own_ledger',
        threshold: { operator, value },
        changeable: dormant,
        cure: dormant ? 'UPDATE' : 'NONE',
      }),
    ]);
    expect(replayDecision(decision, policies)).toMatchObject({ identical: true, differences: [] });
    expect(replayDecision({ ...decision, limitFen: 1n }, policies).differences).toContain('limitFen');
    sound(story);
  });

  it('G11: the notice says what it said before strategies had tables, and by which rule', () => {
    const story = new Story().openLine().later({ days: 211 });
    apply(story, { dormantMonths: 6 });
    expect(noticeOf(story)).toMatchObject({
      noFault: true,
      reportedToBureau: false,
      preNoticeDays: 10,
      decidedBy: { kind: 'PEOPLE', people: ['A1', 'A2'], ruleIds: ['strategy:s1', 'S1'] },
      restore: { action: 'NONE', text: { zh: expect.stringContaining('保留我的额度') } },
      // N188: what keeps it is also the answer to whether anything they do changes it.
      noCounterfactual: { zh: expect.stringContaining('保留我的额度') },
    });
    const [reason] = noticeOf(story)?.reasons ?? [];
    expect(reason?.whatWeSaw.zh).toContain('您已7个月没有借款');
    expect(reason?.ourLine).toEqual({
      zh: '满6个月未使用的额度会调整。',
      en: 'Lines unused for 6 months are adjusted.',
    });
    expect(noticeOf(story)?.effect[0]?.zh).toContain('您没有做错什么');
  });

  it('a draw, or one tap on keep, takes a dormant line out', () => {
    const drawn = new Story().openLine().later({ days: 211 });
    drawn.draw(100_000n);
    expect(apply(drawn, { dormantMonths: 6 })).toEqual([]);
    const kept = new Story().openLine().later({ days: 211 });
    apply(kept, { dormantMonths: 6 });
    kept.do({ type: 'keep' });
    expect(apply(kept.later({ days: 200 }), { id: 's2', dormantMonths: 6 })).toEqual([]);
    expect(apply(kept, { id: 's3' })).not.toEqual([]);
    sound(kept);
  });

  it('says how to keep a dormant line, and drawing on it before the day is as good', () => {
    const story = new Story().openLine().later({ days: 211 });
    const limit = effectiveLimitOf(story.file, story.now);
    apply(story, { dormantMonths: 6 });
    expect(noticeOf(story)?.restore?.text.zh).toContain('保留我的额度');
    story.later({ days: 3 }).draw(100_000n);
    expect(Object.values(story.file.restrictions).map(({ state }) => state)).toEqual(['lifted']);
    expect(Object.values(story.file.notices).some(({ kind }) => kind === 'LIFTED')).toBe(true);
    story.later({ days: 30 }).closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    sound(story);
  });

  it('passes over lines of another kind, and tells nobody twice', () => {
    const story = new Story().openLine();
    expect(apply(story, { lineKind: 'BUSINESS' })).toEqual([]);
    expect(apply(story)).not.toEqual([]);
    expect(apply(story)).toEqual([]);
  });

  it('is announced beside what stands for a cause of the borrower’s', () => {
    const story = new Story().openLine();
    story.bureau({ overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 90_000n });
    const standing = judgementContextOf(story.file, story.context(MACHINE)).standing;
    expect(standing).toContain('LIMIT_REDUCED');
    expect(apply(story)).not.toEqual([]);
    sound(story);
  });
});

describe('N101: the table’s verdict is what the terms say', () => {
  const about = {
    ...judgementContextOf(new Story().openLine().file, new Story().context(MACHINE), 2),
    strategyId: 's',
  };
  const edges = fc.constantFrom(0n, 1n, 9_999n, 10_000n, 199_999n, 200_000n, 200_001n);
  const fen = fc.oneof(edges, fc.bigInt(0n, 50_000_000n));
  const months = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 120 }));
  const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const terms = fc.record({
    effect: fc.constantFrom('REDUCE' as const, 'SUSPEND' as const),
    reduceToPercent: fc.integer({ min: 0, max: 99 }),
    minLimitFen: some(fen),
    dormantMonths: some(months.filter((count) => count > 0)),
  });
  const line = fc.record({ limit: fen, used: fen, idle: months, kept: fc.boolean() });

  /** Written apart from the table: the criteria as the lender’s people read them. */
  const expected = (
    s: Pick<Strategy, 'effect' | 'reduceToPercent' | 'minLimitFen' | 'dormantMonths'>,
    l: { limit: bigint; used: bigint; idle: number; kept: boolean },
  ) => {
    if (l.limit === 0n || l.limit < (s.minLimitFen ?? 0n)) return 'NONE';
    if (s.dormantMonths !== null && (l.kept || l.idle < s.dormantMonths)) return 'NONE';
    if (s.effect === 'SUSPEND') return 'DRAW_SUSPENDED';
    const cut = (l.limit * BigInt(s.reduceToPercent ?? 0) + 99n) / 100n;
    const least = cut > l.used ? cut : l.used;
    const after = ((least + 9_999n) / 10_000n) * 10_000n;
    return after < l.limit ? 'LIMIT_REDUCED' : 'NONE';
  };

  it.each(['CONSUMER', 'BUSINESS'] as const)('for %s lines', (kind) => {
    fc.assert(
      fc.property(terms, line, (s, l) => {
        const values: Record<string, RecordedInput['value']> = {
          months_since_last_draw: l.idle,
          effective_limit: Number(l.limit),
          dormant_line_kept: l.kept,
        };
        for (const [name, read] of Object.entries(STRATEGY_TERMS)) values[name] = read(strategyOf(s));
        for (const name of Object.keys(STRATEGY_FITS)) values[name] = fitOf(null, null);
        const inputs = Object.entries(values).map(
          ([name, value]): RecordedInput => ({ name, value, source: 'strategy', observedAt: null, fresh: true }),
        );
        const context = { ...about, effectiveLimitFen: l.limit, grantedLimitFen: l.limit, usedFen: l.used };
        const judgement = judge('STRATEGY', kind, inputs, context, policies);
        expect(judgement.action).toBe(expected(s, l));
        expect(judgement.firedRuleIds.length).toBeLessThanOrEqual(1);
        // G7, G3: nor by rounding to whole hundreds of yuan below what is drawn, or below the share that was agreed to.
        if (judgement.limitFen !== null && judgement.action === 'LIMIT_REDUCED') {
          expect(judgement.limitFen).toBeGreaterThanOrEqual(l.used);
          expect(judgement.limitFen * 100n).toBeGreaterThanOrEqual(l.limit * BigInt(s.reduceToPercent ?? 0));
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('N101: a cut keeps at least the share that people agreed to', () => {
  it('to whole hundreds of yuan it is rounded up; what version 3 rounded down replays as it was (G10, N85)', () => {
    const story = new Story().openLine();
    const limit = effectiveLimitOf(story.file, story.now);
    const hundreds = limit / 10_000n;
    const share = (hundreds * 99n) / 100n;
    // The share falls between two hundreds, or there is nothing to round.
    expect(share * 100n).toBeLessThan(hundreds * 99n);
    apply(story, { reduceToPercent: 99 });
    const made = decisionOf(story);
    expect(made.limitFen).toBe((share + 1n) * 10_000n);
    expect(made.versions.behaviour).toBe(4);
    expect(replayDecision(made, policies)).toMatchObject({ identical: true, differences: [] });
    const { recordHash: _, ...rest } = made;
    const old = { ...rest, limitFen: share * 10_000n, versions: { ...made.versions, behaviour: 3 } };
    const recorded = { ...old, recordHash: hashOfRecord(old) };
    expect(replayDecision(recorded, policies)).toMatchObject({ identical: true, differences: [] });
    sound(story);
  });
});

describe('N115: a strategy may name a region and a group of work', () => {
  const at = { region: 'CN-ZJ', employment: 'SELF_EMPLOYED' } as const;
  it.each([
    [{ region: 'CN-ZJ' }, ['S9'], ['C1_REGION']],
    [{ region: 'CN-ZJ', effect: 'SUSPEND' }, ['S10'], ['C1_REGION']],
    [{ segment: 'SELF_EMPLOYED' }, ['S11'], ['C1_SEGMENT']],
    [{ segment: 'SELF_EMPLOYED', effect: 'SUSPEND' }, ['S12'], ['C1_SEGMENT']],
    [{ region: 'CN-ZJ', segment: 'SELF_EMPLOYED' }, ['S9', 'S11'], ['C1_REGION', 'C1_SEGMENT']],
    [{ region: 'CN-ZJ', minLimitFen: 200_000n }, ['S5'], ['C1_EXPOSURE']],
    [{ segment: 'SELF_EMPLOYED', dormantMonths: 6 }, ['S1'], ['C4_DORMANT']],
  ] as const)('%o fires %j, and replays to the bit (G10)', (terms, rules, codes) => {
    const story = new Story().openLine(at).later({ days: 211 });
    apply(story, terms);
    const decision = decisionOf(story);
    expect(decision).toMatchObject({ firedRuleIds: rules, causeFamily: 'STRATEGY', context: { people: 2 } });
    expect(decision.reasons.map(({ code }) => code)).toEqual(codes);
    expect(replayDecision(decision, policies)).toMatchObject({ identical: true, differences: [] });
    sound(story);
  });

  it('G1, G11: the notice says where, the borrower’s own words with their date, and no fault', () => {
    const story = new Story().openLine(at);
    apply(story, { region: 'CN-ZJ', segment: 'SELF_EMPLOYED', effect: 'SUSPEND' });
    expect(noticeOf(story)).toMatchObject({ noFault: true, reportedToBureau: false, preNoticeDays: 10 });
    const [region, segment] = noticeOf(story)?.reasons ?? [];
    expect(region?.whatWeSaw.zh).toMatch(/^您申请时填写的所在地区是浙江省（\d{4}年/);
    expect(region?.source.zh).toBe(policies.sources['application']?.zh);
    expect(region?.ourLine).toEqual({
      zh: '这类产品正在退出浙江省，本次调整适用于当地的全部同类额度。',
      en: 'Products of this kind are being withdrawn in Zhejiang; the change takes in all such lines there.',
    });
    expect(segment?.whatWeSaw.zh).toContain('您申请时填写的工作情况是“自雇”');
  });

  it('passes over another region, another group, and a region that nobody knows (G5)', () => {
    expect(apply(new Story().openLine(at), { region: 'CN-JS' })).toEqual([]);
    expect(apply(new Story().openLine(at), { region: 'CN-ZJ', segment: 'EMPLOYED' })).toEqual([]);
    expect(apply(new Story().openLine(), { region: 'CN-ZJ' })).toEqual([]);
    expect(apply(new Story().openLine())).not.toEqual([]);
  });

  it('G5: work that was stated too long ago carries nothing', () => {
    const story = new Story().openLine(at).later({ days: 401 });
    expect(apply(story, { segment: 'SELF_EMPLOYED' })).toEqual([]);
    expect(apply(story, { region: 'CN-ZJ' })).not.toEqual([]);
  });

  it('refuses where the table of the policy looks past the criterion', () => {
    const files = defaultPolicyFiles();
    const path = 'tables/consumer_strategy.dmn';
    const column = /      <input id="consumer_strategy-strategy_region_fit".*?<\/input>\n/su;
    const cells = /((?:        <inputEntry>.*\n){8})        <inputEntry>.*\n/gu;
    const without = (files[path] ?? '').replace(column, '').replaceAll(cells, '$1');
    const manifest = JSON.parse(files['manifest.json'] ?? '');
    manifest.scenarios = manifest.scenarios.filter((file: string) => !file.includes('strategy'));
    const compiled = compilePolicySet(
      { ...files, [path]: without, 'manifest.json': JSON.stringify(manifest) },
      '2026-11-01',
    );
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    const fault = (change: Partial<Strategy>) =>
      strategyTableFault(compiled.policies, strategyOf(change))?.refusal.code ?? null;
    expect(fault({ region: 'CN-ZJ' })).toBe('strategy_table_lacks');
    expect(fault({ region: 'CN-ZJ', lineKind: 'CONSUMER' })).toBe('strategy_table_lacks');
    expect([fault({ region: 'CN-ZJ', lineKind: 'BUSINESS' }), fault({ segment: 'SELF_EMPLOYED' }), fault({})]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('whatever is named, only those in scope are touched, and each of them', () => {
    const region = fc.constantFrom('CN-ZJ' as const, 'CN-JS' as const);
    const work = fc.constantFrom('EMPLOYED' as const, 'SELF_EMPLOYED' as const);
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    fc.assert(
      fc.property(some(region), some(work), some(region), work, (named, segment, lives, employment) => {
        const story = new Story().openLine({ employment, ...(lives === null ? {} : { region: lives }) });
        const inScope = (named === null || named === lives) && (segment === null || segment === employment);
        expect(apply(story, { region: named, segment }).length > 0).toBe(inScope);
        sound(story);
      }),
      { numRuns: 40 },
    );
  });
});

describe('N102: what an appeal or a roll-back finds wrong with a rule', () => {
  it('a roll-back of the rule reverses what a strategy did by it', () => {
    const story = new Story().openLine();
    const limit = effectiveLimitOf(story.file, story.now);
    apply(story);
    story.later({ days: 11 }).closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBeLessThan(limit);
    const rollBack = {
      id: 'rb-1',
      ruleIds: ['S7'],
      policyVersion: null,
      reason: { zh: '范围写错了。', en: 'The scope was written wrongly.' },
      author: 'A3001',
      approver: 'A2002',
    };
    const facts = story.do({ type: 'roll_back', rollBack }, MACHINE);
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit);
    for (const fact of facts)
      if (fact.type === 'decision.recorded') expect(replayDecision(fact.decision, policies).differences).toEqual([]);
    sound(story);
  });
});

describe('N103, N104: policies and records without a strategy table', () => {
  const without = () => {
    const files = defaultPolicyFiles();
    const manifest = JSON.parse(files['manifest.json'] ?? '');
    manifest.tables = manifest.tables.filter((entry: { decisionKind: string }) => entry.decisionKind !== 'STRATEGY');
    manifest.scenarios = manifest.scenarios.filter((file: string) => !file.includes('strategy'));
    const compiled = compilePolicySet({ ...files, 'manifest.json': JSON.stringify(manifest) }, '2026-11-01');
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.faults));
    return compiled.policies;
  };

  it('a policy without the table refuses, and says what to do', () => {
    const story = new Story().openLine();
    const context = { ...story.context(MACHINE), policies: without() };
    const outcome = decide(story.file, { type: 'apply_strategy', strategy: strategyOf() }, context);
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'strategy_without_table' } });
    for (const kind of ['CONSUMER', 'BUSINESS', null] as const)
      expect([
        strategyTableFault(without(), strategyOf({ lineKind: kind }))?.refusal.code,
        strategyTableFault(policies, strategyOf({ lineKind: kind })),
      ]).toEqual(['strategy_without_table', null]);
  });

  it('a record from before is checked for its hash alone', () => {
    const story = new Story().openLine();
    apply(story);
    const { recordHash: _hash, ...now } = decisionOf(story);
    const old = { ...now, tableId: 'strategy', firedRuleIds: ['strategy:s1'] };
    const record = { ...old, recordHash: hashOfRecord(old) };
    expect(replayDecision(record, policies).identical).toBe(true);
    expect(replayDecision({ ...record, limitFen: 1n }, policies).identical).toBe(false);
  });
});

describe('N105, G11: what a strategy table may look at', () => {
  const messages = (change: (files: Record<string, string>) => void): string => {
    const files = { ...defaultPolicyFiles() };
    change(files);
    const compiled = compilePolicySet(files, '2026-11-01');
    return compiled.ok ? '' : compiled.faults.map(({ place, message }) => `${place} ${message}`).join('\n');
  };
  const swap = (table: string, from: string, to: string) => (files: Record<string, string>) => {
    const text = files[`tables/${table}.dmn`] ?? '';
    expect(text).toContain(from);
    files[`tables/${table}.dmn`] = text.replace(from, to);
  };

  it('conduct is refused, and so is a reason that is not the lender’s', () => {
    const conduct = swap('consumer_strategy', '<text>dormant_line_kept</text>', '<text>device_emulated</text>');
    expect(messages(conduct)).toContain('consumer_strategy a strategy may not look at device_emulated');
    expect(messages(swap('consumer_strategy', 'C1_EXPOSURE', 'B6_DSR'))).toContain('S5 reason “B6_DSR”');
  });

  it('G6: a region is looked at by no rule about a person, and held against nothing else', () => {
    const draw = swap('consumer_underwriting', '<text>employment</text>', '<text>account_region</text>');
    expect(messages(draw)).toContain('only strategy tables know account_region');
    expect(messages(swap('consumer_strategy', '>strategy_region<', '>strategy_segment<'))).toContain(
      'its reason holds “account_region” against “strategy_segment”',
    );
    expect(STRATEGY_SEGMENTS as readonly string[]).not.toContain('RETIRED');
  });

  it('no other table knows the terms of a strategy', () => {
    const draw = swap('consumer_draw', '<text>hours_since_new_device</text>', '<text>strategy_least_limit</text>');
    expect(messages(draw)).toContain('only strategy tables know strategy_least_limit');
  });

  it('a share of the limit comes from an input of the table, and a ratio is put into words by whole numbers only', () => {
    const from = swap(
      'consumer_strategy',
      '<text>strategy_reduce_to_percent</text></annotationEntry>',
      '<text>nowhere</text></annotationEntry>',
    );
    expect(messages(from)).toContain('limit_from names “nowhere”');
    expect(messages(swap('consumer_strategy', '&gt;= 1<', '&gt;= 1.5<'))).toContain('only a whole number');
  });

  it('another person approves', () => {
    const story = new Story().openLine();
    const command = { type: 'apply_strategy' as const, strategy: strategyOf({ approver: 'A1' }) };
    expect(story.try(command, SECOND)?.code).toBe('same_person');
    expect(story.try({ ...command, strategy: strategyOf() }, staff('A2', 'second_approver'))).toBeNull();
  });
});

describe('N149: draws between the notice of a cut and its day', () => {
  const STEP = 10_000n;
  it('keep the limit at what is drawn, never below, and the borrower is told; nothing left to cut, nothing is cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 49, 50, 51, 75, 99, 100), fc.constantFrom(0n, 1n, STEP), (percent, more) => {
        const story = new Story().openLine();
        const limit = effectiveLimitOf(story.file, story.now);
        apply(story);
        const wanted = (limit * BigInt(percent)) / 100n + more;
        const whole = wanted - (wanted % STEP);
        if (whole >= 5n * STEP) story.draw(whole < limit ? whole : limit);
        const used = usedOf(story.file);
        story.later({ days: 11 }).closeDay();
        const after = effectiveLimitOf(story.file, story.now);
        const [cut] = Object.values(story.file.restrictions).filter(({ strategyId }) => strategyId === 's1');
        expect(after).toBeGreaterThanOrEqual(used);
        expect(after).toBe(used > limit / 2n ? used : limit / 2n);
        expect(cut?.state).toBe(used === limit ? 'lifted' : 'effective');
        if (cut?.state === 'effective') expect(cut.limitAfterFen).toBe(after);
        const told = Object.values(story.file.notices).some(({ title }) => title.zh === '额度按您已借的金额保留');
        expect(told).toBe(used > limit / 2n && used < limit);
        sound(story);
      }),
      { numRuns: 20 },
    );
  });

  it('keep their plan where the cut is for a cause of the borrower’s, whose notice says what comes of them', () => {
    const story = new Story().openLine();
    const limit = effectiveLimitOf(story.file, story.now);
    story.bureau({ overdueDaysMax: 45, overdueAmountFen: 500_000n });
    const [proposed] = Object.values(story.file.restrictions);
    const agreed = {
      type: 'approve_restriction',
      restrictionId: proposed?.id ?? '',
      approved: true,
      note: '',
    } as const;
    story.do(agreed, SECOND);
    const notice = Object.values(story.file.notices).at(-1);
    expect(notice?.effect.map(({ zh }) => zh).join('')).toContain('也不需要提前还');
    story.draw(limit);
    const loans = Object.values(story.file.loans).map(({ terms }) => terms);
    story.later({ days: 8 }).closeDay();
    expect(effectiveLimitOf(story.file, story.now)).toBe(limit / 2n);
    expect(availableOf(story.file, story.now)).toBe(0n);
    expect(Object.values(story.file.loans).map(({ terms }) => terms)).toEqual(loans);
    sound(story);
  });
});
