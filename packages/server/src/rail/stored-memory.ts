import { reviveBigFields, toJson } from '@clearline/line';
import type { Queries } from '@clearline/store';
import type { RailMemory, RailOutcome, RailRecord } from './sandbox-rail.ts';

const scriptKey = 'sandbox.rail.script';
const ordersKey = 'sandbox.rail.order.';

const recordOf = (stored: unknown): RailRecord => reviveBigFields<RailRecord>(stored);

/**
 * The sandbox’s memory in the book’s settings. The script is read and shortened in two steps, which is enough because one
 * worker alone sends orders.
 */
export function storedRailMemory(queries: Pick<Queries, 'setting' | 'putSetting' | 'settingsUnder'>): RailMemory {
  const scripted = async (): Promise<readonly RailOutcome[]> => (await queries.setting<RailOutcome[]>(scriptKey)) ?? [];
  return {
    async recall(externalId) {
      const stored = await queries.setting(`${ordersKey}${externalId}`);
      if (stored === null) return null;
      const { succeeded, failure, date } = recordOf(stored);
      return { succeeded, failure, date };
    },
    remember: (record) => queries.putSetting(`${ordersKey}${record.externalId}`, JSON.parse(toJson(record))),
    async onDay(date) {
      const all = (await queries.settingsUnder(ordersKey)).map(recordOf);
      return all.filter((record) => record.date === date).toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));
    },
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
