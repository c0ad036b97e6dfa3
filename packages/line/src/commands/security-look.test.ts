import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import type { Command } from '../command.ts';
import { DEMO_LENDER } from '../lender.ts';
import { FINDINGS, HOUSE, referredBusiness, STATEMENT } from '../testing/business.ts';
import { defaultPolicies } from '../testing/default-policies.ts';
import { BORROWER, REVIEWER, SECOND, type Story } from '../testing/story.ts';
import { coverNow } from '../three-part-check/security-look.ts';
import type { Security } from '../three-part-check/parts.ts';
import { dateOf, plusDays } from '../time.ts';

const policies = defaultPolicies();
const CAR: Security = { ...HOUSE, kind: 'VEHICLE', text: 'a van', valueFen: 10_000_000n, priorChargesFen: 0n };

/** A business whose line two people granted on security. */
const secured = (...securities: readonly Security[]): Story => {
  const story = referredBusiness();
  story.do({ type: 'record_check', part: { kind: 'INVESTIGATION', findings: FINDINGS } }, REVIEWER);
  story.do({ type: 'record_check', part: { kind: 'STATEMENTS', statements: [STATEMENT] } }, REVIEWER);
  story.do({ type: 'record_check', part: { kind: 'SECURITY', securities } }, REVIEWER);
  const recommendation = { outcome: 'APPROVE', limitFen: 60_000_000n, reasonCodes: [], text: 'as found' } as const;
  story.do({ type: 'propose_credit', recommendation }, REVIEWER);
  story.do({ type: 'approve_credit', approved: true, note: 'read the memo' }, SECOND);
  const costSheetHash = story.file.application?.offer?.costSheetHash ?? '';
  story.do({ type: 'accept_offer', costSheetHash, readSeconds: 60, scrolledToEnd: true });
  return story;
};
/** Days after which a valuation counts no more, and one more. */
const OLD = { days: (policies.bound['p_valuation_days'] ?? 0) + 1 };
const revalue = (...securities: readonly Security[]): Command => ({
  type: 'revalue_security',
  securities,
  note: 'valued by a surveyor',
});
const lookOf = ({ file }: Story) => file.line?.securityLook;

describe('N155 security is followed after the line is open', () => {
  it('goes before a person once at a review when a valuation has grown old, and moves no limit (G5)', () => {
    const story = secured(HOUSE, CAR);
    story.do({ type: 'review' });
    expect(lookOf(story)).toBeNull();
    story.later(OLD);
    story.bureau();
    const before = story.file.line?.grantedLimitFen;
    story.do({ type: 'review' });
    expect(lookOf(story)).toMatchObject({ openedAt: story.now, outdated: 2, countedFen: 0n });
    expect(story.file.line?.grantedLimitFen).toBe(before);
    expect(Object.values(story.file.restrictions)).toEqual([]);
    const opened = story.now;
    story.later({ days: 1 });
    story.do({ type: 'review' });
    expect(lookOf(story)?.openedAt).toBe(opened);
    expect(auditGuarantees('b', story.facts, DEMO_LENDER.noticeDays, policies)).toEqual([]);
  });

  it('counts again once it was valued anew, by the haircuts in force', () => {
    const story = secured(HOUSE, CAR);
    story.later(OLD);
    story.do({ type: 'review' });
    const valuedOn = dateOf(plusDays(story.now, -3));
    const [house, car] = [
      { ...HOUSE, valueFen: 80_000_000n, valuedOn },
      { ...CAR, valueFen: 5_000_000n, valuedOn },
    ];
    story.do(revalue(house, car), REVIEWER);
    expect(lookOf(story)).toBeNull();
    const cover = coverNow(story.file, dateOf(story.now), policies);
    const part = (security: Security, name: string) =>
      (security.valueFen * BigInt(10_000 - (policies.bound[name] ?? 0))) / 10_000n - security.priorChargesFen;
    expect(cover?.countedFen).toBe(part(house, 'p_haircut_real_estate') + part(car, 'p_haircut_vehicle'));
    story.do({ type: 'review' });
    expect(lookOf(story)).toBeNull();
    // What two people agreed to is kept as they read it.
    expect(story.file.application?.proposal?.memo.cover.securities[0]?.valueFen).toBe(HOUSE.valueFen);
    expect(auditGuarantees('b', story.facts, DEMO_LENDER.noticeDays, policies)).toEqual([]);
  });

  it('comes back at the next review where a part was valued and a part was left', () => {
    const story = secured(HOUSE, CAR);
    story.later(OLD);
    story.do({ type: 'review' });
    story.do(revalue({ ...HOUSE, valuedOn: dateOf(story.now) }, CAR), REVIEWER);
    expect(lookOf(story)).toBeNull();
    story.do({ type: 'review' });
    expect(lookOf(story)).toMatchObject({ outdated: 1 });
  });

  it('is about the same items, by staff, and about nothing where there are none', () => {
    const story = secured(HOUSE, CAR);
    expect(story.try(revalue(HOUSE, CAR), BORROWER)?.code).toBe('staff_only');
    for (const other of [[HOUSE], [CAR, HOUSE], [HOUSE, { ...CAR, text: 'a boat' }], [HOUSE, CAR, CAR]])
      expect(story.try(revalue(...other), REVIEWER)?.code).toBe('other_security');
    expect(story.try(revalue(HOUSE, { ...CAR, valuedOn: '2099-01-01' }), REVIEWER)?.code).toBe('date_in_future');
    expect(story.try(revalue(HOUSE, { ...CAR, valueFen: -1n }), REVIEWER)?.code).toBe('amount_negative');
    const bare = secured();
    bare.later(OLD);
    bare.do({ type: 'review' });
    expect(lookOf(bare)).toBeNull();
    expect(bare.try(revalue(), REVIEWER)?.code).toBe('no_security');
    expect(referredBusiness().try(revalue(HOUSE), REVIEWER)?.code).toBe('no_security');
  });

  it('ends with the line', () => {
    const story = secured(HOUSE);
    story.later(OLD);
    story.do({ type: 'review' });
    story.do({ type: 'close' });
    expect(lookOf(story)).toBeNull();
    expect(story.try(revalue(HOUSE), REVIEWER)?.code).toBe('no_security');
  });
});
