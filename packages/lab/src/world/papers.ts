import type { BehaviourEvent } from '@clearline/line';
import type { Truth } from '../simulate/lives.ts';
import type { Random } from '../simulate/random.ts';
import { wait } from './sign-ins.ts';
import type { WorldRun } from './world-run.ts';

type Paper = 'ID_CARD' | 'PHONE' | 'BANK_CARD';

const status = (run: WorldRun, document: Paper, valid: boolean): string => {
  const eventId = run.nextEventId;
  run.observe({ kind: 'DOCUMENT_STATUS', document, valid } as never, 'documents');
  return eventId;
};

/** Invalid for some days, until its owner has had it renewed: what the notice names, and nothing else (M41–M43). */
const lapses = (document: Paper, low: number, high: number) =>
  function* (run: WorldRun, random: Random): Generator<undefined, void> {
    status(run, document, false);
    yield* wait(random.between(low, high));
    status(run, document, true);
  };

export const idCardExpired = lapses('ID_CARD', 1, 8);
export const phoneLapsed = lapses('PHONE', 1, 3);
export const cardReplaced = lapses('BANK_CARD', 1, 5);

/** The feed misread a document that was valid all along, and says so within days. */
export function* misread(run: WorldRun, random: Random): Generator<undefined, void> {
  const document = random.pick(['ID_CARD', 'PHONE', 'BANK_CARD'] as const);
  const at = run.now;
  const eventId = status(run, document, false);
  yield* wait(random.between(1, 4));
  const replacement = {
    kind: 'DOCUMENT_STATUS',
    eventId,
    occurredAt: at,
    source: 'documents',
    document,
    valid: true,
  } as BehaviourEvent;
  run.observe({ kind: 'CORRECTION', corrects: eventId, replacement } as never, 'documents');
}

/** Of a hundred who borrow as a person, so many have an employer whose payroll the lender is told of. */
const ON_PAYROLL = 0.25;
/** Of a hundred of them who keep their work, so many change it once, with a month between in which nobody paid in. */
const BETWEEN_JOBS = 0.05;
const EVERY_DAYS = 30;
/** What is left of an income when the work is lost. */
const LEFT = 40n;

/** The day from which three months count one without contributions; null for nobody in particular, undefined off payroll. */
export const payrollOf = (truth: Truth, random: Random, days: number): number | null | undefined => {
  const [isOn, changes, day] = [random.chance(ON_PAYROLL), random.chance(BETWEEN_JOBS), random.between(30, 30 + days)];
  return truth.kind !== 'CONSUMER' || !isOn ? undefined : changes ? day : null;
};

/** A month’s payroll: income as it is, and in how many of three months anything was paid into insurance or the housing fund (M40). */
export const payroll = (run: WorldRun, truth: Truth, day: number, betweenFrom: number | null | undefined): void => {
  const since = day - truth.startsOnDay;
  if (betweenFrom === undefined || since % EVERY_DAYS !== 11 || run.file.line === null) return;
  const lost = truth.life === 'JOB_LOSS' && truth.turnsOnDay !== null ? Math.max(0, day - truth.turnsOnDay) : 0;
  const isBetween = betweenFrom !== null && day >= betweenFrom && day < betweenFrom + 3 * EVERY_DAYS;
  run.observe(
    {
      kind: 'INCOME_UPDATE',
      monthlyIncomeFen: lost > EVERY_DAYS ? (truth.monthlyIncomeFen * LEFT) / 100n : truth.monthlyIncomeFen,
      proof: 'PAYSLIP',
      contributionMonths3m: lost > 0 ? Math.max(0, 3 - Math.ceil(lost / EVERY_DAYS)) : isBetween ? 2 : 3,
    } as never,
    'payroll',
  );
};
