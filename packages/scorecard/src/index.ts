export type { ScorecardAttribute, ScorecardBin, ScorecardInput, ScorecardInputs, ScorecardModel } from './model.ts';
export type { AttributeScore, Score } from './score.ts';
export { binOf, scoreOf } from './score.ts';
export type { Finding, FindingCode } from './validate.ts';
export { FINDING_CODES, pointsRange, validateScorecard } from './validate.ts';
export type { CrossValidation, CrossValidationResult, FoldOutcome, FoldResult } from './cross-validate.ts';
export { crossValidate, foldsOf, gatherFolds, judgeFold } from './cross-validate.ts';
export type { Drift } from './drift.ts';
export { driftOf } from './drift.ts';
export type { GroupComparison, GroupOutcome } from './fairness.ts';
export { compareGroups } from './fairness.ts';
export type { Learner, Learning, Scorer } from './learner.ts';
export { scorecardLearner, treeLearner } from './learner.ts';
export type { CalibrationBand, Discrimination } from './metrics.ts';
export { bandEndsOf, brierOf, calibrationOf, countByBand, discriminationOf, psiOf } from './metrics.ts';
export type { Direction } from './optimal-bins.ts';
export type { PeriodResult, ReportOptions, ScoreBand, ValidationReport } from './report.ts';
export { validationReport } from './report.ts';
export { reportHtml, tableHtml } from './report-html.ts';
export type { ScoredCase } from './scored-case.ts';
export { scoreCases } from './scored-case.ts';
export type { BinningOptions, LearntBin } from './binning.ts';
export { DEFAULT_BINNING } from './binning.ts';
export type {
  PointsScale,
  TrainedAttribute,
  TrainedScorecard,
  TrainingResult,
  TrainOptions,
} from './train.ts';
export { DEFAULT_SCALE, probabilityOfBad, trainScorecard } from './train.ts';
export type { TreeOptions, TreeTrainingResult } from './train-trees.ts';
export { trainTrees } from './train-trees.ts';
export type { TrainingProblem, TrainingRow } from './training-data.ts';
export type { TreeModel } from './tree-model.ts';
export { probabilityOfBadByTrees, treeScoreOf } from './tree-model.ts';
export type { DeriveOptions } from './derive/derive-inputs.ts';
export { deriveInputs } from './derive/derive-inputs.ts';
export type { DerivedInput, Formula, Operand } from './derive/formula.ts';
export { derivedValueOf } from './derive/formula.ts';
export { wordsOf } from './derive/formula-words.ts';
export type { RejectedInput } from './fitted-inputs.ts';
export type { PmmlOptions, PmmlProblem, PmmlResult } from './pmml-read.ts';
export { readPmml } from './pmml-read.ts';
export { writePmml } from './pmml-write.ts';
