import { z } from 'zod';
import { Id, type Role } from '../common.ts';

export type Caller = 'anyone' | 'borrower' | 'system' | 'rail' | 'demo' | z.infer<typeof Role>;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An endpoint as data: who may call it, what it takes and gives. */
export interface Route {
  readonly operationId: string;
  readonly method: Method;
  readonly path: string;
  readonly callers: readonly Caller[];
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly reply: z.ZodType | null;
  /** A body or reply that is not JSON. `events`: JSON or one event a line, each checked by itself. */
  readonly bodyKind?: 'multipart' | 'events';
  /** Fields of a multipart form beside its `file`, as the document describes them; the handler checks their values. */
  readonly form?: z.ZodObject;
  readonly replyKind?: 'pdf' | 'file';
  /** True when an Idempotency-Key header is required. */
  readonly idempotent?: true;
}

export const staffRoles = ['reviewer', 'second_approver', 'analyst', 'operator', 'supervisor'] as const;
/** Everybody on the staff. */
export const staff: readonly Caller[] = staffRoles;
/** Who decides on cases. */
export const desk: readonly Caller[] = ['reviewer', 'second_approver'];
export const byId = z.object({ id: Id });
export const inLanguage = z.object({ lang: z.enum(['zh', 'en']).default('zh') });
export const Ok = z.object({ ok: z.literal(true) }).meta({ id: 'Ok' });
