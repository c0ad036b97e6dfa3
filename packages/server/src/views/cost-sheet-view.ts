import type { HashedCostSheet, Lender, LineKind, LocalText } from '@clearline/line';
import type { CostSheet as Contract } from '../contract/common.ts';
import type { ViewOf } from './view-of.ts';

/** The cost sheet 综合融资成本明示表 with payees by name, and how long it must at least be read. */
export function costSheetView(
  { sheet, hash }: HashedCostSheet,
  lender: Lender,
  kind: LineKind,
): ViewOf<typeof Contract> {
  return {
    ...sheet,
    hash,
    items: sheet.items.map((item) => ({ ...item, payee: payeeName(item.payee, lender) })),
    minimumReadingSeconds: lender.products[kind].minimumReadingSeconds,
  };
}

/** The lender is named in the reader’s language; another party by the one name that the charge gives it. */
const payeeName = (payee: string, lender: Lender): LocalText =>
  payee === 'LENDER' ? lender.name : { zh: payee, en: payee };
