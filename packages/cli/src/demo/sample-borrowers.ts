import type { Store } from '@clearline/store';

export interface SampleBorrower {
  readonly phone: string;
  readonly what: string;
}

/** States worth looking at first, and how the list of sign-ins calls them. */
const wanted = [
  { state: 'ACTIVE', what: 'line in use' },
  { state: 'DRAW_HOLD', what: 'draws on hold' },
  { state: 'STEP_UP', what: 'asked to verify' },
  { state: 'LIMIT_REDUCED', what: 'limit reduced' },
] as const;

/** One borrower of the book in each of the states worth seeing, by the phone to sign in with. */
export async function sampleBorrowers(store: Store, bookId: string): Promise<SampleBorrower[]> {
  const found: SampleBorrower[] = [];
  for (const { state, what } of wanted) {
    const { items } = await store.queries(bookId).searchBorrowers({ state, limit: 1 });
    const id = items[0]?.id;
    const phone = id === undefined ? undefined : (await store.vault.personal(bookId, id))?.phone;
    if (phone !== undefined) found.push({ phone, what });
  }
  return found;
}
