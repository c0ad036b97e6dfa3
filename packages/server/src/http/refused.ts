import { type LocalText, type RefusalCode, refuse as refuseByDomain } from '@clearline/line';
import { type ProblemCode, problemWords } from './problem-words.ts';
import { fieldText, valueText } from './value-words.ts';

/** An expected “no” on its way to an HTTP answer. */
export interface Refused {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly field: string | null;
  readonly value: string | null;
  /** All inputs that it is about, where that may be several; `field` is the first. */
  readonly fields?: readonly string[];
  readonly message: LocalText;
}

/** What a handler gives: a reply, or why not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

export const answer = <T>(value: T): Answer<T> => ({ ok: true, value });

/** A refusal of the shell’s own, in both languages: fields and codes by the names that people know them by. */
export function refused(code: ProblemCode, at: { field?: string; value?: string | LocalText } = {}): Refused {
  const words = problemWords[code];
  const value = typeof at.value === 'object' ? at.value : valueText(code, at.value ?? '');
  const field = fieldText(at.field ?? '');
  const fill = (language: 'zh' | 'en'): string =>
    words[language].replaceAll('{value}', value[language]).replaceAll('{field}', field[language]);
  return {
    status: words.status,
    title: words.title,
    code,
    field: at.field ?? null,
    value: typeof at.value === 'object' ? at.value.en : (at.value ?? null),
    message: { zh: fill('zh'), en: fill('en') },
  };
}

export const refuse = (...given: Parameters<typeof refused>): { readonly ok: false; readonly refused: Refused } => ({
  ok: false,
  refused: refused(...given),
});

/** Refusals about who may act. */
const forbidden: ReadonlySet<string> = new Set<RefusalCode>([
  'staff_only',
  'machine_may_not',
  'same_person',
  'decider_reviews',
  'second_approver_needed',
  'not_assignee',
  'own_decision_reviewed',
  'suppression_needs_second',
]);
/** Refusals about a value that was sent; every other one is about the present state: a conflict. */
const unprocessable: ReadonlySet<string> = new Set<RefusalCode | 'idempotency_key_reused'>([
  'amount_below_minimum',
  'amount_above_maximum',
  'amount_above_cap',
  'amount_not_in_step',
  'amount_not_positive',
  'limit_exceeded',
  'tenor_not_offered',
  'method_not_offered',
  'overpayment',
  'limit_not_lower',
  'limit_below_used',
  'cost_sheet_not_read',
  'reduction_needs_limit',
  'hold_needs_days',
  'cap_out_of_range',
  'strategy_too_soon',
  'event_in_future',
  'date_invalid',
  'date_in_future',
  'date_before_loan',
  'more_than_owed',
  'loan_terms_impossible',
  'reference_needed',
  'rate_not_lower',
  'temporary_limit_days',
  'temporary_limit_range',
  'text_needed',
  'reason_only_supports',
  'reasons_count',
  'reasons_repeat',
  'reasons_of_two_families',
  'suppression_needs_reason',
  'look_needs_reason',
  'rule_not_fired',
  'restriction_of_other_decision',
  'idempotency_key_reused',
]);

function statusOf(code: string): number {
  if (forbidden.has(code)) return 403;
  if (unprocessable.has(code)) return 422;
  return code.endsWith('_unknown') ? 404 : 409;
}

/** Refusals of the domain whose value is a code. */
const spokenCodes = ['consent_needed', 'method_not_offered'] as const;
const isSpoken = (code: string): code is (typeof spokenCodes)[number] => spokenCodes.some((known) => known === code);

/** The domain’s own words again, with the code in them said in each language. */
function spoken(refusal: {
  readonly code: string;
  readonly value: string | null;
  readonly message: LocalText;
}): LocalText {
  const { code, value, message } = refusal;
  if (value === null || !isSpoken(code)) return message;
  const text = valueText(code, value);
  return {
    zh: refuseByDomain(code, { value: text.zh }).refusal.message.zh,
    en: refuseByDomain(code, { value: text.en }).refusal.message.en,
  };
}

/** A refusal of the domain or the store as an HTTP one: 403 who, 404 which, 422 what was sent, 409 the state. */
export function refusedByDomain(refusal: {
  readonly code: string;
  readonly field: string | null;
  readonly value: string | null;
  readonly message: LocalText;
}): Refused {
  return {
    ...refusal,
    message: spoken(refusal),
    status: statusOf(refusal.code),
    title: refusal.code.replaceAll('_', ' '),
  };
}

/** The RFC 9457 document of a refusal. */
export function problemOf(refused: Refused): Record<string, unknown> {
  return {
    type: `https://clearline.example/problems/${refused.code}`,
    title: refused.title,
    status: refused.status,
    detail: refused.message.en,
    code: refused.code,
    ...(refused.field === null ? {} : { field: refused.field }),
    ...(refused.value === null ? {} : { value: refused.value }),
    ...(refused.fields === undefined ? {} : { fields: refused.fields }),
    message: refused.message,
  };
}
