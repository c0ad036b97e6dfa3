import type { Command, Strategy } from '../command.ts';
import type { Context } from '../context.ts';
import { coolingOffOf, coolsUntil } from '../cooling-off.ts';
import type { DecisionRecord, ReasonRecord, RecordedInput } from '../decision-record.ts';
import { STRATEGY_TABLE } from '../decision/human.ts';
import { collectInputs } from '../decision/inputs.ts';
import { BEHAVIOUR_VERSION, hashOfRecord, judgementContextOf } from '../decision/record.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { effectiveLimitOf, usedOf } from '../selectors.ts';
import type { Instant, LocalText, RestrictionKind } from '../vocabulary.ts';
import { announce, propose } from './restrict.ts';
import { begin, done } from './work.ts';

/** Words that put it on the borrower; a strategy’s reason may hold none of them (G11). */
const BLAME =
  /逾期|违约|失信|信用差|信用不良|不良记录|还款能力不足|overdue|default|delinquen|bad payer|poor credit|misconduct/i;

/** The inputs that a strategy’s criteria look at, whatever tables there are. */
export const STRATEGY_INPUTS: readonly string[] = ['months_since_last_draw', 'effective_limit'];

/** The first word of a strategy’s reason that reads as the borrower’s fault, or null. */
export const blameIn = (reason: LocalText): string | null => BLAME.exec(`${reason.zh} ${reason.en}`)?.[0] ?? null;

/** Whether a strategy’s criteria take in a borrower. Criteria are of the portfolio, never of conduct (G11). */
export const strategyTouches = (strategy: Strategy, file: BorrowerFile, now: Instant): boolean => {
  const line = file.line;
  if (line === null || line.status === 'CLOSED') return false;
  if (strategy.lineKind !== null && line.kind !== strategy.lineKind) return false;
  const limit = effectiveLimitOf(file, now);
  if (limit === 0n) return false;
  if (coolsUntil(coolingOffOf(file, now), kindOf(strategy), 'STRATEGY') !== null) return false;
  if (strategy.minLimitFen !== null && limit < strategy.minLimitFen) return false;
  if (
    strategy.dormantMonths !== null &&
    (monthsWithoutDraw(file, now) < strategy.dormantMonths || line.keptAt !== null)
  )
    return false;
  return strategy.effect !== 'REDUCE' || limitAfterStrategy(strategy, file, now) < limit;
};

const kindOf = ({ effect }: Strategy): RestrictionKind => (effect === 'REDUCE' ? 'LIMIT_REDUCED' : 'DRAW_SUSPENDED');

const monthsWithoutDraw = (file: BorrowerFile, now: Instant): number => {
  const last = Object.values(file.loans).reduce(
    (latest, loan) => (loan.requestedAt > latest ? loan.requestedAt : latest),
    file.line?.openedAt ?? now,
  );
  return Math.floor((Date.parse(now) - Date.parse(last)) / (30 * 86_400_000));
};

/** The limit after the strategy; never below what is drawn, so that nothing is recalled (G7). */
export const limitAfterStrategy = (strategy: Strategy, file: BorrowerFile, now: Instant): bigint => {
  const limit = effectiveLimitOf(file, now);
  const cut = strategy.effect === 'REDUCE' ? (limit * BigInt(strategy.reduceToPercent ?? 0)) / 100n : limit;
  const used = usedOf(file);
  return cut > used ? cut - (cut % 10_000n) : used;
};

export const applyStrategy = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'apply_strategy' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const { strategy } = command;
  if (strategy.noticeDays < context.lender.noticeDays)
    return refuse('strategy_too_soon', { field: 'noticeDays', value: context.lender.noticeDays });
  if (strategy.author === strategy.approver) return refuse('same_person');
  const blame = blameIn(strategy.reason);
  if (blame !== null) return refuse('strategy_blames', { field: 'reason', value: blame });
  const work = begin(file, context);
  const already = Object.values(file.restrictions).some((restriction) => restriction.strategyId === strategy.id);
  if (already || !strategyTouches(strategy, file, context.now)) return done(work);
  const decision = strategyDecision(strategy, file, context);
  work.add({ type: 'decision.recorded', decision });
  const id = propose(
    work,
    {
      kind: kindOf(strategy),
      causeFamily: 'STRATEGY',
      limitAfterFen: decision.limitFen,
      strategyId: strategy.id,
      approvedBy: [strategy.author, strategy.approver],
    },
    decision,
    context,
  );
  announce(work, id, decision, strategy.noticeDays, context, strategy.reason);
  return done(work);
};

/** People approved the strategy; the decision says which of its criteria the borrower’s line meets, with its value (G1). */
const strategyDecision = (strategy: Strategy, file: BorrowerFile, context: Context): DecisionRecord => {
  const about = judgementContextOf(file, context, 2);
  const dormant = strategy.dormantMonths !== null;
  const code = dormant ? 'C4_DORMANT' : (strategy.minLimitFen ?? 0n) > 0n ? 'C1_EXPOSURE' : 'C1_ALL_LINES';
  const collected = dormant
    ? collectInputs(['months_since_last_draw'], file, context.now, context.businessDate, context.policies)
    : [];
  const limit: RecordedInput = {
    name: 'effective_limit',
    value: Number(about.effectiveLimitFen),
    source: 'own_ledger',
    observedAt: context.now,
    fresh: true,
  };
  const input = collected[0] ?? limit;
  const reason: ReasonRecord = {
    code,
    ruleId: `strategy:${strategy.id}`,
    input: input.name,
    value: input.value,
    source: input.source,
    observedAt: input.observedAt,
    threshold: { operator: '>=', value: dormant ? strategy.dormantMonths : Number(strategy.minLimitFen ?? 0n) },
    changeable: dormant,
    cure: dormant ? 'UPDATE' : 'NONE',
    earliestDate: null,
  };
  const unhashed: Omit<DecisionRecord, 'recordHash'> = {
    id: derivedId(context.commandId, 'decision:STRATEGY'),
    kind: 'STRATEGY',
    at: context.now,
    actor: context.actor,
    context: about,
    inputs: [input],
    versions: {
      policy: context.policies.version,
      parameters: context.policies.parametersVersion,
      scorecard: null,
      behaviour: BEHAVIOUR_VERSION,
    },
    tableId: STRATEGY_TABLE,
    firedRuleIds: [reason.ruleId],
    points: null,
    proposedAction: strategy.effect === 'REDUCE' ? 'LIMIT_REDUCED' : 'DRAW_SUSPENDED',
    action: strategy.effect === 'REDUCE' ? 'LIMIT_REDUCED' : 'DRAW_SUSPENDED',
    causeFamily: 'STRATEGY',
    limitFen: strategy.effect === 'REDUCE' ? limitAfterStrategy(strategy, file, context.now) : null,
    holdDays: null,
    guaranteeChecks: [
      { id: 'G1', held: true, note: `criterion ${code} with the line’s own value` },
      { id: 'G2', held: true, note: `announced ${strategy.noticeDays} days ahead` },
      { id: 'G3', held: true, note: `approved by ${strategy.author} and ${strategy.approver}` },
      { id: 'G11', held: true, note: 'strategy: no fault, not reported' },
    ],
    reasons: [reason],
    counterfactuals: [],
    timeAloneOn: null,
  };
  return { ...unhashed, recordHash: hashOfRecord(unhashed) };
};
