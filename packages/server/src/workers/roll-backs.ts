import {
  type Actor,
  inGoodStanding,
  type LeftToPeople,
  leftToPeople,
  type RollBack,
  rollBackEffect,
  type RollBackScope,
} from '@clearline/line';
import type { RollBackReach, RollBackRow } from '@clearline/store';
import { lookingContext } from '../handlers/work.ts';
import type { Services } from '../services.ts';
import { inGroups } from './in-groups.ts';

const pageSize = 100;
const actor: Actor = { kind: 'machine', name: 'roll-back' };

type PageQuery = { readonly limit: number; readonly after?: string };

async function* pagesOf(read: (page: PageQuery) => Promise<string[]>): AsyncGenerator<string[]> {
  let after: string | undefined;
  for (;;) {
    const page = await read({ limit: pageSize, ...(after && { after }) });
    yield page;
    after = page.at(-1);
    if (page.length < pageSize) return;
  }
}
const targetPages = (services: Pick<Services, 'queries'>, what: RollBackScope) =>
  pagesOf((page) => services.queries.rollBackTargets(what, page));

/** Decisions of people that the roll-back of a version leaves to people, with whom each is about (N148). */
export async function leftToPeopleOf(
  services: Pick<Services, 'queries' | 'book' | 'clock' | 'termsOf'>,
  rollBack: Pick<RollBack, 'id' | 'ruleIds' | 'policyVersion'>,
): Promise<readonly (LeftToPeople & { readonly borrowerId: string })[]> {
  const { policyVersion, ruleIds } = rollBack;
  if (policyVersion === null || ruleIds.length > 0) return [];
  const context = lookingContext(services, actor);
  const found: (LeftToPeople & { readonly borrowerId: string })[] = [];
  for await (const page of pagesOf((at) => services.queries.decidedByPeopleUnder(policyVersion, at)))
    for (const borrowerId of page)
      for (const left of leftToPeople(await services.book.file(borrowerId), rollBack, context))
        found.push({ ...left, borrowerId });
  return found;
}

/** Whom a roll-back would touch and what would come of it: each decision is run again, and nothing is written. */
export async function reachOf(
  services: Pick<Services, 'queries' | 'book' | 'policies' | 'clock' | 'termsOf'>,
  what: RollBackScope,
): Promise<RollBackReach> {
  const reach = { borrowers: 0, goodStanding: 0, decisions: 0, flipped: 0, restrictions: 0 };
  const context = { policies: services.policies, now: services.clock.now() };
  for await (const page of targetPages(services, what))
    for (const borrowerId of page) {
      const file = await services.book.file(borrowerId);
      const effect = rollBackEffect(file, what, context);
      const decisions = effect.decisions.length + effect.people.length;
      if (decisions === 0) continue;
      reach.borrowers += 1;
      if (inGoodStanding(file, services.clock.businessDate())) reach.goodStanding += 1;
      reach.decisions += decisions;
      reach.flipped += effect.decisions.filter(({ flips }) => flips).length + effect.people.length;
      reach.restrictions += effect.restrictions.length;
    }
  // Nothing was looked at yet, whatever its id will be.
  return { ...reach, leftToPeople: (await leftToPeopleOf(services, { ...what, id: '' })).length };
}

/**
 * Puts every touched borrower right, and tells them (G9). From its approval on the rules count for nobody. Each borrower
 * is put right at most once, so a run that was broken off is simply run again.
 */
export async function applyRollBack(services: Services, row: RollBackRow): Promise<RollBackRow> {
  if (row.approver === null) throw new Error(`roll-back ${row.id} would be applied without an approver`);
  const rollBack: RollBack = { ...row, approver: row.approver };
  services.withdrawRules(row.ruleIds);
  for await (const page of targetPages(services, row))
    await inGroups(page, pageSize, async (borrowerId) => {
      const result = await services.book.execute({ borrowerId, command: { type: 'roll_back', rollBack }, actor });
      if (!result.ok) throw new Error(`roll-back ${row.id} was refused for ${borrowerId}: ${result.refusal.code}`);
    });
  const applied: RollBackRow = { ...row, state: 'applied', appliedAt: services.clock.now() };
  await services.queries.putRollBack(applied);
  services.nudgeWorkers();
  return applied;
}

/** Rules that stay out of every decision because a roll-back took them back. */
export async function withdrawnRuleIds(queries: Services['queries']): Promise<string[]> {
  const rows = await queries.listRollBacks();
  return rows.filter(({ state }) => state === 'approved' || state === 'applied').flatMap(({ ruleIds }) => ruleIds);
}

/** Roll-backs that were approved and not applied to all, because the process ended in between. */
export async function finishRollBacks(services: Services): Promise<void> {
  for (const row of await services.queries.listRollBacks())
    if (row.state === 'approved') await applyRollBack(services, row);
}
