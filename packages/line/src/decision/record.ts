import { contentHash } from '@clearline/receipts';
import type { ScorecardModel } from '@clearline/scorecard';
import type { Context } from '../context.ts';
import type { DecisionRecord, JudgementContext, RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { mistakenMatters } from '../matters.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { coolingOffOf } from '../cooling-off.ts';
import { causeRestrictions, effectiveLimitOf, inGoodStanding, usedOf } from '../selectors.ts';
import { suppressedRuleIds } from '../suppression.ts';
import { hoursBetween } from '../time.ts';
import type { DecisionKind, LineKind } from '../vocabulary.ts';
import { stillAnswered } from './answered.ts';
import { collectInputs } from './inputs.ts';
import { firedRuleIds, inputNamesFor, type Judgement, judge } from './judge.ts';

/**
 * The number of the deciding code’s behaviour. A change that would alter the replay of an old decision gets the next
 * number and keeps the old path; see `docs/decisions/`.
 */
export const BEHAVIOUR_VERSION = 4;

/** What a decision is judged on beside its inputs, as of now. */
export const judgementContextOf = (
  file: BorrowerFile,
  context: Context,
  people = 0,
  setAside: readonly string[] = [],
): JudgementContext => ({
  businessDate: context.businessDate,
  goodStanding: inGoodStanding(file, context.businessDate),
  grantedLimitFen: file.line?.grantedLimitFen ?? 0n,
  effectiveLimitFen: effectiveLimitOf(file, context.now),
  usedFen: usedOf(file),
  ...askedOf(file),
  ...(file.line === null ? {} : { leastDrawFen: context.lender.products[file.line.kind].minDrawFen }),
  standing: [...new Set(causeRestrictions(file, context.now).map((restriction) => restriction.kind))].sort(),
  coolingOff: coolingOffOf(file, context.now),
  suppressedRuleIds: suppressedRulesOf(file, context, setAside),
  people,
});

/** What was asked for, of an application that nobody has answered yet. */
const askedOf = ({ application }: BorrowerFile): Pick<JudgementContext, 'askedLimitFen'> =>
  application !== null &&
  application.askedLimitFen !== null &&
  (application.status === 'SUBMITTED' || application.status === 'REFERRED')
    ? { askedLimitFen: application.askedLimitFen }
    : {};

/** Rules that do not count for this borrower now. */
const suppressedRulesOf = (file: BorrowerFile, context: Context, setAside: readonly string[]): string[] => {
  const mistaken = suppressedRuleIds(file, context.now);
  return [
    ...new Set([
      ...mistaken,
      ...mistakenMatters(file, mistaken, context.policies),
      ...(context.withdrawnRuleIds ?? []),
      ...answeredByStepUp(file, context),
      ...setAside,
    ]),
  ].sort();
};

/** For this long after the borrower proved who they are, what a security check answers is answered. */
const STEP_UP_HOLDS_HOURS = 72;

/** Rules that a security check lifts do not fire again while the last one is recent. */
const answeredByStepUp = (file: BorrowerFile, context: Context): string[] => {
  if (file.stepUpPassedAt === null || hoursBetween(file.stepUpPassedAt, context.now) >= STEP_UP_HOLDS_HOURS) return [];
  return Object.values(context.policies.models).flatMap((model) =>
    model.tables.flatMap((table) =>
      table.rules.filter((rule) => rule.annotations['lifted_by'] === 'STEP_UP').map((rule) => rule.id),
    ),
  );
};

/** What a policy makes of a file now, with all that went into it. */
export interface JudgedFile {
  readonly inputs: readonly RecordedInput[];
  readonly about: JudgementContext;
  readonly judgement: Judgement;
}

/**
 * Collects the inputs and judges; `explain: false` where only the outcome counts; rules `setAside` are answered already.
 */
export const judgeFile = (
  kind: DecisionKind,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
  options: { readonly explain: boolean; readonly setAside?: readonly string[] } = { explain: true },
): JudgedFile => {
  const inputs = inputsOf(kind, lineKind, file, context, options.explain);
  const answered = stillAnswered(kind, lineKind, file, inputs, context);
  const about = judgementContextOf(file, context, 0, [...(options.setAside ?? []), ...answered]);
  return { inputs, about, judgement: judge(kind, lineKind, inputs, about, context.policies, options) };
};

/**
 * What is seen of a file now and which rules it makes fire, nothing decided yet. For nearly every event this is all there
 * is to know, at a fraction of what a judgement costs.
 */
export const lookAt = (
  kind: DecisionKind,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
  setAside: readonly string[],
): { readonly inputs: readonly RecordedInput[]; readonly tableId: string; readonly ruleIds: readonly string[] } => {
  const inputs = inputsOf(kind, lineKind, file, context, false);
  const answered = stillAnswered(kind, lineKind, file, inputs, context);
  const suppressed = suppressedRulesOf(file, context, [...setAside, ...answered]);
  return { inputs, ...firedRuleIds(kind, lineKind, inputs, suppressed, context.policies) };
};

const inputsOf = (kind: DecisionKind, lineKind: LineKind, file: BorrowerFile, context: Context, decay: boolean) =>
  collectInputs(
    inputNamesFor(context.policies, kind, lineKind),
    file,
    context.now,
    context.businessDate,
    context.policies,
    {
      decay,
      ...(context.unsoundSources ? { unsoundSources: context.unsoundSources } : {}),
    },
  );

/** Judges, and makes the record. */
export const decideAndRecord = (
  kind: DecisionKind,
  lineKind: LineKind,
  file: BorrowerFile,
  context: Context,
): { record: DecisionRecord; judgement: Judgement } => {
  const { inputs, about, judgement } = judgeFile(kind, lineKind, file, context);
  return { record: recordOf(kind, inputs, about, judgement, context), judgement };
};

/** Freezes a judgement as a record with its hash. */
export const recordOf = (
  kind: DecisionKind,
  inputs: readonly RecordedInput[],
  about: JudgementContext,
  judgement: Judgement,
  context: Pick<Context, 'commandId' | 'now' | 'actor' | 'policies'>,
  name: string = kind,
  behaviour: number = BEHAVIOUR_VERSION,
): DecisionRecord => {
  const { policies } = context;
  const unhashed: Omit<DecisionRecord, 'recordHash'> = {
    id: derivedId(context.commandId, `decision:${name}`),
    kind,
    at: context.now,
    actor: context.actor,
    context: about,
    inputs,
    versions: {
      policy: policies.version,
      parameters: policies.parametersVersion,
      scorecard: judgement.points === null ? null : scorecardVersion(judgement.tableId, policies),
      behaviour,
    },
    tableId: judgement.tableId,
    firedRuleIds: judgement.firedRuleIds,
    points: judgement.points,
    proposedAction: judgement.proposedAction,
    action: judgement.action,
    causeFamily: judgement.causeFamily,
    limitFen: judgement.limitFen,
    ...(judgement.singleDrawCapFen === undefined ? {} : { singleDrawCapFen: judgement.singleDrawCapFen }),
    holdDays: judgement.holdDays,
    guaranteeChecks: judgement.guaranteeChecks,
    reasons: judgement.reasons,
    counterfactuals: judgement.counterfactuals,
    ...(judgement.recourse === undefined ? {} : { recourse: judgement.recourse }),
    timeAloneOn: judgement.timeAloneOn,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};

/** SHA-256 over the canonical JSON of a record without its hash. */
export const hashOfRecord = (record: Omit<DecisionRecord, 'recordHash'>): string => contentHash(record);

const scorecardVersion = (tableId: string, policies: PolicySet): string | null => {
  const lineKind = lineKindOfTable(tableId, policies);
  const model = lineKind === null ? undefined : policies.scorecards[lineKind];
  return model ? nameOf(model) : null;
};

const nameOf = ({ id, version }: ScorecardModel): string => `${id}@${version}`;

/** The scorecards of a policy, as records name them. */
export const scorecardVersions = ({ scorecards }: PolicySet): string[] => Object.values(scorecards).map(nameOf);

export const lineKindOfTable = (tableId: string, policies: PolicySet): LineKind | null =>
  policies.entries.find((entry) => entry.id === tableId)?.lineKind ?? null;

/** The kind of decision a table makes; an appeal’s re-decision runs the table of the decision it reviews. */
export const kindOfTable = (tableId: string, policies: PolicySet): DecisionKind | null =>
  policies.entries.find((entry) => entry.id === tableId)?.decisionKind ?? null;
