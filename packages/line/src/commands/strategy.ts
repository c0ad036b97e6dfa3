import type { Command, Strategy } from '../command.ts';
import type { Context } from '../context.ts';
import type { RecordedInput } from '../decision-record.ts';
import { collectInputs } from '../decision/inputs.ts';
import { inputNamesFor, judge } from '../decision/judge.ts';
import { judgementContextOf, recordOf } from '../decision/record.ts';
import { fitOf, STRATEGY_FITS, STRATEGY_TERMS } from '../decision/strategy-terms.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { type PolicySet, tableFor } from '../policy/policy-set.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { LineKind, LocalText, RestrictionKind } from '../vocabulary.ts';
import { announce, propose } from './restrict.ts';
import { begin, done } from './work.ts';

type Result = Outcome<readonly FactBody[]>;

/** Words that put it on the borrower; a strategy’s reason may hold none of them (G11). */
const BLAME =
  /逾期|违约|失信|信用差|信用不良|不良记录|还款能力不足|overdue|default|delinquen|bad payer|poor credit|misconduct/i;

/** The first word of a strategy’s reason that reads as the borrower’s fault, or null. */
export const blameIn = (reason: LocalText): string | null => BLAME.exec(`${reason.zh} ${reason.en}`)?.[0] ?? null;

type Scope = Pick<Strategy, 'lineKind' | 'region' | 'segment'>;

/** Why the tables of a policy cannot judge a strategy of this scope (none there, or one that looks past a criterion), or null (N103, N115). */
export const strategyTableFault = (policies: PolicySet, scope: Scope): Extract<Result, { ok: false }> | null => {
  const kinds: readonly LineKind[] = scope.lineKind === null ? ['CONSUMER', 'BUSINESS'] : [scope.lineKind];
  if (kinds.some((kind) => tableFor(policies, 'STRATEGY', kind) === null)) return refuse('strategy_without_table');
  for (const [name, { criterion }] of Object.entries(STRATEGY_FITS))
    if (scope[criterion] !== null && kinds.some((kind) => !inputNamesFor(policies, 'STRATEGY', kind).includes(name)))
      return refuse('strategy_table_lacks', { field: criterion, value: criterion });
  return null;
};

const kindOf = ({ effect }: Strategy): RestrictionKind => (effect === 'REDUCE' ? 'LIMIT_REDUCED' : 'DRAW_SUSPENDED');

/** Announces to one borrower what people approved, where the policy’s strategy table takes their line in (N100-N102). */
export const applyStrategy = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'apply_strategy' }>,
  context: Context,
): Result => {
  const { strategy } = command;
  if (strategy.noticeDays < context.lender.noticeDays)
    return refuse('strategy_too_soon', { field: 'noticeDays', value: context.lender.noticeDays });
  if (strategy.author === strategy.approver) return refuse('same_person');
  const blame = blameIn(strategy.reason);
  if (blame !== null) return refuse('strategy_blames', { field: 'reason', value: blame });
  const fault = strategyTableFault(context.policies, strategy);
  if (fault !== null) return fault;
  const work = begin(file, context);
  const already = Object.values(file.restrictions).some((restriction) => restriction.strategyId === strategy.id);
  const judged = already ? null : judgedLine(strategy, file, context);
  // A table may pass a line over, and can ask for nothing but what was approved.
  if (judged === null || judged.judgement.action !== kindOf(strategy)) return done(work);
  const decision = recordOf('STRATEGY', judged.inputs, judged.about, judged.judgement, context);
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

/** What the table of the line’s kind makes of the line; null where the strategy is not about lines like it. */
const judgedLine = (strategy: Strategy, file: BorrowerFile, context: Context) => {
  const { line } = file;
  if (line === null || line.status === 'CLOSED') return null;
  if (strategy.lineKind !== null && line.kind !== strategy.lineKind) return null;
  const inputs = inputsOf(strategy, line.kind, file, context);
  // Nobody outside what people approved, whatever a rule says.
  if (inputs.some(({ name, value }) => STRATEGY_FITS[name] !== undefined && value !== 'ANY' && value !== 'IN'))
    return null;
  // The author and the approver stand behind it (G3).
  const about = { ...judgementContextOf(file, context, 2), strategyId: strategy.id };
  return { inputs, about, judgement: judge('STRATEGY', line.kind, inputs, about, context.policies) };
};

const inputsOf = (strategy: Strategy, kind: LineKind, file: BorrowerFile, context: Context): RecordedInput[] => {
  const { now, businessDate, policies, unsoundSources } = context;
  const read = (names: readonly string[]): RecordedInput[] =>
    collectInputs(names, file, now, businessDate, policies, unsoundSources ? { unsoundSources } : {});
  return inputNamesFor(policies, 'STRATEGY', kind).flatMap((name): RecordedInput[] => {
    const term = STRATEGY_TERMS[name];
    const fit = STRATEGY_FITS[name];
    if (term === undefined && fit === undefined) return read([name]);
    const source = policies.inputs[name]?.source ?? 'strategy';
    if (term !== undefined) return [{ name, value: term(strategy), source, observedAt: now, fresh: true }];
    const named = fit === undefined ? null : strategy[fit.criterion];
    const [own] = fit === undefined || named === null ? [] : read([fit.own]);
    // A word that is too old to go by makes no fit either (G5).
    const { value = null, observedAt = now, fresh = true } = own ?? {};
    return [{ name, value: fitOf(named, value), source, observedAt, fresh }];
  });
};
