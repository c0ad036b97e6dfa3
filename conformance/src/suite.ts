/** What a suite reports. Ids name the cases, so that a failure can be found in the suite’s own files. */
export interface SuiteResult {
  readonly suite: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}
