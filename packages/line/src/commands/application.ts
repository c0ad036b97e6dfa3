import { consumerLineRuleOn, addDays } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { DecisionRecord } from '../decision-record.ts';
import { decideAndRecord } from '../decision/record.ts';
import type { Judgement } from '../decision/judge.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { secondLineFault } from '../move.ts';
import { declineNotice, plainNotice } from '../notices/build.ts';
import { instantText, money, yuan } from '../notices/format.ts';
import { aboveCap, costSheetOf, offerTerms } from '../quote.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { REQUIRED_CONSENTS } from '../selectors.ts';
import { dateOf, plusDays } from '../time.ts';
import type { LineKind, LocalText } from '../vocabulary.ts';
import { provenReading } from './cost-sheet.ts';
import { closedByOwner } from './own-line.ts';
import { asMachine, begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;

/** A declined applicant may apply again after this many days; sooner if the reason is gone and an appeal says so. */
export const REAPPLY_AFTER_DAYS = 30;

/** Application, assessment and offer in one step: a decision table and a scorecard decide in milliseconds. */
export const apply = (file: BorrowerFile, command: Of<'apply'>, context: Context): Result => {
  if (file.maskedName === null) return refuse('identity_needed');
  const missing = REQUIRED_CONSENTS.find((kind) => file.consents[kind] === undefined);
  if (missing) return refuse('consent_needed', { field: 'consents', value: missing });
  const second = file.line === null ? null : secondLineFault(file, command.kind, context.now);
  if (second !== null) return second;
  const last = file.application;
  if (last?.status === 'DECLINED' && last.reapplyFrom !== null && last.reapplyFrom > context.businessDate)
    return refuse('reapply_later', { value: last.reapplyFrom });
  if (
    last?.status === 'REFERRED' ||
    (last?.status === 'OFFERED' && last.offer !== null && last.offer.validUntil > context.now)
  )
    return refuse('application_under_way');
  if (command.monthlySalesFen !== undefined && command.kind !== 'BUSINESS')
    return refuse('sales_business_only', { field: 'monthlySalesFen' });
  const unasked = askedFault(command, context);
  if (unasked !== null) return unasked;

  const work = begin(file, context);
  const applicationId = derivedId(context.commandId, 'application');
  const {
    kind,
    monthlyIncomeFen,
    employment,
    monthsInWork,
    region = last?.region,
    askedLimitFen,
    monthlySalesFen,
  } = command;
  work.add({
    type: 'application.submitted',
    applicationId,
    kind,
    monthlyIncomeFen,
    employment,
    monthsInWork,
    ...(region ? { region } : {}),
    ...(askedLimitFen === undefined ? {} : { askedLimitFen }),
    ...(monthlySalesFen === undefined ? {} : { monthlySalesFen }),
  });
  const machine = asMachine(context, 'underwriting');
  const { record, judgement } = decideAndRecord('UNDERWRITING', kind, work.file, machine);
  work.add({ type: 'decision.recorded', decision: record });
  settleApplication(work, applicationId, kind, record, judgement, machine);
  return done(work);
};

/** A limit is asked for of a business line only, within what its product grants. */
const askedFault = (
  { kind, askedLimitFen: asked }: Of<'apply'>,
  { lender }: Context,
): ReturnType<typeof refuse> | null => {
  if (asked === undefined) return null;
  if (kind !== 'BUSINESS') return refuse('asked_limit_business_only', { field: 'askedLimitFen' });
  const { minDrawFen, maxLimitFen } = lender.products[kind];
  return asked >= minDrawFen && asked <= maxLimitFen
    ? null
    : refuse('limit_out_of_range', { field: 'askedLimitFen', value: `${yuan(minDrawFen)} – ${yuan(maxLimitFen)}` });
};

/** What an underwriting decision leads to: offer, decline with reasons, or a person. */
export const settleApplication = (
  work: Work,
  applicationId: string,
  kind: LineKind,
  record: DecisionRecord,
  judgement: Judgement,
  context: Context,
): void => {
  const product = context.lender.products[kind];
  if (
    record.action === 'APPROVE' &&
    record.limitFen !== null &&
    record.limitFen >= product.minDrawFen &&
    judgement.dailyRatePpb !== null
  ) {
    const limitFen = record.limitFen < product.maxLimitFen ? record.limitFen : product.maxLimitFen;
    makeOffer(
      work,
      applicationId,
      kind,
      { limitFen, dailyRatePpb: judgement.dailyRatePpb, decisionId: record.id },
      context,
    );
  } else if (record.action === 'DECLINE') {
    const reapplyFrom = addDays(context.businessDate, REAPPLY_AFTER_DAYS);
    work.add(
      { type: 'application.declined', applicationId, decisionId: record.id, reapplyFrom },
      { type: 'notice.issued', notice: declineNotice(record, reapplyFrom, context, work.file.line !== null) },
    );
  } else work.add({ type: 'application.referred', applicationId, decisionId: record.id });
};

export const makeOffer = (
  work: Work,
  applicationId: string,
  kind: LineKind,
  offer: { readonly limitFen: bigint; readonly dailyRatePpb: bigint; readonly decisionId: string },
  context: Context,
): void => {
  const validUntil = plusDays(context.now, context.lender.products[kind].offerValidDays);
  const costSheet = costSheetOf(
    offerTerms({ ...offer, kind, startDate: context.businessDate }, context.lender),
    context.lender,
  );
  // A policy that prices above the law, or grants beyond it, is a fault of the policy: nothing is offered.
  const above = aboveCap(costSheet, context);
  if (above !== null) throw new Error(`the offer would be above a legal cap: ${above.refusal.message.en}`);
  const rule = kind === 'CONSUMER' ? consumerLineRuleOn(context.businessDate) : null;
  if (rule !== null && offer.limitFen > rule.maxLimitFen)
    throw new Error(`the offer of ${offer.limitFen} fen would be above ${rule.id}: ${rule.source}`);
  const limit = money(offer.limitFen);
  const until = instantText(validUntil);
  work.add(
    {
      type: 'offer.made',
      applicationId,
      decisionId: offer.decisionId,
      limitFen: offer.limitFen,
      dailyRatePpb: offer.dailyRatePpb,
      validUntil,
      costSheetHash: costSheet.hash,
    },
    {
      type: 'notice.issued',
      notice: plainNotice(
        'OFFER',
        'offer',
        { zh: '额度方案已生成', en: 'Your offer is ready' },
        [{ zh: `可开通额度${limit.zh}，有效至${until.zh}。`, en: `A line of ${limit.en}, open until ${until.en}.` }],
        context,
        {
          decisionId: offer.decisionId,
          limitAfterFen: offer.limitFen,
        },
      ),
    },
  );
};

/** Acceptance needs the very cost sheet that was shown, read to its end for the minimum time; the proof is the fact. */
export const acceptOffer = (file: BorrowerFile, command: Of<'accept_offer'>, context: Context): Result => {
  const application = file.application;
  if (application?.status !== 'OFFERED' || application.offer === null) return refuse('no_offer');
  const { offer, kind } = application;
  if (offer.validUntil <= context.now) return refuse('offer_expired', { value: dateOf(offer.validUntil) });
  const second = file.line === null ? null : secondLineFault(file, kind, context.now);
  if (second !== null) return second;
  const product = context.lender.products[kind];
  const reading = provenReading(offer.costSheetHash, command, product);
  if (!reading.ok) return reading;
  const work = begin(file, context);
  const limit = money(offer.limitFen);
  const notice = plainNotice(
    'LINE_OPENED',
    'opened',
    { zh: '额度已开通', en: 'Your line is open' },
    [
      {
        zh: `总额度${limit.zh}，随借随用，不借不收费。`,
        en: `Your limit is ${limit.en}; nothing is charged until you draw.`,
      },
      ...(file.line === null ? [] : MOVED),
    ],
    context,
    { limitAfterFen: offer.limitFen },
  );
  work.add(
    { type: 'offer.accepted', applicationId: application.id, costSheetHash: offer.costSheetHash, ...reading.value },
    ...(file.line === null ? [] : closedByOwner(file, context)),
    {
      type: 'line.opened',
      lineId: derivedId(context.commandId, 'line'),
      applicationId: application.id,
      kind,
      limitFen: offer.limitFen,
      dailyRatePpb: offer.dailyRatePpb,
      nextReviewDate: addDays(context.businessDate, product.reviewEveryDays),
    },
    { type: 'notice.issued', notice },
    {
      type: 'limit.changed',
      change: {
        fromFen: 0n,
        toFen: offer.limitFen,
        kind: 'OPENED',
        decisionId: application.decisionId,
        noticeId: notice.id,
        decidedBy: 'MACHINE',
      },
    },
  );
  return done(work);
};

/** What the owner of a consumer line is told when the business line opens in its place. */
const MOVED: readonly LocalText[] = [
  {
    zh: '您的消费额度已按您的申请结束，不能再借；同一时间只有一个额度。',
    en: 'Your consumer line has ended at your request and takes no more draws: there is one line at a time.',
  },
  {
    zh: '已借款按原来的约定还，条件不变；还清之前占用新额度。',
    en: 'Loans already drawn keep their terms; until they are repaid they count against the new limit.',
  },
];
