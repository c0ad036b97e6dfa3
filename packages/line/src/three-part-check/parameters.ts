import type { PolicySet } from '../policy/policy-set.ts';
import type { LineKind } from '../vocabulary.ts';
import { SECURITY_KINDS, type SecurityKind } from './parts.ts';

/** The lines of the policy that the check goes by; which is whose is data, dated like every other (policies/parameters.json). */
export const CHECK_FROM = 'p_three_part_check_from';
export const CHECK_PARAMETERS = [
  'p_revenue_tax_tolerance',
  'p_revenue_bank_tolerance',
  'p_revenue_book_tolerance',
  'p_balance_tolerance',
  'p_statement_days',
  'p_valuation_days',
  ...SECURITY_KINDS.map((kind): `p_haircut_${Lowercase<SecurityKind>}` => haircutName(kind)),
] as const;
export type CheckParameter = (typeof CHECK_PARAMETERS)[number];
export type CheckParameters = Readonly<Record<CheckParameter, number>>;

export function haircutName(kind: SecurityKind): `p_haircut_${Lowercase<SecurityKind>}` {
  return `p_haircut_${kind.toLowerCase() as Lowercase<SecurityKind>}`;
}

/** Parameters that the core reads, and not a table. */
export const CORE_PARAMETERS: readonly string[] = [CHECK_FROM, ...CHECK_PARAMETERS];

/** The lines in force, or the first that the policy does not set. */
export const checkParametersOf = ({
  bound,
}: Pick<PolicySet, 'bound'>):
  | { readonly ok: true; readonly value: CheckParameters }
  | { readonly ok: false; readonly missing: string } => {
  const missing = CHECK_PARAMETERS.find((name) => bound[name] === undefined);
  if (missing !== undefined) return { ok: false, missing };
  return {
    ok: true,
    value: Object.fromEntries(CHECK_PARAMETERS.map((name) => [name, bound[name]])) as CheckParameters,
  };
};

/**
 * The most that the machine alone may offer on a line of this kind (N135); null where the policy sets no such line, as policies
 * from before there were checks do not.
 */
export const machineMostFen = (lineKind: LineKind, { bound }: Pick<PolicySet, 'bound'>): bigint | null => {
  const from = bound[CHECK_FROM];
  return lineKind === 'BUSINESS' && from !== undefined ? BigInt(from) : null;
};
