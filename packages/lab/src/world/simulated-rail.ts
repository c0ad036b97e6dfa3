import type { IsoDate } from '@clearline/line';
import type { FaultDice } from './faults.ts';

export interface RailAnswer {
  readonly paymentId: string;
  readonly succeeded: boolean;
  readonly date: IsoDate;
}
interface Order {
  readonly direction: 'OUT' | 'IN';
  readonly amountFen: bigint;
  /** What the rail did; it does it once, however often it is asked. */
  readonly answer: RailAnswer;
}

/** A payment rail with its own memory: idempotent by payment id, sometimes silent, sometimes talkative. */
export class SimulatedRail {
  readonly orders = new Map<string, Order>();
  readonly #dice: FaultDice;

  constructor(dice: FaultDice) {
    this.#dice = dice;
  }

  /** Takes an order. Null: no answer came; what happened must be asked, never guessed. */
  take(paymentId: string, direction: 'OUT' | 'IN', amountFen: bigint, date: IsoDate): RailAnswer | null {
    const known = this.orders.get(paymentId);
    if (known !== undefined) return known.answer;
    const answer = { paymentId, succeeded: !this.#dice.strikes('rail_failure'), date };
    this.orders.set(paymentId, { direction, amountFen, answer });
    return this.#dice.strikes('rail_timeout') ? null : answer;
  }

  /** What became of an order; null when the rail never heard of it. */
  ask(paymentId: string): RailAnswer | null {
    return this.orders.get(paymentId)?.answer ?? null;
  }
}
