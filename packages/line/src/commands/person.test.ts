import { describe, expect, it } from 'vitest';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';

describe('N86 a move to another phone', () => {
  const propose = { type: 'propose_phone_change' as const, maskedPhone: '139****0000', note: '到店核验' };
  const decide = (approved: boolean) => ({ type: 'approve_phone_change' as const, approved, note: '视频核验' });

  it('waits for another person, who may turn it down', () => {
    const story = new Story().openLine();
    story.do(propose, SECOND);
    expect(story.file.maskedPhone).toBe('138****5678');
    expect(story.try(propose, REVIEWER)?.code).toBe('phone_change_waiting');
    expect(story.try(decide(true), SECOND)?.code).toBe('same_person');
    expect(story.try(decide(true))?.code).toBe('staff_only');
    story.do(decide(false), REVIEWER);
    expect([story.file.maskedPhone, story.file.phoneProposal]).toEqual(['138****5678', null]);
    expect(story.try(decide(true), SECOND)?.code).toBe('no_phone_change');
  });

  it('names both who made it', () => {
    const story = new Story().openLine();
    story.do(propose, REVIEWER);
    expect(story.do(decide(true), SECOND)).toEqual([
      { type: 'phone.changed', maskedPhone: '139****0000', by: 'A2001', secondBy: 'A2002', note: '视频核验' },
    ]);
    expect([story.file.maskedPhone, story.file.phoneProposal]).toEqual(['139****0000', null]);
  });

  it('moves nobody who was never identified', () => {
    const story = new Story();
    story.do({ type: 'register', maskedPhone: '138****5678' });
    expect(story.try(propose, REVIEWER)?.code).toBe('identity_needed');
  });
});

describe('N168 a consent taken back', () => {
  it('counts no more, and is known with both days until it is given again', () => {
    const story = new Story().openLine();
    const change = (given: boolean) =>
      story.do({ type: 'change_consent', kind: 'MARKETING', given, version: '2026-11-01' });
    change(false);
    expect([story.file.consents.MARKETING, story.file.consentsTakenBack], 'never given').toEqual([undefined, {}]);
    change(true);
    const givenAt = story.now;
    story.later({ days: 3 });
    change(false);
    expect(story.file.consents.MARKETING).toBeUndefined();
    expect(story.file.consentsTakenBack).toEqual({
      MARKETING: { version: '2026-11-01', givenAt, takenBackAt: story.now },
    });
    story.later({ days: 1 });
    change(true);
    expect(story.file.consents.MARKETING).toEqual({ version: '2026-11-01', givenAt: story.now });
    expect(story.file.consentsTakenBack).toEqual({});
  });
});
