import type { BehaviourEvent } from '@clearline/line';
import type { Random } from '../simulate/random.ts';
import { wait } from './sign-ins.ts';
import type { WorldRun } from './world-run.ts';

const CLEAN = {
  overdueAccounts: 0,
  overdueDaysMax: 0,
  overdueAmountFen: 0n,
  hardEnquiries1m: 0,
  hardEnquiries3m: 1,
  hardEnquiries6m: 1,
  hardEnquiries12m: 2,
  unsettledLenders: 1,
  newLenders3m: 0,
  totalDebtFen: 300_000n,
  monthlyDebtServiceFen: 20_000n,
  overdueMonths24m: 0,
  consecutiveOverdueMonths24m: 0,
} as const;

/** A report with debts of another’s, late for months (M22, M23): its subject disputes it, and within weeks the bureau puts it right. */
export function* mixedReport(run: WorldRun, random: Random): Generator<undefined, void> {
  const [eventId, at, reportDate] = [run.nextEventId, run.now, run.date];
  const months = random.between(6, 12);
  const anothers = {
    overdueAccounts: 1,
    overdueDaysMax: random.between(31, 90),
    overdueAmountFen: BigInt(random.between(11, 60)) * 10_000n,
    overdueMonths24m: months,
    consecutiveOverdueMonths24m: random.between(3, 6),
  };
  run.observe({ kind: 'BUREAU_UPDATE', reportDate, ...CLEAN, ...anothers } as never, 'bureau:sandbox');
  yield* wait(random.between(5, 20));
  const replacement = {
    kind: 'BUREAU_UPDATE',
    eventId,
    occurredAt: at,
    source: 'bureau:sandbox',
    reportDate,
    ...CLEAN,
  } as BehaviourEvent;
  run.observe({ kind: 'CORRECTION', corrects: eventId, replacement } as never, 'bureau:sandbox');
}

/** One of two employers reports a wage, and the ratio of debts to income looks far too high (M34–M37): a statement shows the other. */
export function* partOfIncome(run: WorldRun): Generator<undefined, void> {
  const known = run.file.application?.monthlyIncomeFen ?? 0n;
  const monthlyIncomeFen = known / 8n;
  if (monthlyIncomeFen > 0n)
    run.observe(
      { kind: 'INCOME_UPDATE', monthlyIncomeFen, proof: 'PAYSLIP', contributionMonths3m: 3 } as never,
      'payroll',
    );
  yield;
}
