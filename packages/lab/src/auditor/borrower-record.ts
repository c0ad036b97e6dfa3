import { DataSeen, type SilentFeeds } from './data-seen.ts';

/** What the auditor remembers of one borrower, made from facts by its own hand. */
export interface SeenRestriction {
  readonly kind: string;
  readonly family: string;
  readonly decisionId: string;
  readonly byStaff: boolean;
  readonly limitBeforeFen: bigint | null;
  limitAfterFen: bigint | null;
  /** The most that one draw may be, where it caps draws. */
  readonly capFen: bigint | null;
  readonly stepUpLifts: boolean;
  readonly proposedAtMs: number;
  state: string;
  approvedBy: Set<string>;
  /** People who made it last longer. */
  readonly heldBy: Set<string>;
  effectiveAtMs: number | null;
  announcedAtMs: number | null;
  /** When it was first announced and for when, and for when it was last. */
  firstAnnouncedAtMs: number | null;
  firstDueAtMs: number | null;
  dueAtMs: number | null;
  readonly strategyId: string | null;
  expiresAtMs: number | null;
  endedAtMs: number | null;
  /** Counted as an adverse action, once. */
  isCounted: boolean;
}

export interface SeenDecision {
  readonly kind: string;
  readonly tableId: string;
  readonly versions: { readonly policy: string; readonly scorecard: string | null };
  readonly fired: readonly string[];
  readonly points: number | null;
  /** Values by input; kept only of decisions that took something or asked people to. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly action: string;
  readonly proposed: string;
  readonly goodStanding: boolean;
  readonly people: number;
  readonly decider: string | null;
  readonly reasons: readonly SeenReason[];
  readonly recordHash: string;
  /** The least that the product let the borrower draw then, in fen; null where the decision was about no line. */
  readonly leastDrawFen: bigint | null;
}

export interface SeenReason {
  readonly ruleId: string;
  readonly input: string;
  readonly value: unknown;
  readonly operator: string;
  readonly line: unknown;
}

export interface SeenNotice {
  /** The restriction that it is about and until when that lasts by it; null where it is about none, or names no end. */
  readonly about: string | null;
  readonly untilMs: number | null;
  readonly issuedAtMs: number;
  readonly reasons: number;
  readonly queued: boolean;
  /** Each reason says what was seen, where the line is and what changes it, in both languages. */
  readonly givesReasons: boolean;
  /** Time enough, rights and outside routes to contest it are named. */
  readonly isContestable: boolean;
  /** A leaf under a signed checkpoint commits to exactly this text. */
  isLogged: boolean;
}

export interface SeenAppeal {
  readonly decisionId: string;
  readonly restrictionId: string | null;
  readonly submittedAtMs: number;
  state: string;
  /** While information is awaited, the clock stands. */
  pausedSinceMs: number | null;
  pausedMs: number;
}

export class BorrowerRecord {
  readonly borrowerId: string;
  facts = 0;
  lastCommandId = '';
  lineState: 'NONE' | 'ACTIVE' | 'CLOSED' = 'NONE';
  /** Of the line that is, or last was, open. */
  lineKind: string | null = null;
  closedBy: { readonly who: string; readonly commandId: string } | null = null;
  hasAgreedToMove = false;
  exchanges = 0;
  grantedFen = 0n;
  ownCapFen: bigint | null = null;
  readonly restrictions = new Map<string, SeenRestriction>();
  readonly decisions = new Map<string, SeenDecision>();
  readonly notices = new Map<string, SeenNotice>();
  readonly undelivered = new Map<string, number>();
  readonly appeals = new Map<string, SeenAppeal>();
  /** Terms as asked for, to see that they stay (G7). */
  readonly loanRates = new Map<string, string>();
  /** When each loan was last recorded as late, and by how much. */
  readonly lateLoans = new Map<string, number>();
  /** The decision by which the newest application stands declined. */
  declinedBy: string | null = null;
  /** Roll-backs that were carried out here, and what people looked at after one, as `roll-back decision`. */
  readonly rolledBack = new Set<string>();
  readonly lookedAt = new Set<string>();
  /** What is drawn: principal as posted, and draws on their way out; and when the last one was asked for. */
  principalFen = 0n;
  readonly drawsInFlight = new Map<string, bigint>();
  lastDrawAtMs: number | null = null;
  /** The kind of line last applied for, and who made each proposal to grant or decline one. */
  appliedFor: string | null = null;
  readonly proposals = new Map<string, string>();
  readonly strategies = new Set<string>();
  /** Changes given up for their data since the last evening. */
  readonly givenUp = new Map<string, number>();
  readonly payments = new Map<string, 'PENDING' | 'SUCCEEDED' | 'FAILED'>();
  readonly data = new DataSeen();
  readonly silentFeeds: SilentFeeds;
  leafSequence = 0;
  leafPrevious: string | null = null;

  /** @param silentFeeds since when each feed of the book has been silent, as it changes */
  constructor(borrowerId: string, silentFeeds: SilentFeeds = new Map()) {
    this.borrowerId = borrowerId;
    this.silentFeeds = silentFeeds;
  }

  drawnFen(): bigint {
    return [...this.drawsInFlight.values()].reduce((sum, fen) => sum + fen, this.principalFen);
  }

  /** The limit that is left under every reduction in force. */
  effectiveLimitFen(atMs: number): bigint {
    if (this.lineState !== 'ACTIVE') return 0n;
    let limit = this.grantedFen;
    if (this.ownCapFen !== null && this.ownCapFen < limit) limit = this.ownCapFen;
    for (const restriction of this.restrictions.values())
      if (
        restriction.state === 'effective' &&
        restriction.kind === 'LIMIT_REDUCED' &&
        restriction.limitAfterFen !== null &&
        (restriction.expiresAtMs === null || restriction.expiresAtMs > atMs) &&
        restriction.limitAfterFen < limit
      )
        limit = restriction.limitAfterFen;
    return limit;
  }
}
