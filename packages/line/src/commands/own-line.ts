import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Line } from '../file.ts';
import { yuan } from '../notices/format.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { effectiveLimitOf, isKeepable, openLoansOf, usedOf } from '../selectors.ts';
import { end } from './restrict.ts';
import { begin, done, type Work } from './work.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Result = Outcome<readonly FactBody[]>;
type Refused = Extract<Result, { ok: false }>;

/** What borrowers do with their own line. */
const activeLine = (file: BorrowerFile): Line | Refused => {
  if (file.line === null) return refuse('no_line');
  return file.line.status === 'CLOSED' ? refuse('line_closed') : file.line;
};

export const lowerLimit = (file: BorrowerFile, command: Of<'lower_limit'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  const now = effectiveLimitOf(file, context.now);
  if (command.limitFen >= now) return refuse('limit_not_lower', { field: 'limitFen', value: yuan(now) });
  const used = usedOf(file);
  if (command.limitFen < used) return refuse('limit_below_used', { field: 'limitFen', value: yuan(used) });
  const work = begin(file, context);
  work.add({
    type: 'limit.changed',
    change: {
      fromFen: now,
      toFen: command.limitFen,
      kind: 'BORROWER_LOWERED',
      decisionId: null,
      noticeId: null,
      decidedBy: 'BORROWER',
    },
  });
  return done(work);
};

/** Takes the borrower’s own lowering back: what we granted holds again, less what restrictions in force take from it. */
export const liftOwnLimit = (file: BorrowerFile, _command: Of<'lift_own_limit'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  if (line.borrowerCapFen === null) return refuse('no_own_limit');
  const work = begin(file, context);
  const toFen = effectiveLimitOf({ ...file, line: { ...line, borrowerCapFen: null } }, context.now);
  work.add({
    type: 'limit.changed',
    change: {
      fromFen: effectiveLimitOf(file, context.now),
      toFen,
      kind: 'BORROWER_LIFTED',
      decisionId: null,
      noticeId: null,
      decidedBy: 'BORROWER',
    },
  });
  return done(work);
};

export const pause = (file: BorrowerFile, _command: Of<'pause'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  const work = begin(file, context);
  if (line.pausedAt === null) work.add({ type: 'line.paused' });
  return done(work);
};

export const resume = (file: BorrowerFile, _command: Of<'resume'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  if (line.pausedAt === null) return refuse('line_not_paused');
  const work = begin(file, context);
  work.add({ type: 'line.resumed' });
  return done(work);
};

/** One tap keeps a dormant line from the reduction that was announced for it. */
export const keep = (file: BorrowerFile, _command: Of<'keep'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  const announced = Object.values(file.restrictions).filter(isKeepable);
  if (announced.length === 0) return refuse('nothing_to_keep');
  const work = begin(file, context);
  for (const restriction of announced) {
    work.add({ type: 'line.kept', restrictionId: restriction.id });
    end(work, restriction.id, 'lifted', 'kept by the borrower', context);
  }
  return done(work);
};

/** A line ends at its owner’s request: by itself, or where another opens in its place (N118). */
export const closedByOwner = (file: BorrowerFile, context: Context): FactBody[] => [
  { type: 'line.closed', by: 'BORROWER' },
  {
    type: 'limit.changed',
    change: {
      fromFen: effectiveLimitOf(file, context.now),
      toFen: 0n,
      kind: 'CLOSED',
      decisionId: null,
      noticeId: null,
      decidedBy: 'BORROWER',
    },
  },
];

export const close = (file: BorrowerFile, _command: Of<'close'>, context: Context): Result => {
  const line = activeLine(file);
  if ('ok' in line) return line;
  const pending = Object.values(file.loans).some((loan) => loan.state === 'PENDING');
  if (pending || openLoansOf(file).length > 0) return refuse('loans_open');
  const work = begin(file, context);
  work.add(...closedByOwner(file, context));
  settlePending(work, context);
  return done(work);
};

/** What was proposed or announced about a line ends with it: nobody is told of a reduction of what is not there (N222). */
export const settlePending = (work: Work, context: Context): void => {
  const why = 'the line was closed';
  for (const { id, state, proposedBy } of Object.values(work.file.restrictions)) {
    if (state === 'proposed' && proposedBy.kind === 'machine')
      work.add({ type: 'restriction.withdrawn', restrictionId: id, by: null, note: why });
    else if (state === 'proposed' || state === 'pre_notice') end(work, id, 'lifted', why, context);
  }
};
