import type { Context } from '../context.ts';
import type { RecordedInput } from '../decision-record.ts';
import type { BorrowerFile } from '../file.ts';
import { type PolicySet, type PolicyTableEntry, tableFor } from '../policy/policy-set.ts';
import type { Restriction } from '../restriction.ts';
import { plusDays } from '../time.ts';
import type { DecisionKind, Instant, LineKind } from '../vocabulary.ts';
import { linesOf, type TestedLine } from './fire.ts';

/** For so many days a check that was passed answers for as much as it asked about. */
const ANSWERED_DAYS = 30;
/** A window at least this long goes on holding what was answered after the hours in which nothing is asked are over. */
const LASTING_HOURS = 720;

/**
 * Rules over what lasts (the devices of a month, the newest word on a device) whose check was passed, where no more is seen than it asked
 * about (N9). Without this, whoever verified would be asked again every few days for the same three devices. What happens within hours
 * (sign-ins from afar, failed ones) is left out: if it is seen again, it took place again.
 */
export const stillAnswered = (
  kind: DecisionKind,
  lineKind: LineKind,
  file: BorrowerFile,
  inputs: readonly RecordedInput[],
  { now, policies }: Context,
): readonly string[] => {
  const passed = Object.values(file.restrictions).filter((restriction) => wasPassed(restriction, now));
  const entry = passed.length === 0 ? null : tableFor(policies, kind, lineKind);
  const rules = entry === null ? [] : (policies.models[entry.id]?.tables[0]?.rules ?? []);
  return rules.flatMap(({ id, annotations }, index) => {
    if (entry === null || annotations['lifted_by'] !== 'STEP_UP') return [];
    const last = passed.filter(({ ruleIds }) => ruleIds.includes(id)).reduce(later, null);
    return last !== null && isNoMore({ entry, index }, last, file, inputs, policies) ? [id] : [];
  });
};

const wasPassed = ({ stepUpLifts, state, endedAt }: Restriction, now: Instant): boolean =>
  stepUpLifts && state === 'lifted' && endedAt !== null && endedAt <= now && now < plusDays(endedAt, ANSWERED_DAYS);

const later = (last: Restriction | null, one: Restriction): Restriction =>
  last === null || (one.endedAt ?? '') >= (last.endedAt ?? '') ? one : last;

/** Whether everything that a rule tests is no more than what the check asked about. */
const isNoMore = (
  rule: { readonly entry: PolicyTableEntry; readonly index: number },
  { decisionId, endedAt }: Restriction,
  file: BorrowerFile,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
): boolean => {
  const asked = file.decisions[decisionId]?.inputs ?? [];
  return linesOf(rule.entry, rule, policies).every((line) => {
    const before = asked.find(({ name }) => name === line.input);
    const seen = inputs.find(({ name }) => name === line.input);
    if (before === undefined || seen === undefined) return false;
    // Yes is yes of another device as well: only the very word that was answered is.
    if (typeof seen.value === 'boolean')
      return seen.value === before.value && (seen.observedAt ?? '') <= (endedAt ?? '');
    return lasts(line, policies) && isAtMost(seen, before);
  });
};

const isAtMost = (seen: RecordedInput, before: RecordedInput): boolean =>
  typeof seen.value === 'number' && typeof before.value === 'number' && seen.value <= before.value;

/** A count that speaks of a month, or the newest word; more of it is worse. */
const lasts = ({ input, op }: TestedLine, { features: { features } }: PolicySet): boolean => {
  const declared = features[input]?.declaration;
  if (declared === undefined || (op !== '>' && op !== '>=')) return false;
  const { window, aggregate } = declared;
  return window === null ? aggregate === 'last' : 'hours' in window && window.hours >= LASTING_HOURS;
};
