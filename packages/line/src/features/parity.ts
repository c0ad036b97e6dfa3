import { daysBetween } from '@clearline/lending';
import { type BehaviourEvent, isAmendment } from '../behaviour-event.ts';
import type { Fact } from '../fact.ts';
import type { BorrowerFile } from '../file.ts';
import { dateOf } from '../time.ts';
import type { Instant, IsoDate } from '../vocabulary.ts';
import type { FeatureSet } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { referenceValue, settled } from './reference.ts';
import type { OwnDraw, OwnRepayment } from './stream.ts';

/** A feature whose served value is not what its declaration says of the whole history. */
export interface Disparity {
  readonly feature: string;
  readonly served: unknown;
  readonly expected: unknown;
}

/**
 * Compares what serving would say of a file at an instant with a plain reading of all its facts: the check that serving and
 * back-tests mean the same. Values that serving itself calls incomplete or contradictory are passed over.
 */
export const compareFeatures = (
  facts: readonly Fact[],
  file: BorrowerFile,
  set: Pick<FeatureSet, 'features'>,
  now: Instant,
): { readonly compared: number; readonly disparities: readonly Disparity[] } => {
  const history = settled(historyOf(facts)).filter(hadCome(facts));
  const isAmended = facts.some(({ body }) => body.type === 'behaviour.observed' && isAmendment(body.event));
  const disparities: Disparity[] = [];
  let compared = 0;
  for (const feature of Object.values(set.features)) {
    // Journeys have one reading only. Without a window serving may have let the oldest events go: what stands is kept, and
    // yet not what stood before it, which an amendment may bring back.
    const { aggregate, window } = feature.declaration;
    const isWhole = file.behaviour.streams[feature.kind]?.isWhole ?? true;
    if (aggregate === 'speed_max' || (window === null && !isWhole && (aggregate !== 'last' || isAmended))) continue;
    const { value: served, trouble } = evaluate(feature, file.behaviour.streams, now, false);
    if (trouble !== undefined) continue;
    compared += 1;
    const expected = referenceValue(feature.declaration, history, now);
    if (served !== expected) disparities.push({ feature: feature.name, served, expected });
  }
  return { compared, disparities };
};

/** Tells of a settled event whether the day it speaks of had come when it, or the last word on it, was recorded (N180). */
const hadCome = (facts: readonly Fact[]): ((event: { readonly eventId: string }) => boolean) => {
  const recorded = new Map<string, number>();
  for (const { body, occurredAt } of facts) {
    if (body.type !== 'behaviour.observed') continue;
    const { event } = body;
    const about = event.kind === 'CORRECTION' ? event.corrects : event.eventId;
    recorded.set(about, Math.max(recorded.get(about) ?? 0, Date.parse(occurredAt)));
  }
  return (event) => {
    const { reportDate, salesDate, periodFrom } = event as Readonly<Record<string, string | undefined>>;
    const spokenOf = reportDate ?? salesDate ?? periodFrom;
    // An hour for clocks that run ahead, and eight to the day in China.
    const latest = new Date((recorded.get(event.eventId) ?? 0) + 9 * 3_600_000).toISOString().slice(0, 10);
    return spokenOf === undefined || spokenOf <= latest;
  };
};

/** Events as the facts tell them, draws and repayments through our own book among them. */
const historyOf = (facts: readonly Fact[]): (BehaviourEvent | OwnDraw | OwnRepayment)[] => {
  const events = new Map<string, BehaviourEvent | OwnDraw | OwnRepayment>();
  const startOf = new Map<string, IsoDate>();
  for (const { body, occurredAt } of facts)
    switch (body.type) {
      case 'behaviour.observed':
        events.set(body.event.eventId, body.event);
        break;
      case 'draw.requested': {
        const { loanId: eventId, purpose, terms } = body;
        startOf.set(eventId, terms.startDate);
        events.set(eventId, {
          kind: 'OWN_DRAW',
          eventId,
          occurredAt,
          source: 'own',
          amountFen: terms.principalFen,
          purpose,
        });
        break;
      }
      case 'draw.paid':
        startOf.set(body.loanId, body.terms.startDate);
        break;
      case 'draw.failed':
        events.delete(body.loanId);
        break;
      case 'repayment.received':
      case 'repayment.recorded':
        for (const { loanId, part } of body.applied)
          events.set(`${body.paymentId}:${loanId}`, {
            kind: 'OWN_REPAYMENT',
            eventId: `${body.paymentId}:${loanId}`,
            occurredAt,
            source: 'own',
            amountFen: part.amountFen,
            daysHeld: daysBetween(startOf.get(loanId) ?? dateOf(occurredAt), body.date),
            settled: part.mode === 'EARLY_FULL',
          });
        break;
      case 'repayment.reversed':
        for (const key of events.keys()) if (key.startsWith(`${body.paymentId}:`)) events.delete(key);
        break;
      default:
        break;
    }
  return [...events.values()];
};
