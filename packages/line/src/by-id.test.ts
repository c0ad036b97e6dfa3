import { describe, expect, it } from 'vitest';
import { noneById, withEntry, withNewest } from './by-id.ts';
import { REVIEWER, Story } from './testing/story.ts';

/** A life with something in each of the records that grow. */
const life = (): Story => {
  const story = new Story().openLine();
  story.draw(300_000n);
  story.repay({ mode: 'EARLY_PART', amountFen: 50_000n, loanId: Object.keys(story.file.loans)[0] ?? null });
  story.bureau({ overdueDaysMax: 45, overdueAmountFen: 90_000n });
  const [proposed] = Object.values(story.file.restrictions);
  const about = { restrictionId: proposed?.id ?? '', decisionId: proposed?.decisionId ?? '' };
  story.do({ type: 'approve_restriction', ...about, approved: true, note: '' }, REVIEWER);
  const appeal = { citedReasonCodes: ['B1_OVERDUE_DAYS'], statement: '已结清', urgentHardship: false };
  story.do({ type: 'submit_appeal', ...about, ...appeal });
  const base = { occurredAt: story.now, source: 'bureau:sandbox' };
  const reversal = { ...base, kind: 'REVERSAL', eventId: story.nextEventId(), reverses: 'e1' } as const;
  story.do({ type: 'observe', events: [reversal] });
  return story;
};
const recordsOf = ({ file }: Story) => {
  const { loans, payments, restrictions, decisions, notices, appeals, behaviour } = file;
  return { loans, payments, restrictions, decisions, notices, appeals, amendments: behaviour.amendments };
};

/** Plain objects in a value, and where they are. */
function* plainObjects(value: unknown, at: string): Generator<readonly [string, object]> {
  if (value === null || typeof value !== 'object') return;
  if (Object.getPrototypeOf(value) === Object.prototype) yield [at, value];
  for (const [name, inner] of Object.entries(value)) yield* plainObjects(inner, `${at}.${name}`);
}

describe('N196: records by id', () => {
  it('keep their order, replace in place, and drop the oldest', () => {
    const two = withEntry(withEntry(noneById<number>(), 'b', 1), 'a', 2);
    expect(Object.entries(two)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(Object.entries(withEntry(two, 'b', 3))).toEqual([
      ['b', 3],
      ['a', 2],
    ]);
    expect(Object.entries(withNewest(two, 'b', 3, 5))).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
    expect(Object.keys(withNewest(two, 'c', 3, 1))).toEqual(['a', 'c']);
    expect(Object.entries(two)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(Object.keys(noneById())).toEqual([]);
  });

  it('hold nothing that nobody put there, whatever it is called', () => {
    const one = withEntry(noneById<number>(), '__proto__', 1);
    expect(Object.keys(one)).toEqual(['__proto__']);
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) expect(one[name]).toBeUndefined();
    expect(noneById()['__proto__']).toBeUndefined();
  });

  it('are the only objects of a file and its facts that have ids for names', () => {
    const story = life();
    const records = recordsOf(story);
    const ids = new Set([story.file.borrowerId, ...Object.values(records).flatMap((record) => Object.keys(record))]);
    for (const record of Object.values(records)) {
      expect(Object.keys(record).length).toBeGreaterThan(0);
      expect(Object.getPrototypeOf(record)).toBe(null);
    }
    const named = [...plainObjects(story.file, 'file'), ...plainObjects(story.facts, 'facts')].filter(([, object]) =>
      Object.keys(object).some((name) => ids.has(name)),
    );
    expect(named.map(([at]) => at)).toEqual([]);
  });

  it('have no loan, notice or appeal called “constructor”', () => {
    const story = life();
    const refused = [
      story.try({
        type: 'repay',
        loanId: 'constructor',
        mode: 'EARLY_FULL',
        amountFen: null,
        surplus: 'SHORTER_TENOR',
      }),
      story.try({ type: 'read_notice', noticeId: 'constructor' }),
      story.try({ type: 'take_appeal', appealId: 'constructor' }, REVIEWER),
    ];
    for (const refusal of refused) expect(refusal?.code).toMatch(/not_found|unknown/);
  });
});
