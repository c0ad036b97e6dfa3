/** What a payment can pay. */
export type Component = 'fee' | 'penalty' | 'interest' | 'principal';
export type DueStatus = 'past_due' | 'due' | 'in_advance';

/**
 * Which debt a payment extinguishes first. Agreed per product; without agreement the law's order holds: costs, then
 * interest, then principal, the oldest debt first (Civil Code 560, 561), penalty interest counting as interest.
 *
 * - PER_INSTALMENT: the oldest instalment first, its components in `order`.
 * - DUE_THEN_ADVANCE: all that is due on or before the payment date in `dueOrder`, then the rest in `advanceOrder`.
 * - BY_DUE_STATUS: the groups past due, due today, in advance, in the order listed as 'status.component'.
 *
 * `across` says whether a group is walked instalment by instalment or component by component. `surplusGoesTo` says
 * from which end amounts in advance are taken. `chargeDueStatus` says whether a charge is due with its instalment or by
 * its own date.
 */
export type AllocationRule =
  | { readonly kind: 'PER_INSTALMENT'; readonly order: readonly Component[] }
  | {
      readonly kind: 'DUE_THEN_ADVANCE';
      readonly dueOrder: readonly Component[];
      readonly advanceOrder: readonly Component[];
      readonly across: Across;
      readonly surplusGoesTo?: SurplusEnd;
      readonly chargeDueStatus: ChargeDueStatus;
    }
  | {
      readonly kind: 'BY_DUE_STATUS';
      readonly order: readonly `${DueStatus}.${Component}`[];
      readonly across: Across;
      readonly surplusGoesTo: SurplusEnd;
      readonly chargeDueStatus: ChargeDueStatus;
    };

export type Across = 'INSTALMENT_FIRST' | 'COMPONENT_FIRST';
export type SurplusEnd = 'NEXT_INSTALLMENT' | 'LAST_INSTALLMENT';
export type ChargeDueStatus = 'OF_INSTALMENT' | 'OF_CHARGE';

/** The order the law gives when the contract is silent. */
export const STANDARD_ALLOCATION: AllocationRule = {
  kind: 'PER_INSTALMENT',
  order: ['fee', 'penalty', 'interest', 'principal'],
};

const COMPONENTS: readonly Component[] = ['fee', 'penalty', 'interest', 'principal'];

/** What of a debt that is due the rule leaves out or names twice; null when it takes every component once. */
export const gapInRule = (rule: AllocationRule): string | null => {
  const named: readonly string[] =
    rule.kind === 'PER_INSTALMENT' ? rule.order : rule.kind === 'DUE_THEN_ADVANCE' ? rule.dueOrder : rule.order;
  const wanted =
    rule.kind === 'BY_DUE_STATUS'
      ? COMPONENTS.flatMap((component) => [`past_due.${component}`, `due.${component}`])
      : COMPONENTS;
  return wanted.find((entry) => named.filter((other) => other === entry).length !== 1) ?? null;
};
