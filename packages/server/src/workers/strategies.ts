import { addDays } from '@clearline/lending';
import type { Actor, Strategy } from '@clearline/line';
import type { StrategyRow } from '@clearline/store';
import type { Services } from '../services.ts';
import { inGroups } from './in-groups.ts';

type Reach = Pick<
  StrategyRow,
  'lineKind' | 'minLimitFen' | 'dormantMonths' | 'region' | 'segment' | 'effect' | 'reduceToPercent'
>;
type Target = { readonly borrowerId: string; readonly limitFen: bigint; readonly goodStanding: boolean };

const pageSize = 200;
const actor: Actor = { kind: 'machine', name: 'strategy' };

async function* targetPages(services: Pick<Services, 'queries' | 'clock'>, reach: Reach): AsyncGenerator<Target[]> {
  const businessDate = services.clock.businessDate();
  let after: string | undefined;
  for (;;) {
    const page = await services.queries.strategyTargets(reach, {
      businessDate,
      limit: pageSize,
      ...(after && { after }),
    });
    yield page;
    after = page.at(-1)?.borrowerId;
    if (page.length < pageSize) return;
  }
}

/**
 * Whom a strategy would touch, how many of them in good standing, and by how much their limits would fall at most: what
 * is drawn stays, so the true cut of a drawn line is smaller.
 */
export async function blastOf(
  services: Pick<Services, 'queries' | 'clock'>,
  reach: Reach,
): Promise<StrategyRow['blast']> {
  const kept = reach.effect === 'REDUCE' ? BigInt(reach.reduceToPercent ?? 0) : 0n;
  let borrowers = 0;
  let goodStanding = 0;
  let limitCutFen = 0n;
  for await (const page of targetPages(services, reach)) {
    borrowers += page.length;
    goodStanding += page.filter((target) => target.goodStanding).length;
    for (const { limitFen } of page) limitCutFen += limitFen - (limitFen * kept) / 100n;
  }
  return { borrowers, goodStanding, limitCutFen };
}

/**
 * Tells every borrower touched, days ahead (G2, G11). Each is told at most once per strategy, so a run that was broken
 * off is simply run again.
 */
export async function announceStrategy(services: Services, row: StrategyRow): Promise<StrategyRow> {
  if (row.approver === null) throw new Error(`strategy ${row.id} would be announced without an approver`);
  const strategy: Strategy = { ...row, approver: row.approver };
  for await (const page of targetPages(services, row)) {
    await inGroups(page, pageSize, async ({ borrowerId }) => {
      const result = await services.book.execute({ borrowerId, command: { type: 'apply_strategy', strategy }, actor });
      if (!result.ok) throw new Error(`strategy ${row.id} was refused for ${borrowerId}: ${result.refusal.code}`);
    });
  }
  const effectiveOn = addDays(services.clock.businessDate(), row.noticeDays);
  const announced: StrategyRow = { ...row, state: 'announced', effectiveOn };
  await services.queries.putStrategy(announced);
  services.nudgeWorkers();
  return announced;
}

/** Strategies that were approved and not told to all, because the process ended in between. */
export async function finishAnnouncements(services: Services): Promise<void> {
  for (const row of await services.queries.listStrategies()) {
    if (row.state === 'approved') await announceStrategy(services, row);
  }
}
