import { type DecisionRecord, type PolicySet, type Replay, replayDecision } from '@clearline/line';
import type { Queries } from '@clearline/store';
import { findDecision } from './find.ts';

/** What one replay came to, in lines. */
export const replayLines = (record: DecisionRecord, replay: Replay): string[] => [
  `decision ${record.id}, ${record.kind}, ${record.at}, action ${record.action}`,
  `recorded ${replay.recordedHash}`,
  `replayed ${replay.replayedHash}`,
  replay.identical ? 'identical, bit for bit' : `NOT identical: ${replay.differences.join(', ')}`,
];

export interface ReplayCount {
  readonly replayed: number;
  readonly different: readonly string[];
}

const PAGE = 500;

/** Replays every decision of the book, the newest first. */
export const replayAll = async (
  queries: Queries,
  policyOf: (version: string) => PolicySet,
  onProgress: (replayed: number) => void,
): Promise<ReplayCount> => {
  const different: string[] = [];
  let replayed = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await queries.listDecisions({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const { id } of page.items) {
      const { record } = await findDecision(queries, id);
      if (!replayDecision(record, policyOf(record.versions.policy)).identical) different.push(id);
      replayed += 1;
    }
    onProgress(replayed);
    if (page.nextCursor === null) return { replayed, different };
    cursor = page.nextCursor;
  }
};
