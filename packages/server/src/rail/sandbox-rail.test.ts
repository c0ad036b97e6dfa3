import * as fc from 'fast-check';
import { readRailFile } from '@clearline/store';
import { describe, expect, it } from 'vitest';
import { type RailMemory, type RailOutcome, type RailRecord, sandboxRail } from './sandbox-rail.ts';

function memory(): RailMemory & { readonly done: Map<string, RailRecord> } {
  const done = new Map<string, RailRecord>();
  let script: readonly RailOutcome[] = [];
  return {
    done,
    async recall(id) {
      const record = done.get(id);
      return record === undefined ? null : { succeeded: record.succeeded, failure: record.failure, date: record.date };
    },
    remember: async (record) => void done.set(record.externalId, record),
    onDay: async (date) => [...done.values()].filter((record) => record.date === date),
    async nextOutcome() {
      const [next, ...rest] = script;
      script = rest;
      return next ?? null;
    },
    script: async (outcomes) => {
      script = outcomes;
    },
    scripted: async () => script,
  };
}
const day = '2026-03-02';
const order = (externalId: string) =>
  ({ externalId, direction: 'OUT', amountFen: 100n, borrowerId: 'b', accountTail: '1234' }) as const;

describe('the sandbox payment rail', () => {
  it('succeeds when nothing is scripted, and plays the script in order', async () => {
    const rail = sandboxRail(memory(), () => day);
    await rail.script(['FAIL', 'TIME_OUT', 'ANSWER_TWICE']);
    expect(await rail.order(order('a'))).toMatchObject({ kind: 'ANSWERED', results: [{ succeeded: false }] });
    expect(await rail.order(order('b'))).toEqual({ kind: 'TIMED_OUT' });
    expect(await rail.query('b')).toEqual({ succeeded: true, failure: null, date: day });
    expect(await rail.order(order('c'))).toMatchObject({ results: [{ succeeded: true }, { succeeded: true }] });
    expect(await rail.order(order('d'))).toMatchObject({ kind: 'ANSWERED', results: [{ succeeded: true }] });
    expect(await rail.query('never sent')).toBeNull();
  });

  it('writes a file of each day that reconciliation reads without a fault (store rule S28)', async () => {
    let today = day;
    const rail = sandboxRail(memory(), () => today);
    await rail.script(['FAIL', 'TIME_OUT']);
    for (const id of ['b', 'a']) await rail.order({ ...order(id), direction: 'IN', amountFen: 123_456_789n });
    today = '2026-03-03';
    await rail.order(order('c'));
    const file = await rail.dailyFile(day);
    expect(file.split('\n')[0]).toBe('external_id,direction,amount,status,date');
    expect(readRailFile(file, day)).toMatchObject({
      ok: true,
      rows: [
        { externalId: 'b', amountFen: 123_456_789n, status: 'FAILED' },
        // Silent at the time, and done: the file says so.
        { externalId: 'a', direction: 'IN', status: 'SUCCEEDED', date: day },
      ],
    });
    expect(readRailFile(await rail.dailyFile('2026-03-09'), '2026-03-09')).toEqual({ ok: true, rows: [] });
    // Asked later, it still names the day on which it did it.
    expect(await rail.query('a')).toMatchObject({ date: day });
  });

  it('does one external id at most once, whatever the script says and however often it is asked', async () => {
    const outcomes = fc.array(fc.constantFrom<RailOutcome>('SUCCEED', 'FAIL', 'TIME_OUT', 'ANSWER_TWICE'), {
      maxLength: 8,
    });
    const asks = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(outcomes, asks, async (script, ids) => {
        const kept = memory();
        const rail = sandboxRail(kept, () => day);
        await rail.script(script);
        const first = new Map<string, RailRecord>();
        for (const id of ids) {
          const reply = await rail.order(order(id));
          const known = kept.done.get(id) as RailRecord;
          first.set(id, first.get(id) ?? known);
          expect(known).toEqual(first.get(id));
          if (reply.kind === 'ANSWERED') for (const result of reply.results) expect(known).toMatchObject(result);
        }
      }),
    );
  });
});
