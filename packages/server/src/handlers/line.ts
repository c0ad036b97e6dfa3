import { type BorrowerAction, type Command, whatIf } from '@clearline/line';
import type { BorrowerCaller, RequestBasics, SomeHandlers } from '../http/handler.ts';
import { rateLimit } from '../http/rate-limit.ts';
import { answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { checkCode, sendCode } from '../sign-in/codes.ts';
import { homeView } from '../views/home-view.ts';
import { limitHistoryView } from '../views/limit-history-view.ts';
import { moveConsent } from '../views/move-consent.ts';
import { timelineView } from '../views/timeline-view.ts';
import { whatIfView } from '../views/what-if-view.ts';
import { borrowerActor, lookingContext, momentOf, runAsBorrower } from './work.ts';

type Ids =
  | 'home'
  | 'limitHistory'
  | 'timeline'
  | 'sendStepUpCode'
  | 'completeStepUp'
  | 'lowerLimit'
  | 'liftOwnLimit'
  | 'pauseLine'
  | 'resumeLine'
  | 'keepLine'
  | 'closeLine'
  | 'answerMove'
  | 'askTemporaryLimit'
  | 'whatIf';

/** Enough for whoever tries out amounts by hand; each ask is two judgements on a core that decides for everybody. */
const ASKS_MAX = 60;
const ASKS_WINDOW_MS = 600_000;

/** What a borrower sees of their line and does with it. */
export function lineHandlers(services: Services): SomeHandlers<Ids> {
  const { book, policies, vault, bookId } = services;
  const home = (file: Parameters<typeof homeView>[0]) => answer(homeView(file, momentOf(services), policies));

  const asks = rateLimit(ASKS_MAX, ASKS_WINDOW_MS);

  /** The operations that are one command without input. */
  const plain =
    (command: Command) =>
    async ({ caller, idempotencyKey }: RequestBasics & { readonly caller: BorrowerCaller }) => {
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? home(done.value.file) : done;
    };

  return {
    async home({ caller }) {
      return home(await book.file(caller.borrowerId));
    },
    async limitHistory({ caller }) {
      return answer({ items: limitHistoryView(await book.file(caller.borrowerId), policies) });
    },
    async timeline({ caller }) {
      const [facts, file] = await Promise.all([book.facts(caller.borrowerId), book.file(caller.borrowerId)]);
      return answer({ items: timelineView(facts, file) });
    },
    async sendStepUpCode({ caller }) {
      const phone = (await vault.personal(bookId, caller.borrowerId))?.phone;
      if (phone === undefined) return refuse('not_found', { value: 'phone' });
      return sendCode(services, { realm: 'step_up', phone, borrowerId: caller.borrowerId });
    },
    async completeStepUp({ caller, body, idempotencyKey }) {
      const phone = (await vault.personal(bookId, caller.borrowerId))?.phone;
      if (phone === undefined) return refuse('not_found', { value: 'phone' });
      const checked = await checkCode(services, { realm: 'step_up', phone, code: body.code });
      if (!checked.ok) return checked;
      const done = await runAsBorrower(services, caller.borrowerId, { type: 'pass_step_up' }, idempotencyKey);
      return done.ok ? home(done.value.file) : done;
    },
    async lowerLimit({ caller, body, idempotencyKey }) {
      const command = { type: 'lower_limit', limitFen: body.limitFen } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? home(done.value.file) : done;
    },
    async askTemporaryLimit({ caller, body, idempotencyKey }) {
      const command = { type: 'ask_temporary_limit', ...body } as const;
      const done = await runAsBorrower(services, caller.borrowerId, command, idempotencyKey);
      return done.ok ? home(done.value.file) : done;
    },
    async whatIf({ caller, body }) {
      const wait = asks.take(caller.borrowerId, Date.parse(services.clock.wall()));
      if (wait > 0) return refuse('too_many_requests', { value: String(wait) });
      const file = await book.file(caller.borrowerId);
      const actions: readonly BorrowerAction[] = body.actions;
      const judged = whatIf(file, actions, lookingContext(services, borrowerActor));
      return judged.ok
        ? answer(whatIfView(judged.value, policies))
        : { ok: false, refused: refusedByDomain(judged.refusal) };
    },
    async answerMove({ caller, body, idempotencyKey }) {
      if (body.agreed && body.version !== moveConsent.version)
        return refuse('consent_text_changed', { field: 'version', value: moveConsent.version });
      const done = await runAsBorrower(services, caller.borrowerId, { type: 'answer_move', ...body }, idempotencyKey);
      return done.ok ? home(done.value.file) : done;
    },
    liftOwnLimit: plain({ type: 'lift_own_limit' }),
    pauseLine: plain({ type: 'pause' }),
    resumeLine: plain({ type: 'resume' }),
    keepLine: plain({ type: 'keep' }),
    closeLine: plain({ type: 'close' }),
  };
}
