import { policyVersion } from '@clearline/line';
import type { BorrowerFile, PolicySet } from '@clearline/line';
import type { LimitChange as Contract } from '../contract/borrower.ts';
import type { ViewOf } from './view-of.ts';
import { reasonViews } from './words.ts';

/** Every change of the limit with its reasons, newest first: as the notice put them, or from the decision. */
export const limitHistoryView = (file: BorrowerFile, policies: PolicySet): ViewOf<typeof Contract>[] =>
  file.limitHistory.toReversed().map((change) => {
    const told = change.noticeId === null ? undefined : file.notices[change.noticeId]?.reasons;
    const decision = change.decisionId === null ? undefined : file.decisions[change.decisionId];
    const reasons =
      told !== undefined && told.length > 0
        ? told
        : reasonViews(decision?.reasons ?? [], policyVersion(policies, decision?.versions.policy ?? '') ?? policies);
    return { ...change, reasons };
  });
