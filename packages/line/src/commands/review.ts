import { addDays } from '@clearline/lending';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { DecisionRecord } from '../decision-record.ts';
import { limitRests } from '../cooling-off.ts';
import { decideAndRecord } from '../decision/record.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Line } from '../file.ts';
import { plainNotice } from '../notices/build.ts';
import { money } from '../notices/format.ts';
import { reasonText } from '../notices/reasons.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { restrictionsInForce } from '../selectors.ts';
import { liftWhatNoLongerHolds } from './cure.ts';
import { act } from './monitor.ts';
import { lookAtSecurity } from './security-look.ts';
import type { IsoDate } from '../vocabulary.ts';
import { asMachine, begin, done, type Work } from './work.ts';

type Result = Outcome<readonly FactBody[]>;

/** The scheduled review: limits move up, or down, with reasons; what no longer holds is lifted. */
export const review = (
  file: BorrowerFile,
  _command: Extract<Command, { type: 'review' }>,
  context: Context,
): Result => {
  if (file.line === null) return refuse('no_line');
  if (file.line.status === 'CLOSED') return refuse('line_closed');
  const work = begin(file, context);
  runReview(work, file.line, context);
  return done(work);
};

/** Judges the line as it stands; a re-review between two scheduled ones leaves the date of the next as it was. */
export const runReview = (
  work: Work,
  line: Line,
  context: Context,
  nextReviewDate: IsoDate = addDays(context.businessDate, context.lender.products[line.kind].reviewEveryDays),
): void => {
  const machine = asMachine(context, 'review');
  const { record, judgement } = decideAndRecord('SCHEDULED_REVIEW', line.kind, work.file, machine);
  work.add({ type: 'decision.recorded', decision: record });
  liftWhatNoLongerHolds(work, context);
  if (record.action === 'RAISE_LIMIT') raise(work, record, machine);
  else act(work, record, { ...judgement, holdHours: null }, machine);
  lookAtSecurity(work, line, context);
  work.add({ type: 'review.completed', decisionId: record.id, nextReviewDate });
};

const raise = (work: Work, record: DecisionRecord, context: Context): void => {
  const line = work.file.line as Line;
  const max = context.lender.products[line.kind].maxLimitFen;
  const wanted = record.limitFen ?? line.grantedLimitFen;
  const toFen = wanted < max ? wanted : max;
  // The borrower’s own cap is theirs to move; a restriction in force, or lately ended, means the time is not right (N81), and
  // so does one announced: up today and down in a week is no answer (N226).
  if (
    toFen <= line.grantedLimitFen ||
    line.borrowerCapFen !== null ||
    limitRests(work.file, context.now) ||
    restrictionsInForce(work.file, context.now).length > 0 ||
    Object.values(work.file.restrictions).some(({ state }) => state === 'pre_notice')
  )
    return;
  const from = money(line.grantedLimitFen);
  const to = money(toFen);
  const notice = plainNotice(
    'LIMIT_RAISED',
    'raised',
    { zh: '额度已上调', en: 'Your limit has been raised' },
    [
      {
        zh: `总额度由${from.zh}上调为${to.zh}。不需要可随时调低。`,
        en: `The limit goes from ${from.en} to ${to.en}. You can lower it at any time.`,
      },
    ],
    context,
    {
      reasons: record.reasons.map((reason) => reasonText(reason, context.policies)),
      limitBeforeFen: line.grantedLimitFen,
      limitAfterFen: toFen,
      decisionId: record.id,
    },
  );
  work.add(
    { type: 'notice.issued', notice },
    {
      type: 'limit.changed',
      change: {
        fromFen: line.grantedLimitFen,
        toFen,
        kind: 'RAISED',
        decisionId: record.id,
        noticeId: notice.id,
        decidedBy: 'MACHINE',
      },
    },
  );
};
