import type { Action, InputValue, JudgementContext } from '../decision-record.ts';
import { type PolicySet, tableFor } from '../policy/policy-set.ts';
import { machineMostFen } from '../three-part-check/parameters.ts';
import type { DecisionKind, LineKind } from '../vocabulary.ts';
import type { FiredRule } from './fire.ts';

export interface Price {
  readonly limitFen: bigint;
  readonly dailyRatePpb: bigint;
}

/** The pricing table: how many months of income, up to which cap, at which daily rate. */
export const priceOf = (
  kind: DecisionKind,
  lineKind: LineKind,
  values: Record<string, InputValue>,
  policies: PolicySet,
): Price | null => {
  const entry = tableFor(policies, kind, lineKind, 'PRICE');
  const model = entry && policies.models[entry.id];
  const table = model?.tables[0];
  if (!entry || !model || !table) return null;
  const output = model.decide(table.id, values).outputs[0];
  const income = values['monthly_income'];
  if (!output || typeof income !== 'number') return null;
  const byIncome = (BigInt(income) * BigInt(Number(output['income_percent']))) / 100n;
  const cap = BigInt(Number(output['cap_fen']));
  return {
    limitFen: roundDown(byIncome < cap ? byIncome : cap),
    dailyRatePpb: BigInt(Number(output['daily_rate_ppb'])),
  };
};

/** Limits are granted, and draws capped, in whole hundreds of yuan. */
const LIMIT_STEP_FEN = 10_000n;
const roundDown = (fen: bigint): bigint => fen - (fen % LIMIT_STEP_FEN);
/** The least limit that is no less than an amount. */
export const roundUp = (fen: bigint): bigint => roundDown(fen + LIMIT_STEP_FEN - 1n);

/** The limit that a decision ends in, or would if people agree; null where it is about none. */
export const limitOf = (
  kind: DecisionKind,
  action: Action,
  wanted: Action,
  context: JudgementContext,
  percent: number | null,
  priced: bigint | null,
  behaviour?: number,
): bigint | null => {
  if (kind === 'UNDERWRITING') return action === 'APPROVE' && priced !== null ? grantedOf(priced, context) : null;
  if (percent === null) return null;
  if (action === 'RAISE_LIMIT') return roundDown((context.grantedLimitFen * BigInt(percent)) / 100n);
  if (wanted === 'LIMIT_REDUCED') return reducedTo(kind, percent, context, behaviour);
  return null;
};

/** No more than was asked for. */
const grantedOf = (priced: bigint, { askedLimitFen }: JudgementContext): bigint =>
  askedLimitFen !== undefined && askedLimitFen < priced ? roundDown(askedLimitFen) : priced;

/**
 * The limit of a business application that is more than the machine alone may offer (N135): of what was asked for and what the
 * policy would grant, whichever exceeds it; null where neither does.
 */
export const beyondMachine = (
  lineKind: LineKind,
  priced: bigint | null,
  context: JudgementContext,
  policies: PolicySet,
): { readonly limitFen: bigint; readonly mostFen: bigint } | null => {
  const mostFen = machineMostFen(lineKind, policies);
  if (mostFen === null) return null;
  const limitFen = [context.askedLimitFen, priced === null ? undefined : grantedOf(priced, context)].find(
    (one) => one !== undefined && one > mostFen,
  );
  return limitFen === undefined ? null : { limitFen, mostFen };
};

/**
 * A restriction that stands already, or a reduction that what is drawn leaves no room for. What stands for a cause of the
 * borrower’s ends with that cause, so a strategy is announced beside it.
 */
export const wouldChangeNothing = (
  kind: DecisionKind,
  action: Action,
  percent: number | null,
  context: JudgementContext,
  behaviour?: number,
): boolean => {
  if (kind !== 'STRATEGY' && (context.standing as readonly string[]).includes(action)) return true;
  if (action !== 'LIMIT_REDUCED' || percent === null) return false;
  return reducedTo(kind, percent, context, behaviour) >= context.effectiveLimitFen;
};

/**
 * Where a reduction to a share of the limit ends; never below what is drawn, so that nothing is recalled (G7). Of a strategy people
 * agreed to the share and see no limit, so it keeps no less than that share (N101); of any other they see, and agree to, the limit.
 * Before version 4 a strategy’s cut was rounded down too.
 */
const reducedTo = (
  kind: DecisionKind,
  percent: number,
  { effectiveLimitFen, usedFen }: JudgementContext,
  behaviour?: number,
): bigint => {
  const keepsShare = kind === 'STRATEGY' && (behaviour === undefined || behaviour >= 4);
  // Of a share that falls between two fen the lower one would already be less than was agreed to.
  const reduced = keepsShare
    ? roundUp((effectiveLimitFen * BigInt(percent) + 99n) / 100n)
    : roundDown((effectiveLimitFen * BigInt(percent)) / 100n);
  return reduced > usedFen ? reduced : roundUp(usedFen);
};

/**
 * The most that one draw may be by the rules that ask for a cap: their least share of the limit in force, and never less
 * than the product lets anybody draw, or the cap would be a hold by another name (N110). Null where none asks.
 */
export const singleDrawCapOf = (rules: readonly FiredRule[], context: JudgementContext): bigint | null => {
  const percents = rules.flatMap(({ action, limitPercent }) =>
    action === 'SINGLE_DRAW_CAP' && limitPercent !== null ? [limitPercent] : [],
  );
  if (percents.length === 0) return null;
  const capped = roundDown((context.effectiveLimitFen * BigInt(Math.min(...percents))) / 100n);
  const least = context.leastDrawFen ?? 0n;
  return capped > least ? capped : least;
};
