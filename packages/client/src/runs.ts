import type { TimelineItem } from './generated/api.ts';

/** Entries of a timeline that follow one another and say the same, as one: the newest of them, and how many there are. */
export interface TimelineRun {
  readonly latest: TimelineItem;
  readonly times: number;
  /** When the oldest of them was. */
  readonly since: TimelineItem['at'];
}

/** Gathers a timeline, newest first, so that a file read ten times today does not push everything else out of sight. */
export function runsOf(items: readonly TimelineItem[]): readonly TimelineRun[] {
  const runs: TimelineRun[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last !== undefined && saysTheSame(last.latest, item)) {
      runs[runs.length - 1] = { latest: last.latest, times: last.times + 1, since: item.at };
    } else runs.push({ latest: item, times: 1, since: item.at });
  }
  return runs;
}

const saysTheSame = (a: TimelineItem, b: TimelineItem): boolean =>
  a.kind === b.kind && a.text.zh === b.text.zh && a.noticeId === b.noticeId && a.appealId === b.appealId;
