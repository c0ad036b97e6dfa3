import { allocate, delinquencyOf, dueDaysOf, planLoan, planOnActualBalance } from '@clearline/lending';
import type { Result } from '@clearline/lending';

type Planned<T extends (...args: never[]) => Result<unknown, unknown>> = (
  ...args: Parameters<T>
) => Extract<ReturnType<T>, { ok: true }>['value'];

/** What works a case out: the engine, or in tests the reference that shares no code with it. */
export interface Arithmetic {
  readonly planLoan: Planned<typeof planLoan>;
  readonly planOnActualBalance: Planned<typeof planOnActualBalance>;
  readonly allocate: typeof allocate;
  readonly delinquencyOf: typeof delinquencyOf;
  readonly dueDaysOf: typeof dueDaysOf;
}

const valueOf = <T>(result: Result<T, { readonly field: string; readonly message: string }>): T => {
  if (!result.ok) throw new Error(`${result.refusal.field}: ${result.refusal.message}`);
  return result.value;
};

export const ENGINE: Arithmetic = {
  planLoan: (...args) => valueOf(planLoan(...args)),
  planOnActualBalance: (...args) => valueOf(planOnActualBalance(...args)),
  allocate,
  delinquencyOf,
  dueDaysOf,
};
