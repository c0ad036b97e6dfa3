/**
 * Lets others have their turn: awaited between two slices of a file, so that who serves requests reads a long one without
 * keeping any of them waiting. How to wait is the caller’s; this package knows no clock.
 */
export type Pause = () => Promise<void>;

/** Where nobody waits. */
export const noPause: Pause = () => Promise.resolve();

/** Bytes of a file that are decoded, or split into lines, at once: some five milliseconds of work. */
export const BYTES_AT_ONCE = 16 * 1024;
/** Lines that are looked at at once. */
const LINES_AT_ONCE = 500;

/** Goes through items in order, with a pause after each slice of them, until `take` says that it has seen enough. */
export async function inSlices<Item>(
  items: readonly Item[],
  pause: Pause,
  take: (item: Item, at: number) => 'more' | 'enough',
): Promise<void> {
  for (let begin = 0; begin < items.length; begin += LINES_AT_ONCE) {
    for (const [offset, item] of items.slice(begin, begin + LINES_AT_ONCE).entries())
      if (take(item, begin + offset) === 'enough') return;
    await pause();
  }
}
