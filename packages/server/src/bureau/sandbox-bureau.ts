import { createHash } from 'node:crypto';
import type { BureauUpdateEvent, Instant, IsoDate } from '@clearline/line';

/**
 * A credit bureau without data. What it reports follows from a hash of the identity number alone, so that the same person
 * always has the same history: friendly for most, and heavily indebted with overdue accounts for a number that ends in 9,
 * so that a decline with its reasons can be seen.
 */
export function sandboxReport(
  person: { readonly borrowerId: string; readonly idNumber: string; readonly monthlyIncomeFen: bigint },
  at: { readonly now: Instant; readonly date: IsoDate },
): BureauUpdateEvent {
  const [first = 0, second = 0] = createHash('sha256').update(`sandbox-bureau ${person.idNumber}`).digest();
  const income = person.monthlyIncomeFen;
  const troubled = person.idNumber.endsWith('9');
  const base = {
    kind: 'BUREAU_UPDATE',
    eventId: `sandbox-bureau:${person.borrowerId}:${at.date}`,
    occurredAt: at.now,
    source: 'bureau:sandbox',
    reportDate: at.date,
  } as const;
  if (troubled) {
    return {
      ...base,
      overdueAccounts: 2,
      overdueDaysMax: 45,
      overdueAmountFen: 860_000n,
      hardEnquiries1m: 7,
      hardEnquiries3m: 12,
      hardEnquiries6m: 14,
      hardEnquiries12m: 17,
      unsettledLenders: 6,
      nonBankLenders: 4,
      newLenders3m: 4,
      totalDebtFen: income * 24n,
      monthlyDebtServiceFen: (income * 78n) / 100n,
      revolvingLimitFen: income * 3n,
      revolvingUsedFen: (income * 27n) / 10n,
      overdueMonths24m: 5,
      consecutiveOverdueMonths24m: 2,
    };
  }
  const servicePercent = BigInt(12 + (first % 14));
  // Longer counts hold the shorter ones.
  const month = second % 2;
  const quarter = Math.max(month, second % 3);
  const halfYear = quarter + (first % 2);
  return {
    ...base,
    overdueAccounts: 0,
    overdueDaysMax: 0,
    overdueAmountFen: 0n,
    hardEnquiries1m: month,
    hardEnquiries3m: quarter,
    hardEnquiries6m: halfYear,
    hardEnquiries12m: halfYear + (first % 3),
    unsettledLenders: second % 2,
    nonBankLenders: 0,
    newLenders3m: 0,
    totalDebtFen: income * (2n + BigInt(first % 3)),
    monthlyDebtServiceFen: (income * servicePercent) / 100n,
    revolvingLimitFen: income * 2n,
    revolvingUsedFen: (income * BigInt(first % 40)) / 50n,
    overdueMonths24m: 0,
    consecutiveOverdueMonths24m: 0,
  };
}
