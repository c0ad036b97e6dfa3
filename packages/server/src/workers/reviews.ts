import type { Actor, IsoDate } from '@clearline/line';
import { factOf } from '../handlers/work.ts';
import type { Services } from '../services.ts';
import { inGroups } from './in-groups.ts';

export interface ReviewRun {
  readonly businessDate: IsoDate;
  readonly reviewed: number;
  readonly raised: number;
  readonly proposedReductions: number;
  readonly unchanged: number;
  readonly abstained: number;
}
type Outcome = 'raised' | 'proposedReductions' | 'unchanged' | 'abstained' | 'skipped';

const pageSize = 200;
const actor: Actor = { kind: 'machine', name: 'scheduler' };

async function reviewOne({ book }: Pick<Services, 'book'>, borrowerId: string): Promise<Outcome> {
  const result = await book.execute({ borrowerId, command: { type: 'review' }, actor });
  // Closed since it was listed: nothing is left to review.
  if (!result.ok) return 'skipped';
  if (factOf(result, 'decision.recorded')?.decision.action === 'ABSTAIN') return 'abstained';
  if (factOf(result, 'limit.changed')?.change.kind === 'RAISED') return 'raised';
  return factOf(result, 'restriction.proposed') === null ? 'unchanged' : 'proposedReductions';
}

/** Runs every scheduled review that is due. A review sets its own next date, so a run repeated does nothing twice. */
export async function runDueReviews(services: Pick<Services, 'book' | 'queries' | 'clock'>): Promise<ReviewRun> {
  const businessDate = services.clock.businessDate();
  const tally: Record<Outcome, number> = { raised: 0, proposedReductions: 0, unchanged: 0, abstained: 0, skipped: 0 };
  let after: string | undefined;
  for (;;) {
    const due = await services.queries.reviewsDue({ businessDate, limit: pageSize, ...(after && { after }) });
    for (const outcome of await inGroups(due, pageSize, (id) => reviewOne(services, id))) tally[outcome] += 1;
    after = due.at(-1);
    if (due.length < pageSize) break;
  }
  const { skipped: _skipped, ...counted } = tally;
  const reviewed = Object.values(counted).reduce((sum, count) => sum + count, 0);
  return { businessDate, reviewed, ...counted };
}
