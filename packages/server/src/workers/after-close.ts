import { addDays } from '@clearline/lending';
import { type Actor, type IsoDate, lastDayOf, monthBefore } from '@clearline/line';
import { OutsideSilent } from '../outside/signed-call.ts';
import type { Services } from '../services.ts';
import { inGroups } from './in-groups.ts';

const pageSize = 200;
const statementActor: Actor = { kind: 'machine', name: 'statements' };
const issuedKey = 'statements.issued_through';

/** What follows the close of days: each is compared with the rail’s own file, and months that are over get statements. */
export async function afterClose(services: Services, closed: readonly IsoDate[]): Promise<void> {
  const last = closed.at(-1);
  if (last !== undefined) await issueDueStatements(services, last);
  // A day whose file is missing holds up neither statements nor other days; it can be fetched again from the console.
  const compared = await Promise.allSettled(closed.map((date) => compareWithRail(services, date, 'machine:day-close')));
  for (const outcome of compared) if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * Fetches the rail’s file of a day and compares it.
 * @throws OutsideSilent where the rail has no file of the day, or one with bad cells; nothing is written then.
 */
export async function compareWithRail({ rail, queries, clock }: Services, date: IsoDate, actor: string) {
  const text = await rail.dailyFile(date);
  const done = await queries.reconcile({ date, text, actor, now: clock.now() });
  if (!done.ok)
    throw new OutsideSilent(
      'payment rail',
      `its file of ${date} has ${done.faults.length} bad cells, the first in row ${done.faults[0]?.row ?? '?'}`,
    );
  return done.reconciliation;
}

/**
 * Statements of every whole month closed since the last run; at the first run of a book, of the last such month. A run that
 * broke off is done again, and no borrower gets a month twice.
 */
async function issueDueStatements(services: Services, lastClosed: IsoDate): Promise<void> {
  const { queries } = services;
  const newest = monthBefore(addDays(lastClosed, 1));
  const issued = await queries.setting<{ month: string }>(issuedKey);
  let month = issued === null ? newest : monthAfter(issued.month);
  for (; month <= newest; month = monthAfter(month)) {
    await issueStatements(services, month);
    await queries.putSetting(issuedKey, { month });
  }
}

const monthAfter = (month: string): string => addDays(lastDayOf(month) ?? '', 1).slice(0, 7);

async function issueStatements({ book, queries }: Services, month: string): Promise<void> {
  const to = lastDayOf(month);
  if (to === null) throw new Error(`${month} is no month`);
  for (let after = ''; ; ) {
    const page = await queries.borrowersWithLoans({ from: `${month}-01`, to, after, limit: pageSize });
    await inGroups(page, pageSize, async (borrowerId) => {
      const result = await book.execute({
        borrowerId,
        command: { type: 'issue_statement', month },
        actor: statementActor,
        idempotencyKey: `statement:${month}`,
      });
      if (!result.ok)
        throw new Error(`the statement of ${month} was refused for ${borrowerId}: ${result.refusal.code}`);
    });
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last;
  }
}
