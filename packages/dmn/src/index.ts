export { ok, failed, type Result } from './result.ts';
export { compilePolicyTables, type CompileOptions } from './policy/compile.ts';
export type { PolicyModel } from './policy/model.ts';
export { type BatchColumns, type BatchOutcome, hitCounts } from './policy/batch.ts';
export type { PolicyInputs } from './policy/decide.ts';
export { thresholdsOf } from './policy/trace.ts';
export type {
  Aggregation,
  CellTrace,
  Decimal,
  HitPolicy,
  PolicyColumn,
  PolicyError,
  PolicyInput,
  PolicyOutput,
  PolicyRule,
  PolicyTable,
  PolicyValue,
  RatioCell,
  RatioSpan,
  Span,
  TableOutcome,
  Threshold,
  ValueCell,
  Whole,
} from './policy/table.ts';
export {
  type DecisionResult,
  type DmnDocument,
  type DmnEngine,
  type EvaluateOptions,
  loadDmn,
  type ModelError,
} from './model/engine.ts';
export type { Definitions } from './model/definitions.ts';
export { readDefinitions } from './model/read-definitions.ts';
export { writeDefinitions } from './model/write-definitions.ts';
export { parseDate, parseDateTime, parseDuration, parseTime } from './feel/temporal.ts';
export { formatValue } from './feel/format.ts';
export { equals as feelEquals } from './feel/operators.ts';
export { isContext, isList, isNumber, num, type Type, type Value } from './feel/values.ts';
export { childNamed, childrenNamed, readXml, type XmlElement } from './xml/read-xml.ts';
export { type PolicyDocument, type PolicyTableText, writePolicyXml } from './policy/write-policy-xml.ts';
export { readPolicyXml } from './policy/read-policy-xml.ts';
export { counterfactuals, counterfactualsOf } from './recourse/counterfactuals.ts';
export { applyChange, approves } from './recourse/decide.ts';
export type {
  Alternative,
  Condition,
  Recourse,
  RecourseModel,
  RecourseOptions,
  RecourseProblem,
  TreeNode,
} from './recourse/problem.ts';
export { analyse, type Finding, type FindingKind } from './policy/analyse.ts';
export { compareTables, type TableChange } from './policy/compare-tables.ts';
export { type PolicyScenario, runScenarios, type ScenarioReport } from './policy/scenarios.ts';
export { type PolicyAlternative, tableCounterfactuals, type TableRecourse } from './policy/table-counterfactuals.ts';
export { readWorkbook, type ReadSheet, type WorkbookFault } from './excel/read-workbook.ts';
export { sheetToTable, tableToSheet } from './excel/table-sheet.ts';
export { type Sheet, type SheetValue, writeWorkbook } from './excel/write-workbook.ts';
