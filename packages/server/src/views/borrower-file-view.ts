import {
  type BorrowerFile,
  collectInputs,
  type DecisionRecord,
  type Fact,
  inputNamesFor,
  type LocalText,
  type PolicySet,
  policyVersion,
  reasonText,
  stageOf,
  suppressedRuleIds,
} from '@clearline/line';
import type { z } from 'zod';
import type { InputValue } from '../contract/common.ts';
import type { BorrowerFile as Contract } from '../contract/staff.ts';
import { appealView } from './appeal-view.ts';
import { consentViews } from './consent-catalogue.ts';
import { applicationView } from './application-view.ts';
import { decisionSummary, inputView } from './decision-view.ts';
import { limitSeries } from './limit-series.ts';
import { lineView, type Moment } from './line-view.ts';
import { loanViews } from './loan-view.ts';
import { noticeSummaries } from './notice-view.ts';
import { restrictionView } from './restriction-view.ts';
import { threePartCheckView } from './three-part-check-view.ts';
import { timelineView } from './timeline-view.ts';
import type { ViewOf } from './view-of.ts';

const newestFirst = <T>(items: readonly T[], at: (item: T) => string): T[] =>
  items.toSorted((a, b) => (at(a) < at(b) ? 1 : -1));

/** What the monitoring and the scheduled review would see now. */
function inputsNow(
  file: BorrowerFile,
  { now, businessDate }: Moment,
  policies: PolicySet,
): z.output<typeof InputValue>[] {
  if (file.line === null) return [];
  const { kind } = file.line;
  const names = new Set([
    ...inputNamesFor(policies, 'EVENT_MONITOR', kind),
    ...inputNamesFor(policies, 'SCHEDULED_REVIEW', kind),
  ]);
  return collectInputs([...names].sort(), file, now, businessDate, policies).map((input) => inputView(input, policies));
}

/** The reason that a rule gives, as the policy in force words it; null where it has no such rule any more. */
const titleOfRule = (ruleId: string, { models, reasons }: PolicySet): LocalText | null => {
  const rules = Object.values(models).flatMap(({ tables }) => tables.flatMap((table) => table.rules));
  const rule = rules.find(({ id }) => id === ruleId);
  return reasons[rule?.annotations['reason'] ?? '']?.title ?? null;
};

/** All that a decision gave as reasons, in the words of the version that it was made by. */
const reasonsOf = (decision: DecisionRecord | undefined, known: PolicySet) => {
  const policies = policyVersion(known, decision?.versions.policy ?? '') ?? known;
  return (decision?.reasons ?? []).map((reason) => ({
    ...reasonText(reason, policies),
    supports: reason.supports === true,
  }));
};

/** A borrower’s whole file as staff see it; identifiers stay masked. */
export function borrowerFileView(
  file: BorrowerFile,
  facts: readonly Fact[],
  moment: Moment,
  policies: PolicySet,
): ViewOf<typeof Contract> {
  const { now, businessDate } = moment;
  return {
    id: file.borrowerId,
    maskedName: file.maskedName ?? '',
    maskedPhone: file.maskedPhone ?? '',
    phoneProposal: file.phoneProposal,
    maskedIdNumber: file.maskedIdNumber,
    stage: stageOf(file, now),
    referredFor:
      file.application?.status === 'REFERRED' ? (applicationView(file, moment, policies)?.reasons ?? []) : [],
    threePartCheck: threePartCheckView(file, businessDate, policies),
    line: lineView(file, moment),
    consents: consentViews(file).map(({ kind, title, required, givenAt, takenBackAt }) => ({
      kind,
      title,
      required,
      givenAt,
      takenBackAt,
    })),
    loans: loanViews(file, businessDate),
    restrictions: newestFirst(Object.values(file.restrictions), (item) => item.proposedAt).map((restriction) => ({
      ...restrictionView(restriction, file, policies),
      approvedBy: restriction.approvedBy,
      reasons: reasonsOf(file.decisions[restriction.decisionId], policies),
      proposerNote: restriction.proposerNote ?? null,
    })),
    suppressions: suppressedRuleIds(file, now).flatMap((ruleId) => {
      const suppression = file.suppressions[ruleId];
      return suppression === undefined ? [] : [{ ruleId, reasonTitle: titleOfRule(ruleId, policies), ...suppression }];
    }),
    decisions: newestFirst(Object.values(file.decisions), (item) => item.at).map((record) =>
      decisionSummary(file.borrowerId, record, policies),
    ),
    notices: noticeSummaries(file),
    appeals: newestFirst(Object.values(file.appeals), (item) => item.submittedAt).map((appeal) =>
      appealView(appeal, now, policies),
    ),
    timeline: timelineView(facts, file, 'STAFF'),
    inputs: inputsNow(file, moment, policies),
    limitSeries: limitSeries(file, businessDate),
    loanProposals: newestFirst(Object.values(file.loanProposals), (item) => item.proposedAt)
      .filter(({ state }) => state === 'WAITING')
      .map(({ id, loanId, change, reason, proposedBy, proposedAt }) => ({
        id,
        loanId,
        change,
        reason,
        proposedBy,
        proposedAt,
      })),
  };
}
