import { type BorrowerFile, DEMO_LENDER, emptyFile } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import { moveView } from './move-view.ts';

const moment = { now: '2026-11-01T04:00:00.000Z', businessDate: '2026-11-01', lender: DEMO_LENDER };
/** A consumer line whose owner agreed to move, and what became of the last application; of the rest the view looks at nothing. */
const file = (application: Partial<NonNullable<BorrowerFile['application']>> | null, state: 'AGREED' | 'DECLINED') =>
  ({
    ...emptyFile('b'),
    line: { kind: 'CONSUMER', status: 'ACTIVE' },
    move: { state, at: moment.now, sign: null },
    application,
  }) as unknown as BorrowerFile;

describe('the move to a business line', () => {
  it('is not under way once the business line was not granted, so that the home page does not say so', () => {
    const declined = { kind: 'BUSINESS', status: 'DECLINED' } as const;
    expect(moveView(file(declined, 'AGREED'), moment)).toMatchObject({ state: 'AGREED', declined: true });
    for (const other of [
      file(null, 'AGREED'),
      file({ ...declined, status: 'REFERRED' }, 'AGREED'),
      file({ ...declined, kind: 'CONSUMER' }, 'AGREED'),
      file(declined, 'DECLINED'),
    ])
      expect(moveView(other, moment)?.declined).toBe(false);
  });
});
