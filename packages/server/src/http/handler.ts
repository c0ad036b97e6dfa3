import type { StaffRole } from '@clearline/line';
import type { z } from 'zod';
import type { OperationId, Route, routes } from '../contract/routes/index.ts';
import type { Realm } from './cookies.ts';
import type { EventsBody } from './events-body.ts';
import type { Domain } from './money.ts';
import type { Answer } from './refused.ts';

export interface BorrowerCaller {
  readonly kind: 'borrower';
  readonly borrowerId: string;
}
export interface StaffCaller {
  readonly kind: 'staff';
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
}
/** One of the lender’s systems, by its key: `system` sends events, `rail` answers for payments; neither is the other. */
export interface SystemCaller {
  readonly kind: 'system' | 'rail';
  readonly name: string;
  /** Feeds that its key may speak for; a name that ends in `*` stands for all that begin so. */
  readonly feeds: readonly string[];
}
export type KnownCaller = BorrowerCaller | StaffCaller | SystemCaller;

/** A file that came in a form, its type found from its bytes and not from what the sender says. */
export interface UploadedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
export interface UploadedForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: UploadedFile;
}
/** A reply that is not JSON. */
export interface FileReply {
  readonly fileName: string;
  readonly mediaType: string;
  readonly disposition: 'inline' | 'attachment';
  readonly bytes: Uint8Array;
}

/** What the shell gives every handler beside the validated input. */
export interface RequestBasics {
  /** Present exactly on operations that require it. */
  readonly idempotencyKey: string | undefined;
  readonly address: string;
  /** The session token the caller came with, to end it. */
  readonly sessionToken: string | null;
  setSession(realm: Realm, token: string, maxAgeSeconds: number): void;
  clearSession(realm: Realm): void;
}

type Output<Schema, Otherwise> = Schema extends z.ZodType ? Domain<z.output<Schema>> : Otherwise;
type Part<R, Name extends string> = R extends { readonly [key in Name]: infer Schema }
  ? Output<Schema, never>
  : undefined;
type RouteOf<Id extends OperationId> = Extract<(typeof routes)[number], { readonly operationId: Id }>;

type CallerOf<R extends Route> = R['callers'] extends readonly ['anyone'] | readonly ['demo']
  ? null
  : R['callers'] extends readonly ['borrower']
    ? BorrowerCaller
    : R['callers'] extends readonly ['system'] | readonly ['rail']
      ? SystemCaller
      : R['callers'] extends readonly ['system', 'operator']
        ? SystemCaller | StaffCaller
        : StaffCaller;

export interface RequestOf<Id extends OperationId> extends RequestBasics {
  readonly caller: CallerOf<RouteOf<Id>>;
  readonly params: Part<RouteOf<Id>, 'params'>;
  readonly query: Part<RouteOf<Id>, 'query'>;
  readonly body: RouteOf<Id> extends { readonly bodyKind: 'multipart' }
    ? UploadedForm
    : RouteOf<Id> extends { readonly bodyKind: 'events' }
      ? EventsBody
      : Part<RouteOf<Id>, 'body'>;
}
export type ReplyOf<Id extends OperationId> = Output<RouteOf<Id>['reply'], FileReply>;

export type Handler<Id extends OperationId> = (request: RequestOf<Id>) => Promise<Answer<ReplyOf<Id>>>;

/** A handler for every operation of the contract: one that is missing, or gives the wrong reply, does not compile. */
export type Handlers = { readonly [Id in OperationId]: Handler<Id> };
export type SomeHandlers<Ids extends OperationId> = Pick<Handlers, Ids>;
