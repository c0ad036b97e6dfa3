import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { limitRests } from '../cooling-off.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Line } from '../file.ts';
import { plainNotice } from '../notices/build.ts';
import { dateText, instantText, money, yuan } from '../notices/format.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { effectiveLimitOf, inGoodStanding, restrictionsInForce, usedOf } from '../selectors.ts';
import { TEMPORARY_DAYS, TEMPORARY_PERCENT_MAX, temporaryNextAt } from '../temporary-limit.ts';
import { plusDays, startOfDate, wholeDaysBetween } from '../time.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type Refused = Extract<Result, { ok: false }>;

/** Granted limits are in whole hundreds of yuan; so are temporary ones. */
const STEP_FEN = 10_000n;

/** The most that may be asked for: half as much again as was granted, and never above the product’s limit. */
export const temporaryMostFen = (line: Line, { lender }: Pick<Context, 'lender'>): bigint => {
  const share = (line.grantedLimitFen * TEMPORARY_PERCENT_MAX) / 100n;
  const most = lender.products[line.kind].maxLimitFen;
  const capped = share < most ? share : most;
  return capped - (capped % STEP_FEN);
};

/** The borrower asks for a higher limit for a purpose and a time; nothing changes until a person agrees. */
export const askTemporaryLimit = (file: BorrowerFile, command: Of<'ask_temporary_limit'>, context: Context): Result => {
  const line = file.line;
  if (line === null) return refuse('no_line');
  if (line.status === 'CLOSED') return refuse('line_closed');
  if (file.temporaryAsk !== null || line.temporary !== null) return refuse('temporary_limit_exists');
  const refused = unfit(file, line, command, context);
  if (refused) return refused;
  const { limitFen, until, purpose } = command;
  const work = begin(file, context);
  work.add({ type: 'temporary_limit.asked', limitFen, until, purpose });
  return done(work);
};

/** Why a temporary limit cannot be, now; looked at when it is asked for, and again when it is granted. */
const unfit = (
  file: BorrowerFile,
  line: Line,
  { limitFen, until }: { readonly limitFen: bigint; readonly until: string },
  context: Context,
): Refused | null => {
  const least = effectiveLimitOf(file, context.now) + STEP_FEN;
  const most = temporaryMostFen(line, context);
  if (limitFen < least || limitFen > most || limitFen % STEP_FEN !== 0n)
    return refuse('temporary_limit_range', { field: 'limitFen', value: `${yuan(least)}-${yuan(most)}` });
  const days = wholeDaysBetween(startOfDate(context.businessDate), startOfDate(until));
  if (days < TEMPORARY_DAYS.least || days > TEMPORARY_DAYS.most)
    return refuse('temporary_limit_days', { field: 'until', value: `${TEMPORARY_DAYS.least}-${TEMPORARY_DAYS.most}` });
  const restricted = restrictionsInForce(file, context.now).length > 0 || limitRests(file, context.now);
  if (restricted || line.borrowerCapFen !== null || !inGoodStanding(file, context.businessDate))
    return refuse('temporary_limit_not_now');
  return null;
};

/** A person agrees, with the terms that were asked for, or turns it down with a reason. */
export const decideTemporaryLimit = (
  file: BorrowerFile,
  command: Of<'decide_temporary_limit'>,
  context: Context,
): Result => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const { line, temporaryAsk: asked } = file;
  if (line === null) return refuse('no_line');
  if (asked === null) return refuse('no_temporary_ask');
  const { note } = command;
  const by = context.actor.staffNo;
  const work = begin(file, context);
  if (!command.approved) {
    const notice = plainNotice(
      'TEMPORARY_LIMIT',
      'temporary-declined',
      { zh: '临时额度未通过', en: 'No temporary limit this time' },
      [
        { zh: `工作人员的说明：${note}`, en: `What our colleague writes: ${note}` },
        { zh: '现有额度不变，以后可以再次申请。', en: 'Your limit stays as it is; you can ask again later.' },
      ],
      context,
    );
    work.add({ type: 'notice.issued', notice }, { type: 'temporary_limit.declined', by, note, noticeId: notice.id });
    return done(work);
  }
  const refused = unfit(file, line, asked, context);
  if (refused) return refused;
  const until = startOfDate(asked.until);
  const tellAt = plusDays(until, -context.lender.noticeDays);
  const from = effectiveLimitOf(file, context.now);
  const notice = temporaryNotice(asked.limitFen, from, dateText(asked.until), context);
  work.add(
    { type: 'notice.issued', notice },
    {
      type: 'temporary_limit.granted',
      temporary: { limitFen: asked.limitFen, purpose: asked.purpose, tellAt, until, endTold: false },
      by,
      note,
      noticeId: notice.id,
    },
  );
  limitMoved(work, from, 'TEMPORARY_RAISED', notice.id, context, 'PEOPLE');
  return done(work);
};

const temporaryNotice = (limitFen: bigint, fromFen: bigint, day: ReturnType<typeof dateText>, context: Context) => {
  const [from, to] = [money(fromFen), money(limitFen)];
  return plainNotice(
    'TEMPORARY_LIMIT',
    'temporary-granted',
    { zh: '临时额度已生效', en: 'Your temporary limit is in force' },
    [
      { zh: `总额度由${from.zh}提高到${to.zh}。`, en: `The limit goes from ${from.en} to ${to.en}.` },
      {
        zh: `${day.zh}起恢复为原额度，到期前${context.lender.noticeDays}天会再通知您。`,
        en: `From ${day.en} the earlier limit holds again; we tell you ${context.lender.noticeDays} days ahead.`,
      },
      DEBT_KEEPS_ITS_PLAN,
    ],
    context,
    { limitBeforeFen: fromFen, limitAfterFen: limitFen },
  );
};

const DEBT_KEEPS_ITS_PLAN = {
  zh: '那时已借的款即使超过原额度，也照原计划还，不提前收回，不加收费用。',
  en: 'What is drawn by then keeps its plan even above the earlier limit: no recall, no new fee.',
};

const limitMoved = (
  work: Work,
  fromFen: bigint,
  kind: 'TEMPORARY_RAISED' | 'TEMPORARY_ENDED',
  noticeId: string,
  context: Context,
  decidedBy: 'PEOPLE' | 'MACHINE',
): void => {
  const toFen = effectiveLimitOf(work.file, context.now);
  if (toFen === fromFen) return;
  work.add({ type: 'limit.changed', change: { fromFen, toFen, kind, decisionId: null, noticeId, decidedBy } });
};

/**
 * At the close of a day: tells days ahead that a temporary limit ends, and ends one whose day has come. Told late, it lasts
 * until the full notice has passed; nobody finds a lower limit unannounced (N88).
 */
export const endTemporary = (work: Work, context: Context): void => {
  const temporary = work.file.line?.temporary ?? null;
  if (temporary === null || temporaryNextAt(temporary) > context.now) return;
  if (!temporary.endTold) tellEnd(work, temporary, context);
  else end(work, temporary, context);
};

type Temporary = NonNullable<Line['temporary']>;

const tellEnd = (work: Work, temporary: Temporary, context: Context): void => {
  // Closing a day that was missed tells nobody in the past: the days of notice run from when it can be read.
  const told = context.recordedAt !== undefined && context.recordedAt > context.now ? context.recordedAt : context.now;
  const earliest = plusDays(told, context.lender.noticeDays);
  const until = temporary.until > earliest ? temporary.until : earliest;
  const to = money(limitWithout(work.file, context));
  const notice = plainNotice(
    'TEMPORARY_LIMIT',
    'temporary-ending',
    { zh: '临时额度即将到期', en: 'Your temporary limit is about to end' },
    [
      {
        zh: `${instantText(until).zh}起，总额度恢复为${to.zh}。`,
        en: `From ${instantText(until).en} your limit is ${to.en} again.`,
      },
      DEBT_KEEPS_ITS_PLAN,
    ],
    context,
    { effectiveAt: until, preNoticeDays: context.lender.noticeDays },
  );
  work.add({ type: 'notice.issued', notice }, { type: 'temporary_limit.end_told', until, noticeId: notice.id });
};

const end = (work: Work, temporary: Temporary, context: Context): void => {
  const without = limitWithout(work.file, context);
  const used = usedOf(work.file);
  const limit = money(without);
  const notice = plainNotice(
    'TEMPORARY_LIMIT',
    'temporary-ended',
    { zh: '临时额度已到期', en: 'Your temporary limit has ended' },
    [
      { zh: `总额度为${limit.zh}。`, en: `Your limit is ${limit.en}.` },
      ...(used > without ? [DEBT_KEEPS_ITS_PLAN] : []),
    ],
    context,
    { limitBeforeFen: temporary.limitFen, limitAfterFen: without },
  );
  const before = without < temporary.limitFen ? limitBeforeEnd(work.file, temporary, context) : without;
  work.add({ type: 'notice.issued', notice }, { type: 'temporary_limit.ended', noticeId: notice.id });
  limitMoved(work, before, 'TEMPORARY_ENDED', notice.id, context, 'MACHINE');
};

/** The limit as it was up to its end: what restrictions take away is taken from the higher one too. */
const limitBeforeEnd = (file: BorrowerFile, temporary: Temporary, context: Context): bigint =>
  effectiveLimitOf(withTemporary(file, { ...temporary, endTold: false }), context.now);

const limitWithout = (file: BorrowerFile, context: Context): bigint =>
  effectiveLimitOf(withTemporary(file, null), context.now);

const withTemporary = (file: BorrowerFile, temporary: Temporary | null): BorrowerFile =>
  file.line === null ? file : { ...file, line: { ...file.line, temporary } };
