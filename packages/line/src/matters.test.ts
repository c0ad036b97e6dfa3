import { describe, expect, it } from 'vitest';
import { mistakenMatters, rulesOfSameMatter } from './matters.ts';
import { suppressedRuleIds } from './suppression.ts';
import { defaultPolicies } from './testing/default-policies.ts';
import { REVIEWER, SECOND, Story } from './testing/story.ts';

const OVER_AMOUNT = { overdueDaysMax: 45, overdueAccounts: 1, overdueAmountFen: 500_000n };
const proposals = (story: Story) => Object.values(story.file.restrictions).filter(({ state }) => state === 'proposed');

/** Reduced for the days of a debt elsewhere, contested, and overturned by two people. */
const overturned = (report: { overdueDaysMax: number; overdueAmountFen: bigint }, mistakenRuleIds: string[]): Story => {
  const story = new Story().openLine();
  story.bureau({ overdueAccounts: 1, ...report });
  const [proposed] = proposals(story);
  story.do({ type: 'approve_restriction', restrictionId: proposed?.id ?? '', approved: true, note: '' }, REVIEWER);
  story.do({
    type: 'submit_appeal',
    decisionId: proposed?.decisionId ?? '',
    restrictionId: proposed?.id ?? '',
    citedReasonCodes: ['B1_OVERDUE_DAYS'],
    statement: '不是我的借款',
    urgentHardship: false,
  });
  const [appeal] = Object.values(story.file.appeals);
  const appealId = appeal?.id ?? '';
  const reviewer = { ...REVIEWER, staffNo: 'A2009' };
  story.do({ type: 'take_appeal', appealId }, reviewer);
  story.do(
    {
      type: 'propose_outcome',
      appealId,
      outcome: 'overturned',
      reasonText: { zh: '该借款不属于借款人', en: 'the loan is not the borrower’s' },
      acceptedEvidence: [],
      mistakenRuleIds,
    },
    reviewer,
  );
  story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
  return story;
};

describe('N82 one matter, one proposal', () => {
  it('the debt that an appeal found not to be theirs is not put forward again by its amount, nor by a review', () => {
    const story = overturned({ overdueDaysMax: 45, overdueAmountFen: 90_000n }, ['M8']);
    // Beyond the rest after the last reduction, so that nothing else holds it back.
    story.later({ days: 40 });
    story.bureau(OVER_AMOUNT);
    expect(proposals(story)).toEqual([]);
    story.do({ type: 'review' }, { kind: 'machine', name: 'review' });
    expect(proposals(story)).toEqual([]);
    expect(suppressedRuleIds(story.file, story.now)).toEqual(['M8']);
  });

  it('what fired beside the mistake and was not found mistaken counts on', () => {
    const story = overturned({ overdueDaysMax: 45, overdueAmountFen: 500_000n }, ['M8']);
    expect(mistakenMatters(story.file, ['M8'], defaultPolicies())).not.toContain('M21');
    story.later({ days: 40 });
    story.bureau(OVER_AMOUNT);
    expect(proposals(story).map(({ ruleIds }) => ruleIds)).toEqual([['M21']]);
  });

  it('while a reduction stands, milder and equal rules over the same matter have had their answer', () => {
    const rules = rulesOfSameMatter(['M8'], 'LIMIT_REDUCED', defaultPolicies());
    expect(rules).toEqual(expect.arrayContaining(['M8', 'M20', 'M21', 'V2']));
    expect(rules).not.toContain('M22');
    expect(rulesOfSameMatter(['M20'], 'REVIEW', defaultPolicies())).not.toContain('M21');
    expect(rulesOfSameMatter(['M10'], 'DRAW_HOLD', defaultPolicies())).toEqual([]);
    // A cap answers the look and the other cap over the same draws, and no hold: draws that go on are met by one (N112).
    expect([...new Set(rulesOfSameMatter(['M45'], 'SINGLE_DRAW_CAP', defaultPolicies()))].sort()).toEqual([
      'M11',
      'M44',
      'M45',
    ]);
  });
});
