import type { Logger } from 'pino';
import type { LenderLog } from '@clearline/store';
import { askWitness, type WitnessPeer } from '../witness/ask-witness.ts';

/** How long a borrower waits at most until witnesses have seen what was told. */
const ROUND_MS = 10_000;

export interface LenderLogWorker {
  /** Finishes the round under way and stops. */
  stop(): Promise<void>;
}

/** One round: logs what the books have signed since, and has every witness cosign it that has not. */
export async function lenderLogRound(
  log: LenderLog,
  o: { readonly bookIds: readonly string[]; readonly now: string; readonly witnesses: readonly WitnessPeer[] },
  report: (why: string) => void,
): Promise<void> {
  await log.grow(o.bookIds, o.now);
  const note = (await log.checkpoint()) ?? '';
  const missing = o.witnesses.filter(({ key }) => !note.includes(`\n— ${key.name} `));
  for (const asked of await Promise.all(missing.map((peer) => askWitness(log, peer))))
    if (!asked.ok) report(`witness ${asked.witness} did not cosign: ${asked.why}`);
}

/** Keeps the lender’s log up with the books. A witness that is away is asked again; nothing waits for it. */
export function startLenderLogWorker(
  log: LenderLog,
  o: { readonly bookIds: readonly string[]; readonly now: () => string; readonly witnesses: readonly WitnessPeer[] },
  logger: Logger,
): LenderLogWorker {
  const stopping = new AbortController();
  let wake = (): void => undefined;
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (stopping.signal.aborted) return resolve();
      const timer = setTimeout(resolve, ROUND_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await lenderLogRound(log, { ...o, now: o.now() }, (why) => logger.warn(why)).catch((error: unknown) =>
        logger.error({ err: error }, 'the lender’s log could not be kept up; it is tried again'),
      );
      await pause();
    }
  };
  const running = work();
  return {
    async stop() {
      stopping.abort();
      wake();
      await running;
    },
  };
}
