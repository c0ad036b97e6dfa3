import type { Appeal, OutcomeProposal } from '../appeal.ts';
import type { Context } from '../context.ts';
import type { DecisionRecord, RecordedInput } from '../decision-record.ts';
import { decidingRuleIds } from '../decision/grounds.ts';
import { HUMAN_TABLE, STRATEGY_TABLE } from '../decision/human.ts';
import { type Judgement, judge } from '../decision/judge.ts';
import { lineKindOfTable, recordOf } from '../decision/record.ts';
import type { BorrowerFile } from '../file.ts';
import { GuaranteeBroken } from '../guarantees.ts';
import { derivedId } from '../ids.ts';
import { rulesOfSameMatter } from '../matters.ts';
import { plainNotice } from '../notices/build.ts';
import { instantText } from '../notices/format.ts';
import { type PolicySet, policyVersion } from '../policy/policy-set.ts';
import { effectiveLimitOf } from '../selectors.ts';
import { suppressedUntil } from '../suppression.ts';
import type { Instant, LocalText } from '../vocabulary.ts';
import { makeOffer } from './application.ts';
import { end, standingText } from './restrict.ts';
import type { Work } from './work.ts';

/** The original decision again, with accepted evidence in place of what was seen and mistaken rules set aside. */
export const redecide = (
  decision: DecisionRecord,
  accepted: OutcomeProposal['acceptedEvidence'],
  mistakenRuleIds: readonly string[],
  known: PolicySet,
  now: string,
): { inputs: RecordedInput[]; judgement: Judgement } | null => {
  if (decision.tableId === HUMAN_TABLE || decision.tableId === STRATEGY_TABLE) return null;
  const policies = policyVersion(known, decision.versions.policy);
  if (policies === null) return null;
  const lineKind = lineKindOfTable(decision.tableId, policies);
  if (lineKind === null) return null;
  const inputs = withEvidence(decision.inputs, accepted, now);
  const context = {
    ...decision.context,
    suppressedRuleIds: [...decision.context.suppressedRuleIds, ...mistakenRuleIds],
  };
  return { inputs, judgement: judge(decision.kind, lineKind, inputs, context, policies) };
};

/** Evidence of income changes the ratios to income too: they move together or the re-decision would contradict itself. */
const withEvidence = (
  inputs: readonly RecordedInput[],
  accepted: OutcomeProposal['acceptedEvidence'],
  now: string,
): RecordedInput[] => {
  const income = accepted.find((item) => item.input === 'monthly_income');
  const before = inputs.find((input) => input.name === 'monthly_income')?.value;
  return inputs.map((input) => {
    const direct = accepted.find((item) => item.input === input.name);
    if (direct) return { ...input, value: direct.value, source: 'evidence', observedAt: now, fresh: true };
    const overIncome = input.name === 'debt_service_ratio' || input.name === 'debt_to_monthly_income';
    if (overIncome && income && income.value > 0 && typeof before === 'number' && typeof input.value === 'number')
      return {
        ...input,
        value: Math.floor((input.value * before) / income.value),
        source: 'evidence',
        observedAt: now,
      };
    return input;
  });
};

/**
 * Repairs what an overturned action did, whole, before the case is decided (G9): the restriction is reversed, the line
 * is at least where it was, mistaken signals are suppressed, accepted evidence becomes what we know.
 * @returns the id of the re-decision, or null where there was no table to run again.
 */
export const applyRemedy = (work: Work, appeal: Appeal, proposal: OutcomeProposal, context: Context): string | null => {
  const decision = work.file.decisions[appeal.decisionId];
  if (decision === undefined)
    throw new Error(`appeal ${appeal.id} is about decision ${appeal.decisionId}, which the file does not hold`);
  const again = redecide(decision, proposal.acceptedEvidence, proposal.mistakenRuleIds, context.policies, context.now);
  let redecisionId: string | null = null;
  if (again !== null) {
    const about = {
      ...decision.context,
      suppressedRuleIds: [...decision.context.suppressedRuleIds, ...proposal.mistakenRuleIds],
    };
    const record = recordOf('APPEAL_REDECISION', again.inputs, about, again.judgement, {
      ...context,
      policies: policyVersion(context.policies, decision.versions.policy) ?? context.policies,
    });
    redecisionId = record.id;
    work.add({ type: 'decision.recorded', decision: record });
  }
  learnFromEvidence(work, proposal, context);
  const until = suppressedUntil(context.now, context.policies);
  const restored = restore(work, appeal, proposal.mistakenRuleIds, until, context, redecisionId);
  work.add({
    type: 'remedy.applied',
    appealId: appeal.id,
    restrictionId: appeal.restrictionId,
    limitRestoredToFen: restored,
    suppressedRuleIds: proposal.mistakenRuleIds,
    ...(proposal.mistakenRuleIds.length > 0 && until !== null ? { suppressedUntil: until } : {}),
    acceptedEvidence: proposal.acceptedEvidence,
  });
  if (decision.kind === 'UNDERWRITING')
    reopenApplication(work, again?.judgement ?? null, redecisionId ?? decision.id, context);
  return redecisionId;
};

const restore = (
  work: Work,
  appeal: Appeal,
  mistakenRuleIds: readonly string[],
  until: Instant | null,
  context: Context,
  redecisionId: string | null,
): bigint | null => {
  const restriction = appeal.restrictionId === null ? undefined : work.file.restrictions[appeal.restrictionId];
  if (restriction === undefined) return null;
  if (['proposed', 'pre_notice', 'effective'].includes(restriction.state))
    end(work, restriction.id, 'reversed', `appeal ${appeal.id}`, context, {
      tell: false,
      ...(redecisionId ? { decisionId: redecisionId } : {}),
    });
  reverseSiblings(work, appeal, mistakenRuleIds, context);
  const limit = effectiveLimitOf(work.file, context.now);
  requireRestored(work.file, restriction.limitBeforeFen, limit, context.now);
  const standing = standingText(work.file, limit, context);
  work.add({
    type: 'notice.issued',
    notice: plainNotice(
      'REMEDY',
      `remedy:${appeal.id}`,
      { zh: '额度已恢复', en: 'Your line is restored' },
      [
        {
          zh: `原限制已撤销。${standing.zh}`,
          en: `The restriction is reversed. ${standing.en}`,
        },
        mistakenRuleIds.length > 0
          ? suppressedText(until)
          : {
              zh: '您提交的材料已采信，以后按它评估；这次结果计入该规则的记录。',
              en: 'What you handed in is accepted and counts from now on; the outcome counts in the record of the rule.',
            },
      ],
      context,
      { appealId: appeal.id, restrictionId: restriction.id, decisionId: appeal.decisionId, limitAfterFen: limit },
    ),
  });
  return limit;
};

/** Until when what was mistaken counts for nothing, as the borrower reads it. */
const suppressedText = (until: Instant | null): LocalText => {
  if (until === null)
    return {
      zh: '造成误判的信号不再用于您；这次误判计入该规则的记录。',
      en: 'The mistaken signal no longer counts against you; the mistake counts against the rule that made it.',
    };
  const date = instantText(until);
  return {
    zh: `造成误判的信号在${date.zh}之前不再用于您；这次误判计入该规则的记录。`,
    en: `The mistaken signal does not count against you before ${date.en}; the mistake counts against the rule that made it.`,
  };
};

/** Whatever else rests on nothing but the same mistaken signals falls with the action that was contested. */
const reverseSiblings = (work: Work, appeal: Appeal, mistakenRuleIds: readonly string[], context: Context): void => {
  // One matter is mistaken by every rule over it, save one that fired in the contested decision and was upheld (N82).
  const upheld = (work.file.decisions[appeal.decisionId]?.firedRuleIds ?? []).filter(
    (ruleId) => !mistakenRuleIds.includes(ruleId),
  );
  const mistaken = new Set(
    [...mistakenRuleIds, ...rulesOfSameMatter(mistakenRuleIds, 'CLOSURE', context.policies)].filter(
      (ruleId) => !upheld.includes(ruleId),
    ),
  );
  for (const other of Object.values(work.file.restrictions)) {
    const stands = ['proposed', 'pre_notice', 'effective'].includes(other.state);
    const decision = work.file.decisions[other.decisionId];
    const grounds = decision === undefined ? other.ruleIds : decidingRuleIds(decision, context.policies);
    const sameGround = grounds.length > 0 && grounds.every((ruleId) => mistaken.has(ruleId));
    if (stands && sameGround) end(work, other.id, 'reversed', `appeal ${appeal.id}`, context);
  }
};

/** G9: at least the former line, unless something else that is in force took from it since, or its owner closed it (N222). */
export const requireRestored = (file: BorrowerFile, formerFen: bigint | null, limitFen: bigint, now: string): void => {
  const others = Object.values(file.restrictions).some(
    (other) =>
      other.state === 'effective' &&
      other.kind === 'LIMIT_REDUCED' &&
      (other.expiresAt === null || other.expiresAt > now),
  );
  if (file.line?.status === 'CLOSED') return;
  const ownCap = file.line?.borrowerCapFen ?? null;
  // What a temporary limit had added ends by itself, restriction or not.
  const granted = file.line?.grantedLimitFen ?? null;
  const former = formerFen !== null && granted !== null && granted < formerFen ? granted : formerFen;
  if (former !== null && limitFen < former && !others && (ownCap === null || ownCap >= former))
    throw new GuaranteeBroken('G9', `the remedy leaves a limit of ${limitFen} fen where it was ${former}`);
};

const learnFromEvidence = (work: Work, proposal: OutcomeProposal, context: Context): void => {
  const income = proposal.acceptedEvidence.find((item) => item.input === 'monthly_income');
  if (!income) return;
  work.add({
    type: 'behaviour.observed',
    event: {
      kind: 'INCOME_UPDATE',
      eventId: derivedId(context.commandId, 'income'),
      occurredAt: context.now,
      source: 'evidence',
      monthlyIncomeFen: BigInt(income.value),
      proof: 'BANK_STATEMENT',
    },
  });
};

/** A declined applicant who was right gets the offer, or may apply again at once where a person must price it. */
export const reopenApplication = (
  work: Work,
  judgement: Judgement | null,
  decisionId: string,
  context: Context,
): void => {
  const application = work.file.application;
  if (application?.status !== 'DECLINED') return;
  if (judgement?.action === 'APPROVE' && judgement.limitFen !== null && judgement.dailyRatePpb !== null)
    makeOffer(
      work,
      application.id,
      application.kind,
      { limitFen: judgement.limitFen, dailyRatePpb: judgement.dailyRatePpb, decisionId },
      context,
    );
  else
    work.add({
      type: 'application.declined',
      applicationId: application.id,
      decisionId,
      reapplyFrom: context.businessDate,
    });
};
