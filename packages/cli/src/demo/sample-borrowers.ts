import { type DisplayState, displayStateOf, type Instant } from '@clearline/line';
import type { Book, Store } from '@clearline/store';

export interface SampleBorrower {
  readonly phone: string;
  readonly what: string;
}

/** States worth looking at first, and how the list of sign-ins calls them. */
const wanted: readonly { readonly state: DisplayState; readonly what: string }[] = [
  { state: 'ACTIVE', what: 'line in use' },
  { state: 'DRAW_HOLD', what: 'draws on hold' },
  { state: 'SINGLE_DRAW_CAP', what: 'each draw capped' },
  { state: 'STEP_UP', what: 'asked to verify' },
  { state: 'LIMIT_REDUCED', what: 'limit reduced' },
];
const candidatesPerState = 20;

/** One borrower in each of the states worth seeing, by the phone to sign in with. Holds that have run out are passed over. */
export async function sampleBorrowers(store: Store, book: Book, now: Instant): Promise<SampleBorrower[]> {
  const found: SampleBorrower[] = [];
  for (const { state, what } of wanted) {
    const { items } = await store.queries(book.bookId).searchBorrowers({ state, limit: candidatesPerState });
    for (const { id } of items) {
      if (displayStateOf(await book.file(id), now) !== state) continue;
      const phone = (await store.vault.personal(book.bookId, id))?.phone;
      if (phone === undefined) continue;
      found.push({ phone, what });
      break;
    }
  }
  return found;
}
