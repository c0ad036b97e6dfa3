import type { Instant, PolicySet } from '@clearline/line';
import type { AppealRow, DecisionRow } from '@clearline/store';
import type { AppealRow as AppealContract, DecisionSummary } from '../contract/staff.ts';
import { daysLeftOf } from './appeal-view.ts';
import type { ViewOf } from './view-of.ts';
import { reasonTitle } from './words.ts';

/**
 * Rows of lists. Columns hold the domain’s own words as text, written from facts and held to them by CHECK constraints, so
 * they are taken at their word here.
 */
export function appealRowView(row: AppealRow, now: Instant): ViewOf<typeof AppealContract> {
  const { maskedName, ...rest } = row as AppealRow &
    Pick<ViewOf<typeof AppealContract>, 'outcome' | 'restrictionKind' | 'causeFamily'>;
  const daysLeft = daysLeftOf(row as Parameters<typeof daysLeftOf>[0], now);
  return { ...rest, borrowerMaskedName: maskedName ?? '', daysLeft };
}

export function decisionRowView(row: DecisionRow, policies: PolicySet): ViewOf<typeof DecisionSummary> {
  const typed = row as DecisionRow & Pick<ViewOf<typeof DecisionSummary>, 'kind' | 'causeFamily'>;
  return { ...typed, reasonTitles: row.reasonCodes.map((code) => reasonTitle(code, policies)) };
}
