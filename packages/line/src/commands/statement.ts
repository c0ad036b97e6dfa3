import { addDays, daysInMonth } from '@clearline/lending';
import { contentHash } from '@clearline/receipts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { derivedId } from '../ids.ts';
import { plainNotice } from '../notices/build.ts';
import { STATEMENT_READY, statementEffect } from '../notices/loan-words.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { type Statement, statementOf } from '../statement.ts';
import { asMachine, begin, done } from './work.ts';

/** The last day of `2026-03`; null for what is no month. */
export const lastDayOf = (month: string): string | null => {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (parts === null) return null;
  return `${month}-${String(daysInMonth(Number(parts[1]), Number(parts[2]))).padStart(2, '0')}`;
};

/** Issues the statement of a month that is over, once, to whoever owed or moved anything in it. */
export const issueStatement = (
  file: BorrowerFile,
  { month }: Extract<Command, { type: 'issue_statement' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  const to = lastDayOf(month);
  if (to === null) return refuse('date_invalid', { field: 'month', value: month });
  if (to >= context.businessDate) return refuse('month_not_over', { field: 'month', value: month });
  const work = begin(file, context);
  const id = derivedId(file.borrowerId, `statement:${month}`);
  if (file.statements[id] !== undefined) return done(work);
  const content = statementOf(file, `${month}-01`, to);
  if (content.lines.length === 0 && content.openingOwedFen === 0n && content.closingOwedFen === 0n) return done(work);
  const issued: Omit<Statement, 'contentHash'> = { id, month, ...content };
  work.add({ type: 'statement.issued', statement: { ...issued, contentHash: contentHash(issued) } });
  const effect = statementEffect(month, content.closingOwedFen);
  work.add({
    type: 'notice.issued',
    notice: plainNotice('STATEMENT', 'statement', STATEMENT_READY, effect, asMachine(context, 'statements')),
  });
  return done(work);
};

/** The month before the one that a day is in. */
export const monthBefore = (date: string): string => addDays(`${date.slice(0, 7)}-01`, -1).slice(0, 7);
