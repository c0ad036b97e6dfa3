import type { BorrowerFile } from './file.ts';
import type { Restriction } from './restriction.ts';
import { inForce } from './selectors.ts';
import { plusDays } from './time.ts';
import type { CauseFamily, Instant, RestrictionKind } from './vocabulary.ts';

/**
 * Days of rest after an adverse action has ended, or was turned down, before another of the same kind for the same family
 * of causes may begin (N80). A promise of the core, not of a policy: no table can shorten it. Zero where waiting would
 * harm the borrower or break the law: security, law, and holds until a document is valid again. Why these: decision 0009.
 */
export const COOLING_OFF_DAYS: Readonly<Record<RestrictionKind, Readonly<Record<CauseFamily, number>>>> = {
  STEP_UP: { ...days(0) },
  SINGLE_DRAW_CAP: { ...days(0), BEHAVIOUR: 30 },
  DRAW_HOLD: { ...days(0), BEHAVIOUR: 7 },
  LIMIT_REDUCED: { ...days(0), ELIGIBILITY: 30, BEHAVIOUR: 30, TECHNICAL: 30, STRATEGY: 90 },
  DRAW_SUSPENDED: { ...days(0), ELIGIBILITY: 30, BEHAVIOUR: 30, TECHNICAL: 30, STRATEGY: 90 },
  FROZEN: { ...days(0) },
  CLOSURE: { ...days(0), ELIGIBILITY: 30, BEHAVIOUR: 30, TECHNICAL: 30, STRATEGY: 90 },
};

function days(all: number): Record<CauseFamily, number> {
  return {
    TECHNICAL: all,
    SECURITY: all,
    ELIGIBILITY: all,
    STRATEGY: all,
    BEHAVIOUR: all,
    BORROWER_REQUEST: all,
    LEGAL: all,
  };
}

/** No adverse action of this kind for this family of causes before `until`. */
export interface CoolingOff {
  readonly kind: RestrictionKind;
  readonly family: CauseFamily;
  readonly until: Instant;
}

/** When a restriction ended: when somebody ended it, or when its own end came, whether or not a day close has said so. */
const endOf = (restriction: Restriction, now: Instant): Instant | null => {
  // Nobody was touched by it and nobody judged it (N177).
  if (restriction.state === 'withdrawn') return null;
  if (restriction.endedAt !== null) return restriction.endedAt;
  return restriction.state === 'effective' && !inForce(restriction, now) ? restriction.expiresAt : null;
};

/** What rests now, the longest rest of each kind and family, in a fixed order. A check answered by verifying starts none. */
export const coolingOffOf = (file: BorrowerFile, now: Instant): CoolingOff[] => {
  const rests = new Map<string, CoolingOff>();
  for (const restriction of Object.values(file.restrictions)) {
    const { kind, causeFamily: family } = restriction;
    const ended = restriction.stepUpLifts ? null : endOf(restriction, now);
    const length = COOLING_OFF_DAYS[kind][family];
    if (ended === null || length === 0) continue;
    const until = plusDays(ended, length);
    const key = `${kind} ${family}`;
    if (until > now && until > (rests.get(key)?.until ?? '')) rests.set(key, { kind, family, until });
  }
  return [...rests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rest]) => rest);
};

/** Whether a reduction for cause ended so lately that the limit moves nowhere by itself: what swings about a line (N81). */
export const limitRests = (file: BorrowerFile, now: Instant): boolean =>
  coolingOffOf(file, now).some(({ kind, family }) => kind === 'LIMIT_REDUCED' && family !== 'STRATEGY');

/** Until when an action of this kind for this family rests; null when it may begin. */
export const coolsUntil = (rests: readonly CoolingOff[], kind: string, family: CauseFamily | null): Instant | null =>
  rests.find((rest) => rest.kind === kind && rest.family === family)?.until ?? null;
