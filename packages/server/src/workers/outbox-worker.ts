import { plusMs } from '@clearline/line';
import type { OutboxRow } from '@clearline/store';
import type { Logger } from 'pino';
import type { Services } from '../services.ts';
import { deliver } from './deliver.ts';
import { inGroups } from './in-groups.ts';

export interface OutboxWorker {
  /** Look now rather than at the next round. */
  nudge(): void;
  /** Finishes what is in hand, then stops. */
  stop(): Promise<void>;
}

const roundMs = 1000;
const rowsPerRound = 100;
const atOnce = 20;
/** Longer than any delivery takes; after it another process may take a row up again. */
const holdMs = 60_000;
const retryMs = [2_000, 5_000, 15_000, 60_000, 300_000] as const;

/** When a row is taken up again: soon at first, then ever more rarely, but always. */
const delayOf = (attempts: number): number => retryMs[Math.min(attempts, retryMs.length - 1)] ?? roundMs;

/** Delivers the consequences of facts, at least once each: payment orders to the rail, notices as messages. */
export function startOutboxWorker(services: Services, log: Logger): OutboxWorker {
  const { queries, clock } = services;
  const stopping = new AbortController();
  let wake: () => void = () => {};
  let nudged = false;

  async function deliverRow(row: OutboxRow): Promise<void> {
    const later = (why: string) =>
      queries.retryOutbox(row.seq, { nextAt: plusMs(clock.now(), delayOf(row.attempts)), error: why });
    try {
      const delivery = await deliver(services, row);
      await (delivery.done ? queries.ackOutbox(row.seq, clock.now()) : later(delivery.why));
    } catch (error) {
      log.error({ err: error, outboxSeq: String(row.seq), kind: row.kind }, 'delivery failed; it will be tried again');
      await later(error instanceof Error ? error.message : String(error));
    }
  }

  async function round(): Promise<number> {
    const rows = await queries.takeOutbox({ now: clock.now(), limit: rowsPerRound, holdMs });
    await inGroups(rows, atOnce, deliverRow);
    return rows.length;
  }

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (nudged || stopping.signal.aborted) return resolve();
      const timer = setTimeout(resolve, roundMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      nudged = false;
      const taken = await round().catch((error: unknown) => {
        log.error({ err: error }, 'the outbox could not be read; trying again');
        return 0;
      });
      if (taken < rowsPerRound) await pause();
    }
  }

  const running = work();
  return {
    nudge() {
      nudged = true;
      wake();
    },
    async stop() {
      stopping.abort();
      wake();
      await running;
    },
  };
}
