import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Command } from '../command.ts';
import { DEMO_LENDER } from '../lender.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { REVIEWER, Story } from '../testing/story.ts';

const policies = defaultPolicies();
const audit = ({ facts }: Story) => auditGuarantees('b', facts, DEMO_LENDER.noticeDays, policies);

interface Said {
  readonly monthlySalesFen?: bigint;
  readonly monthlyIncomeFen?: bigint;
}
/** A small business that asks for no more than the machine may offer. */
const applying = ({ monthlySalesFen, monthlyIncomeFen = 3_000_000n }: Said): Extract<Command, { type: 'apply' }> => ({
  type: 'apply',
  kind: 'BUSINESS',
  monthlyIncomeFen,
  employment: 'BUSINESS_OWNER',
  monthsInWork: 60,
  askedLimitFen: 5_000_000n,
  ...(monthlySalesFen === undefined ? {} : { monthlySalesFen }),
});

/** Somebody whose takings came in for so many days, each so much, and who then applies. */
const trading = (dailyFen: bigint, days = 95): Story => {
  const story = new Story();
  story.do({ type: 'register', maskedPhone: '138****5678' });
  story.do({ type: 'verify_identity', maskedName: '张**', maskedIdNumber: '1101**********1234' });
  for (const kind of ['SERVICE_TERMS', 'PRIVACY', 'BUREAU_QUERY', 'BEHAVIOUR_DATA'] as const)
    story.do({ type: 'change_consent', kind, given: true, version: '1' });
  for (let day = 0; day < days; day += 1) {
    const { now } = story;
    const common = { eventId: story.nextEventId(), occurredAt: now, source: 'acquirer' };
    story.do({
      type: 'observe',
      events: [{ kind: 'SALES_UPDATE', ...common, salesDate: now.slice(0, 10), salesFen: dailyFen, orders: 9 }],
    });
    story.later({ days: 1 });
  }
  story.bureau();
  return story;
};
const filed = (story: Story, periodFrom: string, declaredSalesFen: bigint): void => {
  const common = { eventId: story.nextEventId(), occurredAt: story.now, source: 'tax' };
  story.do({
    type: 'observe',
    events: [{ kind: 'TAX_UPDATE', ...common, periodFrom, declaredSalesFen, taxPaidFen: 0n, filedOnTime: true }],
  });
};
const underwriting = (story: Story) => Object.values(story.file.decisions).at(-1);

describe('N154 figures of an application that contradict each other or the feeds', () => {
  it('go before a person, who is told which, in place of an offer; as they agree they are offered', () => {
    // 100,000 a day over 90 days is some 3,041,666 a month.
    const agreeing = trading(100_000n);
    agreeing.do(applying({ monthlySalesFen: 3_100_000n, monthlyIncomeFen: 2_000_000n }));
    expect(agreeing.file.application?.status).toBe('OFFERED');
    const differing = trading(100_000n);
    differing.do(applying({ monthlySalesFen: 9_000_000n }));
    expect(differing.file.application?.status).toBe('REFERRED');
    expect(underwriting(differing)).toMatchObject({
      action: 'REFER',
      firedRuleIds: ['U39'],
      reasons: [{ code: 'K8_DECLARED_SALES', value: 6_620 }],
    });
    for (const story of [agreeing, differing]) expect(audit(story)).toEqual([]);
  });

  it('names an income above the takings, though no feed says anything', () => {
    const story = new Story().applyOnly(applying({ monthlySalesFen: 2_000_000n, monthlyIncomeFen: 2_000_200n }));
    expect(underwriting(story)).toMatchObject({ action: 'REFER', reasons: [{ code: 'K9_INCOME_ABOVE_SALES' }] });
    const equal = new Story().applyOnly(applying({ monthlySalesFen: 2_000_000n, monthlyIncomeFen: 2_000_000n }));
    expect(equal.file.application?.status).toBe('OFFERED');
  });

  it('holds tax returns against them where two returns say how long a period is', () => {
    const outcomeOf = (...returns: readonly (readonly [string, bigint])[]) => {
      const story = trading(0n, 0);
      for (const [periodFrom, fen] of returns) filed(story, periodFrom, fen);
      story.do(applying({ monthlySalesFen: 9_000_000n }));
      return story.file.application?.status;
    };
    expect(outcomeOf(['2026-01-01', 3_000_000n])).toBe('OFFERED');
    expect(outcomeOf(['2025-12-01', 9_000_000n], ['2026-01-01', 3_000_000n])).toBe('REFERRED');
    expect(outcomeOf(['2025-10-01', 9_000_000n], ['2026-01-01', 27_000_000n])).toBe('OFFERED');
    expect(outcomeOf(['2025-10-01', 9_000_000n], ['2026-01-01', 9_000_000n])).toBe('REFERRED');
    expect(outcomeOf(['2025-11-01', 9_000_000n], ['2026-01-01', 3_000_000n])).toBe('OFFERED');
  });

  it('says nothing where takings do not cover the span, nobody declared any, or the line is for consumption', () => {
    const short = trading(100_000n, 60);
    short.do(applying({ monthlySalesFen: 9_000_000n }));
    expect(short.file.application?.status).toBe('OFFERED');
    const silent = trading(100_000n);
    silent.do(applying({}));
    expect(silent.file.application?.status).toBe('OFFERED');
    expect(new Story().applyOnly().try({ ...applying({ monthlySalesFen: 1n }), kind: 'CONSUMER' })?.code).toBe(
      'application_under_way',
    );
    expect(trading(0n, 0).try({ ...applying({ monthlySalesFen: 1n }), kind: 'CONSUMER' })?.code).toBe(
      'sales_business_only',
    );
  });

  it('is nothing to decline for: of two figures nobody knows which is wrong; a person may offer what the machine did not (G5)', () => {
    const story = trading(100_000n);
    story.do(applying({ monthlySalesFen: 9_000_000n }));
    const alone = { type: 'decide_application', note: 'asked by phone' } as const;
    const declined = { ...alone, approved: false, limitFen: null, reasonCodes: ['K8_DECLARED_SALES'] } as const;
    expect(story.try(declined, REVIEWER)?.code).toBe('reason_only_supports');
    story.do({ ...alone, approved: true, limitFen: 5_000_000n, reasonCodes: [] }, REVIEWER);
    expect(story.file.application?.status).toBe('OFFERED');
    expect(audit(story)).toEqual([]);
  });

  it('never declines anybody, whatever is declared and observed', () => {
    const fen = fc.oneof(fc.constantFrom(0n, 1n, 10_000_000_000n), fc.bigInt(0n, 20_000_000n));
    const plain = trading(100_000n);
    fc.assert(
      fc.property(fen, fen, (monthlySalesFen, monthlyIncomeFen) => {
        const story = new Story();
        Object.assign(story, { file: plain.file, facts: plain.facts, now: plain.now });
        story.do(applying({ monthlyIncomeFen }));
        const without = story.file.application?.status;
        Object.assign(story, { file: plain.file, facts: plain.facts });
        story.do(applying({ monthlySalesFen, monthlyIncomeFen }));
        const status = story.file.application?.status;
        expect(status === without || status === 'REFERRED').toBe(true);
        if (without === 'DECLINED') expect(status).toBe('DECLINED');
      }),
      { numRuns: 60 },
    );
  });
});
