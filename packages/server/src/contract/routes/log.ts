import { z } from 'zod';
import { LocalText } from '../common.ts';
import * as l from '../log.ts';
import { type Route } from './route.ts';

/** The log, readable by everybody (C2SP tlog-tiles), and whether the service is up. */
export const logRoutes = [
  {
    operationId: 'logKeys',
    method: 'GET',
    path: '/.well-known/clearline-log-keys',
    callers: ['anyone'],
    summary: 'Public keys of the logs, old ones included, and the sizes they are valid at',
    reply: l.LogKeys,
  },
  {
    operationId: 'logCheckpoint',
    method: 'GET',
    path: '/log/:book/checkpoint',
    callers: ['anyone'],
    summary: 'The newest signed checkpoint of a log',
    params: z.object({ book: z.string() }),
    reply: null,
    replyKind: 'file',
  },
  {
    operationId: 'logTile',
    method: 'GET',
    path: '/log/:book/tile/:level/*',
    callers: ['anyone'],
    summary: 'A tile of a log: 256 hashes of a level, or the entries themselves at level “entries”',
    params: z.object({ book: z.string(), level: z.string(), '*': z.string() }),
    reply: null,
    replyKind: 'file',
  },
  {
    operationId: 'logWitnessed',
    method: 'GET',
    path: '/log/:book/witnessed',
    callers: ['anyone'],
    summary:
      'The newest checkpoint of a book’s log with the proof that it is in the lender’s log, which witnesses cosign',
    params: z.object({ book: z.string() }),
    reply: l.WitnessedCheckpoint,
  },
  {
    operationId: 'getVerifierPage',
    method: 'GET',
    path: '/v1/log/verifier',
    callers: ['anyone'],
    summary: 'One page that checks notices and their proofs without a network',
    reply: null,
    replyKind: 'file',
  },
  {
    operationId: 'health',
    method: 'GET',
    path: '/v1/health',
    callers: ['anyone'],
    summary: 'Is the service up',
    reply: z.object({ status: z.enum(['ok', 'starting', 'stopping']), version: z.string(), text: LocalText }),
  },
] as const satisfies readonly Route[];
