import type { Queries } from '@clearline/store';
import type { RailMemory, RailOutcome, RailResult } from './sandbox-rail.ts';

const scriptKey = 'sandbox.rail.script';
const orderKey = (externalId: string): string => `sandbox.rail.order.${externalId}`;

/**
 * The sandbox’s memory in the book’s settings. The script is read and shortened in two steps, which is enough because one
 * worker alone sends orders.
 */
export function storedRailMemory(queries: Pick<Queries, 'setting' | 'putSetting'>): RailMemory {
  const scripted = async (): Promise<readonly RailOutcome[]> => (await queries.setting<RailOutcome[]>(scriptKey)) ?? [];
  return {
    recall: (externalId) => queries.setting<RailResult>(orderKey(externalId)),
    remember: (externalId, result) => queries.putSetting(orderKey(externalId), result),
    async nextOutcome() {
      const [next, ...rest] = await scripted();
      if (next === undefined) return null;
      await queries.putSetting(scriptKey, rest);
      return next;
    },
    script: (outcomes) => queries.putSetting(scriptKey, outcomes),
    scripted,
  };
}
