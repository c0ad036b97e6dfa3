import type {
  Actor,
  BorrowerFile,
  Command,
  Context,
  Fact,
  Instant,
  IsoDate,
  LocalText,
  Refusal,
} from '@clearline/line';
import type { CloseRetries } from '../close/close-again.ts';
import type { CloseProgress, DayCloseRow } from '../close/day-close-row.ts';
import type { BookLost } from '../errors.ts';
import type { PersonalData } from '../personal/seal.ts';

export interface OpenBook {
  readonly bookId: string;
  /** The lender’s clock; virtual in the demo. */
  readonly clock: () => Instant;
  /** The lender’s terms and the policies in force at an instant. */
  readonly contextOf: (now: Instant) => Pick<Context, 'lender' | 'policies' | 'withdrawnRuleIds' | 'unsoundSources'>;
  /** Names this process in the lease; random when not given. */
  readonly owner?: string;
  /** Takes the lease although another holds it. Safe, because the other is fenced off by the version. */
  readonly takeOver?: boolean;
  readonly leaseMs?: number;
  /** How long to wait for a lease that another holds; by default until a dead process’s would have run out. */
  readonly waitMs?: number;
  readonly onLost?: (error: BookLost) => void;
}

/** Rows that are no facts but must be written in the same transaction as them. */
export type Attachment =
  | { readonly kind: 'personal'; readonly data: PersonalData }
  | {
      readonly kind: 'evidence_file';
      readonly evidenceId: string;
      readonly sha256: string;
      readonly bytes: Uint8Array;
    };

export interface ExecuteRequest {
  readonly borrowerId: string;
  readonly command: Command;
  readonly actor: Actor;
  /** Unique per borrower and deed: the same key again gives the first answer and does nothing. */
  readonly idempotencyKey?: string;
  /**
   * Hash of what the caller sent, where the command holds something made afresh on each try (an id of a file); by
   * default the command itself is compared with what the key stood for.
   */
  readonly requestHash?: string;
  /** When it happened; the clock’s time by default. */
  readonly occurredAt?: Instant;
  /** The business date it belongs to; the date of `occurredAt` by default. */
  readonly businessDate?: IsoDate;
  readonly attachments?: readonly Attachment[];
}

export type StoreRefusal =
  | Refusal
  | {
      readonly code: 'idempotency_key_reused' | 'phone_taken' | 'identity_taken';
      readonly field: string | null;
      readonly value: string | null;
      readonly message: LocalText;
    };

export type ExecuteResult =
  | {
      readonly ok: true;
      readonly facts: readonly Fact[];
      readonly file: BorrowerFile;
      /** The idempotency key had been used for the same request: nothing was done now. */
      readonly repeated: boolean;
    }
  | { readonly ok: false; readonly refusal: StoreRefusal };

/** One writer’s hold of one book. */
export interface Book {
  readonly bookId: string;
  readonly lastClosedDate: IsoDate | null;
  /**
   * Decides a command on the borrower’s file and writes what follows from it, in one transaction with whatever else is
   * waiting. Resolves only after the commit.
   * @throws BookLost when this process may no longer write, GuaranteeBroken or another error for a bug.
   */
  execute(request: ExecuteRequest): Promise<ExecuteResult>;
  /** The borrower’s file as last committed; the empty file for one who is not known. */
  file(borrowerId: string): Promise<BorrowerFile>;
  /** The borrower’s whole stream in order. */
  facts(borrowerId: string): Promise<readonly Fact[]>;
  /** Closes every open day up to and including `through`; a run that was broken off goes on where it stopped. */
  closeDays(options: {
    readonly through: IsoDate;
    readonly onProgress?: (progress: CloseProgress) => void;
    /** Hears, before any new day is closed, what became of what earlier runs had left open. */
    readonly onRetried?: (retries: CloseRetries) => void;
  }): Promise<readonly DayCloseRow[]>;
  /**
   * Reads the files of borrowers with a line while nothing else is to be done, so that their first events need not wait for
   * it. Ends when all are read, memory for files is nearly used up, or the book closes. @returns how many were read
   */
  readAhead(): Promise<number>;
  /** Finishes what is waiting and gives the lease back. */
  close(): Promise<void>;
}
