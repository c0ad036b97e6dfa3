import { refuse } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { OutcomeProposal, StrategyInput } from '../contract/staff.ts';
import { refused, refusedByDomain } from './refused.ts';
import { validated } from './validate.ts';

const han = /\p{Script=Han}/u;
const code = /[a-z]+_[a-z]+|[A-Z]+_[A-Z]+/;

describe('refusals in words (S7)', () => {
  it.each([
    ['method_not_offered', 'BULLET', '一次还本付息', 'one payment at the end'],
    ['consent_needed', 'BUREAU_QUERY', '征信查询授权', 'credit report query'],
  ] as const)('says the code in %s in each language and keeps it beside', (refusal, value, zh, en) => {
    const { message, value: kept } = refusedByDomain(refuse(refusal, { value }).refusal);
    expect(kept).toBe(value);
    expect(message.zh).toContain(zh);
    expect(message.en).toContain(en);
    expect(message.zh).not.toMatch(code);
    expect(message.en).not.toMatch(han);
  });

  it.each([
    ['appeal_state', 'info_requested'],
    ['restriction_state', 'pre_notice'],
    ['draws_restricted', 'DRAW_HOLD'],
  ] as const)('says no code and no Chinese in the English of %s', (refusal, value) => {
    const { message } = refusedByDomain(refuse(refusal, { value }).refusal);
    expect(message.zh).not.toMatch(code);
    expect(message.en).not.toMatch(code);
    expect(message.en).not.toMatch(han);
  });

  it('names the roles that may', () => {
    const { message } = refused('not_allowed', { value: 'second_approver, operator' });
    expect(message.zh).toContain('复核人、运营');
    expect(message.en).toContain('second approver, operator');
  });

  const strategy = {
    name: { zh: '收紧', en: 'Tighten' },
    reason: { zh: '资金成本上升', en: 'Funding costs more' },
    effect: 'SUSPEND',
    reduceToPercent: null,
    minLimitFen: null,
    dormantMonths: null,
    lineKind: null,
    noticeDays: 30,
  };
  const said = (value: unknown) => {
    const result = validated(StrategyInput, 'body', value);
    return result.ok ? null : result.refused.message;
  };
  it('names the field as its page does, and what is expected there', () => {
    expect(said(strategy)).toBeNull();
    expect(said({ ...strategy, noticeDays: 3 })?.zh).toBe('“提前通知天数”填写有误：不能小于7。');
    expect(said({ ...strategy, noticeDays: 3 })?.en).toContain('Days of notice');
    expect(said({ ...strategy, effect: 'BURN' })?.en).toContain('one of the given choices');
  });

  it('takes no text that is empty in either language', () => {
    expect(said({ ...strategy, reason: { zh: '资金', en: '  ' } })?.zh).toBe('“原因（英文）”填写有误：必填。');
    const outcome = { outcome: 'upheld', reasonText: { zh: '', en: 'x' }, acceptedEvidence: [], mistakenRuleIds: [] };
    expect(OutcomeProposal.safeParse(outcome).success).toBe(false);
  });
});
