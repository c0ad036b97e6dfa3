import { type LeftToPeople, type PolicySet, policyVersion } from '@clearline/line';
import type { LeftToPeople as Contract } from '../contract/staff.ts';
import type { ViewOf } from './view-of.ts';
import { reasonTitle } from './words.ts';

/** A decision of a person that waits to be looked at after a roll-back. */
export const leftToPeopleView = (
  { decision, restriction, grounds, borrowerId }: LeftToPeople & { readonly borrowerId: string },
  policies: PolicySet,
): ViewOf<typeof Contract> => ({
  decisionId: decision.id,
  borrowerId,
  at: decision.at,
  decidedBy: [
    ...new Set([
      ...(decision.actor.kind === 'staff' ? [decision.actor.staffNo] : []),
      ...(restriction?.approvedBy ?? []),
    ]),
  ],
  reasonTitles: decision.reasons.map(({ code }) =>
    reasonTitle(code, policyVersion(policies, decision.versions.policy) ?? policies),
  ),
  restriction: restriction === null ? null : { kind: restriction.kind, state: restriction.state },
  grounds,
});
