import { describe, expect, it } from 'vitest';
import { isMoneyInput, type Reading, readingValue } from './evidence.ts';

const reading = (input: string, text: string): Reading => ({ key: 'k', evidenceId: 'e', input, text, accepted: true });

describe('readings from evidence', () => {
  it('knows money by the unit in the name', () => {
    expect(isMoneyInput('monthlyIncomeFen')).toBe(true);
    expect(isMoneyInput('monthly_income_fen')).toBe(true);
    expect(isMoneyInput('hardEnquiries3m')).toBe(false);
  });

  it('reads yuan into fen and counts as they are', () => {
    expect(readingValue(reading('monthlyIncomeFen', '12,000.50'))).toBe(1_200_050);
    expect(readingValue(reading('hardEnquiries3m', ' 2 '))).toBe(2);
  });

  it('refuses what is not a value of the unit', () => {
    expect(readingValue(reading('monthlyIncomeFen', '12k'))).toBeNull();
    expect(readingValue(reading('hardEnquiries3m', '2.5'))).toBeNull();
    expect(readingValue(reading('hardEnquiries3m', ''))).toBeNull();
  });
});
