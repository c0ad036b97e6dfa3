import { describe, expect, it } from 'vitest';
import { workItem } from './work-view.ts';

const NOW = '2026-03-02T02:00:00.000Z';
const incident = { kind: 'INCIDENT', borrowerId: null, maskedName: null, since: NOW, dueBy: null } as const;

describe('H112: work that waits says what it is and where it is done', () => {
  it('names the feed of a data incident, whatever its name, and leads to the quality of data', () => {
    const item = (what: string) => workItem({ ...incident, id: 'data:1', what }, NOW);
    expect(item('REPLAYED:bureau:pboc')).toMatchObject({
      title: { zh: '数据来源重复发送旧记录：bureau:pboc', en: 'A data feed repeats old records: bureau:pboc' },
      link: '/data-quality',
    });
    expect(item('OUTAGE:app').title).toEqual({ zh: '数据来源中断：app', en: 'A data feed is silent: app' });
  });

  it('leads from other incidents to the closes of days, and names the restriction that waits', () => {
    expect(workItem({ ...incident, id: 'outbox:7', what: 'notice' }, NOW)).toMatchObject({
      title: { zh: '异常待处理', en: 'Incident' },
      link: '/day-closes',
    });
    const proposal = {
      ...incident,
      kind: 'RESTRICTION_PROPOSAL',
      id: 'r',
      borrowerId: 'b',
      what: 'LIMIT_REDUCED',
    } as const;
    expect(workItem(proposal, NOW)).toMatchObject({
      title: { en: 'Proposed restriction to decide: Reduction of the limit' },
      link: '/borrowers/b',
    });
  });
});
