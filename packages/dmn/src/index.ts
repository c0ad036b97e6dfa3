export { ok, failed, type Result } from './result.ts';
export { compilePolicyTables, type CompileOptions } from './policy/compile.ts';
export type { PolicyModel } from './policy/model.ts';
export type { BatchColumns, BatchOutcome } from './policy/batch.ts';
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
