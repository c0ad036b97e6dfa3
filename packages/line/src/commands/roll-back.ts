import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { type Action, carryingReasons, type DecisionRecord } from '../decision-record.ts';
import { HUMAN_TABLE, STRATEGY_TABLE } from '../decision/human.ts';
import { type Judgement, judge } from '../decision/judge.ts';
import { kindOfTable, lineKindOfTable, recordOf, scorecardVersions } from '../decision/record.ts';
import { isAdverse, SEVERITY } from '../decision/severity.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { plainNotice } from '../notices/build.ts';
import { money } from '../notices/format.ts';
import { type PolicySet, policyVersion } from '../policy/policy-set.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { Restriction } from '../restriction.ts';
import type { RollBack, RollBackScope } from '../roll-back.ts';
import { effectiveLimitOf } from '../selectors.ts';
import { redecide, reopenApplication, requireRestored } from './remedy.ts';
import { end } from './restrict.ts';
import { begin, done, type Work } from './work.ts';

/** What a roll-back comes to for one borrower, before anything is written. */
export interface RollBackEffect {
  readonly decisions: readonly {
    readonly decision: DecisionRecord;
    readonly again: Judgement;
    readonly flips: boolean;
  }[];
  /** Decisions of people who gave no reason but the rules taken back; there is no table to run them by again. */
  readonly people: readonly DecisionRecord[];
  /** Restrictions that stand on nothing but decisions that flip, or such decisions of people. */
  readonly restrictions: readonly Restriction[];
}

/** Decisions of the machine that a roll-back is about, and only those that took something or asked people to. */
const touches = (rollBack: RollBackScope, decision: DecisionRecord): boolean => {
  if (decision.tableId === HUMAN_TABLE || decision.tableId === STRATEGY_TABLE) return false;
  if (decision.kind === 'APPEAL_REDECISION' || decision.kind === 'ROLL_BACK_REDECISION') return false;
  if (!isAdverse(decision.action) && !isAdverse(decision.proposedAction)) return false;
  if (rollBack.policyVersion !== null && decision.versions.policy !== rollBack.policyVersion) return false;
  if (rollBack.scorecardVersion != null && decision.versions.scorecard !== rollBack.scorecardVersion) return false;
  return rollBack.ruleIds.length === 0 || decision.firedRuleIds.some((ruleId) => rollBack.ruleIds.includes(ruleId));
};

/**
 * Runs each touched decision again from its record: without the rules, or, for a whole version or a scorecard, by the
 * policy in force.
 * Pure and free of consequences, so that the reach of a roll-back can be shown before anybody approves it.
 */
export const rollBackEffect = (
  file: BorrowerFile,
  rollBack: RollBackScope,
  context: Pick<Context, 'policies' | 'now'>,
): RollBackEffect => {
  const decisions = Object.values(file.decisions)
    .filter((decision) => touches(rollBack, decision))
    .flatMap((decision) => {
      const again = runAgain(decision, rollBack, context);
      return again === null ? [] : [{ decision, again, flips: isMilder(again, decision, ledTo(file, decision)) }];
    });
  const people = Object.values(file.decisions).filter((decision) => isPeoplesOwn(rollBack, decision));
  const flipped = new Set([
    ...decisions.filter(({ flips }) => flips).map(({ decision }) => decision.id),
    ...people.map(({ id }) => id),
  ]);
  const restrictions = Object.values(file.restrictions).filter(
    ({ decisionId, state }) => flipped.has(decisionId) && ['proposed', 'pre_notice', 'effective'].includes(state),
  );
  return { decisions, people, restrictions };
};

const isPeoplesOwn = ({ ruleIds, policyVersion: version }: RollBackScope, decision: DecisionRecord): boolean =>
  decision.tableId === HUMAN_TABLE &&
  decision.reasons.length > 0 &&
  (version === null || decision.versions.policy === version) &&
  carryingReasons(decision).every(({ ruleId }) => ruleIds.includes(ruleId));

/** What a decision came to: the restriction made of it, which people may have agreed to, or else its own action. */
const ledTo = (file: BorrowerFile, { id, action }: DecisionRecord): Action =>
  Object.values(file.restrictions).find(({ decisionId }) => decisionId === id)?.kind ?? action;

/**
 * Whether without the mistake less would have come of it: a milder action, or the same with a higher limit or cap, or for
 * fewer days. What is left may ask for as much and yet rest on data that carries nothing (G5).
 */
const isMilder = (again: Judgement, was: DecisionRecord, did: Action): boolean => {
  const now = did === was.action ? again.action : again.wantedAction;
  if (SEVERITY[now] !== SEVERITY[did]) return SEVERITY[now] < SEVERITY[did];
  const rose = (after: bigint | null | undefined, before: bigint | null | undefined): boolean =>
    after != null && before != null && after > before;
  if (did === 'LIMIT_REDUCED') return rose(again.limitFen, was.limitFen);
  if (did === 'SINGLE_DRAW_CAP') return rose(again.singleDrawCapFen, was.singleDrawCapFen);
  return did === 'DRAW_HOLD' && (again.holdDays ?? 0) < (was.holdDays ?? 0);
};

const runAgain = (
  decision: DecisionRecord,
  rollBack: RollBackScope,
  { policies, now }: Pick<Context, 'policies' | 'now'>,
): Judgement | null => {
  if (rollBack.ruleIds.length > 0) return redecide(decision, [], rollBack.ruleIds, policies, now)?.judgement ?? null;
  const lineKind = lineKindOfTable(decision.tableId, policies);
  const kind = kindOfTable(decision.tableId, policies);
  if (lineKind === null || kind === null) return null;
  return judge(kind, lineKind, decision.inputs, decision.context, policies);
};

/** Refuses what names no rule and no version that is out of force: the policy in force would only say the same again. */
export const rollBackOfNothing = (
  { ruleIds, policyVersion: version, scorecardVersion = null }: RollBackScope,
  policies: PolicySet,
): ReturnType<typeof refuse> | null => {
  if (ruleIds.length > 0) return null;
  const field = version === null && scorecardVersion !== null ? 'scorecardVersion' : 'policyVersion';
  const gone =
    field === 'scorecardVersion'
      ? !scorecardVersions(policies).includes(scorecardVersion ?? '')
      : version !== null && version !== policies.version;
  return gone ? null : refuse('roll_back_of_nothing', { field, value: version ?? scorecardVersion ?? '' });
};

/** Undoes what rolled-back rules did to one borrower, and tells them. Once per roll-back: again it changes nothing. */
export const rollBack = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'roll_back' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const { rollBack: asked } = command;
  if (asked.author === asked.approver) return refuse('same_person');
  const nothing = rollBackOfNothing(asked, context.policies);
  if (nothing !== null) return nothing;
  const work = begin(file, context);
  if (file.rollBackIds.includes(asked.id)) return done(work);
  const effect = rollBackEffect(file, asked, context);
  if (effect.decisions.length + effect.people.length === 0) return done(work);
  recordAgain(work, effect, asked, context);
  const formerFen = effect.restrictions.reduce<bigint | null>(
    (most, { limitBeforeFen }) =>
      limitBeforeFen !== null && (most === null || limitBeforeFen > most) ? limitBeforeFen : most,
    null,
  );
  for (const restriction of effect.restrictions)
    end(work, restriction.id, 'reversed', `roll-back ${asked.id}`, context, { tell: false });
  const limitFen = effectiveLimitOf(work.file, context.now);
  requireRestored(work.file, formerFen, limitFen, context.now);
  reopen(work, effect, context);
  work.add({
    type: 'roll_back.applied',
    rollBackId: asked.id,
    ruleIds: asked.ruleIds,
    policyVersion: asked.policyVersion,
    ...(asked.scorecardVersion == null ? {} : { scorecardVersion: asked.scorecardVersion }),
    decisionIds: [...effect.decisions.map(({ decision }) => decision), ...effect.people].map(({ id }) => id),
    restrictionIds: effect.restrictions.map(({ id }) => id),
    by: asked.author,
    secondBy: asked.approver,
  });
  if (undoneOf(effect).length > 0) tell(work, effect, asked, limitFen, context);
  return done(work);
};

/** Each touched decision’s second run is recorded, whether it flips or not, and counts for or against the rules. */
const recordAgain = (work: Work, effect: RollBackEffect, asked: RollBack, context: Context): void => {
  for (const { decision, again, flips } of effect.decisions) {
    const about = {
      ...decision.context,
      suppressedRuleIds: [...new Set([...decision.context.suppressedRuleIds, ...asked.ruleIds])],
    };
    const byRules = asked.ruleIds.length > 0;
    const policies = byRules ? policyVersion(context.policies, decision.versions.policy) : context.policies;
    work.add({
      type: 'decision.recorded',
      decision: recordOf(
        'ROLL_BACK_REDECISION',
        decision.inputs,
        byRules ? about : decision.context,
        again,
        { ...context, policies: policies ?? context.policies },
        `ROLL_BACK:${decision.id}`,
      ),
    });
    if (!flips) continue;
    const contested = decision.firedRuleIds.filter((ruleId) => !byRules || asked.ruleIds.includes(ruleId));
    for (const ruleId of contested)
      work.add({ type: 'rule.contested', ruleId, decisionId: decision.id, result: 'overturned' });
  }
  for (const decision of effect.people)
    for (const { ruleId } of carryingReasons(decision))
      work.add({ type: 'rule.contested', ruleId, decisionId: decision.id, result: 'overturned' });
};

/** The decisions that do not hold any more, the machine’s first. */
const undoneOf = ({ decisions, people }: RollBackEffect): DecisionRecord[] => [
  ...decisions.flatMap(({ decision, flips }) => (flips ? [decision] : [])),
  ...people,
];

/** An application that only the mistake declined is open again. */
const reopen = (work: Work, effect: RollBackEffect, context: Context): void => {
  const { application } = work.file;
  const declined = undoneOf(effect).find(({ id }) => id === application?.decisionId);
  if (declined === undefined) return;
  const again = effect.decisions.find(({ decision }) => decision.id === declined.id)?.again ?? null;
  reopenApplication(work, again, declined.id, context);
};

const tell = (work: Work, effect: RollBackEffect, asked: RollBack, limitFen: bigint, context: Context): void =>
  tellRolledBack(work, asked, effect.restrictions[0]?.id ?? null, undoneOf(effect)[0]?.id ?? null, limitFen, context);

/** Tells a borrower what was wrong, and that what followed from it is undone (G9). */
export const tellRolledBack = (
  work: Work,
  asked: RollBack,
  restrictionId: string | null,
  decisionId: string | null,
  limitFen: bigint,
  context: Context,
): void => {
  const limit = money(limitFen);
  const restored = restrictionId !== null;
  work.add({
    type: 'notice.issued',
    notice: plainNotice(
      'REMEDY',
      `roll-back:${asked.id}`,
      { zh: '我们的判断有误，已更正', en: 'We judged wrongly and have put it right' },
      [
        { zh: `错在哪里：${asked.reason.zh}`, en: `What was wrong: ${asked.reason.en}` },
        restored
          ? {
              zh: `由此产生的限制已撤销，总额度为${limit.zh}。`,
              en: `What followed from it is reversed; your limit is ${limit.en}.`,
            }
          : {
              zh: '由此作出的决定已更正，不计入您的记录。',
              en: 'The decision that followed from it is corrected and does not count against you.',
            },
        {
          zh: '这不是您的原因，您不需要做什么。',
          en: 'This was not your doing; you need do nothing.',
        },
      ],
      context,
      {
        restrictionId,
        decisionId,
        limitAfterFen: work.file.line === null ? null : limitFen,
        noFault: true,
      },
    ),
  });
};
