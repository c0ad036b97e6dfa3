import { addDays } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { decideAndRecord } from '../decision/record.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { declineNotice } from '../notices/build.ts';
import { yuan } from '../notices/format.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { makeOffer, REAPPLY_AFTER_DAYS, settleApplication } from './application.ts';
import { citeReasons, peopleDecision } from './people-decision.ts';
import { aloneFault } from './three-part-check.ts';
import { asMachine, begin, done, type Work } from './work.ts';

type Result = Outcome<readonly FactBody[]>;

/** A person decides an application that the machine would not: a limit at the policy’s own price, or a stated reason. */
export const decideApplication = (
  file: BorrowerFile,
  command: Extract<Command, { type: 'decide_application' }>,
  context: Context,
): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const application = file.application;
  if (application?.status !== 'REFERRED') return refuse('application_not_referred');
  const alone = aloneFault(application, command.approved ? command.limitFen : null, context);
  if (alone !== null) return alone;
  const work = begin(file, context);
  const check = { id: 'G3' as const, held: true, note: 'decided by a named person' };
  if (!command.approved) {
    const cited = citeReasons(command.reasonCodes, 'DECLINE', application.kind, file, context);
    if (!cited.ok) return cited;
    const decision = peopleDecision(
      {
        kind: 'UNDERWRITING',
        proposedAction: 'DECLINE',
        action: 'DECLINE',
        causeFamily: 'ELIGIBILITY',
        limitFen: null,
        holdDays: null,
        check,
        cited: cited.value,
      },
      file,
      context,
    );
    const reapplyFrom = addDays(context.businessDate, REAPPLY_AFTER_DAYS);
    work.add(
      { type: 'decision.recorded', decision },
      { type: 'application.declined', applicationId: application.id, decisionId: decision.id, reapplyFrom },
      { type: 'notice.issued', notice: declineNotice(decision, reapplyFrom, context, file.line !== null) },
    );
    return done(work);
  }
  const { minDrawFen, maxLimitFen } = context.lender.products[application.kind];
  const { limitFen } = command;
  if (limitFen === null || limitFen < minDrawFen || limitFen > maxLimitFen)
    return refuse('limit_out_of_range', { field: 'limitFen', value: `${yuan(minDrawFen)} – ${yuan(maxLimitFen)}` });
  const { judgement } = decideAndRecord('UNDERWRITING', application.kind, file, context);
  if (judgement.dailyRatePpb === null)
    throw new Error(`policy ${context.policies.version} gives no price for application ${application.id}`);
  const decision = peopleDecision(
    {
      kind: 'UNDERWRITING',
      proposedAction: 'APPROVE',
      action: 'APPROVE',
      causeFamily: null,
      limitFen,
      holdDays: null,
      check,
      cited: null,
    },
    file,
    context,
  );
  work.add({ type: 'decision.recorded', decision });
  makeOffer(
    work,
    application.id,
    application.kind,
    { limitFen, dailyRatePpb: judgement.dailyRatePpb, decisionId: decision.id },
    context,
  );
  return done(work);
};

/** Data that were missing have arrived: the application is assessed again without waiting for anybody. */
export const assessAgain = (work: Work, context: Context): void => {
  const application = work.file.application;
  // People who have begun to check a business have it in hand: the machine neither offers nor declines beside them (N142).
  if (application?.status !== 'REFERRED' || application.check !== null) return;
  const machine = asMachine(context, 'underwriting');
  const { record, judgement } = decideAndRecord('UNDERWRITING', application.kind, work.file, machine);
  if (record.action === 'REFER') return;
  work.add({ type: 'decision.recorded', decision: record });
  settleApplication(work, application.id, application.kind, record, judgement, machine);
};
