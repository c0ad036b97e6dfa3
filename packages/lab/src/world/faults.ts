import type { Random } from '../simulate/random.ts';

/** What can go wrong around the engine, each injected by the dice of the seed and counted. */
export const FAULT_KINDS = [
  'feed_outage',
  'duplicate_event',
  'late_event',
  'report_missing',
  'report_contradictory',
  'file_mixed_up',
  'rail_timeout',
  'rail_failure',
  'rail_double_answer',
  'rail_contradiction',
  'crash',
  'writer_fenced',
  'clock_skew',
  'disk_full',
  'roll_back_broken_off',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Chance per opportunity; what an opportunity is stands beside each. */
export const FAULT_RATES: Readonly<Record<FaultKind, number>> = {
  /** A day of a feed. */
  feed_outage: 0.01,
  /** An event. */
  duplicate_event: 0.01,
  /** An event. */
  late_event: 0.01,
  /** A credit report. */
  report_missing: 0.02,
  /** A credit report. */
  report_contradictory: 0.02,
  /** A credit report on somebody to whom a change is announced. */
  file_mixed_up: 0.15,
  /** A payment order. */
  rail_timeout: 0.05,
  /** A payment order. */
  rail_failure: 0.01,
  /** An answer of the rail. */
  rail_double_answer: 0.05,
  /** An answer of the rail. */
  rail_contradiction: 0.01,
  /** A step of the writer or of the outbox worker. */
  crash: 0.0005,
  /** A command. */
  writer_fenced: 0.0005,
  /** A command. */
  clock_skew: 0.002,
  /** A commit. */
  disk_full: 0.001,
  /** A borrower whom a roll-back is about to put right. */
  roll_back_broken_off: 0.01,
};

/** Which faults a run injects, and how much more often than by default. */
export interface FaultSettings {
  readonly kinds: readonly FaultKind[];
  readonly intensity: number;
}

export const NO_FAULTS: FaultSettings = { kinds: [], intensity: 0 };
export const ALL_FAULTS: FaultSettings = { kinds: FAULT_KINDS, intensity: 1 };

/** What `--faults` may say: `all`, `none`, or names with commas between, and `x3` for thrice as often. */
export const readFaults = (text: string): FaultSettings | { readonly problem: string } => {
  let intensity = 1;
  const kinds: FaultKind[] = [];
  for (const word of text.split(',').map((part) => part.trim())) {
    const times = /^x(\d+(?:\.\d+)?)$/.exec(word);
    if (times !== null) intensity = Number(times[1]);
    else if (word === 'all') kinds.push(...FAULT_KINDS);
    else if ((FAULT_KINDS as readonly string[]).includes(word)) kinds.push(word as FaultKind);
    else if (word !== 'none')
      return { problem: `“${word}” is no fault; known are all, none, ${FAULT_KINDS.join(', ')}` };
  }
  return { kinds: [...new Set(kinds)], intensity };
};

/** Throws the dice of one book and counts what came up. */
export class FaultDice {
  readonly injected: Record<FaultKind, number>;
  readonly #random: Random;
  readonly #rates: ReadonlyMap<FaultKind, number>;

  constructor(random: Random, { kinds, intensity }: FaultSettings) {
    this.#random = random;
    this.#rates = new Map(kinds.map((kind) => [kind, FAULT_RATES[kind] * intensity]));
    this.injected = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  }

  /** Whether the fault strikes here; counted when it does. */
  strikes(kind: FaultKind): boolean {
    const rate = this.#rates.get(kind) ?? 0;
    if (rate === 0 || !this.#random.chance(rate)) return false;
    this.injected[kind] += 1;
    return true;
  }

  between(low: number, high: number): number {
    return this.#random.between(low, high);
  }
}
