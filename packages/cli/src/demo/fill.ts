import { join } from 'node:path';
import { addDays } from '@clearline/lending';
import { DEMO_LENDER, startOfDate, type IsoDate, type PolicySet } from '@clearline/line';
import { bulkLoad, type BulkLoadReport, type Store } from '@clearline/store';
import { repositoryRoot } from '../data-dir.ts';
import { simulateAhead } from './simulate-ahead.ts';

/** Sizes of the demo lender: borrowers and days of history. */
export const DEMO_SIZES = { small: { borrowers: 60, days: 240 }, full: { borrowers: 2_000, days: 365 } } as const;
export type DemoSize = keyof typeof DEMO_SIZES;

/** The seed of the demo lender; anyone can make the same one. */
const DEMO_SEED = 20_261_123;

/** Fills an empty book with the demo lender’s simulated year, ending on `through`. */
export const fillDemo = async (
  store: Store,
  o: {
    readonly bookId: string;
    readonly size: DemoSize;
    readonly through: IsoDate;
    readonly policies: PolicySet;
    readonly onProgress?: (borrowers: number, of: number) => void;
  },
): Promise<BulkLoadReport> => {
  const { borrowers, days } = DEMO_SIZES[o.size];
  const from = addDays(o.through, 1 - days);
  const settings = { seed: DEMO_SEED, borrowers, days, from, lender: DEMO_LENDER, policies: o.policies };
  const streams = histories(simulateAhead(settings, join(repositoryRoot(), 'policies')), (made) =>
    o.onProgress?.(made, borrowers),
  );
  const { version, files } = o.policies;
  await store.queries(o.bookId).keepPolicyVersion({ version, since: startOfDate(from), files });
  return bulkLoad(store, { bookId: o.bookId, streams, from, through: o.through });
};

async function* histories(simulated: ReturnType<typeof simulateAhead>, onMade: (made: number) => void) {
  let made = 0;
  for await (const { borrowerId, facts, person } of simulated) {
    made += 1;
    onMade(made);
    yield { borrowerId, facts, personal: { phone: person.phone, name: person.name, idNumber: person.idNumber } };
  }
}
