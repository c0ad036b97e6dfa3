import type { Actor, CauseFamily, Instant, RestrictionKind } from './vocabulary.ts';

export const RESTRICTION_STATES = [
  'proposed',
  'pre_notice',
  'effective',
  'expired',
  'lifted',
  'reversed',
  'withdrawn',
  'final',
] as const;
export type RestrictionState = (typeof RESTRICTION_STATES)[number];

/** One restriction layered on a line. Repayment never looks at it (G7). */
export interface Restriction {
  readonly id: string;
  readonly kind: RestrictionKind;
  readonly state: RestrictionState;
  readonly causeFamily: CauseFamily;
  readonly reasonCodes: readonly string[];
  readonly ruleIds: readonly string[];
  readonly decisionId: string;
  readonly noticeId: string | null;
  readonly proposedAt: Instant;
  readonly proposedBy: Actor;
  readonly approvedBy: readonly string[];
  /** Why whoever proposed it asks for it, in their words; staff alone read them. */
  readonly proposerNote?: string;
  readonly announcedAt: Instant | null;
  /** When it takes, or took, effect. */
  readonly effectiveAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly limitBeforeFen: bigint | null;
  readonly limitAfterFen: bigint | null;
  /** The most that one draw may be; only a cap per draw has it. */
  readonly singleDrawCapFen?: bigint;
  /** Passing the security check lifts it at once. */
  readonly stepUpLifts: boolean;
  readonly strategyId: string | null;
  readonly renewals: readonly {
    readonly at: Instant;
    readonly until: Instant;
    readonly by: string;
    readonly reason: string;
  }[];
}
