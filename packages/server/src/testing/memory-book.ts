import {
  decide,
  DEMO_LENDER,
  emptyFile,
  evolve,
  type BorrowerFile,
  type Context,
  type Fact,
  type PolicySet,
} from '@clearline/line';
import type { Book, Queries, ReportedEvent } from '@clearline/store';
import { FeedHealth } from '../events/feed-health.ts';

export const NOW = '2026-03-02T02:00:00.000Z';
export const BORROWER = '00000000-0000-4000-8000-000000000001';

/** For tests: a book in memory that decides as the real one does. */
export const memoryBook = (
  policies: PolicySet,
): {
  book: Pick<Book, 'execute'>;
  queries: Pick<Queries, 'reportedEvents'>;
  files: Map<string, BorrowerFile>;
  commands: () => number;
  forgetReports: () => void;
} => {
  const files = new Map<string, BorrowerFile>();
  const reported = new Map<string, ReportedEvent>();
  let commands = 0;
  const contextOf = (): Context => ({
    now: NOW,
    businessDate: '2026-03-02',
    commandId: `c${(commands += 1)}`,
    actor: { kind: 'machine', name: 'test' },
    lender: DEMO_LENDER,
    policies,
    lastClosedDate: null,
  });
  const book: Pick<Book, 'execute'> = {
    async execute({ borrowerId, command }) {
      const context = contextOf();
      let file = files.get(borrowerId) ?? emptyFile(borrowerId);
      const decided = decide(file, command, context);
      if (!decided.ok) return decided;
      const facts = decided.value.map((body): Fact => {
        const { commandId, actor } = context;
        const fact = { seq: file.version, occurredAt: NOW, recordedAt: NOW, commandId, actor, body };
        file = evolve(file, fact);
        if (body.type === 'behaviour.observed')
          reported.set(`${borrowerId} ${body.event.eventId}`, { borrowerId, event: body.event });
        return fact;
      });
      files.set(borrowerId, file);
      return { ok: true, facts, file, repeated: false };
    },
  };
  const queries: Pick<Queries, 'reportedEvents'> = {
    async reportedEvents(asked) {
      return asked.flatMap(({ borrowerId, eventId }) => reported.get(`${borrowerId} ${eventId}`) ?? []);
    },
  };
  return { book, queries, files, commands: () => commands, forgetReports: () => reported.clear() };
};

const nothingStored = {
  feeds: async () => [],
  putFeeds: async () => undefined,
  openIncident: async () => undefined,
  closeIncident: async () => undefined,
  dataIncidents: async () => [],
};
/** What intake stands on, with one borrower registered. */
export const memoryServices = async (policies: PolicySet) => {
  const memory = memoryBook(policies);
  const feeds = await FeedHealth.load(nothingStored);
  const clock = { now: () => NOW };
  await memory.book.execute({
    borrowerId: BORROWER,
    command: { type: 'register', maskedPhone: '138****5678' },
    actor: { kind: 'borrower' },
  });
  return { ...memory, feeds, clock, policies };
};
