import type { Evidence, Restriction } from '@clearline/client';

const aboutIncome = /^(B6|B7|B9|SCORE_MONTHLY_INCOME|SCORE_DEBT)/;
const aboutBureau = /^(B|SCORE_)/;

/**
 * The kind of evidence that an appeal’s reasons ask for most often: income for reasons of income and debt, the report for
 * what a report says, anything else for how the line was used. Without a reason cited, what was decided tells.
 */
export function likelyEvidence(
  reasonCodes: readonly string[],
  causeFamily: Restriction['causeFamily'] | undefined,
): Evidence['kind'] {
  if (reasonCodes.some((code) => aboutIncome.test(code))) return 'INCOME_PROOF';
  if (reasonCodes.some((code) => aboutBureau.test(code))) return 'BUREAU_REPORT';
  if (reasonCodes.length > 0) return 'OTHER';
  return causeFamily === undefined || causeFamily === 'ELIGIBILITY' ? 'INCOME_PROOF' : 'OTHER';
}
