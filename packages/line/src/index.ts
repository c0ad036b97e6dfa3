export * from './appeal.ts';
export * from './audit.ts';
export * from './behaviour-event.ts';
export * from './command.ts';
export { approvalsNeeded } from './commands/people-restrict.ts';
export { citableReasons, type ReasonUse } from './commands/citable.ts';
export { decidersOf, informationAwaitedUntil, resumedClock } from './commands/appeal.ts';
export { eventFault, futureFault } from './commands/observe.ts';
export { nextAgeingDate } from './commands/ageing.ts';
export { temporaryMostFen } from './commands/temporary.ts';
export { TEMPORARY_DAYS, type TemporaryAsk, type TemporaryLimit, temporaryNextAt } from './temporary-limit.ts';
export { needsClose, needsSecondLook } from './commands/close-day.ts';
export { GIVEN_UP } from './commands/postpone.ts';
export { planRepayment } from './commands/repay.ts';
export { lastDayOf, monthBefore } from './commands/statement.ts';
export { redecide } from './commands/remedy.ts';
export { rollBackEffect, rollBackOfNothing, type RollBackEffect } from './commands/roll-back.ts';
export { leftToPeople, type LeftToPeople } from './commands/roll-back-people.ts';
export { blameIn, strategyTableFault } from './commands/strategy.ts';
export * from './consequences.ts';
export * from './context.ts';
export * from './decide.ts';
export * from './decision-record.ts';
export { HUMAN_TABLE, STRATEGY_TABLE } from './decision/human.ts';
export { collectInputs, INPUT_READERS } from './decision/inputs.ts';
export { inputNamesFor, judge, type Judgement } from './decision/judge.ts';
export {
  BEHAVIOUR_VERSION,
  judgementContextOf,
  kindOfTable,
  lineKindOfTable,
  recordOf,
  scorecardVersions,
} from './decision/record.ts';
export { type Replay, replayDecision } from './decision/replay.ts';
export { isAdverse, SEVERITY, worstAction } from './decision/severity.ts';
export * from './evolve.ts';
export * from './fact.ts';
export { compileFeature, compileFeatures, type CompiledFeature, type FeatureSet } from './features/compile.ts';
export * from './features/declaration.ts';
export type { Streams } from './features/counting.ts';
export { evaluate, evaluateSignals } from './features/evaluate.ts';
export type { Observed, Trouble } from './features/observed.ts';
export { compareFeatures, type Disparity } from './features/parity.ts';
export { EVENT_IDS_KEPT, SeenIds } from './features/seen-ids.ts';
export * from './features/stream.ts';
export * from './feeds.ts';
export { differingFields } from './same-event.ts';
export * from './file.ts';
export * from './guarantees.ts';
export { derivedId } from './ids.ts';
export * from './json.ts';
export * from './lender.ts';
export * from './loan-change.ts';
export * from './log-entry.ts';
export * from './log-leaf.ts';
export * from './move.ts';
export * from './notice.ts';
export { limitText } from './notices/build.ts';
export { dateText, instantText, money, valueText, valueTexts, yuan } from './notices/format.ts';
export { DEFAULT_COST_NAMES, LOAN_CHANGE_TITLES } from './notices/loan-words.ts';
export { counterfactualText, noCounterfactualText, reasonText } from './notices/reasons.ts';
export {
  AUTOMATION,
  FAMILY_NAMES,
  INFORMATION_DAYS,
  KIND_EFFECTS,
  KIND_TITLES,
  OUTSIDE_ROUTES,
} from './notices/words.ts';
export { compilePolicySet, type Compiled, newestParameterDate, type PolicyFault } from './policy/compile.ts';
export { type PolicyFinding, policyFindings, tableFindings } from './policy/findings.ts';
export * from './policy/policy-set.ts';
export { prohibition } from './policy/prohibited.ts';
export * from './quote.ts';
export * from './refusal.ts';
export * from './regions.ts';
export * from './restriction.ts';
export * from './roll-back.ts';
export * from './selectors.ts';
export * from './statement.ts';
export { appealTransitions, OPEN_APPEAL_STATES } from './states/appeal-states.ts';
export { restrictionTransitions } from './states/restriction-states.ts';
export { MOST_FILES } from './three-part-check/account-files.ts';
export { type Cover, type CountedSecurity } from './three-part-check/cover.ts';
export {
  CROSS_CHECK_DEFINITIONS,
  CROSS_CHECKS,
  FROM_FILES,
  type CrossCheck,
  type CrossCheckName,
} from './three-part-check/cross-checks.ts';
export {
  type CreditMemo,
  creditMemoOf,
  memoHashOf,
  reasonCodesOf,
  type Recommendation,
} from './three-part-check/memo.ts';
export { checkParametersOf, type CheckParameters, machineMostFen } from './three-part-check/parameters.ts';
export * from './three-part-check/parts.ts';
export { coverNow, type SecurityLook } from './three-part-check/security-look.ts';
export type { AnsweredProposal, CreditProposal } from './three-part-check/proposal.ts';
export { RATIO_NAMES, RATIOS, type RatioName, type Ratios } from './three-part-check/ratios.ts';
export { checkCausesOf, type CheckCause } from './three-part-check/causes.ts';
export * from './suppression.ts';
export * from './time.ts';
export { lookAhead, warmUp } from './warm-up.ts';
export * from './vocabulary.ts';
export * from './what-if.ts';
