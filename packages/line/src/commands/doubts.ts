import type { Context } from '../context.ts';
import type { RecordedInput } from '../decision-record.ts';
import { observeRepeats } from '../decision/inputs.ts';
import type { DataDoubt } from '../fact.ts';
import { doubtKey } from '../evolving/behaviour.ts';
import type { Work } from './work.ts';

/**
 * Puts on record, once each, what of a borrower’s data cannot be trusted: reports at odds with each other or themselves,
 * windows that are no longer whole, deeds that were sent twice. Operators see it; it is never the borrower’s fault (G5).
 */
export const noteDoubts = (work: Work, inputs: readonly RecordedInput[], context: Context): void => {
  const found = ofRepeats(work, context);
  if (inputs.length > 0) found.unshift(...ofInputs(inputs));
  for (const doubt of found)
    if (!work.file.behaviour.doubts.includes(doubtKey(doubt))) work.add({ type: 'data.doubted', doubt });
};

/** One doubt a source: the inputs that came with it share its fate. An outage is the feed’s, and stands with the feed. */
const ofInputs = (inputs: readonly RecordedInput[]): DataDoubt[] => {
  const bySource = new Map<string, DataDoubt>();
  for (const { name, source, trouble, observedAt } of inputs) {
    if (trouble === undefined || trouble === 'OUTAGE') continue;
    const key = `${trouble} ${source}`;
    // The date of the data, so that the next report that is wrong is a new doubt.
    if (!bySource.has(key)) bySource.set(key, { kind: trouble, source, about: [name, observedAt ?? ''] });
  }
  return [...bySource.values()];
};

/** One doubt for each deed, known by when it was first sent again. */
const ofRepeats = (work: Work, context: Context): DataDoubt[] =>
  observeRepeats(work.file, context.now, context.policies).map(({ source, at }) => ({
    kind: 'DUPLICATE_SUBMISSION',
    source,
    about: [at],
  }));
