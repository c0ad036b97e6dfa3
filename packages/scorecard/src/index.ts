export type { ScorecardAttribute, ScorecardBin, ScorecardInput, ScorecardInputs, ScorecardModel } from './model.ts';
export type { AttributeScore, Score } from './score.ts';
export { binOf, scoreOf } from './score.ts';
export type { Finding, FindingCode } from './validate.ts';
export { FINDING_CODES, pointsRange, validateScorecard } from './validate.ts';
