/** Either a value or the list of everything that is wrong; never both, never an exception for an expected failure. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const failed = <E>(errors: E): { readonly ok: false; readonly errors: E } => ({ ok: false, errors });
