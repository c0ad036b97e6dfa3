import type { RecourseFound } from './decision/recourse/search.ts';
import type { StepKind } from './decision/recourse/steps.ts';
import type { CoolingOff } from './cooling-off.ts';
import type { Trouble } from './features/observed.ts';
import type { Actor, CauseFamily, DecisionKind, Instant, IsoDate, RestrictionKind } from './vocabulary.ts';

/** A value as a policy sees it: integers (money in fen, ratios and rates scaled), booleans, words; null is missing. */
export type InputValue = number | string | boolean | null;

/** One input with its provenance, so that G1 can name source and date and G5 can speak of freshness. */
export interface RecordedInput {
  readonly name: string;
  readonly value: InputValue;
  readonly source: string;
  readonly observedAt: Instant | null;
  readonly fresh: boolean;
  /** Why the data behind it cannot carry an adverse action, where that is not mere age (G5). */
  readonly trouble?: Trouble;
  /** How the value changes by time alone if nothing new happens: a window that passes lets it fall, step by step. */
  readonly decay?: readonly { readonly at: Instant; readonly value: InputValue }[];
}

/** What a decision may end in. `NONE` changes nothing; `ABSTAIN` records that the data could not carry a decision (G5). */
export const ACTIONS = [
  'NONE',
  'ABSTAIN',
  'APPROVE',
  'DECLINE',
  'REFER',
  'ALLOW',
  'REFUSE_DRAW',
  'RAISE_LIMIT',
  'STEP_UP',
  'SINGLE_DRAW_CAP',
  'DRAW_HOLD',
  'REVIEW',
  'LIMIT_REDUCED',
  'DRAW_SUSPENDED',
  'FROZEN',
  'CLOSURE',
] as const;
export type Action = (typeof ACTIONS)[number];

/** A principal reason, as data; words are made from the policy’s catalogue when a notice is written. */
export interface ReasonRecord {
  readonly code: string;
  readonly ruleId: string;
  /** The input that crossed the line. */
  readonly input: string;
  readonly value: InputValue;
  readonly source: string;
  readonly observedAt: Instant | null;
  /** The line crossed, as the policy states it: operator and value in the input’s own scale. */
  readonly threshold: { readonly operator: string; readonly value: InputValue };
  readonly changeable: boolean;
  readonly cure: CureKind;
  /** The day on which time alone undoes it, when it does. */
  readonly earliestDate: IsoDate | null;
  /** Set where what it asks for was held back: not before this moment, because the last such action ended too lately (N80). */
  readonly heldBackUntil?: Instant;
  /** Set where no rule with this reason asks for more than a look: that it carried a decision is a person’s judgement. */
  readonly judgedByPerson?: true;
  /** Set where it only supports the reasons beside it: it carries nothing and keeps nothing in force (N143, N164). */
  readonly supports?: true;
}
/** The reasons that carry a decision: all but those that only support them. */
export const carryingReasons = ({ reasons }: Pick<DecisionRecord, 'reasons'>): readonly ReasonRecord[] =>
  reasons.filter(({ supports }) => supports !== true);
export const CURE_KINDS = ['STEP_UP', 'WAIT', 'EVIDENCE', 'PAY', 'UPDATE', 'NONE'] as const;
export type CureKind = (typeof CURE_KINDS)[number];

/** A set of changes after which the same policy decides otherwise, verified by re-execution. */
export interface CounterfactualRecord {
  /** What the borrower does; records of behaviour version 1 do not say. */
  readonly steps?: readonly StepKind[];
  /** Whether nothing asks less of them: false where the search ran out of its budget first. */
  readonly least?: boolean;
  readonly changes: readonly { readonly input: string; readonly from: InputValue; readonly to: InputValue }[];
  readonly actionAfter: Action;
  readonly byDate: IsoDate | null;
}

/** The people whose decision it is, by staff number; none where the machine decided. */
export const peopleOf = ({ actor, proposedBy }: DecisionRecord): readonly string[] =>
  actor.kind !== 'staff' ? [] : proposedBy === undefined ? [actor.staffNo] : [proposedBy, actor.staffNo];

export interface GuaranteeCheck {
  readonly id: GuaranteeId;
  readonly held: boolean;
  /** Why the check did what it did, e.g. `capped LIMIT_REDUCED to REVIEW: machine alone, good standing`. */
  readonly note: string;
}
export const GUARANTEE_IDS = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10', 'G11', 'G12'] as const;
export type GuaranteeId = (typeof GUARANTEE_IDS)[number];

/** What a decision is judged on beside its inputs; recorded whole so that a replay needs nothing else (G10). */
export interface JudgementContext {
  readonly businessDate: IsoDate;
  readonly goodStanding: boolean;
  readonly grantedLimitFen: bigint;
  readonly effectiveLimitFen: bigint;
  readonly usedFen: bigint;
  /** The least that the product lets anybody draw: no cap per draw goes below it (N110). Records made before caps have none. */
  readonly leastDrawFen?: bigint;
  /** Rules whose signal an appeal found mistaken for this borrower; they do not count (G9). */
  readonly suppressedRuleIds: readonly string[];
  /** Reductions and suspensions for cause that stand already, proposed and announced ones included: none is laid on twice. */
  readonly standing: readonly RestrictionKind[];
  /** Which adverse actions rest, and until when (N80). Records made before it was kept have none. */
  readonly coolingOff?: readonly CoolingOff[];
  /** Who acts: the machine alone, or how many named people stand behind it. */
  readonly people: number;
  /** The limit that was asked for, while it is being decided; absent where none was (N135). */
  readonly askedLimitFen?: bigint;
  /** The strategy that is applied, where the decision is about one. */
  readonly strategyId?: string;
}

export interface DecisionRecord {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly at: Instant;
  readonly actor: Actor;
  readonly context: JudgementContext;
  readonly inputs: readonly RecordedInput[];
  readonly versions: {
    readonly policy: string;
    readonly parameters: string;
    readonly scorecard: string | null;
    readonly behaviour: number;
  };
  readonly tableId: string;
  readonly firedRuleIds: readonly string[];
  readonly points: number | null;
  readonly proposedAction: Action;
  readonly action: Action;
  readonly causeFamily: CauseFamily | null;
  /** The limit the decision arrives at, where it is about a limit. */
  readonly limitFen: bigint | null;
  /** The most that one draw may be, where the decision is about that. */
  readonly singleDrawCapFen?: bigint;
  /** Days a hold or a cap per draw lasts, where it is one. */
  readonly holdDays: number | null;
  /** The credit memo that two people decided on, where they did (N137). */
  readonly memoHash?: string;
  /** Who proposed it, where another person, the actor, agreed. */
  readonly proposedBy?: string;
  readonly guaranteeChecks: readonly GuaranteeCheck[];
  readonly reasons: readonly ReasonRecord[];
  readonly counterfactuals: readonly CounterfactualRecord[];
  /** What the search for them came to; absent where there was none: people’s decisions, and behaviour version 1. */
  readonly recourse?: RecourseFound;
  /** Said when no reachable change flips the decision: null when counterfactuals exist or none is needed. */
  readonly timeAloneOn: IsoDate | null;
  /** SHA-256 of the canonical JSON of all of the above. */
  readonly recordHash: string;
}
