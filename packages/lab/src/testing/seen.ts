import type { SeenRestriction } from '../auditor/borrower-record.ts';

/** For tests only: a reduction by the machine as the auditor remembers it, with whatever a test says otherwise. */
export const seenRestriction = (change: Partial<SeenRestriction> = {}): SeenRestriction => ({
  kind: 'LIMIT_REDUCED',
  family: 'ELIGIBILITY',
  decisionId: 'd',
  byStaff: false,
  limitBeforeFen: 2_000_000n,
  limitAfterFen: 1_000_000n,
  capFen: null,
  stepUpLifts: false,
  proposedAtMs: 0,
  state: 'effective',
  approvedBy: new Set(),
  heldBy: new Set(),
  effectiveAtMs: null,
  announcedAtMs: null,
  firstAnnouncedAtMs: null,
  firstDueAtMs: null,
  dueAtMs: null,
  strategyId: null,
  expiresAtMs: null,
  endedAtMs: null,
  isCounted: false,
  ...change,
});
