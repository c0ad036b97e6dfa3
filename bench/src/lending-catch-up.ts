import { addDays } from '@clearline/lending';
import { bulkLoad } from '@clearline/store';
import { loanLife, openWriter } from '@clearline/store/bench';
import type { BenchServer } from './lending-server.ts';
import { secondsOf, type Line } from './lending-table.ts';

const LOANS = 1_000;
const DAYS = 700;
const START = '2024-01-15';

/**
 * The workload of FINERACT-2234: a thousand loans of 24 monthly instalments at 12%, whose close has not run for 700 days. Nobody
 * has paid, so that every loan goes through every bucket.
 */
export const catchUp = async (server: BenchServer): Promise<Line[]> => {
  const { policies } = server;
  const streams = Array.from({ length: LOANS }, (_, i) => {
    const borrowerId = `c${String(i).padStart(4, '0')}`;
    const terms = { instalments: 24, annualRatePpb: 120_000_000n, principalFen: 1_000_000n };
    return {
      borrowerId,
      facts: loanLife({ borrowerId, policies, startDate: START, paid: 0, through: START, terms }),
      personal: {},
    };
  });
  await bulkLoad(server.store, { bookId: 'catch-up', from: START, through: START, streams });
  const writer = await openWriter(server.store, server.bookAt('catch-up', '2026-06-15T02:00:00.000Z'));
  const [seconds, closes] = await secondsOf(() => writer.closeDays({ through: addDays(START, DAYS) }));
  await writer.close();
  if (
    closes.length !== DAYS ||
    closes.some(({ proof, loans }) => !proof.subLedgerMatches || !proof.balancesMatchEntries || loans !== LOANS)
  )
    throw new Error('the catch-up left days open or unproven');
  const moves = closes.reduce((sum, close) => sum + close.bucketMoves, 0);
  return [
    {
      what: `catch-up of ${DAYS} days over ${LOANS} loans of 24 instalments`,
      value: seconds,
      unit: 's',
      note: `${moves} bucket moves, each day proven`,
    },
    { what: 'per loan and day', value: (seconds * 1e6) / (LOANS * DAYS), unit: 'µs' },
  ];
};
