import { z } from 'zod';
import * as b from '../borrower.ts';
import { LocalText, Region } from '../common.ts';
import * as s from '../staff.ts';
import { Ok, type Route } from './route.ts';

/** Sign-in of borrowers, and what may be asked before it. */
export const signInRoutes = [
  {
    operationId: 'sendCode',
    method: 'POST',
    path: '/v1/auth/codes',
    callers: ['anyone'],
    summary: 'Send a one-time code to a phone',
    body: b.CodeRequest,
    reply: b.CodeSent,
  },
  {
    operationId: 'signIn',
    method: 'POST',
    path: '/v1/auth/sessions',
    callers: ['anyone'],
    summary: 'Sign in, or register, with phone and code',
    body: b.SignIn,
    reply: b.BorrowerSession,
  },
  {
    operationId: 'signOut',
    method: 'DELETE',
    path: '/v1/auth/sessions',
    callers: ['borrower'],
    summary: 'Sign out',
    reply: Ok,
  },
  {
    operationId: 'demoOutbox',
    method: 'GET',
    path: '/v1/demo/outbox',
    callers: ['demo'],
    summary: 'Messages the demo would have sent to a phone',
    query: z.object({ phone: z.string() }),
    reply: z.object({ items: z.array(b.DemoMessage) }),
  },
  {
    operationId: 'demoClock',
    method: 'GET',
    path: '/v1/demo/clock',
    callers: ['demo'],
    summary: 'The demo lender’s business date',
    reply: s.ClockState,
  },
  {
    operationId: 'listRegions',
    method: 'GET',
    path: '/v1/regions',
    callers: ['anyone'],
    summary: 'Provinces with their names',
    reply: z.object({ items: z.array(z.object({ code: Region, name: LocalText })) }),
  },
] as const satisfies readonly Route[];
