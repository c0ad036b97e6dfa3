import { expect, it } from 'vitest';
import type { TimelineItem } from './generated/api.ts';
import { runsOf } from './runs.ts';

const item = (at: string, zh: string, noticeId: string | null = null): TimelineItem => ({
  at,
  kind: zh,
  text: { zh, en: zh },
  noticeId,
  appealId: null,
});

it('gathers what follows one another and says the same, and nothing else', () => {
  const read = (minute: number) => item(`2026-11-02T10:0${minute}:00Z`, 'read');
  const runs = runsOf([read(5), read(4), item('2026-11-02T10:03:30Z', 'drawn'), read(3), read(2), read(1)]);
  expect(
    runs.map(({ latest, times, since }) => [latest.text.zh, times, latest.at.slice(14, 16), since.slice(14, 16)]),
  ).toEqual([
    ['read', 2, '05', '04'],
    ['drawn', 1, '03', '03'],
    ['read', 3, '03', '01'],
  ]);
});

it('keeps apart what leads to different notices', () => {
  expect(runsOf([item('b', 'notice', '2'), item('a', 'notice', '1')])).toHaveLength(2);
});
