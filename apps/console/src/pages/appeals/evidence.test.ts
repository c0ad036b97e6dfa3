import type { InputValue } from '@clearline/client';
import { describe, expect, it } from 'vitest';
import { isMoneyInput, type Reading, readingValue } from './evidence.ts';

const reading = (input: string, text: string): Reading => ({ key: 'k', evidenceId: 'e', input, text, accepted: true });
const input = (name: string, value: number | null, zh: string): InputValue => ({
  name,
  label: { zh: name, en: name },
  value,
  text: { zh, en: zh },
  source: { zh: '', en: '' },
  observedAt: null,
  fresh: true,
  window: null,
  freshnessHours: null,
  fallsOn: null,
});
const inputs = [
  input('monthly_income', 720_000, '7,200.00元'),
  input('hard_enquiries_3m', 5, '5次'),
  input('total_debt', null, '缺失'),
];

describe('readings from evidence', () => {
  it('knows money by the text of the input, and by name where the decision has no value', () => {
    expect(isMoneyInput('monthly_income', inputs)).toBe(true);
    expect(isMoneyInput('hard_enquiries_3m', inputs)).toBe(false);
    expect(isMoneyInput('total_debt', inputs)).toBe(true);
    expect(isMoneyInput('months_in_work', inputs)).toBe(false);
  });

  it('reads yuan into fen and counts as they are', () => {
    expect(readingValue(reading('monthly_income', '12,000.50'), inputs)).toBe(1_200_050);
    expect(readingValue(reading('hard_enquiries_3m', ' 2 '), inputs)).toBe(2);
  });

  it('refuses what is not a value of the unit', () => {
    expect(readingValue(reading('monthly_income', '12k'), inputs)).toBeNull();
    expect(readingValue(reading('hard_enquiries_3m', '2.5'), inputs)).toBeNull();
    expect(readingValue(reading('hard_enquiries_3m', ''), inputs)).toBeNull();
  });
});
