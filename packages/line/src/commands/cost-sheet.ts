import type { Product } from '../context.ts';
import type { CostSheetReading } from '../fact.ts';
import { accept, type Outcome, refuse } from '../refusal.ts';

/**
 * The forced reading before anything is signed: the cost sheet 综合融资成本明示表 must be the one that was shown, seen to its
 * end, and for the product’s minimum time. What comes back is the proof that the fact keeps.
 */
export const provenReading = (
  shownHash: string,
  command: { readonly costSheetHash: string; readonly readSeconds: number; readonly scrolledToEnd: boolean },
  { minimumReadingSeconds }: Pick<Product, 'minimumReadingSeconds'>,
): Outcome<CostSheetReading> => {
  const { costSheetHash, readSeconds, scrolledToEnd } = command;
  if (costSheetHash !== shownHash)
    return refuse('cost_sheet_changed', { field: 'costSheetHash', value: costSheetHash });
  if (readSeconds < minimumReadingSeconds || !scrolledToEnd)
    return refuse('cost_sheet_not_read', { field: 'readSeconds', value: minimumReadingSeconds });
  return accept({ readSeconds, minimumReadingSeconds, scrolledToEnd });
};
