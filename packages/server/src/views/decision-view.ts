import {
  actorName,
  type BorrowerFile,
  counterfactualText,
  noCounterfactualText,
  type DecisionRecord,
  isAdverse,
  type LocalText,
  type PolicySet,
  type RecordedInput,
  valueText,
  policyVersion,
} from '@clearline/line';
import { scoreOf } from '@clearline/scorecard';
import type { z } from 'zod';
import type { InputValue } from '../contract/common.ts';
import type { DecisionDetail, DecisionSummary } from '../contract/staff.ts';
import { checkNote } from './check-note.ts';
import { decidedValues, ruleTraceView } from './rule-trace-view.ts';
import type { ViewOf } from './view-of.ts';
import { inputLabel, inputUnit, reasonTitle, reasonViews, sourceText } from './words.ts';

/** Whether a decision takes something away, or asks people whether to. */
const isAgainst = ({ action, recourse }: DecisionRecord): boolean => isAdverse(action) || recourse !== undefined;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Over which time a feature counts: sliding hours ending then, or whole business days. */
function windowText(name: string, policies: PolicySet): LocalText | null {
  const window = policies.features.features[name]?.declaration.window ?? null;
  if (window === null) return null;
  if ('dates' in window) return { zh: `${window.dates}个自然日`, en: plural(window.dates, 'calendar day') };
  const days = window.hours / 24;
  return Number.isInteger(days) && days > 1
    ? { zh: `${days}天`, en: `${days} days` }
    : { zh: `${window.hours}小时`, en: plural(window.hours, 'hour') };
}

export function inputView(input: RecordedInput, policies: PolicySet): z.output<typeof InputValue> {
  return {
    name: input.name,
    label: inputLabel(input.name, policies),
    value: input.value,
    text: valueText(input.value, inputUnit(input.name, policies)),
    source: sourceText(input.source, policies),
    observedAt: input.observedAt,
    fresh: input.fresh,
    window: windowText(input.name, policies),
    freshnessHours: policies.inputs[input.name]?.freshnessHours ?? null,
    fallsOn: input.decay?.[0]?.at ?? null,
  };
}

export function decisionSummary(
  borrowerId: string,
  record: DecisionRecord,
  policies: PolicySet,
): ViewOf<typeof DecisionSummary> {
  return {
    id: record.id,
    borrowerId,
    kind: record.kind,
    at: record.at,
    action: record.action,
    proposedAction: record.proposedAction,
    causeFamily: record.causeFamily,
    actor: actorName(record.actor),
    reasonCodes: record.reasons.map((reason) => reason.code),
    reasonTitles: record.reasons.map((reason) => reasonTitle(reason.code, policies)),
    policyVersion: record.versions.policy,
    adverse: isAdverse(record.action),
  };
}

/** The line that the deciding table draws through points. */
function cutOf(record: DecisionRecord, policies: PolicySet): number {
  const table = policies.models[record.tableId]?.tables[0];
  const lines = (table?.columns ?? []).flatMap((column) =>
    column.kind === 'value' && table?.inputs[column.input]?.name === 'application_points'
      ? column.cells.flatMap((cell) => cell.thresholds)
      : [],
  );
  return Math.max(0, ...lines.map((line) => Number(line.value)));
}

function scorecardOf(record: DecisionRecord, policies: PolicySet): ViewOf<typeof DecisionDetail>['scorecard'] {
  const kind = policies.entries.find((entry) => entry.id === record.tableId)?.lineKind;
  const model = kind === undefined ? undefined : policies.scorecards[kind];
  if (model === undefined || record.points === null) return null;
  const { perAttribute } = scoreOf(model, decidedValues(record));
  return {
    points: record.points,
    cut: model.cut ?? cutOf(record, policies),
    attributes: perAttribute.map((part) => ({
      name: part.name,
      label: inputLabel(part.name, policies),
      points: part.points,
      best: part.best,
    })),
  };
}

/** Everything about one decision: what it saw, which rules fired on which cells, what the guarantees did, and why. */
export function decisionDetail(
  file: BorrowerFile,
  record: DecisionRecord,
  known: PolicySet,
): ViewOf<typeof DecisionDetail> {
  const policies = policyVersion(known, record.versions.policy) ?? known;
  const restrictions = Object.values(file.restrictions).filter(({ decisionId }) => decisionId === record.id);
  const notice = Object.values(file.notices).find(({ decisionId }) => decisionId === record.id);
  return {
    ...decisionSummary(file.borrowerId, record, policies),
    borrowerMaskedName: file.maskedName ?? file.maskedPhone ?? '',
    inputs: record.inputs.map((input) => inputView(input, policies)),
    reasons: reasonViews(record.reasons, policies),
    counterfactuals: record.counterfactuals.map((item) => counterfactualText(item, policies)),
    noCounterfactual: isAgainst(record) && record.counterfactuals.length === 0 ? noCounterfactualText(record) : null,
    guaranteeChecks: record.guaranteeChecks.map((check) => ({
      id: check.id,
      held: check.held,
      note: checkNote(check, policies),
    })),
    trace: ruleTraceView(record, policies),
    scorecard: scorecardOf(record, policies),
    versions: record.versions,
    recordHash: record.recordHash,
    noticeId: notice?.id ?? null,
    restrictionIds: restrictions.map(({ id }) => id),
  };
}
