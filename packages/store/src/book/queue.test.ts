import { describe, expect, it } from 'vitest';
import { Batch, type Waiting, type WaitingCommand } from './queue.ts';
import type { ExecuteRequest } from './types.ts';

const command = (borrowerId: string, personal = false): Waiting => ({
  kind: 'command',
  request: {
    borrowerId,
    command: { type: 'pause' },
    actor: { kind: 'borrower' },
    ...(personal ? { attachments: [{ kind: 'personal', data: {} }] } : {}),
  } satisfies ExecuteRequest,
  resolve: () => undefined,
  reject: () => undefined,
});
const observing = (borrowerId: string, events: number): Waiting => {
  const waiting = command(borrowerId) as WaitingCommand;
  const event = {
    kind: 'REVERSAL',
    eventId: 'e',
    occurredAt: '2026-03-02T02:00:00.000Z',
    source: 's',
    reverses: 'f',
  } as const;
  return {
    ...waiting,
    request: { ...waiting.request, command: { type: 'observe', events: Array.from({ length: events }, () => event) } },
  };
};
const job: Waiting = { kind: 'job', run: () => Promise.resolve(), reject: () => undefined };
/** Fills one batch as the writer does, piece by piece. */
const taken = (queue: Waiting[], isAhead = false): number => {
  const batch = new Batch();
  while (batch.takeFrom(queue, isAhead).length > 0);
  return batch.commands.length;
};

describe('S23: what is committed together', () => {
  it('is all that waits up to the next job, two hundred at most, or two thousand events', () => {
    const queue = [command('a'), command('a'), job, command('b')];
    expect([taken(queue), taken(queue), queue.shift(), taken(queue), queue.length]).toEqual([2, 0, job, 1, 0]);
    const many = Array.from({ length: 450 }, () => command('a'));
    expect([taken(many), taken(many), taken(many)]).toEqual([200, 200, 50]);
    const observed = Array.from({ length: 900 }, () => observing('a', 3));
    expect([taken(observed), taken(observed)]).toEqual([667, 233]);
  });

  it('is decided in pieces, so that requests are read and answered in between', () => {
    const batch = new Batch();
    const queue = Array.from({ length: 150 }, () => observing('a', 3));
    expect([batch.takeFrom(queue, true).length, batch.takeFrom(queue, true).length]).toEqual([134, 16]);
  });

  it('holds one change of a person’s sealed data, because the next builds on it', () => {
    const queue = [command('a', true), command('b', true), command('a', true), command('a')];
    expect([taken(queue), taken(queue)]).toEqual([2, 2]);
  });

  it('S73: leaves such a change for after the commit that is under way', () => {
    const queue = [command('a'), command('a', true), command('b')];
    expect([taken(queue, true), taken(queue, true), taken(queue)]).toEqual([1, 0, 2]);
  });
});
