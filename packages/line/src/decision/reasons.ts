import { scoreOf } from '@clearline/scorecard';
import type { CureKind, InputValue, ReasonRecord, RecordedInput } from '../decision-record.ts';
import { scoreReasonCode } from '../policy/compile.ts';
import type { PolicySet, PolicyTableEntry } from '../policy/policy-set.ts';
import { dateOf } from '../time.ts';
import type { LineKind } from '../vocabulary.ts';
import { type FiredRule, reasonLine } from './fire.ts';

/** A notice carries so many principal reasons at most. */
export const MAX_REASONS = 4;

/**
 * Principal reasons, from the rules that decided. A rule’s reason names the input that the policy’s `about` annotation
 * points at, or its first test. A low score is no reason by itself (G1): the attributes that cost most points are.
 */
export const reasonsOf = (
  entry: PolicyTableEntry,
  deciding: readonly FiredRule[],
  inputs: readonly RecordedInput[],
  policies: PolicySet,
  score: { model: NonNullable<PolicySet['scorecards'][LineKind]>; values: Record<string, InputValue> } | null,
): ReasonRecord[] => {
  const reasons: ReasonRecord[] = [];
  const seen = new Set<string>();
  for (const rule of deciding) {
    if (rule.reasonCode === 'SCORE' && score) {
      for (const reason of scoreReasons(rule, inputs, policies, score)) {
        if (seen.has(reason.code)) continue;
        seen.add(reason.code);
        reasons.push(reason);
      }
      continue;
    }
    if (seen.has(rule.reasonCode)) continue;
    seen.add(rule.reasonCode);
    const line = reasonLine(entry, rule, inputs, policies);
    const input = inputs.find((candidate) => candidate.name === line?.input);
    if (!line || !input) continue;
    reasons.push(reasonRecord(rule.reasonCode, rule.ruleId, input, { operator: line.op, value: line.value }, policies));
  }
  return withSomethingChangeable(reasons);
};

const reasonRecord = (
  code: string,
  ruleId: string,
  input: RecordedInput,
  threshold: ReasonRecord['threshold'],
  policies: PolicySet,
): ReasonRecord => {
  const declaration = policies.inputs[input.name];
  const cure: CureKind = policies.reasons[code]?.cure ?? 'NONE';
  const undone = input.decay?.find((step) => !crosses(step.value, threshold));
  return {
    code,
    ruleId,
    input: input.name,
    value: input.value,
    source: input.source,
    observedAt: input.observedAt,
    threshold,
    changeable:
      declaration !== undefined && declaration.actionability !== 'fixed' && declaration.actionability !== 'time',
    cure,
    earliestDate: undone ? dateOf(undone.at) : null,
  };
};

/** Whether a value still lies on the wrong side of a threshold. */
const crosses = (value: InputValue, threshold: ReasonRecord['threshold']): boolean => {
  if (typeof value !== 'number' || typeof threshold.value !== 'number') return value === threshold.value;
  switch (threshold.operator) {
    case '>=':
      return value >= threshold.value;
    case '>':
      return value > threshold.value;
    case '<=':
      return value <= threshold.value;
    case '<':
      return value < threshold.value;
    default:
      return value === threshold.value;
  }
};

const scoreReasons = (
  rule: FiredRule,
  inputs: readonly RecordedInput[],
  policies: PolicySet,
  { model, values }: { model: NonNullable<PolicySet['scorecards'][LineKind]>; values: Record<string, InputValue> },
): ReasonRecord[] =>
  scoreOf(model, values)
    .perAttribute.filter((part) => part.best > part.points)
    .sort((a, b) => b.best - b.points - (a.best - a.points) || (a.name < b.name ? -1 : 1))
    .flatMap((part) => {
      const input = inputs.find((candidate) => candidate.name === part.name);
      const attribute = model.attributes.find((candidate) => candidate.name === part.name);
      if (!input || !attribute) return [];
      return [
        reasonRecord(scoreReasonCode(part.name), rule.ruleId, input, nextBetterBin(attribute, part.bin), policies),
      ];
    });

/** Where the nearest bin with more points begins, as a test that the value fails now. */
const nextBetterBin = (
  attribute: NonNullable<PolicySet['scorecards'][LineKind]>['attributes'][number],
  bin: number,
): ReasonRecord['threshold'] => {
  const own = attribute.bins[bin]?.points ?? 0;
  for (let distance = 1; distance < attribute.bins.length; distance++) {
    const below = attribute.bins[bin - distance];
    if (below && below.points > own && typeof below.upTo === 'number') return { operator: '>', value: below.upTo };
    const above = attribute.bins[bin + distance];
    const edge = attribute.bins[bin + distance - 1]?.upTo;
    if (above && above.points > own && typeof edge === 'number') return { operator: '<=', value: edge };
  }
  const best = attribute.bins.toSorted((a, b) => b.points - a.points)[0];
  return { operator: 'not in', value: best?.values?.join(', ') ?? null };
};

/** At most four; if any cause can be changed by the borrower, one such is among them. */
const withSomethingChangeable = (reasons: readonly ReasonRecord[]): ReasonRecord[] => {
  const first = reasons.slice(0, MAX_REASONS);
  if (first.some((reason) => reason.changeable)) return first;
  const changeable = reasons.slice(MAX_REASONS).find((reason) => reason.changeable);
  return changeable ? [...first.slice(0, MAX_REASONS - 1), changeable] : first;
};
