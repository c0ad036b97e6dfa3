import type { Action, GuaranteeCheck, JudgementContext } from '../decision-record.ts';
import type { DecisionKind, Instant } from '../vocabulary.ts';
import type { FiredRule } from './fire.ts';
import { isAdverse, SEVERITY } from './severity.ts';

/** The longest hold, or cap per draw, that the machine alone may set (G4). */
export const MACHINE_HOLD_HOURS_MAX = 72;

interface GuardInput {
  readonly kind: DecisionKind;
  readonly proposedAction: Action;
  /** The hardest action among rules whose data is sound. */
  readonly soundAction: Action;
  /** The hardest of them that does not rest after the last of its kind (N80). */
  readonly restedAction: Action;
  /** When the last rest ends of what was held back for it; null when nothing was. */
  readonly restsUntil: Instant | null;
  readonly dataTrouble: boolean;
  readonly missing: readonly string[];
  readonly context: JudgementContext;
  readonly rules: readonly FiredRule[];
  /** The same kind of restriction stands, or what is drawn leaves nothing to reduce. */
  readonly changesNothing: boolean;
  /** The cap per draw that is asked for is no less than what could be drawn at once in any case. */
  readonly capsNothing: boolean;
}
export interface Guarded {
  /** What may happen now. */
  readonly action: Action;
  /** What the policy wants, once people agree; equals `action` unless G3 capped it. */
  readonly wanted: Action;
  readonly checks: readonly GuaranteeCheck[];
}

/**
 * The guarantees that stand between a policy and a borrower. Policies cannot override them: whatever a table says, an
 * adverse action that breaks one is taken back here, and the check says so.
 */
export const guard = (input: GuardInput): Guarded => {
  const checks: GuaranteeCheck[] = [];
  const check = (id: GuaranteeCheck['id'], held: boolean, note: string): void => void checks.push({ id, held, note });

  const afterData = rested(input, soundData(input, check), check);
  if (input.changesNothing) {
    check('G3', true, `${afterData} stands already or would reduce nothing: not laid on again`);
    return { action: 'NONE', wanted: 'NONE', checks };
  }
  if (afterData === 'SINGLE_DRAW_CAP' && input.capsNothing) {
    check('G3', true, 'the cap per draw would bind nothing now: worth a look, and no more');
    return { action: 'REVIEW', wanted: 'REVIEW', checks };
  }
  const wanted = afterData;
  const afterProportion = proportionate(input, afterData, check);

  if (isAdverse(afterProportion)) {
    const reasoned = input.rules.some((rule) => rule.action === afterProportion && rule.reasonCode !== '');
    check(
      'G1',
      reasoned,
      reasoned ? 'every rule that decided carries a catalogued reason' : `${afterProportion} has no reason: withdrawn`,
    );
    if (!reasoned) return { action: 'ABSTAIN', wanted: 'ABSTAIN', checks };
  }
  if (input.kind === 'STRATEGY' && isAdverse(afterProportion)) check('G11', true, 'strategy: no fault, not reported');
  if (afterProportion === 'DRAW_HOLD' || afterProportion === 'SINGLE_DRAW_CAP') {
    const what = afterProportion === 'DRAW_HOLD' ? 'hold' : 'cap per draw';
    const hours = Math.max(
      ...input.rules.filter((rule) => rule.action === afterProportion).map((rule) => rule.holdHours ?? 0),
    );
    const bounded = hours > 0 && hours <= MACHINE_HOLD_HOURS_MAX;
    check(
      'G4',
      bounded,
      bounded
        ? `the ${what} ends by itself after ${hours} hours`
        : `a ${what} of ${hours} hours is not within 1-${MACHINE_HOLD_HOURS_MAX}: withdrawn`,
    );
    if (!bounded) return { action: 'ABSTAIN', wanted: 'ABSTAIN', checks };
  }
  return { action: afterProportion, wanted, checks };
};

type Check = (id: GuaranteeCheck['id'], held: boolean, note: string) => void;

/** G5: rules on stale data do not count; if nothing else asked for the action, the decision abstains and says so. */
const soundData = (input: GuardInput, check: Check): Action => {
  const { proposedAction, soundAction, dataTrouble, missing, kind } = input;
  const fellBack = SEVERITY[soundAction] < SEVERITY[proposedAction];
  check(
    'G5',
    !fellBack,
    fellBack
      ? `${proposedAction} rested on stale data: held back`
      : missing.length > 0
        ? `missing, and so not counted: ${missing.join(', ')}`
        : 'data fresh and present',
  );
  if (kind === 'UNDERWRITING' && dataTrouble && !isAdverse(soundAction)) return 'REFER';
  if (fellBack && !isAdverse(soundAction) && soundAction !== 'REVIEW') return 'ABSTAIN';
  return soundAction;
};

/** N80: what rests is put before nobody; that a line was crossed again is worth a look all the same. */
const rested = (input: GuardInput, afterData: Action, check: Check): Action => {
  if (input.restsUntil === null) return afterData;
  check('G3', true, `${input.soundAction} rests until ${input.restsUntil}, after the last of its kind: held back`);
  if (afterData !== input.soundAction) return afterData;
  return SEVERITY[input.restedAction] > SEVERITY.REVIEW ? input.restedAction : 'REVIEW';
};

/** G3: in good standing the machine alone may verify or hold; reducing or suspending takes one person, closing two. */
const proportionate = (input: GuardInput, action: Action, check: Check): Action => {
  const { context, kind } = input;
  if (kind === 'UNDERWRITING' || SEVERITY[action] <= SEVERITY.DRAW_HOLD) {
    check('G3', true, 'within what the machine alone may do');
    return action;
  }
  const peopleNeeded = action === 'CLOSURE' ? 2 : action === 'FROZEN' || context.goodStanding ? 1 : 0;
  const held = context.people >= peopleNeeded;
  check(
    'G3',
    held,
    held
      ? `${action} has the ${peopleNeeded} person(s) it needs`
      : `${action} needs ${peopleNeeded} named person(s): put before them`,
  );
  return held ? action : 'REVIEW';
};
