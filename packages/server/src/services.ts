import type { Context, Instant, LocalText } from '@clearline/line';
import type { Book, LenderLog, LogReader, Queries, Vault } from '@clearline/store';
import type { LenderClock } from './clock.ts';
import type { Bureau } from './bureau/bureau.ts';
import type { FeedHealth } from './events/feed-health.ts';
import type { StreamState } from './events/stream.ts';
import type { PaymentRail } from './rail/payment-rail.ts';
import type { SandboxRail } from './rail/sandbox-rail.ts';
import type { WitnessPeer } from './witness/ask-witness.ts';

/** A text for one person, by whatever carries it; the same id twice is one message. */
export interface OutgoingMessage {
  readonly id: string;
  readonly borrowerId: string | null;
  readonly phone: string;
  readonly at: Instant;
  readonly channel: 'SMS' | 'APP';
  readonly title: LocalText;
  readonly body: LocalText;
  readonly noticeId: string | null;
}

/** Everything that handlers and workers stand on. */
export interface Services {
  readonly bookId: string;
  readonly book: Book;
  readonly queries: Queries;
  /** The log of the book (G12). */
  readonly bookLog: LogReader;
  /** The log of the books’ checkpoints, which witnesses cosign. */
  readonly lenderLog: LenderLog;
  readonly lenderLogReader: LogReader;
  readonly witnesses: readonly WitnessPeer[];
  /** The script of the offline verifier page; null where the pages were not built. */
  verifierScript(): Promise<string | null>;
  readonly vault: Vault;
  readonly clock: LenderClock;
  readonly lender: Context['lender'];
  readonly policies: Context['policies'];
  readonly feeds: FeedHealth;
  readonly rail: PaymentRail;
  /** The demo’s rail, which can be told how to answer; a real lender has none. */
  readonly sandbox: SandboxRail | null;
  readonly bureau: Bureau;
  readonly version: string;
  /** What the book decides by now: policy, rules rolled back, sources that cannot be trusted. */
  termsOf(now: Instant): Pick<Context, 'lender' | 'policies' | 'withdrawnRuleIds' | 'unsoundSources'>;
  /** From now on these rules count in no decision. */
  withdrawRules(ruleIds: readonly string[]): void;
  send(message: OutgoingMessage): Promise<void>;
  /** Asks the workers to look at the outbox now rather than at their next round. */
  nudgeWorkers(): void;
  /** How the event stream stands; null where none is read. */
  stream(): StreamState | null;
}
