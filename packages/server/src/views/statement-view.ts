import type { BorrowerFile } from '@clearline/line';
import type { MonthlyStatement } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';

/** Monthly statements as issued, newest first. */
export const monthlyStatements = (file: BorrowerFile): ViewOf<typeof MonthlyStatement>[] =>
  Object.values(file.statements)
    .map(({ month, issuedAt, openingOwedFen, closingOwedFen, contentHash }) => ({
      month,
      issuedAt,
      openingOwedFen,
      closingOwedFen,
      contentHash,
    }))
    .toSorted((a, b) => (a.month < b.month ? 1 : -1));
