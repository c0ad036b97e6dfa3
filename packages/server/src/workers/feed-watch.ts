import type { Logger } from 'pino';
import type { FeedHealth } from '../events/feed-health.ts';
import type { LenderClock } from '../clock.ts';

const roundMs = 5_000;

/** Looks at the feeds every few seconds: what is missed is not announced by anybody. */
export function startFeedWatch(health: FeedHealth, clock: LenderClock, log: Logger): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = (): void => {
    running = health
      .settle(clock.now())
      .catch((error: unknown) => log.error({ err: error }, 'the health of feeds could not be written; trying again'));
  };
  const timer = setInterval(round, roundMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await health.settle(clock.now());
    },
  };
}
