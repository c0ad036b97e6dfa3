import type { BorrowerRecord, SeenRestriction } from '../auditor/borrower-record.ts';
import type { Truth } from '../simulate/lives.ts';

/** How justly the engine treated people whose truth is known. Sums, so that books add up. */
export interface Justice {
  goodBorrowers: number;
  goodRestricted: number;
  /** Of good borrowers: restrictions that took effect, by kind. */
  goodByKind: Record<string, number>;
  goodRestrictedDays: number;
  goodBorrowerDays: number;
  /** Reductions, suspensions and closures of good borrowers behind which no person stands; the guarantee says none. */
  goodCutByMachineAlone: number;
  /** Hours from effect to end of restrictions of good borrowers that ended. */
  repairHours: number[];
  /** The same restrictions by how they ended: run out, lifted, reversed as mistaken. */
  goodEndings: Record<string, number>;
  takenOver: number;
  takenOverProtected: number;
  badBorrowers: number;
  badCaught: number;
  badCaughtBeforeLate: number;
  /** What bad borrowers could still have drawn when they were first stopped or reduced after their turn, in fen. */
  exposureSavedFen: bigint;
  adverseNotices: number;
  /** Decisions of tables against a borrower, each run again with what its reasons name on the other side of the line. */
  reasonsTried: number;
  /** Those undone when all that the reasons name was changed, and when only the first reason was. */
  reasonsUseful: number;
  firstReasonUseful: number;
  /** Those after which nothing adverse was left at all. */
  reasonsRestoreAll: number;
  counterfactuals: number;
  counterfactualsFlip: number;
  /** Days named on which time alone lifts a decision, and those on which it does, and on no day before. */
  daysNamed: number;
  daysRight: number;
  /** Checks asked for, and those that the borrower’s passing lifted at once. */
  stepUps: number;
  stepUpsLifted: number;
  appeals: number;
  overturned: number;
}

export const noJustice = (): Justice => ({
  goodBorrowers: 0,
  goodRestricted: 0,
  goodByKind: {},
  goodRestrictedDays: 0,
  goodBorrowerDays: 0,
  goodCutByMachineAlone: 0,
  repairHours: [],
  goodEndings: {},
  takenOver: 0,
  takenOverProtected: 0,
  badBorrowers: 0,
  badCaught: 0,
  badCaughtBeforeLate: 0,
  exposureSavedFen: 0n,
  adverseNotices: 0,
  reasonsTried: 0,
  reasonsUseful: 0,
  firstReasonUseful: 0,
  reasonsRestoreAll: 0,
  counterfactuals: 0,
  counterfactualsFlip: 0,
  daysNamed: 0,
  daysRight: 0,
  stepUps: 0,
  stepUpsLifted: 0,
  appeals: 0,
  overturned: 0,
});

const DAY_MS = 86_400_000;
/** Restrictions for something the lender decided, not for what the borrower did or must prove. */
const isOfStrategy = ({ family }: SeenRestriction): boolean => family === 'STRATEGY';

/** Weighs what happened to one borrower against what was true of them. */
export const weigh = (
  into: Justice,
  record: BorrowerRecord,
  truth: Truth,
  o: {
    readonly days: number;
    readonly endMs: number;
    readonly turnedAtMs: number | null;
    readonly firstLateMs: number | null;
  },
): void => {
  if (record.lineState === 'NONE') return;
  const inEffect = [...record.restrictions.values()].filter(
    (each) => each.effectiveAtMs !== null && !isOfStrategy(each),
  );
  into.stepUps += inEffect.filter(({ stepUpLifts }) => stepUpLifts).length;
  into.stepUpsLifted += inEffect.filter(({ stepUpLifts, state }) => stepUpLifts && state === 'lifted').length;
  if (truth.life === 'ACCOUNT_TAKEOVER') {
    if (o.turnedAtMs === null) return;
    into.takenOver += 1;
    if (inEffect.some(({ effectiveAtMs }) => (effectiveAtMs ?? 0) >= (o.turnedAtMs ?? 0))) into.takenOverProtected += 1;
    return;
  }
  if (truth.good) weighGood(into, inEffect, o);
  else if (o.turnedAtMs !== null) {
    into.badBorrowers += 1;
    const caught = inEffect.filter(
      ({ kind, effectiveAtMs }) => kind !== 'STEP_UP' && (effectiveAtMs ?? 0) >= (o.turnedAtMs ?? 0),
    );
    if (caught.length > 0) into.badCaught += 1;
    if (caught.some(({ effectiveAtMs }) => o.firstLateMs === null || (effectiveAtMs ?? 0) < o.firstLateMs))
      into.badCaughtBeforeLate += 1;
  }
};

const weighGood = (
  into: Justice,
  inEffect: readonly SeenRestriction[],
  o: { readonly days: number; readonly endMs: number },
): void => {
  into.goodBorrowers += 1;
  into.goodBorrowerDays += o.days;
  if (inEffect.length > 0) into.goodRestricted += 1;
  for (const restriction of inEffect) {
    const from = restriction.effectiveAtMs ?? 0;
    const until = Math.min(restriction.endedAtMs ?? o.endMs, restriction.expiresAtMs ?? o.endMs);
    into.goodByKind[restriction.kind] = (into.goodByKind[restriction.kind] ?? 0) + 1;
    into.goodRestrictedDays += Math.max(0, until - from) / DAY_MS;
    if (restriction.endedAtMs !== null) {
      into.repairHours.push((until - from) / 3_600_000);
      into.goodEndings[restriction.state] = (into.goodEndings[restriction.state] ?? 0) + 1;
    }
    const isCut = !['STEP_UP', 'SINGLE_DRAW_CAP', 'DRAW_HOLD'].includes(restriction.kind);
    if (isCut && restriction.approvedBy.size === 0) into.goodCutByMachineAlone += 1;
  }
};

/** Adds one book’s sums to another’s. */
export const addJustice = (into: Justice, more: Justice): void => {
  for (const counts of ['goodByKind', 'goodEndings'] as const)
    for (const [name, count] of Object.entries(more[counts])) into[counts][name] = (into[counts][name] ?? 0) + count;
  into.repairHours.push(...more.repairHours);
  into.exposureSavedFen += more.exposureSavedFen;
  for (const key of Object.keys(more) as (keyof Justice)[]) {
    const value = more[key];
    if (typeof value === 'number') (into[key] as number) += value;
  }
};
