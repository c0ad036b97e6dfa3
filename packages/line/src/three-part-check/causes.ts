import type { Application } from '../file.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import { crossChecksOf } from './cross-checks.ts';
import { checkParametersOf, machineMostFen } from './parameters.ts';

/** Why an application is not for one person, or the machine, to decide (N135). */
export type CheckCause = 'LIMIT_ABOVE' | 'FIGURES_DIFFER';

/**
 * What asks for the three-part check and two people: a limit above the line of the policy, asked for or about to be granted,
 * or statements whose figures differ from what other sources say. None for consumer lines.
 */
export const checkCausesOf = (
  application: Application,
  limitFen: bigint | null,
  policies: Pick<PolicySet, 'bound'>,
): readonly CheckCause[] => {
  const mostFen = machineMostFen(application.kind, policies);
  if (mostFen === null) return [];
  const above = [application.askedLimitFen, limitFen].some((fen) => fen !== null && fen > mostFen);
  const parameters = checkParametersOf(policies);
  const differs =
    parameters.ok &&
    (application.check?.statements?.statements ?? []).some((statement) =>
      crossChecksOf(statement, parameters.value).some(({ outcome }) => outcome === 'DIFFERS'),
    );
  return [...(above ? (['LIMIT_ABOVE'] as const) : []), ...(differs ? (['FIGURES_DIFFER'] as const) : [])];
};
