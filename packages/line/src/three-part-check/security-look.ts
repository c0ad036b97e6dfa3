import type { BorrowerFile } from '../file.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';
import { type Cover, coverOf } from './cover.ts';
import { checkParametersOf } from './parameters.ts';
import type { Security } from './parts.ts';

/** Since when security of a line waits to be valued again, and what of it counted then. */
export interface SecurityLook {
  readonly openedAt: Instant;
  /** How many of its items were valued too long ago. */
  readonly outdated: number;
  readonly countedFen: bigint;
}

/** What stands behind an open business line, as it was last valued; none for a line without security. */
export const securitiesOf = ({ line, application }: BorrowerFile): readonly Security[] =>
  line?.status === 'ACTIVE' && line.kind === 'BUSINESS' ? (application?.check?.security?.securities ?? []) : [];

/**
 * What the security counts for on a day, against the granted limit, by the haircuts and the age that the policy says now; null where
 * there is none, or the policy lacks a line that it needs.
 */
export const coverNow = (file: BorrowerFile, on: IsoDate, policies: PolicySet): Cover | null => {
  const securities = securitiesOf(file);
  const parameters = checkParametersOf(policies);
  if (securities.length === 0 || !parameters.ok) return null;
  return coverOf(securities, file.line?.grantedLimitFen ?? null, on, parameters.value);
};
