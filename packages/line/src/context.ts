import type { Step } from './evolve.ts';
import type { PolicySet } from './policy/policy-set.ts';
import type { Actor, Instant, IsoDate, LineKind, LocalText } from './vocabulary.ts';
import type { DayCount, LenderType, RepaymentMethod } from '@clearline/lending';

/** The lender and its product terms: data that an owner edits, dated in the policy set’s parameters where law sets them. */
export interface Lender {
  readonly name: LocalText;
  /** Decides which legal caps bind. */
  readonly type: LenderType;
  readonly licence: string;
  readonly contact: string;
  readonly address: LocalText;
  readonly timeZone: string;
  readonly products: Readonly<Record<LineKind, Product>>;
  /** Days between a non-security notice and its effect (G2). */
  readonly noticeDays: number;
}

export interface Product {
  readonly dayCount: DayCount;
  readonly minDrawFen: bigint;
  readonly maxDrawFen: bigint;
  readonly drawStepFen: bigint;
  /** From this amount on a draw is confirmed with a one-time code by message. */
  readonly codeFromFen: bigint;
  readonly maxLimitFen: bigint;
  readonly tenorsMonths: readonly number[];
  readonly methods: readonly RepaymentMethod[];
  readonly penaltyMultiplePpb: bigint;
  readonly graceDays: number;
  readonly offerValidDays: number;
  readonly reviewEveryDays: number;
  readonly minimumReadingSeconds: number;
  readonly maxConcurrentLoans: number;
}

/** All that a decision may know beside the file and the command. The shell fills it in; the core has no clock. */
export interface Context {
  readonly now: Instant;
  readonly businessDate: IsoDate;
  /**
   * When it is recorded, and so when anybody can hear of it: later than `now` where a day is closed that had been missed. The
   * same as `now` when not given.
   */
  readonly recordedAt?: Instant;
  /** Unique per command; ids of what the command makes are derived from it, so that a replay makes the same ones. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly lender: Lender;
  readonly policies: PolicySet;
  /** Rules that were rolled back: no decision counts them any more. */
  readonly withdrawnRuleIds?: readonly string[];
  /** The last business day whose close posted accrual for the whole book; null before the first. */
  readonly lastClosedDate: IsoDate | null;
  /** Sources of the policy whose feeds are out or cannot be trusted now: what rests on them abstains (G5). */
  readonly unsoundSources?: readonly string[];
  /** Where the command notes the facts and files it went through, for `evolveDecided`; not at all where nothing is given. */
  readonly steps?: Step[];
}
