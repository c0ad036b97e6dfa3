import { describe, expect, it } from 'vitest';
import { auditGuarantees } from '../audit.ts';
import { restrictionsInForce } from '../selectors.ts';
import { suppressedRuleIds } from '../suppression.ts';
import { REVIEWER, SECOND, Story } from '../testing/story.ts';

/** A hold for a burst of draws, overturned by people who named no rule. */
const overturned = (): Story => {
  const story = new Story().openLine();
  for (const amount of [100_000n, 110_000n, 120_000n, 130_000n]) story.draw(amount, 3);
  const hold = restrictionsInForce(story.file, story.now).find(({ kind }) => kind === 'DRAW_HOLD');
  story.do({
    type: 'submit_appeal',
    decisionId: hold?.decisionId ?? '',
    restrictionId: hold?.id ?? '',
    citedReasonCodes: [],
    statement: '装修分期付款',
    urgentHardship: false,
  });
  const appealId = Object.keys(story.file.appeals)[0] ?? '';
  story.do({ type: 'take_appeal', appealId }, REVIEWER);
  story.do(
    {
      type: 'propose_outcome',
      appealId,
      outcome: 'overturned',
      reasonText: { zh: '核实为误判。', en: 'A mistake.' },
      acceptedEvidence: [],
      mistakenRuleIds: [],
    },
    REVIEWER,
  );
  story.do({ type: 'approve_outcome', appealId, approved: true, note: '' }, SECOND);
  return story;
};

describe('a remedy (N17, G9)', () => {
  it('suppresses the signals of what was overturned on no new evidence, named or not, and says what is so', () => {
    const story = overturned();
    expect(suppressedRuleIds(story.file, story.now)).toContain('M1');
    const remedy = Object.values(story.file.notices).find(({ kind }) => kind === 'REMEDY');
    expect(remedy?.effect.map(({ zh }) => zh).join('')).toMatch(/信号在\d+年\d+月\d+日之前不再用于您/);
    // Beyond the rest after the hold: only the suppression speaks now.
    story.later({ days: 8 });
    for (const amount of [140_000n, 150_000n, 160_000n, 170_000n]) story.draw(amount, 3);
    const holds = restrictionsInForce(story.file, story.now).filter(({ kind }) => kind === 'DRAW_HOLD');
    expect(holds.flatMap(({ ruleIds }) => ruleIds)).not.toContain('M1');
    expect(auditGuarantees(story.file.borrowerId, story.facts, 7)).toEqual([]);
  });
});
