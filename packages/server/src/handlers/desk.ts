import type { SomeHandlers, StaffCaller } from '../http/handler.ts';
import { type Answer, answer, refuse } from '../http/refused.ts';
import type { Command } from '@clearline/line';
import type { Services } from '../services.ts';
import { appealDeskView } from '../views/appeal-desk-view.ts';
import { appealRowView } from '../views/row-views.ts';
import { fileHolding, momentOf, run, staffActor } from './work.ts';

type Ids =
  | 'listAllAppeals'
  | 'appealDesk'
  | 'takeAppeal'
  | 'requestInfo'
  | 'proposeOutcome'
  | 'approveOutcome'
  | 'getEvidence';
type Desk = ReturnType<typeof appealDeskView>;

/** The reviewer’s desk: from the queue to the decision by a second person. */
export function deskHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock, policies } = services;

  /** Runs a command on the file of an appeal and shows the desk as it is afterwards. */
  async function act(caller: StaffCaller, appealId: string, command: Command, key?: string): Promise<Answer<Desk>> {
    const holding = await fileHolding(services, 'appeal', appealId);
    if (!holding.ok) return holding;
    const done = await run(services, {
      borrowerId: holding.value.borrowerId,
      command,
      actor: staffActor(caller),
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
    if (!done.ok) return done;
    const appeal = done.value.file.appeals[appealId];
    if (appeal === undefined) return refuse('not_found', { value: appealId });
    services.nudgeWorkers();
    return answer(appealDeskView(done.value.file, appeal, caller, momentOf(services), policies));
  }

  return {
    async listAllAppeals({ query }) {
      const { cursor, limit, state } = query;
      const page = await queries.listAppeals({ limit, ...(cursor && { cursor }), ...(state && { state }) });
      return answer({ items: page.items.map((row) => appealRowView(row, clock.now())), nextCursor: page.nextCursor });
    },
    // Opening the desk is reading the person’s file, which is itself recorded.
    appealDesk: ({ caller, params }) => act(caller, params.id, { type: 'read_file' }),
    takeAppeal: ({ caller, params, idempotencyKey }) =>
      act(caller, params.id, { type: 'take_appeal', appealId: params.id }, idempotencyKey),
    requestInfo: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'request_info', appealId: params.id, text: body.text }, idempotencyKey),
    proposeOutcome: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'propose_outcome', appealId: params.id, ...body }, idempotencyKey),
    approveOutcome: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'approve_outcome', appealId: params.id, ...body }, idempotencyKey),
    async getEvidence({ caller, params }) {
      const file = await queries.evidenceFile(params.id);
      if (file === null) return refuse('not_found', { value: params.id });
      const { borrowerId, fileName, mediaType, bytes } = file;
      const read = await run(services, { borrowerId, command: { type: 'read_file' }, actor: staffActor(caller) });
      if (!read.ok) return read;
      return answer({ fileName, mediaType, disposition: 'attachment', bytes });
    },
  };
}
