import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import type { FactBody } from '../fact.ts';
import type { BorrowerFile, Line } from '../file.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { partFault } from '../three-part-check/faults.ts';
import { coverNow, securitiesOf } from '../three-part-check/security-look.ts';
import { begin, done, type Work } from './work.ts';

/**
 * At each review the age of each valuation is looked at again, and what counts by the haircuts in force. What was valued too long ago
 * goes before a person once, until it is valued anew; it moves no limit, as an old figure says nothing about today (G5).
 */
export const lookAtSecurity = (work: Work, line: Line, { businessDate, policies }: Context): void => {
  const { file } = work;
  if (file.line?.securityLook !== null) return;
  const cover = coverNow(file, businessDate, policies);
  const outdated = cover?.securities.filter((one) => one.outdated).length ?? 0;
  if (cover === null || outdated === 0) return;
  work.add({ type: 'security.look_opened', lineId: line.id, outdated, countedFen: cover.countedFen });
};

/** A person had it valued again. Which items there are is settled by the agreement, and does not change here. */
export const revalueSecurity = (
  file: BorrowerFile,
  { securities, note }: Extract<Command, { type: 'revalue_security' }>,
  context: Context,
): Outcome<readonly FactBody[]> => {
  if (context.actor.kind !== 'staff') return refuse('staff_only');
  const before = securitiesOf(file);
  const { line } = file;
  if (line === null || before.length === 0) return refuse('no_security');
  const same =
    securities.length === before.length &&
    securities.every(({ kind, text }, at) => kind === before[at]?.kind && text === before[at]?.text);
  if (!same) return refuse('other_security', { field: 'securities' });
  const fault = partFault({ kind: 'SECURITY', securities }, context.businessDate);
  if (fault !== null) return fault;
  const work = begin(file, context);
  work.add({ type: 'security.revalued', lineId: line.id, securities, by: context.actor.staffNo, note });
  return done(work);
};
