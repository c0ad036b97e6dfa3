import { newId, type StrategyRow } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse, refusedByDomain } from '../http/refused.ts';
import { blameIn, refuse as refuseByDomain, strategyTableFault } from '@clearline/line';
import type { Services } from '../services.ts';
import { strategyView } from '../views/strategy-view.ts';
import { announceStrategy, blastOf } from '../workers/strategies.ts';

type Ids = 'listStrategies' | 'draftStrategy' | 'approveStrategy';

/** Strategies: drafted by one person with their reach shown, approved by another, then announced to every borrower touched. */
export function strategyHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock } = services;

  async function audit(actor: string, action: string, strategy: StrategyRow): Promise<void> {
    await queries.recordAudit({ at: clock.now(), actor, action, borrowerId: null, detail: strategy.id });
  }

  return {
    async listStrategies() {
      const rows = await queries.listStrategies();
      return answer({ items: rows.map((row) => strategyView(row, clock.businessDate())) });
    },
    async draftStrategy({ caller, body }) {
      const { noticeDays } = services.lender;
      if (body.noticeDays < noticeDays) {
        const refusal = refuseByDomain('strategy_too_soon', { field: 'noticeDays', value: noticeDays });
        return { ok: false, refused: refusedByDomain(refusal.refusal) };
      }
      const blame = blameIn(body.reason);
      if (blame !== null) {
        const refusal = refuseByDomain('strategy_blames', { field: 'reason', value: blame });
        return { ok: false, refused: refusedByDomain(refusal.refusal) };
      }
      const scope = { ...body, region: body.region ?? null, segment: body.segment ?? null };
      const fault = strategyTableFault(services.policies, scope);
      if (fault !== null) return { ok: false, refused: refusedByDomain(fault.refusal) };
      if (body.effect === 'REDUCE' && body.reduceToPercent === null) {
        return refuse('invalid_input', {
          field: 'reduceToPercent',
          value: { zh: '应为0至99', en: 'a percentage from 0 to 99 is expected' },
        });
      }
      const strategy: StrategyRow = {
        ...scope,
        id: newId(),
        state: 'draft',
        author: caller.staffNo,
        approver: null,
        createdAt: clock.now(),
        effectiveOn: null,
        blast: await blastOf(services, scope),
      };
      await queries.putStrategy(strategy);
      await audit(caller.staffNo, 'strategy.draft', strategy);
      return answer(strategyView(strategy, clock.businessDate()));
    },
    async approveStrategy({ caller, params, body }) {
      const strategy = await queries.strategy(params.id);
      if (strategy === null) return refuse('not_found', { value: params.id });
      if (strategy.state !== 'draft') return refuse('strategy_not_draft', { value: strategy.state });
      if (strategy.author === caller.staffNo) {
        return { ok: false, refused: refusedByDomain(refuseByDomain('same_person').refusal) };
      }
      if (!body.approved) {
        const withdrawn: StrategyRow = { ...strategy, state: 'withdrawn' };
        await queries.putStrategy(withdrawn);
        await audit(caller.staffNo, 'strategy.reject', strategy);
        return answer(strategyView(withdrawn, clock.businessDate()));
      }
      const fault = strategyTableFault(services.policies, strategy);
      if (fault !== null) return { ok: false, refused: refusedByDomain(fault.refusal) };
      const approved: StrategyRow = { ...strategy, state: 'approved', approver: caller.staffNo };
      await queries.putStrategy(approved);
      await audit(caller.staffNo, 'strategy.approve', strategy);
      return answer(strategyView(await announceStrategy(services, approved), clock.businessDate()));
    },
  };
}
