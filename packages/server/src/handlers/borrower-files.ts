import {
  citableReasons,
  type Command,
  memoHashOf,
  policyVersion,
  refuse as refuseByDomain,
  replayDecision,
} from '@clearline/line';
import { creditMemoPdf } from '../documents/credit-memo.ts';
import { creditMemoWords } from '../documents/credit-memo-words.ts';
import { holderOf } from '../documents/paper.ts';
import type { SomeHandlers, StaffCaller } from '../http/handler.ts';
import { answer, refuse, refusedByDomain } from '../http/refused.ts';
import type { Services } from '../services.ts';
import { decisionDetail } from '../views/decision-view.ts';
import { decisionRowView } from '../views/row-views.ts';
import { shownMemo, threePartCheckView } from '../views/three-part-check-view.ts';
import { actOnFile, actOnThing } from './file-act.ts';
import { pdfReply } from './pdf-reply.ts';
import { fileHolding, lookingContext, run, staffActor } from './work.ts';

type Ids =
  | 'searchBorrowers'
  | 'borrowerFile'
  | 'listDecisions'
  | 'getDecision'
  | 'replayDecision'
  | 'reasonsToGive'
  | 'decideApplication'
  | 'recordCheck'
  | 'getCreditMemoPdf'
  | 'revalueSecurity'
  | 'proposeCredit'
  | 'approveCredit'
  | 'decideTemporaryLimit'
  | 'proposeRestriction'
  | 'approveRestriction'
  | 'renewRestriction'
  | 'liftRestriction'
  | 'endSuppression';

/** Why there is nothing to give reasons about. */
const noneFor = { DECLINE: 'application_not_referred', RESTRICT: 'no_line' } as const;

/** Borrowers’ files and decisions, and what staff do about restrictions. */
export function borrowerFileHandlers(services: Services): SomeHandlers<Ids> {
  const { queries, clock, policies } = services;

  const act = (caller: StaffCaller, borrowerId: string, command: Command, key?: string) =>
    actOnFile(services, caller, borrowerId, command, key);
  const actOnRestriction = (caller: StaffCaller, id: string, command: Command, key?: string) =>
    actOnThing(services, caller, { kind: 'restriction', id }, command, key);

  return {
    async searchBorrowers({ query }) {
      const { q, state, limit, cursor } = query;
      const page = await queries.searchBorrowers({
        limit,
        ...(q && { q }),
        ...(state && { state }),
        ...(cursor && { cursor }),
      });
      const items = page.items.map((row) => ({
        ...row,
        maskedName: row.maskedName ?? '',
        maskedPhone: row.maskedPhone ?? '',
      }));
      return answer({ items, nextCursor: page.nextCursor });
    },
    borrowerFile: ({ caller, params }) => act(caller, params.id, { type: 'read_file' }),
    async listDecisions({ query }) {
      const { kind, action, adverse, borrowerId, limit, cursor } = query;
      const page = await queries.listDecisions({
        limit,
        ...(kind && { kind }),
        ...(action && { action }),
        ...(adverse && { adverse: adverse === 'true' }),
        ...(borrowerId && { borrowerId }),
        ...(cursor && { cursor }),
      });
      const items = page.items.map((row) => decisionRowView(row, policies));
      return answer({ items, nextCursor: page.nextCursor });
    },
    async getDecision({ caller, params }) {
      const holding = await fileHolding(services, 'decision', params.id);
      if (!holding.ok) return holding;
      const file = holding.value;
      const record = file.decisions[params.id];
      if (record === undefined) return refuse('not_found', { value: params.id });
      await queries.recordAudit({
        at: clock.now(),
        actor: caller.staffNo,
        action: 'decision.read',
        borrowerId: file.borrowerId,
        detail: record.id,
      });
      return answer(decisionDetail(file, record, policies));
    },
    async replayDecision({ params }) {
      const found = await queries.decision(params.id);
      if (found === null) return refuse('not_found', { value: params.id });
      const { policy } = found.record.versions;
      if (policyVersion(policies, policy) === null) return refuse('policy_not_loaded', { value: policy });
      return answer({ decisionId: params.id, ...replayDecision(found.record, policies) });
    },
    async reasonsToGive({ caller, params, query }) {
      const file = await services.book.file(params.id);
      if (file.registeredAt === null) return refuse('not_found', { value: params.id });
      const kind = query.use === 'DECLINE' ? file.application?.kind : file.line?.kind;
      if (kind === undefined)
        return { ok: false, refused: refusedByDomain(refuseByDomain(noneFor[query.use]).refusal) };
      await queries.recordAudit({
        at: clock.now(),
        actor: caller.staffNo,
        action: 'reasons.read',
        borrowerId: params.id,
        detail: query.use,
      });
      const looking = lookingContext(services, { kind: 'machine', name: 'look' });
      return answer({ items: citableReasons(query.use, kind, file, looking) });
    },
    decideApplication: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'decide_application', ...body }, idempotencyKey),
    recordCheck: ({ caller, params, body: part, idempotencyKey }) =>
      act(caller, params.id, { type: 'record_check', part }, idempotencyKey),
    revalueSecurity: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'revalue_security', ...body }, idempotencyKey),
    async getCreditMemoPdf({ caller, params, query }) {
      const { lender } = services;
      const issuedOn = clock.businessDate();
      const file = await services.book.file(params.id);
      const check = threePartCheckView(file, issuedOn, policies);
      const memo = file.application && shownMemo(file.application, issuedOn, policies);
      if (check === null || check.memo === null || memo === null)
        return refuse('not_found', { field: 'id', value: params.id });
      const read = await run(services, {
        borrowerId: params.id,
        command: { type: 'read_file' },
        actor: staffActor(caller),
      });
      if (!read.ok) return read;
      const printed = await creditMemoPdf(
        { ...check, memo: check.memo, shownMemoHash: memoHashOf(memo) },
        holderOf(file),
        { lender, lang: query.lang, issuedOn },
      );
      return pdfReply(printed, creditMemoWords[query.lang].title, check.applicationId.slice(-8));
    },
    proposeCredit: ({ caller, params, body: recommendation, idempotencyKey }) =>
      act(caller, params.id, { type: 'propose_credit', recommendation }, idempotencyKey),
    approveCredit: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'approve_credit', ...body }, idempotencyKey),
    decideTemporaryLimit: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'decide_temporary_limit', ...body }, idempotencyKey),
    proposeRestriction: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'propose_restriction', ...body }, idempotencyKey),
    approveRestriction: ({ caller, params, body, idempotencyKey }) =>
      actOnRestriction(
        caller,
        params.id,
        { type: 'approve_restriction', restrictionId: params.id, ...body },
        idempotencyKey,
      ),
    renewRestriction: ({ caller, params, body, idempotencyKey }) =>
      actOnRestriction(
        caller,
        params.id,
        { type: 'renew_restriction', restrictionId: params.id, ...body },
        idempotencyKey,
      ),
    endSuppression: ({ caller, params, body, idempotencyKey }) =>
      act(caller, params.id, { type: 'end_suppression', ...body }, idempotencyKey),
    liftRestriction: ({ caller, params, body, idempotencyKey }) =>
      actOnRestriction(
        caller,
        params.id,
        { type: 'lift_restriction', restrictionId: params.id, ...body },
        idempotencyKey,
      ),
  };
}
