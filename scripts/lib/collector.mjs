import { setFlagsFromString } from 'node:v8';

/**
 * How V8 collects garbage in our programs; docs/decisions/0019-garbage.md gives the measurements. To be called before the program
 * is loaded: a flag counts from then on.
 */
export function tuneCollector() {
  // V8 moves what is made at a place straight into the old generation once enough of it lived long. While files are read ahead
  // all of it does; afterwards every request paid for that with objects that were dead at once, and with collections of everything.
  setFlagsFromString('--no-allocation-site-pretenuring');
}
