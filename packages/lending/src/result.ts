/** An expected failure is a value: the caller must look before it uses the result. */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

export type RefusalCode =
  | 'not_positive'
  | 'negative'
  | 'not_a_date'
  | 'not_an_integer'
  | 'out_of_range'
  | 'unknown_currency'
  | 'unknown_value'
  | 'before_loan'
  | 'duplicate_id'
  | 'unknown_event'
  | 'already_reversed'
  | 'exceeds_payoff'
  | 'differs_from_payoff'
  | 'exceeds_owed'
  | 'loan_closed'
  | 'inconsistent'
  | 'cap_exceeded';

/** Why something was refused: the field, the value it had, and what would be accepted. Nothing was changed. */
export interface LendingRefusal {
  readonly code: RefusalCode;
  readonly field: string;
  readonly value: string;
  readonly message: string;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = (
  code: RefusalCode,
  field: string,
  value: unknown,
  message: string,
): { readonly ok: false; readonly refusal: LendingRefusal } => ({
  ok: false,
  refusal: { code, field, value: String(value), message },
});
