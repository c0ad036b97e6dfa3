import { type DecisionRecord, type LocalText, type PolicySet, type Replay, replayDecision } from '@clearline/line';
import type { Queries } from '@clearline/store';
import { CommandRefused } from '../policy/files.ts';
import type { Say } from '../policy/language.ts';
import { findDecision } from './find.ts';

/** What one replay came to, in lines. */
export const replayLines = (record: DecisionRecord, replay: Replay, say: Say): string[] => {
  const parts = replay.differences.join(', ');
  return [
    `${say({ zh: '决定', en: 'decision' })} ${record.id}, ${record.kind}, ${record.at}, ${say({ zh: '动作', en: 'action' })} ${record.action}`,
    `${say({ zh: '记录的哈希', en: 'recorded' })} ${replay.recordedHash}`,
    `${say({ zh: '重放的哈希', en: 'replayed' })} ${replay.replayedHash}`,
    replay.identical
      ? say({ zh: '逐位相同', en: 'identical, bit for bit' })
      : say({ zh: `不相同：${parts}`, en: `NOT identical: ${parts}` }),
  ];
};

export interface ReplayCount {
  readonly replayed: number;
  readonly different: readonly string[];
  /** What this program, or the policies that were kept, cannot run at all, and why. */
  readonly notRun: readonly { readonly id: string; readonly why: LocalText }[];
}

const PAGE = 500;

/** Replays every decision of the book, the newest first. */
export const replayAll = async (
  queries: Queries,
  policyOf: (version: string) => PolicySet,
  onProgress: (replayed: number) => void,
): Promise<ReplayCount> => {
  const different: string[] = [];
  const notRun: { id: string; why: LocalText }[] = [];
  let replayed = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await queries.listDecisions({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    for (const { id } of page.items) {
      try {
        const { record } = await findDecision(queries, id);
        if (!replayDecision(record, policyOf(record.versions.policy)).identical) different.push(id);
        replayed += 1;
      } catch (error) {
        // One that cannot be run is no reason to leave the others.
        if (!(error instanceof CommandRefused)) throw error;
        notRun.push({ id, why: { zh: error.zh, en: error.message } });
      }
    }
    onProgress(replayed);
    if (page.nextCursor === null) return { replayed, different, notRun };
    cursor = page.nextCursor;
  }
};
