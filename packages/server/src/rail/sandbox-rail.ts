import { type IsoDate, type LocalText, yuan } from '@clearline/line';
import { RAIL_COLUMNS } from '@clearline/store';
import type { PaymentRail, RailOrder, RailResult } from './payment-rail.ts';

export type RailOutcome = 'SUCCEED' | 'FAIL' | 'TIME_OUT' | 'ANSWER_TWICE';

/** An order and what became of it. */
export interface RailRecord extends RailOrder, RailResult {}

/** Where the sandbox keeps what it has done, so that it remembers across restarts as a real rail would. */
export interface RailMemory {
  recall(externalId: string): Promise<RailResult | null>;
  remember(record: RailRecord): Promise<void>;
  /** All records of a day, in order of their ids. */
  onDay(date: IsoDate): Promise<readonly RailRecord[]>;
  /** The next scripted outcome, taken off the list; null when nothing is scripted. */
  nextOutcome(): Promise<RailOutcome | null>;
  script(outcomes: readonly RailOutcome[]): Promise<void>;
  scripted(): Promise<readonly RailOutcome[]>;
}

export interface SandboxRail extends PaymentRail {
  script(outcomes: readonly RailOutcome[]): Promise<void>;
  scripted(): Promise<readonly RailOutcome[]>;
}

const bankRefused: LocalText = {
  zh: '银行未能完成这笔款项，没有发生资金变动。',
  en: 'The bank did not complete the payment; no money moved.',
};

/**
 * A payment rail without money, scripted by tests and demos: it can succeed, fail, stay silent though it did the work, or
 * answer twice. One external id is done at most once, whatever the script says next.
 */
export function sandboxRail(memory: RailMemory, today: () => IsoDate): SandboxRail {
  return {
    async order(order) {
      const known = await memory.recall(order.externalId);
      if (known !== null) return { kind: 'ANSWERED', results: [known] };
      const outcome = (await memory.nextOutcome()) ?? 'SUCCEED';
      const result: RailResult =
        outcome === 'FAIL'
          ? { succeeded: false, date: today(), failure: bankRefused }
          : { succeeded: true, date: today(), failure: null };
      await memory.remember({ ...order, ...result });
      if (outcome === 'TIME_OUT') return { kind: 'TIMED_OUT' };
      return { kind: 'ANSWERED', results: outcome === 'ANSWER_TWICE' ? [result, result] : [result] };
    },
    query: (externalId) => memory.recall(externalId),
    async dailyFile(date) {
      const rows = (await memory.onDay(date)).map(({ externalId, direction, amountFen, succeeded }) =>
        // Thousands are not set apart in a file for machines.
        [externalId, direction, yuan(amountFen).replaceAll(',', ''), succeeded ? 'SUCCEEDED' : 'FAILED', date].join(
          ',',
        ),
      );
      return `${[RAIL_COLUMNS.join(','), ...rows].join('\n')}\n`;
    },
    script: (outcomes) => memory.script(outcomes),
    scripted: () => memory.scripted(),
  };
}
