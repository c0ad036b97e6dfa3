import { addDays } from '@clearline/lending';
import type { ObservedEvent } from './behaviour-event.ts';
import type { Context } from './context.ts';
import { decide } from './decide.ts';
import { lookFor } from './decision/look.ts';
import { evolve } from './evolve.ts';
import type { FactBody } from './fact.ts';
import { type BorrowerFile, emptyFile } from './file.ts';
import { dateOf, plusMs } from './time.ts';
import { type Instant, LINE_KINDS, type LineKind } from './vocabulary.ts';

/** Made-up borrowers of each kind of line. After some hundred decisions in all, one costs what it will cost from then on. */
const BORROWERS = 60;
/** Everyday events that each has had, so that windows hold something. */
const EVENTS = 60;
const STEP_MS = 7 * 3_600_000;

/**
 * Decides about made-up borrowers and forgets them: a fresh process compiles what it runs as it runs it, and the first real
 * decisions would take ten times as long as those after them. Goes on one decision a step, so that the caller can serve between
 * them; nothing is recorded and nothing is kept (N108).
 */
export function* warmUp(terms: Pick<Context, 'lender' | 'policies'>, now: Instant): Generator<readonly FactBody[]> {
  const actor = { kind: 'machine', name: 'warm-up' } as const;
  const about = { ...terms, now, businessDate: dateOf(now), commandId: 'warm-up', actor, lastClosedDate: null };
  for (let n = 0; n < BORROWERS; n += 1)
    for (const kind of LINE_KINDS) {
      const decided = decide(busyFile(n, kind, about), { type: 'observe', events: signs(n, now) }, about);
      yield decided.ok ? decided.value : [];
    }
}

/**
 * Works out what the first event about a file will ask of it: its windows as they stand. They go along with the file from
 * then on, so it changes no decision, only when the work is done.
 */
export const lookAhead = (file: BorrowerFile, { policies }: Pick<Context, 'policies'>, now: Instant): void => {
  if (file.line === null || file.line.status === 'CLOSED') return;
  lookFor(policies, 'EVENT_MONITOR', file.line.kind)(file, now, dateOf(now));
};

/** A borrower who has had a line for a while and uses it every day. */
const busyFile = (n: number, kind: LineKind, { lender, businessDate, now, actor }: Context): BorrowerFile => {
  const began = plusMs(now, -EVENTS * STEP_MS);
  const bodies: FactBody[] = [
    { type: 'borrower.registered', borrowerId: `warm-up ${n}`, maskedPhone: '139****0000' },
    {
      type: 'line.opened',
      lineId: 'warm-up',
      applicationId: 'warm-up',
      kind,
      limitFen: lender.products[kind].maxLimitFen,
      dailyRatePpb: 0n,
      nextReviewDate: addDays(businessDate, 1),
    },
  ];
  for (let i = 0; i < EVENTS; i += 1)
    bodies.push({ type: 'behaviour.observed', event: everyday(i + n, plusMs(began, i * STEP_MS)) });
  return bodies.reduce<BorrowerFile>(
    (file, body) => {
      const at = body.type === 'behaviour.observed' ? body.event.occurredAt : began;
      return evolve(file, { seq: file.version, occurredAt: at, recordedAt: at, commandId: 'warm-up', actor, body });
    },
    emptyFile(`warm-up ${n}`),
  );
};

const everyday = (n: number, occurredAt: Instant): ObservedEvent => {
  const base = { eventId: `everyday ${n}`, occurredAt, source: 'warm-up' };
  return n % 3 === 0
    ? { ...base, kind: 'LOGIN', deviceId: 'd1', province: '浙江', success: true }
    : { ...base, kind: 'PURCHASE', amountFen: BigInt(1_000 + n), category: 'food', payee: `p${n % 20}` };
};

/** What policies commonly react to: a device that is none, papers no longer valid, a report of overdue loans elsewhere. */
const signs = (n: number, occurredAt: Instant): readonly ObservedEvent[] => {
  const base = { eventId: `sign ${n}`, occurredAt, source: 'warm-up' };
  if (n % 3 === 0) return [{ ...base, kind: 'DOCUMENT_STATUS', document: 'ID_CARD', valid: false }];
  if (n % 3 === 1)
    return [{ ...base, kind: 'DEVICE', deviceId: `x${n}`, rooted: false, emulator: true, accountsOnDevice: 4 }];
  return [
    {
      ...base,
      kind: 'BUREAU_UPDATE',
      reportDate: dateOf(occurredAt),
      overdueAccounts: 1,
      overdueDaysMax: 45,
      overdueAmountFen: 250_000n,
      hardEnquiries1m: 1,
      hardEnquiries3m: 2,
      unsettledLenders: 2,
      newLenders3m: 0,
      totalDebtFen: 4_000_000n,
      monthlyDebtServiceFen: 200_000n,
      overdueMonths24m: 2,
      consecutiveOverdueMonths24m: 1,
    },
  ];
};
