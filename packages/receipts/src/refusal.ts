/** Why something was not accepted. Each is met with hostile or damaged input, so each is a value, not an exception. */
export const REFUSAL_CODES = [
  'malformed_key',
  'malformed_note',
  'malformed_checkpoint',
  'malformed_proof',
  'malformed_receipt',
  'malformed_rotation',
  'malformed_notice',
  'no_trusted_signature',
  'bad_signature',
  'wrong_origin',
  'key_not_valid_at_size',
  'too_few_witnesses',
  'index_out_of_range',
  'size_out_of_range',
  'proof_wrong_length',
  'root_mismatch',
  'notice_altered',
  'log_rewritten',
  'receipt_hidden',
  'receipt_reordered',
  'chain_broken',
  'other_borrower',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface ReceiptRefusal {
  readonly code: RefusalCode;
  /** The part that was wrong: a line of a note, a field of a receipt. */
  readonly field: string;
  /** What was wrong with which value, and what to do, in one sentence. */
  readonly message: string;
}

export type Checked<Value> = { readonly ok: true; readonly value: Value } | Refused;
export interface Refused {
  readonly ok: false;
  readonly refusal: ReceiptRefusal;
}

export const accepted = <Value>(value: Value): Checked<Value> => ({ ok: true, value });
export const refused = (code: RefusalCode, field: string, message: string): Refused => ({
  ok: false,
  refusal: { code, field, message },
});
