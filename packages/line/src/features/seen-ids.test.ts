import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_IDS_KEPT, SeenIds } from './seen-ids.ts';

/** Ids added to a version picked at random: versions branch, as drafts do that never commit. */
const steps = fc.array(fc.record({ from: fc.nat(), ids: fc.array(fc.nat(30), { maxLength: 12 }) }), { maxLength: 20 });

describe('N61: event ids remembered', () => {
  it('are those of a plain list, in every version, however versions branch', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const versions: { readonly ids: SeenIds; readonly plain: readonly string[] }[] = [
          { ids: SeenIds.none, plain: [] },
        ];
        for (const { from, ids } of plan) {
          let { ids: grown, plain } = versions[from % versions.length] as (typeof versions)[number];
          for (const id of ids) {
            grown = grown.with(`e${id}`);
            plain = [...plain, `e${id}`];
          }
          versions.push({ ids: grown, plain });
        }
        for (const { ids, plain } of versions) {
          expect(ids.toJSON()).toEqual(plain.slice(-EVENT_IDS_KEPT));
          for (let n = 0; n <= 30; n += 1) expect(ids.has(`e${n}`)).toBe(plain.includes(`e${n}`));
        }
      }),
    );
  });

  it('are no more than are kept, the newest, and a version stays what it was', () => {
    let ids = SeenIds.none;
    const versions: SeenIds[] = [];
    for (let n = 0; n < 3 * EVENT_IDS_KEPT; n += 1) versions.push((ids = ids.with(`e${n}`)));
    expect(ids.size).toBe(EVENT_IDS_KEPT);
    expect([ids.has(`e${2 * EVENT_IDS_KEPT - 1}`), ids.has(`e${2 * EVENT_IDS_KEPT}`)]).toEqual([false, true]);
    expect([versions[9]?.has('e9'), versions[9]?.has('e10'), versions[9]?.size]).toEqual([true, false, 10]);
  });
});
