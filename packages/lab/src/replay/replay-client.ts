import {
  type Action,
  judge,
  type JudgementContext,
  type PolicySet,
  type RecordedInput,
  SEVERITY,
  inputNamesFor,
} from '@clearline/line';
import type { ClientHistory } from './read-portfolio.ts';

/** What the policy would have done to one client, month by month. */
export interface ReplayedMonth {
  readonly action: Action;
  readonly proposedAction: Action;
  readonly goodStanding: boolean;
  readonly reasonCodes: readonly string[];
  readonly causeFamily: string | null;
  readonly limitBeforeFen: bigint;
  readonly limitAfterFen: bigint;
  readonly restricted: boolean;
  /** A restriction that ends because the review no longer finds its reasons. */
  readonly lifted: boolean;
  /** Late, or the line used heavily: what “any trigger” takes for risk. */
  readonly triggered: boolean;
  readonly lateNow: boolean;
}

/** Utilisation at which lenders’ folklore sees a risk signal, in ten-thousandths; used by a baseline only. */
const HEAVY_USE = 8_000;

/** A late month takes good standing away for this many months, as in the guarantee’s definition. */
const STANDING_MONTHS = 12;

/**
 * Puts a client’s months through the live review. Between months the line keeps what the policy did to it: a reduction
 * stands until a review no longer finds its reason, a raise stays. Balances are the client’s own and do not react.
 */
/** Inputs that monthly histories can give; the review’s other inputs stay missing, and a rule that needs one never fires. */
export const GIVEN_INPUTS = [
  'days_past_due',
  'overdue_own',
  'on_time_payments',
  'late_payments',
  'months_on_book',
  'utilisation',
] as const;

export const replayClient = (
  client: ClientHistory,
  labels: readonly string[],
  policies: PolicySet,
): ReplayedMonth[] => {
  const names = inputNamesFor(policies, 'SCHEDULED_REVIEW', 'CONSUMER');
  let granted = client.limitFen;
  let reduced: bigint | null = null;
  let onTime = 0;
  let late = 0;
  let lastLateMonth = -STANDING_MONTHS - 1;
  return client.months.map((month, index): ReplayedMonth => {
    if (month.daysPastDue > 3) lastLateMonth = index;
    if (month.used && month.daysPastDue > 0) late += 1;
    else if (month.used) onTime += 1;
    const goodStanding = month.daysPastDue === 0 && index - lastLateMonth > STANDING_MONTHS;
    const limitBeforeFen = reduced ?? granted;
    const date = `${labels[index]}-28`;
    const usedFen = month.balanceFen > 0n ? month.balanceFen : 0n;
    const context: JudgementContext = {
      businessDate: date,
      goodStanding,
      grantedLimitFen: granted,
      effectiveLimitFen: limitBeforeFen,
      usedFen,
      suppressedRuleIds: [],
      standing: reduced === null ? [] : ['LIMIT_REDUCED'],
      people: 0,
    };
    const values: Record<(typeof GIVEN_INPUTS)[number], number> = {
      days_past_due: month.daysPastDue,
      overdue_own: month.daysPastDue > 0 ? Number(usedFen) : 0,
      on_time_payments: onTime,
      late_payments: late,
      months_on_book: index + 1,
      utilisation: Number((usedFen * 10_000n) / client.limitFen),
    };
    const inputs = names.map(
      (name): RecordedInput => ({
        name,
        value: (values as Record<string, number>)[name] ?? null,
        source: 'own_ledger',
        observedAt: `${date}T00:00:00.000Z`,
        fresh: true,
      }),
    );
    const judgement = judge('SCHEDULED_REVIEW', 'CONSUMER', inputs, context, policies, { explain: false });
    const calm = SEVERITY[judgement.proposedAction] < SEVERITY.STEP_UP;
    const lifted = reduced !== null && calm;
    if (lifted) reduced = null;
    if (
      judgement.action === 'LIMIT_REDUCED' &&
      reduced === null &&
      judgement.limitFen !== null &&
      judgement.limitFen < granted
    )
      reduced = judgement.limitFen;
    if (judgement.action === 'RAISE_LIMIT' && judgement.limitFen !== null && judgement.limitFen > granted)
      granted = judgement.limitFen;
    return {
      action: judgement.action,
      proposedAction: judgement.proposedAction,
      goodStanding,
      reasonCodes: judgement.reasons.map((reason) => reason.code),
      causeFamily: judgement.causeFamily,
      limitBeforeFen,
      limitAfterFen: reduced ?? granted,
      restricted: reduced !== null,
      lifted,
      triggered: month.daysPastDue > 0 || values.utilisation >= HEAVY_USE,
      lateNow: month.daysPastDue > 0,
    };
  });
};
