import { z } from 'zod';
import { Day } from '../common.ts';
import * as e from '../events.ts';
import * as s from '../staff.ts';
import { type Route } from './route.ts';

/** The lender’s other systems: feeds, payment rail, and the sandbox of the demo. */
export const systemRoutes = [
  {
    operationId: 'recordEvents',
    method: 'POST',
    path: '/v1/events',
    callers: ['system'],
    summary: 'Behaviour events, with a verdict each',
    body: e.EventIntake,
    bodyKind: 'events',
    reply: e.EventVerdicts,
  },
  {
    operationId: 'railAnswer',
    method: 'POST',
    path: '/v1/rail/answers',
    callers: ['rail'],
    summary: 'The payment rail tells what became of an order; the same answer again changes nothing',
    body: e.RailAnswer,
    reply: e.RailAnswerTaken,
  },
  {
    operationId: 'setRail',
    method: 'PUT',
    path: '/v1/sandbox/rail',
    callers: ['system', 'operator'],
    summary: 'Script the sandbox payment rail',
    body: e.RailSettings,
    reply: e.RailSettings,
  },
  {
    operationId: 'railFile',
    method: 'GET',
    path: '/v1/sandbox/rail/files/:date',
    callers: ['operator'],
    summary: 'The sandbox rail’s CSV file of a day',
    params: z.object({ date: Day }),
    reply: null,
    replyKind: 'file',
  },
  {
    operationId: 'advanceClock',
    method: 'POST',
    path: '/v1/sandbox/clock',
    callers: ['operator'],
    summary: 'Move the demo lender’s business date forward',
    body: z.object({ days: z.int().min(1).max(366) }),
    reply: s.ClockState,
  },
] as const satisfies readonly Route[];
