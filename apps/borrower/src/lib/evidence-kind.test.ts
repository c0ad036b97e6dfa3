import { describe, expect, it } from 'vitest';
import { likelyEvidence } from './evidence-kind.ts';

describe('the kind of evidence offered first', () => {
  it.each([
    [['B9_INCOME'], 'ELIGIBILITY', 'INCOME_PROOF'],
    [['B2_LATE_MONTHS'], 'ELIGIBILITY', 'BUREAU_REPORT'],
    [['D1_BURST_24H'], 'BEHAVIOUR', 'OTHER'],
    [['E1_NEW_DEVICE'], 'SECURITY', 'OTHER'],
    [[], 'BEHAVIOUR', 'OTHER'],
    [[], undefined, 'INCOME_PROOF'],
  ] as const)('of %s under %s is %s', (codes, family, kind) => {
    expect(likelyEvidence(codes, family)).toBe(kind);
  });
});
