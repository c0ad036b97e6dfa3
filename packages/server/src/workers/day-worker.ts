import { addDays } from '@clearline/lending';
import type { Logger } from 'pino';
import type { Services } from '../services.ts';
import { afterClose } from './after-close.ts';
import { runDueReviews } from './reviews.ts';

export interface DayWorker {
  /** Finishes a run in hand, then stops. */
  stop(): Promise<void>;
}

const roundMs = 60_000;

/**
 * A real lender’s end of day: closes yesterday once it is over, and every day before it that is still open, then runs the
 * reviews that are due. A run that failed is tried again at the next round; nothing is done twice. The demo has its own
 * clock, which people move, and closes by hand.
 */
export function startDayWorker(services: Services, log: Logger): DayWorker {
  const { book, clock } = services;
  let running: Promise<void> = Promise.resolve();
  let reviewed: string | null = null;

  async function round(): Promise<void> {
    const today = clock.businessDate();
    const through = addDays(today, -1);
    if (book.lastClosedDate === null || book.lastClosedDate < through) {
      const closed = await book.closeDays({ through });
      log.info({ days: closed.length, through }, 'days closed');
      await afterClose(
        services,
        closed.map(({ date }) => date),
      ).catch((error: unknown) => log.error({ err: error }, 'a closed day could not be compared with the rail'));
    }
    if (reviewed === today) return;
    const run = await runDueReviews(services);
    reviewed = today;
    log.info(run, 'reviews run');
    services.nudgeWorkers();
  }

  const start = (): void => {
    running = running.then(round).catch((error: unknown) => {
      log.error({ err: error }, 'the end of day failed; it will be tried again');
    });
  };
  start();
  const timer = setInterval(start, roundMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
