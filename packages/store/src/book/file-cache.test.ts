import { emptyFile, toJson, type BorrowerFile, type FactBody } from '@clearline/line';
import { describe, expect, it } from 'vitest';
import type { Queryable, SqlRow } from '../db/sql.ts';
import { FileCache } from './file-cache.ts';

/** A database in which every borrower has the same five facts; it counts how often it is asked. */
const fiveFactsEach = () => {
  const asked: string[][] = [];
  const body: FactBody = { type: 'consent.given', kind: 'PRIVACY', version: '1' };
  const query = <R extends SqlRow>(_text: string, values: readonly unknown[] = []): Promise<R[]> => {
    const ids = values[1] as string[];
    asked.push(ids);
    const at = '2026-03-02T02:00:00.000Z';
    const rows = ids.flatMap((id) =>
      [0, 1, 2, 3, 4].map((seq) => ({
        borrower_id: id,
        seq,
        occurred_at: at,
        recorded_at: at,
        command_id: 'c',
        actor: toJson({ kind: 'borrower' }),
        body: toJson(body),
      })),
    );
    return Promise.resolve(rows as unknown as R[]);
  };
  return { asked, on: { query } satisfies Queryable };
};
const versioned = (borrowerId: string, version: number): BorrowerFile => ({ ...emptyFile(borrowerId), version });

describe('S26: files in memory', () => {
  it('are made from facts once, then kept', async () => {
    const { asked, on } = fiveFactsEach();
    const cache = new FileCache(on, 'main');
    const files = await cache.load(['a', 'b', 'a']);
    expect([...files.values()].map((file) => file.version)).toEqual([5, 5]);
    await cache.load(['b', 'c']);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  it('leave when too much is held, the least recently used first', async () => {
    const { on } = fiveFactsEach();
    const cache = new FileCache(on, 'main', 12);
    await cache.load(['a']);
    await cache.load(['b']);
    await cache.load(['a']);
    await cache.load(['c']);
    expect(['a', 'b', 'c'].map((id) => cache.peek(id) !== undefined)).toEqual([true, false, true]);
    expect((await cache.load(['d', 'e', 'f'])).size).toBe(3);
  });

  it('never go back to an older state', () => {
    const cache = new FileCache(fiveFactsEach().on, 'main');
    cache.put(versioned('a', 7));
    cache.put(versioned('a', 6));
    expect(cache.peek('a')?.version).toBe(7);
  });
});
