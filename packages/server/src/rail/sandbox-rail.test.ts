import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RailMemory, type RailOutcome, type RailResult, sandboxRail } from './sandbox-rail.ts';

function memory(): RailMemory & { readonly done: Map<string, RailResult> } {
  const done = new Map<string, RailResult>();
  let script: readonly RailOutcome[] = [];
  return {
    done,
    recall: async (id) => done.get(id) ?? null,
    remember: async (id, result) => void done.set(id, result),
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
const order = (externalId: string) => ({ externalId, direction: 'OUT', amountFen: 100n }) as const;

describe('the sandbox payment rail', () => {
  it('succeeds when nothing is scripted, and plays the script in order', async () => {
    const rail = sandboxRail(memory());
    await rail.script(['FAIL', 'TIME_OUT', 'ANSWER_TWICE']);
    expect(await rail.order(order('a'))).toMatchObject({ kind: 'ANSWERED', results: [{ succeeded: false }] });
    expect(await rail.order(order('b'))).toEqual({ kind: 'TIMED_OUT' });
    expect(await rail.query('b')).toEqual({ succeeded: true, failure: null });
    expect(await rail.order(order('c'))).toMatchObject({ results: [{ succeeded: true }, { succeeded: true }] });
    expect(await rail.order(order('d'))).toMatchObject({ kind: 'ANSWERED', results: [{ succeeded: true }] });
    expect(await rail.query('never sent')).toBeNull();
  });

  it('does one external id at most once, whatever the script says and however often it is asked', async () => {
    const outcomes = fc.array(fc.constantFrom<RailOutcome>('SUCCEED', 'FAIL', 'TIME_OUT', 'ANSWER_TWICE'), {
      maxLength: 8,
    });
    const asks = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(outcomes, asks, async (script, ids) => {
        const kept = memory();
        const rail = sandboxRail(kept);
        await rail.script(script);
        const first = new Map<string, RailResult>();
        for (const id of ids) {
          const reply = await rail.order(order(id));
          const known = kept.done.get(id) as RailResult;
          first.set(id, first.get(id) ?? known);
          expect(known).toEqual(first.get(id));
          if (reply.kind === 'ANSWERED') for (const result of reply.results) expect(result).toEqual(known);
        }
      }),
    );
  });
});
