import { COOLING_OFF_DAYS } from './cooling-off.ts';
import { isAdverse, SEVERITY } from './decision/severity.ts';
import { prohibition } from './policy/prohibited.ts';
import { evolve } from './evolve.ts';
import { carryingReasons, type InputValue, type ReasonRecord } from './decision-record.ts';
import { replayDecision } from './decision/replay.ts';
import type { CostSheetReading, Fact } from './fact.ts';
import { type PolicySet, policyVersion } from './policy/policy-set.ts';
import { type BorrowerFile, emptyFile } from './file.ts';
import { approvalsNeeded } from './commands/people-restrict.ts';
import type { Restriction } from './restriction.ts';
import type { Instant } from './vocabulary.ts';
import { OPEN_APPEAL_STATES } from './states/appeal-states.ts';
import { forbiddenMoves } from './states/moves.ts';
import { toJson } from './json.ts';
import { creditMemoOf, memoHashOf } from './three-part-check/memo.ts';
import { machineMostFen } from './three-part-check/parameters.ts';
import { NOTHING_CHECKED } from './three-part-check/parts.ts';
import { plusDays, wholeDaysBetween } from './time.ts';

/** One broken guarantee, with where. */
export interface Violation {
  readonly guarantee: string;
  readonly borrowerId: string;
  readonly seq: number;
  readonly detail: string;
}

/**
 * Checks G1-G11 over one borrower’s recorded facts, action by action. It looks only at what is recorded, after the fact,
 * and repeats none of the code that decides; with policies it also runs every decision again (G10). G12 is checked by the store, which keeps the log.
 */
export const auditGuarantees = (
  borrowerId: string,
  facts: readonly Fact[],
  noticeDays: number,
  policies: PolicySet | null = null,
): Violation[] => {
  const violations: Violation[] = [];
  let file: BorrowerFile = emptyFile(borrowerId);
  for (const fact of facts) {
    const report = (guarantee: string, detail: string): void =>
      void violations.push({ guarantee, borrowerId, seq: fact.seq, detail });
    checkFact(file, fact, noticeDays, report);
    if (policies !== null) {
      checkReplay(fact, policies, report);
      if (fact.body.type === 'offer.made') checkOffer(file, fact.body, policies, report);
    }
    const after = evolve(file, fact);
    checkTerms(file, after, report);
    for (const { thing, id, from, to } of forbiddenMoves(file, after))
      report('STATES', `${thing} ${id} went from ${from} to ${to}`);
    file = after;
  }
  return violations;
};

/** G10: every decision can be run again, by the policy that made it, to the bit. */
const checkReplay = (fact: Fact, policies: PolicySet, report: Report): void => {
  if (fact.body.type !== 'decision.recorded') return;
  const { decision } = fact.body;
  if (policyVersion(policies, decision.versions.policy) === null) {
    report('G10', `decision ${decision.id} was made by policy ${decision.versions.policy}, which nobody kept`);
    return;
  }
  const replay = replayDecision(decision, policies);
  if (!replay.identical) report('G10', `decision ${decision.id} replays otherwise: ${replay.differences.join(', ')}`);
};

/** Whether a value lies on the side of the line that a reason claims. Written apart from the code that decides. */
const crossed = (value: InputValue, { operator, value: line }: ReasonRecord['threshold']): boolean => {
  if (operator === 'not in') return !String(line).split(', ').includes(String(value));
  if (typeof value !== 'number' || typeof line !== 'number') return value === line;
  const sides: Readonly<Record<string, boolean>> = {
    '>': value > line,
    '>=': value >= line,
    '<': value < line,
    '<=': value <= line,
    '=': value === line,
  };
  return sides[operator] ?? false;
};

type Report = (guarantee: string, detail: string) => void;

const checkFact = (file: BorrowerFile, fact: Fact, noticeDays: number, report: Report): void => {
  const { body } = fact;
  switch (body.type) {
    case 'decision.recorded': {
      const { decision } = body;
      if (isAdverse(decision.action) && decision.reasons.length === 0)
        report('G1', `decision ${decision.id} ends in ${decision.action} without a reason`);
      if (decision.reasons.some((reason) => reason.value === null && decision.causeFamily !== 'STRATEGY'))
        report('G1', `decision ${decision.id} gives a reason without the borrower’s value`);
      for (const reason of decision.reasons)
        if (!crossed(reason.value, reason.threshold))
          report(
            'G1',
            `decision ${decision.id} gives ${reason.code} as a reason, but ${String(reason.value)} does not cross ${reason.threshold.operator} ${String(reason.threshold.value)}`,
          );
      for (const input of decision.inputs) {
        const why = prohibition(input.name);
        if (why) report('G6', `decision ${decision.id} looked at ${input.name}: ${why}`);
      }
      if (isAdverse(decision.action) && decision.reasons.length > 0 && carryingReasons(decision).length === 0)
        report('G3', `decision ${decision.id} rests on nothing but reasons that only support others`);
      const machineAlone =
        decision.actor.kind === 'machine' && decision.context.people === 0 && decision.kind !== 'UNDERWRITING';
      if (machineAlone && decision.context.goodStanding && SEVERITY[decision.action] > SEVERITY.DRAW_HOLD)
        report('G3', `the machine alone decided ${decision.action} in good standing`);
      const stale = decision.reasons.filter((reason) =>
        decision.inputs.some((input) => input.name === reason.input && !input.fresh),
      );
      if (isAdverse(decision.action) && stale.length > 0)
        report('G5', `decision ${decision.id} rests on stale ${stale.map((reason) => reason.input).join(', ')}`);
      break;
    }
    case 'credit.proposed':
    case 'credit.agreed':
      checkCredit(file, fact, body, report);
      break;
    case 'restriction.proposed':
      checkRested(file, fact.occurredAt, body.restriction, report);
      break;
    case 'restriction.withdrawn':
      if (file.restrictions[body.restrictionId]?.proposedBy.kind !== 'machine')
        report('STATES', `restriction ${body.restrictionId} was withdrawn and is no proposal of the machine`);
      break;
    case 'restriction.effective':
      checkEffective(file, fact, body, noticeDays, report);
      break;
    case 'restriction.renewed':
      checkRenewed(file, fact, body, report);
      break;
    case 'appeal.decided':
      checkAppeal(file, fact, body, report);
      break;
    case 'draw.requested':
      checkCaps(file, fact.occurredAt, body, report);
      if (body.reading !== undefined) checkReading(`loan ${body.loanId}`, body.reading, report);
      break;
    case 'offer.accepted':
      checkReading(`the offer of application ${body.applicationId}`, body, report);
      break;
    case 'notice.issued':
      if (body.notice.causeFamily === 'STRATEGY' && (!body.notice.noFault || body.notice.reportedToBureau))
        report('G11', `strategy notice ${body.notice.id} carries fault`);
      if (
        body.notice.adverse &&
        (body.notice.appealBy === null || body.notice.appealBy < plusDays(body.notice.issuedAt, 180))
      )
        report('G8', `notice ${body.notice.id} gives less than 180 days to contest`);
      break;
    default:
      break;
  }
};

/**
 * G3 and G10 of a business line: the memo is what the recorded parts come to, made again here, and whoever agrees to it is
 * another than who proposed it.
 */
const checkCredit = (
  file: BorrowerFile,
  { actor }: Fact,
  body: Extract<Fact['body'], { type: 'credit.proposed' | 'credit.agreed' }>,
  report: Report,
): void => {
  const { application } = file;
  if (body.type === 'credit.proposed') {
    const { id, memo, memoHash } = body.proposal;
    const again = creditMemoOf(memo, application?.check ?? NOTHING_CHECKED, memo.parameters, memo.recommendation);
    if (memoHashOf(memo) !== memoHash || memoHashOf(again) !== memoHash)
      report('G10', `the memo of proposal ${id} is not what was recorded comes to`);
    return;
  }
  const { proposal } = application ?? {};
  const decision = file.decisions[body.decisionId];
  const second = actor.kind === 'staff' ? actor.staffNo : null;
  if (proposal == null || second === null || second !== body.by || second === proposal.proposedBy)
    report('G3', `proposal ${body.proposalId} was not agreed to by another person than proposed it`);
  if (decision === undefined || decision.memoHash !== proposal?.memoHash)
    report('G10', `decision ${body.decisionId} names another memo than proposal ${body.proposalId}`);
};

/** G3: what is beyond the machine on a business line is offered by two people on a memo, or not at all. */
const checkOffer = (
  file: BorrowerFile,
  { applicationId, decisionId, limitFen }: Extract<Fact['body'], { type: 'offer.made' }>,
  policies: PolicySet,
  report: Report,
): void => {
  const { application } = file;
  const decision = file.decisions[decisionId];
  const policy = decision && policyVersion(policies, decision.versions.policy);
  if (application === null || decision === undefined || policy == null || decision.memoHash !== undefined) return;
  const mostFen = machineMostFen(application.kind, policy);
  if (mostFen !== null && limitFen > mostFen)
    report('G3', `application ${applicationId} was offered ${limitFen} on no memo; ${mostFen} is the most without`);
};

/** G7: a loan is paid back on the terms it was signed on; only the day from which interest runs is the rail’s to say. */
const checkTerms = (before: BorrowerFile, after: BorrowerFile, report: Report): void => {
  if (before.loans === after.loans) return;
  for (const [id, { terms }] of Object.entries(after.loans)) {
    const signed = before.loans[id]?.terms;
    if (signed === undefined || signed === terms) continue;
    if (toJson({ ...signed, startDate: terms.startDate }) !== toJson(terms))
      report('G7', `loan ${id} was signed on other terms than it goes by`);
  }
};

/** Nothing is signed before its cost sheet was read to the end, for as long as the lender asked then. */
const checkReading = (
  what: string,
  reading: Pick<CostSheetReading, 'readSeconds' | 'scrolledToEnd'> & { readonly minimumReadingSeconds?: number },
  report: Report,
): void => {
  const { readSeconds, minimumReadingSeconds = 0, scrolledToEnd } = reading;
  if (!scrolledToEnd || readSeconds < minimumReadingSeconds)
    report('COST_SHEET', `${what} was signed after ${readSeconds} of ${minimumReadingSeconds} seconds of reading`);
};

/** A draw keeps to every cap per draw in force (N111), told from the restrictions alone. */
const checkCaps = (
  file: BorrowerFile,
  at: Instant,
  { loanId, terms }: Extract<Fact['body'], { type: 'draw.requested' }>,
  report: Report,
): void => {
  for (const { id, kind, state, expiresAt, singleDrawCapFen: capFen } of Object.values(file.restrictions))
    if (
      kind === 'SINGLE_DRAW_CAP' &&
      state === 'effective' &&
      (expiresAt === null || at < expiresAt) &&
      (capFen === undefined || terms.principalFen > capFen)
    )
      report('STATES', `loan ${loanId} of ${terms.principalFen} is above cap ${id}`);
};

/** N80, told from the restrictions alone. */
const checkRested = (file: BorrowerFile, at: Instant, restriction: Restriction, report: Report): void => {
  const { kind, causeFamily } = restriction;
  const days = COOLING_OFF_DAYS[kind][causeFamily];
  // Decisions made before the rule was kept do not say what rested then.
  const ruled = file.decisions[restriction.decisionId]?.context.coolingOff !== undefined;
  if (days === 0 || restriction.stepUpLifts || !ruled) return;
  for (const before of Object.values(file.restrictions)) {
    if (before.kind !== kind || before.causeFamily !== causeFamily || before.stepUpLifts) continue;
    // What the machine took back before anybody agreed touched nobody: there is nothing to rest from (N177).
    if (before.state === 'withdrawn') continue;
    const ended = before.endedAt ?? (before.state === 'effective' ? before.expiresAt : null);
    if (ended !== null && ended <= at && at < plusDays(ended, days))
      report('G3', `restriction ${restriction.id} began within ${days} days of the end of ${before.id}`);
  }
};

const checkEffective = (
  file: BorrowerFile,
  fact: Fact,
  body: Extract<Fact['body'], { type: 'restriction.effective' }>,
  noticeDays: number,
  report: Report,
): void => {
  const restriction = file.restrictions[body.restrictionId];
  const notice = file.notices[body.noticeId];
  if (!restriction) return report('STATES', `restriction ${body.restrictionId} took effect and was never proposed`);
  if (!notice) return report('G2', `restriction ${restriction.id} took effect without a notice`);
  if (notice.reasons.length === 0) report('G1', `restriction ${restriction.id} took effect without a reason`);
  const protective =
    restriction.kind === 'STEP_UP' ||
    restriction.kind === 'SINGLE_DRAW_CAP' ||
    restriction.kind === 'DRAW_HOLD' ||
    restriction.causeFamily === 'SECURITY' ||
    restriction.causeFamily === 'LEGAL';
  if (!protective && fact.occurredAt < plusDays(notice.issuedAt, noticeDays))
    report('G2', `restriction ${restriction.id} took effect less than ${noticeDays} days after its notice`);
  if ((restriction.kind === 'DRAW_HOLD' || restriction.kind === 'SINGLE_DRAW_CAP') && body.expiresAt === null)
    report('G4', `${restriction.kind} ${restriction.id} has no end`);
  const decision = file.decisions[restriction.decisionId];
  const beyondHold = !['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD'].includes(restriction.kind);
  if (beyondHold && decision?.context.goodStanding && restriction.approvedBy.length < approvalsNeeded(restriction))
    report(
      'G3',
      `restriction ${restriction.id} (${restriction.kind}) took effect with ${restriction.approvedBy.length} person(s)`,
    );
};

const checkRenewed = (
  file: BorrowerFile,
  { actor, occurredAt }: Fact,
  { restrictionId, until, by, secondBy }: Extract<Fact['body'], { type: 'restriction.renewed' }>,
  report: Report,
): void => {
  if (actor.kind !== 'staff') report('G4', `restriction ${restrictionId} was renewed by no person`);
  const days = wholeDaysBetween(file.restrictions[restrictionId]?.effectiveAt ?? occurredAt, until);
  const bySecond = actor.kind === 'staff' && actor.roles.includes('second_approver');
  if (days > 30 && (!bySecond || secondBy === null || secondBy === by))
    report('G4', `restriction ${restrictionId} was renewed to ${days} days without a second approver`);
  const told = Object.values(file.notices).some(
    (notice) => notice.restrictionId === restrictionId && notice.adverse && notice.expiresAt === until,
  );
  if (!told) report('G2', `restriction ${restrictionId} was renewed to ${until} without a notice`);
};

const checkAppeal = (
  file: BorrowerFile,
  fact: Fact,
  body: Extract<Fact['body'], { type: 'appeal.decided' }>,
  report: Report,
): void => {
  const appeal = file.appeals[body.appealId];
  if (!appeal || body.outcome === 'withdrawn') return;
  if (!OPEN_APPEAL_STATES.includes(appeal.state))
    report('STATES', `appeal ${appeal.id} was decided while ${appeal.state}`);
  if (body.by === null || body.secondBy === null || body.by === body.secondBy)
    report('G8', `appeal ${appeal.id} was not decided by two people`);
  const decision = file.decisions[appeal.decisionId];
  const deciders =
    decision === undefined
      ? []
      : [decision.proposedBy, decision.actor.kind === 'staff' ? decision.actor.staffNo : null];
  if (deciders.some((decider) => decider != null && (decider === body.by || decider === body.secondBy)))
    report('G8', `appeal ${appeal.id} was reviewed by its decider`);
  if (fact.occurredAt > plusDays(appeal.answerBy, 0))
    report('G8', `appeal ${appeal.id} was decided after ${appeal.answerBy}`);
  const restriction = appeal.restrictionId === null ? undefined : file.restrictions[appeal.restrictionId];
  if (
    body.outcome === 'overturned' &&
    restriction &&
    ['proposed', 'pre_notice', 'effective'].includes(restriction.state)
  )
    report('G9', `appeal ${appeal.id} is overturned and restriction ${restriction.id} still stands`);
};
