import { keepPolicies } from './keep-policies.ts';
import { type Context, type PolicySet, warmUp } from '@clearline/line';
import { type Book, type BookLost, LENDER_LOG, type Store } from '@clearline/store';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { lenderClock, type LenderClock } from './clock.ts';
import { createServer } from './create-server.ts';
import { seedDemoAccess } from './demo-staff.ts';
import { FeedHealth } from './events/feed-health.ts';
import { type EventStream, startEventStream } from './events/stream.ts';
import type { StreamSettings } from './events/stream-settings.ts';
import { allHandlers } from './handlers/index.ts';
import { clockSetting } from './handlers/systems.ts';
import { rememberedKeys } from './http/remembered-keys.ts';
import { type AppFolders, verifierScript } from './http/static-apps.ts';
import { requireKind } from './lender-kind.ts';
import { type Adapters, sandboxAdapters } from './outside/adapters.ts';
import type { Services } from './services.ts';
import type { WitnessPeer } from './witness/ask-witness.ts';
import { startDayWorker } from './workers/day-worker.ts';
import { startLenderLogWorker } from './workers/lender-log.ts';
import { startFeedWatch } from './workers/feed-watch.ts';
import { startOutboxWorker } from './workers/outbox-worker.ts';
import { finishRollBacks, withdrawnRuleIds } from './workers/roll-backs.ts';
import { finishAnnouncements } from './workers/strategies.ts';

export interface LenderOptions {
  readonly store: Store;
  readonly bookId: string;
  readonly lender: Context['lender'];
  readonly policies: PolicySet;
  readonly apps: AppFolders;
  /** How a real lender reaches its payment rail, bureau and message service; null for the demo, which has its own. */
  readonly adapters: Adapters | null;
  readonly log: Logger;
  readonly version: string;
  /** Takes the book’s lease from a process that ended without giving it back; right when the database is ours alone. */
  readonly takeOver: boolean;
  readonly secureCookies?: boolean;
  readonly trustProxy?: boolean;
  readonly clock?: LenderClock;
  /** Who cosigns the lender’s log (G12). */
  readonly witnesses?: readonly WitnessPeer[];
  readonly onLost?: (error: BookLost) => void;
  /** A stream to take events from, beside HTTP; null for none. */
  readonly stream?: StreamSettings | null;
  /**
   * Whether to decide about made-up borrowers first, then read the files of real ones, between requests, so that real
   * events need not wait for a cold process.
   */
  readonly warm?: boolean;
}

/** A lender at work: its API, its book and its workers. */
export interface Lender {
  readonly app: FastifyInstance;
  readonly book: Book;
  readonly clock: LenderClock;
  /** Resolves when the process has warmed up, or with `warm` not asked for at once; never rejects. */
  readonly warmed: Promise<void>;
  /** Refuses new requests, finishes those under way, stops the workers, gives the book back; the store stays open. */
  close(): Promise<void>;
}

/** The demo’s clock goes on from where it was moved to. */
async function clockOf(options: LenderOptions): Promise<LenderClock> {
  if (options.clock !== undefined) return options.clock;
  const stored = await options.store.queries(options.bookId).setting<{ offsetDays: number }>(clockSetting);
  return lenderClock(options.adapters === null ? (stored?.offsetDays ?? 0) : 0);
}

/** Warms deciding up between what else there is to do, until it is done or the lender closes. */
function startWarmUp(
  book: Book,
  terms: Pick<Context, 'lender' | 'policies'>,
  clock: LenderClock,
  log: Logger,
): { readonly done: Promise<void>; stop(): Promise<void> } {
  let stopped = false;
  const run = async (): Promise<void> => {
    for (const _decided of warmUp(terms, clock.now())) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stopped) return;
    }
    // Ends by itself when the book closes.
    const files = await book.readAhead();
    log.info({ files }, 'files of borrowers read ahead');
  };
  const done = run().catch((error: unknown) =>
    log.error({ err: error }, 'the process could not be warmed up; the first decisions will take longer'),
  );
  return {
    done,
    stop() {
      stopped = true;
      return done;
    },
  };
}

/** Opens a book for work and builds the API over it, ready to `listen`. */
export async function openLender(options: LenderOptions): Promise<Lender> {
  const { store, bookId, lender, log } = options;
  const queries = store.queries(bookId);
  const demoMode = options.adapters === null;
  await requireKind(queries, demoMode ? 'demo' : 'live', lender);
  const clock = await clockOf(options);
  const policies = await keepPolicies(queries, options.policies, clock.now(), log);
  let withdrawn: readonly string[] = await withdrawnRuleIds(queries);
  const feeds = await FeedHealth.load(queries);
  const termsOf: Services['termsOf'] = (now) => ({
    lender,
    policies,
    withdrawnRuleIds: withdrawn,
    unsoundSources: feeds.unsoundSources(now),
  });
  const book = await store.openBook({
    bookId,
    clock: () => clock.now(),
    contextOf: termsOf,
    takeOver: options.takeOver,
    ...(options.onLost === undefined ? {} : { onLost: options.onLost }),
  });
  if (demoMode) await seedDemoAccess(queries, clock.wall());
  let nudge = (): void => {};
  let stream: EventStream | null = null;
  const sandbox = sandboxAdapters(queries, () => clock.businessDate());
  const { rail, bureau, send } = options.adapters ?? sandbox;
  const services: Services = {
    bookId,
    book,
    queries,
    bookLog: store.log(bookId),
    lenderLog: store.lenderLog,
    lenderLogReader: store.log(LENDER_LOG),
    witnesses: options.witnesses ?? [],
    verifierScript: () => verifierScript(options.apps),
    vault: store.vault,
    clock,
    lender,
    policies,
    feeds,
    rail,
    sandbox: demoMode ? sandbox.rail : null,
    bureau,
    version: options.version,
    termsOf,
    withdrawRules: (ruleIds) => {
      withdrawn = [...new Set([...withdrawn, ...ruleIds])].sort();
    },
    send,
    nudgeWorkers: () => nudge(),
    stream: () => stream?.state() ?? null,
  };
  const app = await createServer({
    handlers: allHandlers(services),
    queries: { ...queries, apiKeyByHash: rememberedKeys(queries.apiKeyByHash) },
    now: () => clock.wall(),
    demoMode,
    secureCookies: options.secureCookies ?? false,
    trustProxy: options.trustProxy ?? false,
    log,
    apps: options.apps,
  });
  const worker = startOutboxWorker(services, log);
  nudge = () => worker.nudge();
  const logging = startLenderLogWorker(
    store.lenderLog,
    { bookIds: [bookId], now: () => clock.wall(), witnesses: services.witnesses },
    log,
  );
  const feedWatch = startFeedWatch(feeds, clock, log);
  if (options.stream) stream = startEventStream(options.stream, { services, nudgeWorkers: () => nudge(), log });
  const days = demoMode ? null : startDayWorker(services, log);
  const warming = options.warm === true ? startWarmUp(book, { lender, policies }, clock, log) : null;
  // Not waited for: it may touch every borrower, and the API can serve meanwhile.
  const finishing = Promise.all([
    finishAnnouncements(services).catch((error: unknown) =>
      log.error({ err: error }, 'an approved strategy could not be announced; it will be tried at the next start'),
    ),
    finishRollBacks(services).catch((error: unknown) =>
      log.error(
        { err: error },
        'an approved roll-back could not be applied to all; it will be tried at the next start',
      ),
    ),
  ]);
  return {
    app,
    book,
    clock,
    warmed: warming?.done ?? Promise.resolve(),
    async close() {
      await app.close();
      await stream?.stop();
      const warmed = warming?.stop();
      await finishing;
      await days?.stop();
      await worker.stop();
      await logging.stop();
      await feedWatch.stop();
      await book.close();
      await warmed;
    },
  };
}
