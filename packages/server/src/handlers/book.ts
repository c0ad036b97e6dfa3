import { addDays } from '@clearline/lending';
import { policyVersion } from '@clearline/line';
import type { CloseRetries } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { overviewView } from '../views/overview-view.ts';
import { policyDetail, policySummary } from '../views/policy-view.ts';
import { trialBalanceView } from '../views/trial-balance-view.ts';
import { workItem } from '../views/work-view.ts';
import { afterClose } from '../workers/after-close.ts';
import { runDueReviews } from '../workers/reviews.ts';

type Ids =
  | 'today'
  | 'listPolicies'
  | 'getPolicy'
  | 'overview'
  | 'listDayCloses'
  | 'runDayClose'
  | 'trialBalance'
  | 'runReviews'
  | 'auditTrail';

const workItemsShown = 200;
const dayClosesShown = 60;
const failuresShown = 200;

/** The book as a whole: today’s work, figures, policies, end of day, the trail of who looked. */
export function bookHandlers(services: Services): SomeHandlers<Ids> {
  const { book, queries, clock, policies } = services;

  return {
    async today() {
      const now = clock.now();
      const businessDate = clock.businessDate();
      const { items, counts } = await queries.work({ now, businessDate, limit: workItemsShown });
      const shown = items.map((row) => workItem(row, now));
      return answer({ businessDate, items: shown, counts, lastDayClose: book.lastClosedDate });
    },
    async listPolicies() {
      const items = (await queries.policyVersions()).flatMap(({ version, since }) => {
        const found = policyVersion(policies, version);
        return found === null ? [] : [policySummary(found, since, version === policies.version)];
      });
      return answer({ items });
    },
    async getPolicy({ params }) {
      const found = policyVersion(policies, params.version);
      const kept = (await queries.policyVersions()).find(({ version }) => version === params.version);
      if (found === null || kept === undefined) return refuse('not_found', { value: params.version });
      const records = await queries.ruleRecords({ policyVersion: found.version });
      return answer(policyDetail(found, kept.since, found.version === policies.version, clock.businessDate(), records));
    },
    async overview() {
      const businessDate = clock.businessDate();
      const figures = await queries.overview({ now: clock.now(), businessDate });
      return answer(overviewView(figures, businessDate, policies));
    },
    async listDayCloses() {
      const [items, failures] = await Promise.all([
        queries.dayCloses({ limit: dayClosesShown }),
        queries.closeFailures({ limit: failuresShown }),
      ]);
      return answer({ items, failures });
    },
    async runDayClose({ caller, body }) {
      const yesterday = addDays(clock.businessDate(), -1);
      const through = body.through ?? yesterday;
      if (through > yesterday) return refuse('day_not_over', { field: 'through', value: yesterday });
      let retried: CloseRetries = { borrowers: 0, madeGood: 0 };
      const items = await book.closeDays({ through, onRetried: (outcome) => (retried = outcome) });
      const detail = `through ${through}`;
      await queries.recordAudit({
        at: clock.now(),
        actor: caller.staffNo,
        action: 'day.close',
        borrowerId: null,
        detail,
      });
      await afterClose(
        services,
        items.map(({ date }) => date),
      );
      services.nudgeWorkers();
      return answer({ items, retried });
    },
    async trialBalance({ query }) {
      const asOf = query.asOf ?? clock.businessDate();
      return answer(trialBalanceView(await queries.trialBalance({ asOf }), asOf));
    },
    async runReviews({ caller }) {
      const result = await runDueReviews(services);
      const detail = `${result.reviewed} reviewed`;
      await queries.recordAudit({
        at: clock.now(),
        actor: caller.staffNo,
        action: 'reviews.run',
        borrowerId: null,
        detail,
      });
      services.nudgeWorkers();
      return answer(result);
    },
    async auditTrail({ query }) {
      const { limit, cursor } = query;
      return answer(await queries.auditTrail({ limit, ...(cursor && { cursor }) }));
    },
  };
}
