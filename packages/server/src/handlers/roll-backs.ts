import { refuse as refuseByDomain, rollBackOfNothing } from '@clearline/line';
import { newId, type RollBackRow } from '@clearline/store';
import type { SomeHandlers } from '../http/handler.ts';
import { answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { leftToPeopleView } from '../views/left-to-people-view.ts';
import { applyRollBack, leftToPeopleOf, reachOf } from '../workers/roll-backs.ts';
import { run, staffActor } from './work.ts';

type Ids = 'listRollBacks' | 'proposeRollBack' | 'approveRollBack' | 'leftToPeople' | 'lookAfterRollBack';

/** Taking rules back: proposed by one person with the reach shown, approved by another, then undone for everybody touched. */
export function rollBackHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock } = services;

  async function audit(actor: string, action: string, row: RollBackRow): Promise<void> {
    await queries.recordAudit({ at: clock.now(), actor, action, borrowerId: null, detail: row.id });
  }

  /** The first rule that no kept policy version has, or null. */
  function unknownRule(ruleIds: readonly string[]): string | null {
    const { policies } = services;
    const known = new Set(
      [policies, ...Object.values(policies.earlier)].flatMap(({ models }) =>
        Object.values(models).flatMap(({ tables }) => tables.flatMap(({ rules }) => rules.map(({ id }) => id))),
      ),
    );
    return ruleIds.find((ruleId) => !known.has(ruleId)) ?? null;
  }

  const left = async (row: RollBackRow) => {
    const { policies } = services;
    const items = await leftToPeopleOf(services, row);
    return answer({ items: items.map((item) => leftToPeopleView(item, policies)) });
  };

  return {
    async leftToPeople({ params }) {
      const row = await queries.rollBack(params.id);
      return row === null ? refuse('not_found', { value: params.id }) : left(row);
    },
    async lookAfterRollBack({ caller, params, body, idempotencyKey }) {
      const row = await queries.rollBack(params.id);
      if (row === null) return refuse('not_found', { value: params.id });
      if (row.approver === null || row.state !== 'applied')
        return refuse('roll_back_not_applied', { value: row.state });
      const borrowerId = await queries.borrowerOf('decision', body.decisionId);
      if (borrowerId === null) return refuse('not_found', { field: 'decisionId', value: body.decisionId });
      const done = await run(services, {
        borrowerId,
        command: { type: 'look_after_roll_back', rollBack: { ...row, approver: row.approver }, ...body },
        actor: staffActor(caller),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      });
      if (!done.ok) return done;
      services.nudgeWorkers();
      await audit(caller.staffNo, body.keep ? 'roll_back.keep' : 'roll_back.take_back', row);
      return left(row);
    },
    async listRollBacks() {
      return answer({ items: await queries.listRollBacks() });
    },
    async proposeRollBack({ caller, body: given }) {
      const body = { ...given, scorecardVersion: given.scorecardVersion ?? null };
      const unknown = unknownRule(body.ruleIds);
      if (unknown !== null) return refuse('not_found', { field: 'ruleIds', value: unknown });
      const nothing = rollBackOfNothing(body, services.policies);
      if (nothing !== null) return { ok: false, refused: refusedByDomain(nothing.refusal) };
      const row: RollBackRow = {
        ...body,
        id: newId(),
        state: 'proposed',
        author: caller.staffNo,
        approver: null,
        createdAt: clock.now(),
        reach: await reachOf(services, body),
      };
      await queries.putRollBack(row);
      await audit(caller.staffNo, 'roll_back.propose', row);
      return answer(row);
    },
    async approveRollBack({ caller, params, body }) {
      const row = await queries.rollBack(params.id);
      if (row === null) return refuse('not_found', { value: params.id });
      if (row.state !== 'proposed') return refuse('roll_back_not_proposed', { value: row.state });
      if (row.author === caller.staffNo)
        return { ok: false, refused: refusedByDomain(refuseByDomain('same_person').refusal) };
      if (!body.approved) {
        const rejected: RollBackRow = { ...row, state: 'rejected' };
        await queries.putRollBack(rejected);
        await audit(caller.staffNo, 'roll_back.reject', row);
        return answer(rejected);
      }
      const approved: RollBackRow = { ...row, state: 'approved', approver: caller.staffNo };
      await queries.putRollBack(approved);
      await audit(caller.staffNo, 'roll_back.approve', row);
      return answer(await applyRollBack(services, approved));
    },
  };
}
